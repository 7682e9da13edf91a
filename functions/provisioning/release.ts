import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Tables } from '../table/tables.ts';
import { directories } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import { isLeased, releaseLease } from './lease.ts';

export const contract = {
  input: z.object({ directory: z.enum(directories), executionId: z.string() }),
  output: z.object({ outcome: z.enum(['drained', 'handed-over']) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Gives the directory back, then looks once more: what became pending while the lease was held is left to a fresh
 * execution, which begins with a short history.
 */
export async function release(
  { directory, executionId }: Input,
  deps: { tables: Tables; startProvisioning: StartWorkflow; now: () => Temporal.Instant; newId: () => string },
): Promise<Output> {
  await releaseLease(directory, executionId, deps);
  const { rows } = await deps.tables.query('pending', { directory }, { limit: 1 });
  if (rows.length === 0) return { outcome: 'drained' };
  if (!(await isLeased(directory, deps))) await deps.startProvisioning(deps.newId(), { directory });
  return { outcome: 'handed-over' };
}
