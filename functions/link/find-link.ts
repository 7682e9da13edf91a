import * as z from 'zod/mini';
import type { Tables } from '../table/tables.ts';
import { type Link, linkSchema } from './link.ts';
import { isToken, tokenHash } from './link-token.ts';

export interface FindLinkDeps {
  readonly tables: Pick<Tables, 'get'>;
  readonly hmacKey: string;
}

/**
 * The link of a token, live or dead (`isLive` tells), or `undefined`: unknown or malformed. Looking consumes nothing (B-06).
 */
export async function findLink(token: string, { tables, hmacKey }: FindLinkDeps): Promise<Link | undefined> {
  if (!isToken(token)) return undefined;
  const row = await tables.get('links', { tokenHash: tokenHash(token, hmacKey) });
  return row && z.parse(linkSchema, row);
}
