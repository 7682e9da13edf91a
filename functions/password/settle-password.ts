import type { Temporal } from 'temporal-polyfill';
import { getAccount } from '../account/account-repository.ts';
import type { Account, PasswordStatus } from '../account/account.ts';
import { mayHavePassword } from '../account/account-use.ts';
import type { PasswordDirectory } from '../directory/password-directory.ts';
import { RetryableError } from '../step/errors.ts';
import type { Tables } from '../table/tables.ts';
import type { DirectoryName, University } from '../university/university.ts';
import { openVault } from '../vault/vault-row.ts';
import type { Open } from '../vault/vault.ts';

export interface PasswordDeps {
  readonly tables: Tables;
  readonly university: University;
  readonly passwordDirectory: (name: DirectoryName) => PasswordDirectory;
  readonly open: Open;
  readonly now: () => Temporal.Instant;
}

/**
 * `verified`, `refused`, `cleared`: done, and recorded. `nothing`: there is nothing to do in this directory. `absent`: its
 * entry is not there yet. `ended`: the entry still says that the account is over. `waits`: a stricter directory has not
 * answered yet, or has refused. `superseded`: something newer holds.
 */
export const settledPasswords = [
  'verified',
  'refused',
  'cleared',
  'nothing',
  'absent',
  'ended',
  'waits',
  'superseded',
] as const;
export type SettledPassword = (typeof settledPasswords)[number];

/**
 * Brings the password of the account's epoch to one directory: sets the one that waits in the vault and proves it by a bind
 * as the person; or, when the vault holds it no more, deletes the one before it, which may be the stolen one. Safe to
 * repeat and to race: the entry's version is compared and swapped, and the account is read again first.
 *
 * @param account as it was read a moment ago.
 * @param ahead whether to go on although a stricter directory has not answered: after a minute behind a form.
 * @throws RetryableError when the directory or the vault's key is away, or the bind shows something else than was written.
 */
export async function settlePassword(
  account: Account,
  name: DirectoryName,
  { ahead }: { ahead: boolean },
  deps: PasswordDeps,
): Promise<SettledPassword> {
  const { accountId, login, credentialEpoch: epoch, openPassword } = account;
  if (!awaitsPassword(account, name, deps)) return 'nothing';
  if (isHeldBack(account, name, ahead, deps.university)) return 'waits';

  const directory = deps.passwordDirectory(name);
  const entry = { login, accountId, version: epoch };
  const record = (status: Omit<PasswordStatus, 'epoch'>) => recordPassword(account, name, status, deps.tables);
  const password = openPassword && (await openVault({ accountId, operationId: openPassword.operationId }, deps));

  if (password === undefined) {
    const cleared = await directory.clear(entry);
    return cleared === 'superseded' ? supersededBy(account, deps.tables) : record({ status: 'cleared' });
  }
  const set = await directory.set(entry, password);
  if (typeof set === 'object') return record({ status: 'refused', reason: set.refused });
  if (set === 'superseded') return supersededBy(account, deps.tables);
  if (set === 'absent') return 'absent';
  switch (await directory.bind(login, password)) {
    case 'bound':
      return record({ status: 'verified' });
    case 'ended':
      return 'ended';
    case 'wrong':
      throw new RetryableError('The directory does not know the password yet that it accepted');
  }
}

/** Whether a directory is still to be told of the password of this epoch. Of an account that may have none, it is not. */
export function awaitsPassword(
  account: Account,
  name: DirectoryName,
  { university, now }: Pick<PasswordDeps, 'university' | 'now'>,
): boolean {
  const held = account.passwords[name];
  const pending = held?.status === 'pending' && held.epoch === account.credentialEpoch;
  return pending && mayHavePassword(account, university, now());
}

/** A greater version is a newer choice, which the account must know of. */
async function supersededBy({ accountId, credentialEpoch }: Account, tables: Tables): Promise<'superseded'> {
  const latest = await getAccount(accountId, tables);
  if (latest.credentialEpoch > credentialEpoch) return 'superseded';
  throw new Error('A directory holds a newer version of the password than the account knows of');
}

/** A directory is not written before a stricter one has accepted: what that one refuses is to hold nowhere. */
function isHeldBack(account: Account, name: DirectoryName, ahead: boolean, { passwordOrder }: University): boolean {
  const ofEpoch = (each: DirectoryName) => {
    const held = account.passwords[each];
    return held?.epoch === account.credentialEpoch ? held.status : undefined;
  };
  const stricter = passwordOrder.slice(0, passwordOrder.indexOf(name)).map(ofEpoch);
  if (!ahead && stricter.includes('pending')) return true;
  const all = passwordOrder.map(ofEpoch);
  return all.includes('refused') && !all.includes('verified');
}

/** Writes down what a directory did with the password of this epoch, unless a newer one has begun. */
async function recordPassword(
  { accountId, credentialEpoch: epoch }: Account,
  name: DirectoryName,
  status: Omit<PasswordStatus, 'epoch'>,
  tables: Tables,
): Promise<SettledPassword> {
  const written = await tables.write({
    table: 'accounts',
    update: { accountId },
    set: { [`passwords.${name}`]: { ...status, epoch } },
    if: { equals: { credentialEpoch: epoch } },
  });
  if (written === 'conflict') return 'superseded';
  return status.status === 'pending' ? 'nothing' : status.status;
}
