import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { RetryableError } from '../step/errors.ts';
import type { Row, Tables } from '../table/tables.ts';
import type { DirectoryName, University } from '../university/university.ts';
import { type Account, accountSchema } from './account.ts';
import { nextDateWrites } from './next-date-writes.ts';
import { nextDate } from './what-comes.ts';

/** The account with this id. */
export async function findAccount(accountId: string, tables: Tables): Promise<Account | undefined> {
  const row = await tables.get('accounts', { accountId });
  return row && z.parse(accountSchema, row);
}

/**
 * The account with this id.
 * @throws Error when there is none: a step asked for it before it was reserved.
 */
export async function getAccount(accountId: string, tables: Tables): Promise<Account> {
  const account = await findAccount(accountId, tables);
  if (!account) throw new Error('No account has this id');
  return account;
}

/**
 * Writes what a directory did with the account, unless the account has changed since it was read. A password that was to go
 * there is refused with the entry. With the first directory the account is operational: what is due for one that is, is due
 * from now on.
 * @param done whether nothing else is left to do there: it is taken off what is pending.
 * @throws RetryableError when the account has a newer revision or epoch: it is to be written again.
 */
export async function settleDirectory(
  account: Account,
  directory: DirectoryName,
  result: { status: 'verified' } | { status: 'refused'; reason: string },
  done: boolean,
  { tables, university, now }: { tables: Tables; university: University; now: () => Temporal.Instant },
): Promise<void> {
  const { accountId, revision, state, credentialEpoch, passwords } = account;
  const operational = result.status === 'verified' && state === 'requested';
  const homeless = result.status === 'refused' && passwords[directory]?.status === 'pending';
  const next =
    operational && nextDateWrites(account, nextDate({ ...account, state: 'provisioned' }, university, now()));
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: {
        [`directories.${directory}`]: { ...result, revision },
        ...(next && { state: 'provisioned', ...next.set }),
        ...(homeless && {
          [`passwords.${directory}`]: { status: 'refused', reason: 'no-entry', epoch: credentialEpoch },
        }),
      },
      remove: next ? next.remove : [],
      if: { equals: { revision, credentialEpoch } },
    },
    ...(next ? next.due : []),
    ...(done ? [{ table: 'pending', delete: { directory, accountId } } as const] : []),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
}

/** One more of a counter that begins at `before`; numbers are never given twice. */
export async function nextOf(counter: string, tables: Tables, before = 0): Promise<number> {
  const written = await tables.write({ table: 'counters', update: { counter }, add: { value: 1 } });
  const row: Row = written === 'conflict' ? {} : (written.row ?? {});
  return before + z.parse(z.number(), row['value']);
}
