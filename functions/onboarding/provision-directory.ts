import * as z from 'zod/mini';
import { getAccount, settleDirectory } from '../account/account-repository.ts';
import { directoryEntry } from '../directory/directory-entry.ts';
import type { Directory, Entry, StoredEntry } from '../directory/directory.ts';
import { getFile } from '../file/file-repository.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { type DirectoryName, directories, type University } from '../university/university.ts';

export const contract = {
  input: z.object({ accountId: id, directory: z.enum(directories) }),
  output: z.object({ directory: z.enum(directories), outcome: z.enum(['verified', 'refused']) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Writes the account into one directory, reads it back and records what the directory did with it. Written even when it
 * is said to be there: a slower run may have written an older revision over it.
 * @throws RetryableError when the directory is away, or shows something else than what it accepted.
 */
export async function provisionDirectory(
  { accountId, directory: name }: Input,
  { tables, university, directory }: Provisioning,
): Promise<Output> {
  const account = await getAccount(accountId, tables);
  const file = await getFile(account.leadingFileId, tables);
  if (!file) throw new Error('No file has this id');
  const entry = directoryEntry(account, file, name, university);
  const written = await directory(name).write(entry);
  if (written !== 'written') {
    await settleDirectory(
      account,
      name,
      { status: 'refused', reason: `${written.refused}: ${written.reason}` },
      tables,
    );
    return { directory: name, outcome: 'refused' };
  }
  if (!shows(await directory(name).read(account.login), entry)) {
    throw new RetryableError('The directory does not show yet what it accepted');
  }
  await settleDirectory(account, name, { status: 'verified' }, tables);
  return { directory: name, outcome: 'verified' };
}

export interface Provisioning {
  readonly tables: Tables;
  readonly university: University;
  readonly directory: (name: DirectoryName) => Directory;
}

function shows(stored: StoredEntry | undefined, { accountId, attributes }: Entry): boolean {
  return (
    stored?.accountId === accountId &&
    Object.entries(attributes).every(([name, values]) => {
      const held = stored.attributes[name] ?? [];
      return held.length === values.length && values.every((value) => held.includes(value));
    })
  );
}
