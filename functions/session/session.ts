import { createHmac } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Account } from '../account/account.ts';
import { mayBeUsed } from '../account/account-use.ts';
import { roles } from '../directory/role.ts';
import { id } from '../step/id.ts';
import type { Write } from '../table/tables.ts';
import type { University } from '../university/university.ts';

/** E-03. */
const sessionLife = Temporal.Duration.from({ hours: 8 });
const sessionIdle = Temporal.Duration.from({ minutes: 30 });

/** A browser that is signed in; the table holds the HMAC of its id, never the id (B-02). */
export const sessionSchema = z.object({
  sessionHash: z.string(),
  accountId: id,
  /** The account's `credentialEpoch` and `sessionEpoch` that it is of: it is dead once either is another. */
  epoch: z.number(),
  sessionEpoch: z.number(),
  createdAt: z.string(),
  /** Of the last time that the password was shown after that. */
  provedAt: z.exactOptional(z.string()),
  /** The groups of the person that give roles, and when they were read; absent as long as their directory did not answer. */
  roles: z.exactOptional(z.array(z.enum(roles))),
  rolesReadAt: z.exactOptional(z.string()),
  /** Of the last request, to the minute. */
  seenAt: z.string(),
  /** The change of password that it was used up for: the same form sent twice is answered alike. */
  spentBy: z.exactOptional(id),
  /** Epoch seconds: the end of its life, after which the table forgets it. */
  expiresAt: z.number(),
});
export type Session = z.infer<typeof sessionSchema>;

/** What the table knows a session by: a keyed hash, so that neither a dump nor a timing gives an id away. */
export function sessionHash(token: string, hmacKey: string): string {
  return createHmac('sha256', hmacKey).update(`session\0${token}`).digest('base64url');
}

export type NewSession = Pick<Session, 'accountId' | 'epoch' | 'sessionEpoch'> & RolesRead;
export type RolesRead = Partial<Pick<Session, 'roles' | 'rolesReadAt'>>;

/** The row of a new session, for a transaction of the caller's. */
export function sessionPut(
  session: NewSession,
  token: string,
  { hmacKey, now }: { hmacKey: string; now: () => Temporal.Instant },
): Write {
  const at = now();
  const row: Session = {
    ...session,
    sessionHash: sessionHash(token, hmacKey),
    createdAt: at.toString(),
    seenAt: at.toString(),
    expiresAt: Math.floor(at.add(sessionLife).epochMilliseconds / 1000),
  };
  return { table: 'sessions', put: row, if: { absent: ['sessionHash'] } };
}

/** Whether a session still stands for its account: E-03, B-09, and what the account itself allows at this moment (K-10). */
export function isSignedIn(session: Session, account: Account, university: University, now: Temporal.Instant): boolean {
  const idleUntil = Temporal.Instant.from(session.seenAt).add(sessionIdle);
  return (
    session.spentBy === undefined &&
    session.accountId === account.accountId &&
    session.epoch === account.credentialEpoch &&
    session.sessionEpoch === account.sessionEpoch &&
    now.epochMilliseconds < session.expiresAt * 1000 &&
    Temporal.Instant.compare(now, idleUntil) < 0 &&
    mayBeUsed(account, university, now)
  );
}
