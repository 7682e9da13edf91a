import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { isLeased } from '../provisioning/lease.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { directories } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';

export const contract = {
  input: z.object({ accountId: id, directory: z.enum(directories) }),
  output: z.object({ directory: z.enum(directories), outcome: z.literal('pending') }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Leaves a directory that is away to the provisioning workflow. The row is written before the lease is read: a drain
 * that is ending either still sees the row, or has given its lease back and a new drain is started here.
 */
export async function leavePending(
  { accountId, directory }: Input,
  deps: { tables: Tables; startProvisioning: StartWorkflow; now: () => Temporal.Instant; newId: () => string },
): Promise<Output> {
  await deps.tables.write({
    table: 'pending',
    put: { directory, accountId, since: deps.now().toString() },
    if: { absent: ['directory'] },
  });
  if (!(await isLeased(directory, deps))) await deps.startProvisioning(deps.newId(), { directory });
  return { directory, outcome: 'pending' };
}
