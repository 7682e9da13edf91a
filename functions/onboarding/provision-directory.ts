import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { getAccount, settleDirectory } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { mayHavePassword } from '../account/account-use.ts';
import { directoryEntry } from '../directory/directory-entry.ts';
import type { Directory, Entry, StoredEntry } from '../directory/directory.ts';
import { getFile } from '../file/file-repository.ts';
import { awaitsActivation, isConcludable } from '../password/conclude-password.ts';
import { awaitsPassword, type PasswordDeps, settlePassword } from '../password/settle-password.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import { type DirectoryName, directories } from '../university/university.ts';

export const contract = {
  input: z.object({ accountId: id, directory: z.enum(directories) }),
  output: z.object({ directory: z.enum(directories), outcome: z.enum(['verified', 'refused']) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Writes the account into one directory, reads it back and records what the directory did with it; a password that waits
 * for this directory goes there too. Written even when it is said to be there: a slower run may have written an older
 * revision over it.
 * @returns what the directory did; `unconcluded` when there is something to say of a choice of password that nobody has said
 *   yet: all directories have answered, or one has and the account is to become active, or the vault has lost it, or the
 *   account has ended. It stays pending here until somebody has.
 * @throws RetryableError when the directory is away, or shows something else than what it accepted.
 */
export async function provisionDirectory(
  { accountId, directory: name }: Input,
  deps: Provisioning,
): Promise<Output & { left: boolean; unconcluded?: NonNullable<Account['openPassword']> }> {
  const { tables, university, directory } = deps;
  // The password first: an account that returns has none until it chooses one, and its entry's end is about to move.
  const before = await getAccount(accountId, tables);
  if (before.state === 'closed') return removed(before, name, deps);
  const first = await settlePassword(before, name, { ahead: false }, deps);
  const account = first === 'nothing' ? before : await getAccount(accountId, tables);
  const file = await getFile(account.leadingFileId, tables);
  if (!file) throw new Error('No file has this id');
  const entry = directoryEntry(account, file, name, university, dayOf(deps.now(), university.timeZone));
  const written = await directory(name).write(entry);
  if (written !== 'written') {
    const refused = { status: 'refused', reason: `${written.refused}: ${written.reason}` } as const;
    const left = account.openPassword !== undefined;
    // What a stricter directory holds up was not tried here: its password is not refused with a change of the entry.
    const asked = first === 'waits' ? { ...account, passwords: {} } : account;
    await settleDirectory(asked, name, refused, !left, deps);
    return { directory: name, outcome: 'refused', left, ...unconcluded(await getAccount(accountId, tables), deps) };
  }
  if (!shows(await directory(name).read(account.login), entry)) {
    throw new RetryableError('The directory does not show yet what it accepted');
  }
  const second =
    first === 'absent' || first === 'ended' ? await settlePassword(account, name, { ahead: false }, deps) : 'nothing';
  const latest = second === 'nothing' ? account : await getAccount(accountId, tables);
  if (latest.revision !== account.revision) throw new RetryableError('The account changed meanwhile');
  const toConclude = unconcluded(latest, deps);
  const left = awaitsPassword(latest, name, deps) || toConclude.unconcluded !== undefined;
  await settleDirectory(latest, name, { status: 'verified' }, !left, deps);
  return { directory: name, outcome: 'verified', left, ...toConclude };
}

/** Nothing of a closed account is left in a directory; an entry that is not its own stays. */
async function removed(account: Account, name: DirectoryName, deps: Provisioning): Promise<Output & { left: boolean }> {
  const answer = await deps.directory(name).remove(account.login, account.accountId);
  if (answer === 'removed') {
    await settleDirectory(account, name, { status: 'verified' }, true, deps);
    return { directory: name, outcome: 'verified', left: false };
  }
  const refused = { status: 'refused', reason: `${answer.refused}: ${answer.reason}` } as const;
  await settleDirectory(account, name, refused, true, deps);
  return { directory: name, outcome: 'refused', left: false };
}

function unconcluded(
  account: Account,
  { university, now }: Provisioning,
): { unconcluded?: NonNullable<Account['openPassword']> } {
  const { openPassword } = account;
  const toConclude =
    isConcludable(account, now()) || awaitsActivation(account) || !mayHavePassword(account, university, now());
  return openPassword && toConclude ? { unconcluded: openPassword } : {};
}

export interface Provisioning extends PasswordDeps {
  readonly directory: (name: DirectoryName) => Directory;
}

function shows(stored: StoredEntry | undefined, { accountId, attributes, groups }: Entry): boolean {
  return (
    stored?.accountId === accountId &&
    Object.entries(attributes).every(([name, values]) => hasSame(stored.attributes[name] ?? [], values)) &&
    // A directory without groups shows none.
    hasSame(stored.groups ?? groups, groups)
  );
}

function hasSame(held: readonly string[], values: readonly string[]): boolean {
  return held.length === values.length && values.every((value) => held.includes(value));
}
