import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Tables } from '../table/tables.ts';
import { type Link, linkSchema } from './link.ts';
import { isToken, tokenHash } from './link-token.ts';

export interface FindLinkDeps {
  readonly tables: Pick<Tables, 'get'>;
  readonly hmacKey: string;
  readonly now: () => Temporal.Instant;
}

/**
 * The live link of a token, or `undefined`: unknown, malformed, for another purpose, or past its end, which is
 * checked here because a table forgets late (B-07). Looking consumes nothing (B-06).
 */
export async function findLink(
  token: string,
  purpose: Link['purpose'],
  { tables, hmacKey, now }: FindLinkDeps,
): Promise<Link | undefined> {
  if (!isToken(token)) return undefined;
  const row = await tables.get('links', { tokenHash: tokenHash(token, hmacKey) });
  const link = row && z.parse(linkSchema, row);
  if (link?.purpose !== purpose) return undefined;
  return now().epochMilliseconds < link.expiresAt * 1000 ? link : undefined;
}
