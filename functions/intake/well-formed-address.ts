import { domainToUnicode } from 'node:url';

/** RFC 5321 4.5.3.1: octets of a path without its angle brackets, and of a local part. */
const longestAddress = 254;
const longestLocalPart = 64;
const longestDomain = 253;

/** Atoms of RFC 5322 without `%`, `!`, `|` and the back quote, which old relays read as routes and shells as commands. */
const localPart = /^[A-Za-z0-9#$&'*+/=?^_{}~-]+(?:\.[A-Za-z0-9#$&'*+/=?^_{}~-]+)*$/;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
/** A name, never the last byte of an address in numbers. */
const topLevel = /^(?:[a-z]{2,63}|xn--[a-z0-9-]+)$/i;

/**
 * Whether this is one mail address and nothing else (G-02, G-03): no list, no display name, no quotes, no comment, no
 * character that a header, a shell or a relay reads otherwise. ASCII alone: SES takes no other local part, and a domain
 * in other letters has an ASCII form. Says nothing of whether anybody reads it.
 */
export function isWellFormedAddress(text: string): boolean {
  const [local = '', domain = '', ...others] = text.split('@');
  if (others.length > 0 || text.length > longestAddress) return false;
  if (local.length > longestLocalPart || !localPart.test(local)) return false;
  const labels = domain.split('.');
  return (
    domain.length <= longestDomain &&
    labels.length >= 2 &&
    labels.every((each) => label.test(each)) &&
    topLevel.test(labels.at(-1) ?? '') &&
    // Punycode that stands for nothing stays as it is.
    !/(?:^|\.)xn--/i.test(domainToUnicode(domain))
  );
}
