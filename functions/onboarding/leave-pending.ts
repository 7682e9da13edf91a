import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { pendingPut } from '../account/pending-directories.ts';
import { isLeased } from '../provisioning/lease.ts';
import type { CountMetric } from '../step/count-metric.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { directories } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';

export const contract = {
  input: z.object({
    accountId: id,
    directory: z.enum(directories),
    /** Why it is left: the name of the error, which the state machine caught. */
    failure: z.optional(z.object({ Error: z.string() })),
  }),
  output: z.object({ directory: z.enum(directories), outcome: z.literal('pending') }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/** Errors that pass: the directory or Lambda was away, or the step too slow. What else is caught stays until it is mended. */
function isPassing(error: string): boolean {
  const passing = [RetryableError.errorName, 'States.Timeout', 'Sandbox.Timedout'];
  return passing.includes(error) || error.startsWith('Lambda.');
}

/**
 * Leaves a directory that is away to the provisioning workflow. The row is written before the lease is read: a drain
 * that is ending either still sees the row, or has given its lease back and a new drain is started here.
 * What failed for another reason is counted: nobody would hear of it as long as it looks like one that is away.
 */
export async function leavePending(
  { accountId, directory, failure }: Input,
  deps: {
    tables: Tables;
    startProvisioning: StartWorkflow;
    countMetric: CountMetric;
    now: () => Temporal.Instant;
    newId: () => string;
  },
): Promise<Output> {
  await deps.tables.write({ ...pendingPut(accountId, directory, deps.now()), if: { absent: ['directory'] } });
  if (!(await isLeased(directory, deps))) await deps.startProvisioning(deps.newId(), { directory });
  if (failure && !isPassing(failure.Error)) deps.countMetric('DirectoryWorkBroken', { directory });
  return { directory, outcome: 'pending' };
}
