import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Account } from '../account/account.ts';
import { id } from '../step/id.ts';
import type { Tables, Write } from '../table/tables.ts';
import { type DirectoryName, directories, type University } from '../university/university.ts';

/** What every step of an account's end is given: its changes are named in the journal by the execution, or by the run of a night. */
export const expiringInput = z.object({ executionId: z.string(), file: z.object({ accountId: id }) });
export type Expiring = z.infer<typeof expiringInput>;

/** The directories that are to be told, for the map that follows. */
export const toTell = z.array(z.enum(directories));

export interface ExpiringDeps {
  readonly tables: Tables;
  readonly university: University;
  readonly now: () => Temporal.Instant;
}

/** Who changed a revision of an account, for the journal: one run may do the same to an account twice, if it came back meanwhile. */
export function changeOf(executionId: string, revision: number): string {
  return `${executionId}#${String(revision)}`;
}

/** The directories that know an account. */
export function heldIn({ directories: known }: Account): DirectoryName[] {
  return directories.filter((name) => known[name] !== undefined);
}

/** Every directory is to show a revision: nothing is forgotten if no workflow ever comes to it. */
export function pendingIn(
  names: readonly DirectoryName[],
  { accountId, revision }: Pick<Account, 'accountId' | 'revision'>,
  now: Temporal.Instant,
): { directories: Account['directories']; writes: Write[] } {
  return {
    directories: Object.fromEntries(names.map((name) => [name, { status: 'pending', revision }] as const)),
    writes: names.map((directory) => ({ table: 'pending', put: { directory, accountId, since: now.toString() } })),
  };
}
