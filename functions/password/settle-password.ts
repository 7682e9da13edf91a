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
 * @param ahead whether to go on although a stricter directory has not answered: after a minute behind a form. A choice of
 *   some minutes ago goes on in any case.
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
  const directory = deps.passwordDirectory(name);
  // Two versions an epoch: to delete is newer than to set, so that what was set unnoticed is deleted too.
  const entry = { login, accountId, version: 2 * epoch };
  const password = openPassword && (await openVault({ accountId, operationId: openPassword.operationId }, deps));
  // What is deleted for an account that returns waits for nobody; nor does what the vault has lost.
  const goesOn = ahead || password === undefined || isLate(account, deps.now());
  if (openPassword && isHeldBack(account, name, goesOn, deps.university)) return 'waits';

  const begun = openPassword ? await begin(account, name, deps.tables) : account;
  if (!begun) return 'superseded';
  const record = (status: Settlement) => recordPassword(begun, name, status, deps.tables);
  if (password === undefined) {
    const cleared = await directory.clear({ ...entry, version: entry.version + 1 });
    if (cleared !== 'superseded') return record({ status: 'cleared' });
    if (await isOverdue(account, deps.tables)) return 'superseded';
    throw new Error('A directory holds a newer version of the password than the account knows of');
  }
  const set = await directory.set(entry, password);
  if (typeof set === 'object') return record({ status: 'refused', reason: set.refused });
  if (set === 'superseded') {
    if (await isOverdue(account, deps.tables)) return 'superseded';
    throw new RetryableError('The password was deleted there meanwhile');
  }
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

/** Minutes after which a workflow has done what it does behind a form: what it has left waits for no directory any more. */
const workflowMinutes = 5;

function isLate({ passwordChosenAt }: Account, now: Temporal.Instant): boolean {
  return passwordChosenAt !== undefined && now.since(passwordChosenAt).total('minutes') >= workflowMinutes;
}

/** Whether a newer choice has begun since the account was read. */
async function isOverdue({ accountId, credentialEpoch }: Account, tables: Tables): Promise<boolean> {
  return (await getAccount(accountId, tables)).credentialEpoch > credentialEpoch;
}

/**
 * A directory is not written before the stricter ones have accepted, or did not answer for long enough: what one of them
 * refuses is to hold nowhere, unless it holds somewhere already.
 */
function isHeldBack(account: Account, name: DirectoryName, ahead: boolean, { passwordOrder }: University): boolean {
  const ofEpoch = (each: DirectoryName) => {
    const held = account.passwords[each];
    return held?.epoch === account.credentialEpoch ? held : undefined;
  };
  if (ofEpoch(name)?.tried) return false;
  const stricter = passwordOrder.slice(0, passwordOrder.indexOf(name)).map((each) => ofEpoch(each)?.status);
  if (stricter.includes('pending') && !ahead) return true;
  return passwordOrder.some((each) => ofEpoch(each)?.status === 'refused') && !holdsSomewhere(account);
}

/**
 * Says that this directory is about to be written or emptied, on the very account that it was decided on: from now on a refusal
 * elsewhere does not undo it.
 * @returns the account as it then is; `undefined` when a newer choice has begun.
 * @throws RetryableError when another directory answered meanwhile: it is decided again.
 */
async function begin(account: Account, name: DirectoryName, tables: Tables): Promise<Account | undefined> {
  const { accountId, credentialEpoch, passwords } = account;
  if (passwords[name]?.tried) return account;
  const tried: Account['passwords'] = {
    ...passwords,
    [name]: { status: 'pending', epoch: credentialEpoch, tried: true },
  };
  const written = await tables.write({
    table: 'accounts',
    update: { accountId },
    set: { passwords: tried },
    if: { equals: { credentialEpoch, passwords } },
  });
  if (written !== 'conflict') return { ...account, passwords: tried };
  if (await isOverdue(account, tables)) return undefined;
  throw new RetryableError('Another directory answered meanwhile');
}

/** Whether a directory has the password of this epoch, or may have it. */
export function holdsSomewhere({ passwords, credentialEpoch }: Account): boolean {
  return Object.values(passwords).some(
    ({ status, epoch, tried }) =>
      epoch === credentialEpoch && (status === 'verified' || (status === 'pending' && tried)),
  );
}

interface Settlement extends Pick<PasswordStatus, 'reason'> {
  readonly status: Exclude<PasswordStatus['status'], 'pending'>;
}

/** Writes down what a directory did with the password of this epoch, unless a newer one has begun. */
async function recordPassword(
  { accountId, credentialEpoch: epoch, passwords }: Account,
  name: DirectoryName,
  status: Settlement,
  tables: Tables,
): Promise<SettledPassword> {
  const held = passwords[name];
  const written = await tables.write({
    table: 'accounts',
    update: { accountId },
    set: { [`passwords.${name}`]: { ...status, epoch } },
    if: { equals: { credentialEpoch: epoch, ...(held && { [`passwords.${name}`]: held }) } },
  });
  return written === 'conflict' ? 'superseded' : status.status;
}
