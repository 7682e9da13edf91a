import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Account } from '../account/account.ts';
import { comparableAddress } from '../mail/comparable-address.ts';

// Device cookies (OWASP, Slow Down Online Guessing Attacks with Device Cookies): a browser in which somebody has signed in, or
// chosen a password behind a mailed link, has tries of its own, so that a stranger who fails on purpose keeps nobody out
// there (D-11). It proves nothing else.

/** Bytes of the number that tells browsers apart. */
export const nonceBytes = 16;

/** Of the people who share a browser, each with several names: the newest are kept. */
const mostNames = 8;

const format = /^[A-Za-z0-9_-]{22}(?:\.[A-Za-z0-9_-]{43}){1,8}$/;

/** What somebody signs in under, or asks for a link by when the password is forgotten; in their comparable form. */
export function namesOf({
  login,
  mailAddress,
  recovery,
}: Pick<Account, 'login' | 'mailAddress' | 'recovery'>): readonly string[] {
  return [login, ...[mailAddress, recovery?.address].flatMap((each) => each ?? []).map(comparableAddress)];
}

/**
 * The number of this browser, if somebody has proven themselves here under this name.
 * @param name in its comparable form.
 */
export function knownDevice(cookie: string | undefined, name: string, hmacKey: string): string | undefined {
  const { nonce, proofs } = readCookie(cookie);
  if (nonce === undefined) return undefined;
  const expected = Buffer.from(proofOf(nonce, name, hmacKey));
  return proofs.some((proof) => timingSafeEqual(Buffer.from(proof), expected)) ? nonce : undefined;
}

/**
 * The cookie of a browser in which somebody of these names has just proven themselves: with those that it held before.
 * @param fresh the number of a browser that has none yet.
 */
export function deviceCookie(
  cookie: string | undefined,
  names: readonly string[],
  { hmacKey, fresh }: { hmacKey: string; fresh: () => Uint8Array },
): string {
  const before = readCookie(cookie);
  const nonce = before.nonce ?? Buffer.from(fresh()).toString('base64url');
  const proofs = [...names.map((name) => proofOf(nonce, name, hmacKey)), ...before.proofs];
  return [nonce, ...[...new Set(proofs)].slice(0, mostNames)].join('.');
}

function readCookie(cookie = ''): { nonce: string | undefined; proofs: readonly string[] } {
  if (!format.test(cookie)) return { nonce: undefined, proofs: [] };
  const [nonce, ...proofs] = cookie.split('.');
  return { nonce, proofs };
}

function proofOf(nonce: string, name: string, hmacKey: string): string {
  return createHmac('sha256', hmacKey).update(`device\0${nonce}\0${name}`).digest('base64url');
}
