import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Account } from '../account/account.ts';
import { id } from '../step/id.ts';

/**
 * How long a link lives, by what it is for (A-05: it is for nothing else).
 * - `status`: shows what a file lacks. `activation`: opens an account. NIST SP 800-63A-4, 3.8: 24 hours at most.
 * - `recovery`: a fresh password. 30 minutes.
 * - `not-me`: locks an account after a change that the person did not make; it survives what is asked for later. As long as a slip.
 * - `result`: never mailed; the browser that chose a password follows it, and tries again after a refusal.
 * - `address`: never mailed; the browser that asked for another recovery address types the code.
 * - `stay`: leads a sponsor to a guest; with the code that the same mail holds it ends the stay. As long as the first warning comes before the end.
 */
export const linkLives = {
  status: Temporal.Duration.from({ hours: 24 }),
  activation: Temporal.Duration.from({ hours: 24 }),
  recovery: Temporal.Duration.from({ minutes: 30 }),
  'not-me': Temporal.Duration.from({ hours: 7 * 24 }),
  result: Temporal.Duration.from({ minutes: 30 }),
  address: Temporal.Duration.from({ minutes: 30 }),
  stay: Temporal.Duration.from({ hours: 30 * 24 }),
} as const;
/** A card is handed over on paper, and stands for a link that lets somebody in: as long as a slip. */
export const cardLife = Temporal.Duration.from({ hours: 7 * 24 });

export const linkPurposes = [
  'status',
  'activation',
  'recovery',
  'not-me',
  'result',
  'address',
  'stay',
] as const satisfies (keyof typeof linkLives)[];
export type LinkPurpose = (typeof linkPurposes)[number];

/** A row outlives its link, so that the page of a dead link can have a fresh one mailed to the same account. */
export const deadLinkKept = Temporal.Duration.from({ hours: 30 * 24 });

/** A single-use, short-lived address sent by mail, or kept by one browser; the table holds the HMAC of its token, never the token (B-02). */
export const linkSchema = z.object({
  tokenHash: z.string(),
  purpose: z.enum(linkPurposes),
  accountId: id,
  /** Of `status` and `activation`: the file that is shown. */
  fileId: z.exactOptional(id),
  /** Of the file's address that the link was mailed to: once the office corrects it, the link is dead. */
  addressVersion: z.exactOptional(z.number()),
  /** Of the account when it was minted. */
  epoch: z.number(),
  /** Of `result`, `address` and `not-me`: what it is about. */
  operationId: z.exactOptional(id),
  /** Of `result`: passwords that may still be tried after a refusal (B-05); of `stay`: codes that were typed. */
  tries: z.exactOptional(z.number()),
  /** Of `stay`: the guest that it leads to. */
  requestId: z.exactOptional(id),
  /** Of `activation` and `recovery`: that a card stands for it. */
  card: z.exactOptional(z.boolean()),
  /** Of one that lets somebody in: the mail that it went with, which has one place among the account's three. */
  mailKey: z.exactOptional(z.string()),
  /** The operation that used it. */
  usedBy: z.exactOptional(id),
  mintedAt: z.string(),
  /** Epoch seconds; checked in code, since a table forgets late (B-07). */
  endsAt: z.number(),
  /** Epoch seconds: the table forgets the row after this. */
  expiresAt: z.number(),
});
export type Link = z.infer<typeof linkSchema>;

/**
 * Whether a link of this purpose still does what it is for. A link that lets somebody in does so for the epoch that it was minted in, and
 * while it is one of the account's three newest (B-08, B-09).
 */
export function isLive(link: Link, account: Account | undefined, purpose: LinkPurpose, now: Temporal.Instant): boolean {
  if (link.purpose !== purpose || link.usedBy !== undefined || now.epochMilliseconds >= link.endsAt * 1000)
    return false;
  switch (purpose) {
    case 'status':
    case 'not-me':
      return true;
    case 'activation':
    case 'recovery':
      return account?.credentialEpoch === link.epoch && account.liveLinks.includes(placeOf(link));
    case 'result':
    case 'address':
    case 'stay':
      return account?.credentialEpoch === link.epoch;
  }
}

/**
 * The place of a link among the account's three: that of its mail, so that a mail which is tried again, with another token
 * each time, pushes no other mail's link out.
 */
export function placeOf({ mailKey, tokenHash }: Pick<Link, 'mailKey' | 'tokenHash'>): string {
  return mailKey ?? tokenHash;
}
