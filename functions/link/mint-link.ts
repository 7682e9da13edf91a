import { Temporal } from 'temporal-polyfill';
import type { Tables } from '../table/tables.ts';
import type { Link } from './link.ts';
import { tokenBytes, tokenHash } from './link-token.ts';

/** NIST SP 800-63A-4, 3.8: a mailed confirmation lives 24 hours at most. */
export const linkLife = Temporal.Duration.from({ hours: 24 });

export interface MintLinkDeps {
  readonly tables: Pick<Tables, 'write'>;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly hmacKey: string;
  readonly now: () => Temporal.Instant;
}

/**
 * Makes a link and stores the keyed hash of its token. The token exists in the mail alone: it goes to `/l/<token>`.
 * @throws RetryableError when the table is away.
 */
export async function mintLink(
  { purpose, fileId, accountId, addressVersion }: Pick<Link, 'purpose' | 'fileId' | 'accountId' | 'addressVersion'>,
  { tables, randomBytes, hmacKey, now }: MintLinkDeps,
): Promise<{ token: string }> {
  const token = Buffer.from(randomBytes(tokenBytes)).toString('base64url');
  const mintedAt = now();
  const link: Link = {
    tokenHash: tokenHash(token, hmacKey),
    purpose,
    fileId,
    accountId,
    addressVersion,
    mintedAt: mintedAt.toString(),
    expiresAt: Math.floor(mintedAt.add(linkLife).epochMilliseconds / 1000),
  };
  const written = await tables.write({ table: 'links', put: link, if: { absent: ['tokenHash'] } });
  if (written === 'conflict') throw new Error('The source of randomness gave the same token twice');
  return { token };
}
