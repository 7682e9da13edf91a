import type { Limit } from '../throttle/throttle.ts';

/** B-18: however often it is asked for, an account, or an address, gets one mail in 5 minutes and ten a day. */
const oneInFiveMinutes: Limit = { uses: 1, windowSeconds: 5 * 60 };
const tenADay: Limit = { uses: 10, windowSeconds: 24 * 3600 };

export interface MayMailDeps {
  readonly countUse: (bucket: string, limit: Limit) => Promise<boolean>;
}

/**
 * Whether one more mail that somebody asked for may go to an account, or to an address that is not an account's yet. The
 * day counts the mails and not what was refused: a stranger who asks ten times in a minute does not keep the owner out for
 * the rest of it.
 * @throws RetryableError when the table is away: no mail goes then (D-07).
 */
export async function mayMail(
  to: { readonly accountId: string } | { readonly address: string },
  { countUse }: MayMailDeps,
): Promise<boolean> {
  const bucket = 'accountId' in to ? `mail#${to.accountId}` : `mail-to#${to.address}`;
  return (await countUse(bucket, oneInFiveMinutes)) && (await countUse(bucket, tenADay));
}
