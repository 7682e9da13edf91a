import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { findAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { isToken } from '../link/link-token.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';
import { isSignedIn, type Session, sessionHash, sessionSchema } from './session.ts';

/** A row that is written at each request costs more than what it guards: a minute of idleness is not known. */
const seenAtMostEvery = Temporal.Duration.from({ minutes: 1 });

export interface FindSessionDeps {
  readonly tables: Tables;
  readonly hmacKey: string;
  readonly university: University;
  readonly now: () => Temporal.Instant;
}

/** Somebody who is signed in. */
export interface SignedIn {
  readonly session: Session;
  readonly account: Account;
}

/**
 * The session of a token and its account as both are now, and notes that it was seen; `undefined` when the token opens
 * nothing any more.
 */
export async function findSession(token: string, deps: FindSessionDeps): Promise<SignedIn | undefined> {
  const { tables, university, now } = deps;
  const session = await readSession(token, deps);
  const account = session && (await findAccount(session.accountId, tables));
  if (!account || !isSignedIn(session, account, university, now())) return undefined;
  const due = Temporal.Instant.from(session.seenAt).add(seenAtMostEvery);
  if (Temporal.Instant.compare(now(), due) >= 0) {
    // On the condition that the row is as it was: an update would make a session again that was signed out meanwhile.
    const { sessionHash, seenAt } = session;
    await tables.write({
      table: 'sessions',
      update: { sessionHash },
      set: { seenAt: now().toString() },
      if: { equals: { seenAt } },
    });
  }
  return { session, account };
}

/** The row of a token, alive or dead. */
export async function readSession(
  token: string,
  { tables, hmacKey }: { tables: Pick<Tables, 'get'>; hmacKey: string },
): Promise<Session | undefined> {
  if (!isToken(token)) return undefined;
  const row = await tables.get('sessions', { sessionHash: sessionHash(token, hmacKey) });
  return row && z.parse(sessionSchema, row);
}
