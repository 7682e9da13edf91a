import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { directories, type University } from '../university/university.ts';

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
