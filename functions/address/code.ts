import { createHmac, timingSafeEqual } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { AddressOperation } from '../operation/operation.ts';

/** ASVS 6.5.4 asks 20 bits of a code that is typed: 8 digits have 26. */
const codeDigits = 8;

/** ASVS 6.5.5: a code that is mailed lives 10 minutes at most. */
export const codeLife = Temporal.Duration.from({ minutes: 10 });

/** B-18: an address gets one mail in 5 minutes (mail/may-mail.ts). */
const codesEvery = Temporal.Duration.from({ minutes: 5 });

/** When the last code left, if one has, and from when on another one can be asked for. */
export function codeTimes({ askedAt, codeEndsAt }: AddressOperation): {
  readonly left?: Temporal.Instant;
  readonly next: Temporal.Instant;
} {
  const left = codeEndsAt === undefined ? undefined : Temporal.Instant.from(codeEndsAt).subtract(codeLife);
  return { ...(left && { left }), next: (left ?? Temporal.Instant.from(askedAt)).add(codesEvery) };
}

/** Eight digits, each code as likely as any other: what is above the last whole multiple is drawn again. */
export function newCode(randomBytes: (size: number) => Uint8Array): string {
  const codes = 10 ** codeDigits;
  const whole = 2 ** 32 - (2 ** 32 % codes);
  for (;;) {
    const drawn = Buffer.from(randomBytes(4)).readUInt32BE();
    if (drawn < whole) return String(drawn % codes).padStart(codeDigits, '0');
  }
}

/**
 * Whether what was typed is the code that was mailed last for this operation, while it lives; spaces make no difference.
 * It counts no tries: the caller does (ASVS 6.5.1, 6.6.3).
 */
export function codeMatches(
  { operationId, codeHash: kept, codeEndsAt }: AddressOperation,
  typed: string,
  { hmacKey, now }: { hmacKey: string; now: () => Temporal.Instant },
): boolean {
  const code = typed.replaceAll(/\s/g, '');
  if (kept === undefined || codeEndsAt === undefined || !/^\d{8}$/.test(code)) return false;
  if (Temporal.Instant.compare(now(), Temporal.Instant.from(codeEndsAt)) >= 0) return false;
  const given = Buffer.from(codeHash(code, operationId, hmacKey));
  const expected = Buffer.from(kept);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Keyed, since 8 digits are soon tried; tied to the operation, so that no code counts for another one. */
export function codeHash(code: string, operationId: string, hmacKey: string): string {
  return createHmac('sha256', hmacKey).update(`code\0${operationId}\0${code}`).digest('base64url');
}
