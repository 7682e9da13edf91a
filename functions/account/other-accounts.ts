import * as z from 'zod/mini';
import { id } from '../step/id.ts';
import type { Tables, Write } from '../table/tables.ts';
import { findAccount } from './account-repository.ts';
import type { Account } from './account.ts';

/** Offices that hold a file on one person: each opens one account. */
const mostAccounts = 10;

/** The other accounts of this account's person that have not ended: the link between them is established. */
export async function otherAccounts(
  account: Pick<Account, 'personId' | 'accountId'>,
  tables: Tables,
): Promise<Account[]> {
  return (await otherAccountsKept(account, tables)).filter(({ state }) => state !== 'suspended');
}

/** Those that have ended too, as long as they are not closed. */
export async function otherAccountsKept(
  { personId, accountId }: Pick<Account, 'personId' | 'accountId'>,
  tables: Tables,
): Promise<Account[]> {
  const { rows } = await tables.query('persons', { personId }, { limit: mostAccounts });
  const ids = rows.map((row) => z.parse(id, row['accountId'])).filter((each) => each !== accountId);
  const accounts = await Promise.all(ids.map((each) => findAccount(each, tables)));
  return accounts.filter((account) => account !== undefined).filter(({ state }) => state !== 'closed');
}

/** Makes an account one of its person's, for a transaction of the caller's. */
export function personPut({ personId, accountId }: Pick<Account, 'personId' | 'accountId'>): Write {
  return { table: 'persons', put: { personId, accountId } };
}
