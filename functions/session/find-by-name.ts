import * as z from 'zod/mini';
import { findAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { isOneAddress } from '../mail/one-address.ts';
import type { Tables } from '../table/tables.ts';

/** As the directories take one; what is longer than any could be is none. */
const loginFormat = /^[a-z]{1,32}[0-9]{0,9}$/;

/**
 * No login begins its number with 0: nobody has this one. Each directory holds an entry of this name, with a password that
 * nobody knows: what has no password to compare is compared with that one, which takes as long (docs/decisions/sign-in-timing.md).
 */
export const nobodysLogin = 'nobody0';
const nobodysAccount = '00000000000000000000000000';

/**
 * What somebody signs in under, in its comparable form, as one of our keys: a login, or an address of the university. What is
 * neither names nobody, and is looked up like the rest (D-02).
 */
export function signInName(
  comparable: string,
): { table: 'logins'; login: string } | { table: 'addresses'; address: string } {
  if (!comparable.includes('@')) {
    return { table: 'logins', login: loginFormat.test(comparable) ? comparable : nobodysLogin };
  }
  return { table: 'addresses', address: isOneAddress(comparable) ? comparable : 'nobody@invalid' };
}

/** Whose login or address this is, if anybody's: one read, whoever is asked about. */
export async function accountIdNamed(name: ReturnType<typeof signInName>, tables: Tables): Promise<string | undefined> {
  const { table, ...key } = name;
  const row = await tables.get(table, key);
  return row && z.parse(z.string(), row['accountId']);
}

/** The account with this id: one read also when there is no id. */
export function accountOrNobody(accountId: string | undefined, tables: Tables): Promise<Account | undefined> {
  return findAccount(accountId ?? nobodysAccount, tables);
}
