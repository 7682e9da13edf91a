import type { Limit } from '../throttle/throttle.ts';

/** B-18: however often it is asked for, an account, or an address, gets one mail in 5 minutes and ten a day. */
const mailLimits = [
  { uses: 1, windowSeconds: 5 * 60 },
  { uses: 10, windowSeconds: 24 * 3600 },
] as const satisfies Limit[];

export interface MayMailDeps {
  readonly countUse: (bucket: string, limit: Limit) => Promise<boolean>;
}

/**
 * Whether one more mail that somebody asked for may go to an account, or to an address that is not an account's yet. Counts both
 * windows, so that what the shorter one refuses is not forgotten by the longer one.
 * @throws RetryableError when the table is away: no mail goes then (D-07).
 */
export async function mayMail(
  to: { readonly accountId: string } | { readonly address: string },
  { countUse }: MayMailDeps,
): Promise<boolean> {
  const bucket = 'accountId' in to ? `mail#${to.accountId}` : `mail-to#${to.address}`;
  const counted = await Promise.all(mailLimits.map((limit) => countUse(bucket, limit)));
  return counted.every((within) => within);
}
