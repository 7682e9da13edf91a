import type { Limit } from '../throttle/throttle.ts';

/** B-18: however often it is asked for, an account, or an address, gets one mail in 5 minutes and ten a day. */
const oneInFiveMinutes: Limit = { uses: 1, windowSeconds: 5 * 60 };
const tenADay: Limit = { uses: 10, windowSeconds: 24 * 3600 };

/** Of whoever asks from a browser that the person has used, or by a link that was mailed to them. */
const fiveADay: Limit = { uses: 5, windowSeconds: 24 * 3600 };

export interface MayMailDeps {
  readonly countUse: (bucket: string, limit: Limit) => Promise<boolean>;
}

/**
 * Whether one more mail that somebody asked for may go to an account, or to an address that is not an account's yet. The
 * day counts the mails and not what was refused: a stranger who asks ten times in a minute does not keep the owner out for
 * the rest of it.
 *
 * One who asks slowly does spend the ten, in less than an hour: so each browser in which the person has signed in, and each
 * link that was mailed to them, has a share of its own, which nobody else can reach (B-19, D-11). A link that a stranger had
 * mailed is such a link: its page has a fresh one mailed. The shares add few mails: they are of those who hold what was the
 * person's, and `mailedLately` keeps all of them together to one in five minutes.
 *
 * @param knownBy names that browser or that link.
 * @throws RetryableError when the table is away: no mail goes then (D-07).
 */
export async function mayMail(
  to: { readonly accountId: string; readonly knownBy?: string | undefined } | { readonly address: string },
  { countUse }: MayMailDeps,
): Promise<boolean> {
  const bucket = 'accountId' in to ? `mail#${to.accountId}` : `mail-to#${to.address}`;
  const knownBy = 'accountId' in to ? to.knownBy : undefined;
  const [whose, aDay] = knownBy === undefined ? [bucket, tenADay] : [`${bucket}#known#${knownBy}`, fiveADay];
  return (await countUse(whose, oneInFiveMinutes)) && (await countUse(whose, aDay));
}
