import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Row, Tables } from '../table/tables.ts';
import type { DirectoryName } from '../university/university.ts';

// One drain per directory at a time: the one whose execution holds the lease. A lease is renewed by every step of the
// drain, so that one which died frees the directory by itself.

/** Longer than the longest wait between two steps of a drain (15 minutes) and its slowest step (1 minute), twice over. */
const leaseSeconds = 32 * 60;

const leaseSchema = z.object({
  executionId: z.string(),
  until: z.number(),
  /** Since when the directory has taken nothing that was to be written; absent while it does. */
  awaySince: z.optional(z.string()),
  /** Whether the operator was told of this outage. */
  told: z.optional(z.boolean()),
});
export type Lease = z.infer<typeof leaseSchema>;

interface Deps {
  readonly tables: Tables;
  readonly now: () => Temporal.Instant;
}

/** The lease of a directory, live or not. */
export async function findLease(
  directory: DirectoryName,
  { tables }: Pick<Deps, 'tables'>,
): Promise<Lease | undefined> {
  const row = await tables.get('leases', { directory });
  return row && z.parse(leaseSchema, row);
}

/** Whether a drain of this directory is under way. */
export async function isLeased(directory: DirectoryName, { tables, now }: Deps): Promise<boolean> {
  const lease = await findLease(directory, { tables });
  return lease !== undefined && lease.until >= seconds(now());
}

/** Takes the lease if it is free, ended, or already this execution's. */
export async function takeLease(
  directory: DirectoryName,
  executionId: string,
  { tables, now }: Deps,
): Promise<boolean> {
  const row: Row = { directory, executionId, until: seconds(now()) + leaseSeconds };
  const free = await tables.write({ table: 'leases', put: row, if: { absent: ['directory'] } });
  if (free !== 'conflict') return true;
  const ended = await tables.write({ table: 'leases', put: row, if: { below: { until: seconds(now()) } } });
  return ended !== 'conflict' || renewLease(directory, executionId, 'as it was', { tables, now });
}

/** Keeps the lease for a while longer, and what it says of an outage unless told; false when it is no longer this execution's. */
export async function renewLease(
  directory: DirectoryName,
  executionId: string,
  outage: { awaySince: string; told: boolean } | 'as it was' | 'over',
  { tables, now }: Deps,
): Promise<boolean> {
  const renewed = await tables.write({
    table: 'leases',
    update: { directory },
    set: { until: seconds(now()) + leaseSeconds, ...(typeof outage === 'object' && outage) },
    remove: outage === 'over' ? ['awaySince', 'told'] : [],
    if: { equals: { executionId } },
  });
  return renewed !== 'conflict';
}

/** Gives the lease back. */
export async function releaseLease(
  directory: DirectoryName,
  executionId: string,
  { tables }: Pick<Deps, 'tables'>,
): Promise<void> {
  await tables.write({ table: 'leases', delete: { directory }, if: { equals: { executionId } } });
}

function seconds(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / 1000);
}
