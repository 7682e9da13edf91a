import { domainToUnicode } from 'node:url';

// RFC 5321, 4.5.3.1: 64 octets before the @, and 254 in all, since the path of 256 includes < and >. RFC 1035: 63 a label.
const longestLocalPart = 64;
const longest = 254;

/** RFC 5322's dot-atom: no quoted names, whose meaning differs from one mail server to the next. */
const localPart = /^[a-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[a-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$/i;

/** At least two labels, and no number as the last one, which would be an address of the network. */
const domain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/i;

/**
 * Whether this is one mail address and nothing else (G-02, G-03): no list, no display name, no comment, no space, no line
 * break. ASCII only, as SES takes it; a domain of another script is written in its `xn--` form, which must be a valid one.
 */
export function isOneAddress(text: string): boolean {
  const [local, host, ...more] = text.split('@');
  if (local === undefined || host === undefined || more.length > 0) return false;
  if (text.length > longest || local.length > longestLocalPart) return false;
  return localPart.test(local) && domain.test(host) && isIdna(host.toLowerCase());
}

/** Node leaves an `xn--` label as it is when it decodes to nothing, or to what would be encoded otherwise: a disguise. */
function isIdna(host: string): boolean {
  return !domainToUnicode(host).includes('xn--');
}
