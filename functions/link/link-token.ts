import { createHmac } from 'node:crypto';

/** Bytes of a token: 256 bits cannot be guessed (B-01; ASVS 11.5.1 asks for 128). */
export const tokenBytes = 32;

const tokenFormat = /^[A-Za-z0-9_-]{43}$/;

/** Whether a text has the form of a token: 32 bytes as 43 characters of base64url. */
export function isToken(text: string): boolean {
  return tokenFormat.test(text);
}

/** The key under which the table keeps a token: a keyed hash, so that neither a dump nor a timing gives one away (B-02, B-03). */
export function tokenHash(token: string, hmacKey: string): string {
  return createHmac('sha256', hmacKey).update(`link\0${token}`).digest('base64url');
}
