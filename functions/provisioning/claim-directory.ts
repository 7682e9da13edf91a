import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Tables } from '../table/tables.ts';
import { directories } from '../university/university.ts';
import { takeLease } from './lease.ts';

export const contract = {
  input: z.object({ directory: z.enum(directories), executionId: z.string() }),
  output: z.object({ outcome: z.enum(['claimed', 'nothing-pending', 'claimed-by-another']) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Makes this execution the one that drains the directory. It looks for work only once it holds the lease, which it gives
 * back like any other: a row that comes at that moment is found then.
 */
export async function claimDirectory(
  { directory, executionId }: Input,
  deps: { tables: Tables; now: () => Temporal.Instant },
): Promise<Output> {
  if (!(await takeLease(directory, executionId, deps))) return { outcome: 'claimed-by-another' };
  const { rows } = await deps.tables.query('pending', { directory }, { limit: 1 });
  return { outcome: rows.length > 0 ? 'claimed' : 'nothing-pending' };
}
