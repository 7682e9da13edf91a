import type { Temporal } from 'temporal-polyfill';
import type { Write } from '../table/tables.ts';
import { type DirectoryName, directories } from '../university/university.ts';
import type { Account } from './account.ts';

/** The directories that know an account. */
export function heldIn({ directories: known }: Pick<Account, 'directories'>): DirectoryName[] {
  return directories.filter((name) => known[name] !== undefined);
}

/** The row by which the provisioning of a directory finds an account that it has to hear of. */
export function pendingPut(accountId: string, directory: DirectoryName, now: Temporal.Instant) {
  return { table: 'pending', put: { directory, accountId, since: now.toString() } } as const satisfies Write;
}

/** These directories are to show a revision: nothing is forgotten if no workflow ever comes to it. */
export function pendingIn(
  names: readonly DirectoryName[],
  { accountId, revision }: Pick<Account, 'accountId' | 'revision'>,
  now: Temporal.Instant,
): { directories: Account['directories']; writes: Write[] } {
  return {
    directories: Object.fromEntries(names.map((name) => [name, { status: 'pending', revision }] as const)),
    writes: names.map((directory) => pendingPut(accountId, directory, now)),
  };
}
