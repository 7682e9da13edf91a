import type { Temporal } from 'temporal-polyfill';
import type { Account } from '../account/account.ts';
import { RetryableError } from '../step/errors.ts';
import type { Tables, Write } from '../table/tables.ts';
import { cardLife, deadLinkKept, type Link, linkLives, placeOf } from './link.ts';
import { tokenBytes, tokenHash } from './link-token.ts';

/** B-08: a stranger's requests do not kill the owner's link at once. */
const mostLive = 3;

export interface MintLinkDeps {
  readonly tables: Pick<Tables, 'transact'>;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly hmacKey: string;
  readonly now: () => Temporal.Instant;
}

export type NewLink = Pick<Link, 'purpose' | 'accountId' | 'epoch'> &
  Partial<Pick<Link, 'fileId' | 'addressVersion' | 'operationId' | 'mailKey' | 'tries' | 'requestId' | 'card'>>;

/**
 * Makes a link and stores the keyed hash of its token. The token exists in the mail alone: it goes to `/l/<token>`. One
 * that lets somebody in takes its place among the account's three.
 * @param account needed for `activation` and `recovery`.
 * @throws RetryableError when the table is away, or the account changed since it was read.
 */
export async function mintLink(
  link: NewLink,
  account: Account | undefined,
  deps: MintLinkDeps,
): Promise<{ token: string }> {
  const token = Buffer.from(deps.randomBytes(tokenBytes)).toString('base64url');
  const put = linkPut(link, token, deps);
  const letsIn = link.purpose === 'activation' || link.purpose === 'recovery';
  if (letsIn && account?.accountId !== link.accountId) throw new Error('Such a link is minted for an account');
  const { conflicts } = await deps.tables.transact([
    put,
    ...(letsIn && account ? [amongLive(account, placeOf({ ...link, tokenHash: tokenHash(token, deps.hmacKey) }))] : []),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed while a link was minted');
  return { token };
}

/** The row of a link, for a transaction of the caller's. */
export function linkPut(link: NewLink, token: string, { hmacKey, now }: Pick<MintLinkDeps, 'hmacKey' | 'now'>): Write {
  const mintedAt = now();
  const ends = mintedAt.add(link.card ? cardLife : linkLives[link.purpose]);
  const seconds = (instant: Temporal.Instant) => Math.floor(instant.epochMilliseconds / 1000);
  const row: Link = {
    ...link,
    tokenHash: tokenHash(token, hmacKey),
    mintedAt: mintedAt.toString(),
    endsAt: seconds(ends),
    expiresAt: seconds(ends.add(deadLinkKept)),
  };
  return { table: 'links', put: row, if: { absent: ['tokenHash'] } };
}

function amongLive({ accountId, credentialEpoch, liveLinks }: Account, place: string): Write {
  return {
    table: 'accounts',
    update: { accountId },
    set: { liveLinks: [...liveLinks.filter((each) => each !== place), place].slice(-mostLive) },
    if: { equals: { credentialEpoch, liveLinks } },
  };
}
