import * as z from 'zod/mini';
import { id } from '../step/id.ts';

/** A single-use, short-lived address sent by mail; the table holds the HMAC of its token, never the token (B-02). */
export const linkSchema = z.object({
  tokenHash: z.string(),
  purpose: z.enum(['status']),
  fileId: id,
  accountId: id,
  /** Of the file's address that the link was mailed to: once the office corrects it, the link is dead. */
  addressVersion: z.number(),
  mintedAt: z.string(),
  /** Epoch seconds; checked in code, since a table forgets late (B-07). */
  expiresAt: z.number(),
});
export type Link = z.infer<typeof linkSchema>;
