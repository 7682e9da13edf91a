import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { type Provisioning, provisionDirectory } from '../onboarding/provision-directory.ts';
import type { CountMetric } from '../step/count-metric.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import { directories } from '../university/university.ts';
import { renewLease } from './lease.ts';

export const contract = {
  input: z.object({
    directory: z.enum(directories),
    executionId: z.string(),
    drain: z.optional(z.object({ next: z.optional(id), left: z.number() })),
  }),
  output: z.object({
    /** `more`: another page waits. `empty`: nothing is left. `later`: some rows could not be settled. `lost`: another execution drains. */
    outcome: z.enum(['more', 'empty', 'later', 'lost']),
    /** The account after which the next page begins. */
    next: z.optional(id),
    /** Rows that this pass could not settle. */
    left: z.number(),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/** Rows a page and accounts at once: 50 rows of some 100 ms, 5 at once, take a second or two. */
const page = { rows: 50, atOnce: 5 };

/** A directory that answers slowly, 9 s an account at worst, ends the page here: the function has a minute. */
const longestSeconds = 40;

/**
 * Works through one page of what is pending in a directory. A row that fails stays for the next round and stops nothing;
 * one that fails though the directory answers is counted, for nobody would hear of it otherwise.
 */
export async function drain(
  { directory, executionId, drain: last }: Input,
  deps: Provisioning & { countMetric: CountMetric; now: () => Temporal.Instant },
): Promise<Output> {
  if (!(await renewLease(directory, executionId, {}, deps))) return { outcome: 'lost', left: 0 };
  const began = deps.now();
  const { rows, next } = await deps.tables.query(
    'pending',
    { directory },
    { limit: page.rows, ...(last?.next !== undefined && { after: last.next }) },
  );
  const accountIds = rows.map((row) => z.parse(id, row['accountId']));
  let left = last?.next === undefined ? 0 : last.left;
  for (let first = 0; first < accountIds.length; first += page.atOnce) {
    if (deps.now().since(began).total('seconds') > longestSeconds) {
      return { outcome: 'more', next: z.parse(id, accountIds[first - 1]), left };
    }
    const group = accountIds.slice(first, first + page.atOnce);
    const results = await Promise.allSettled(
      group.map((accountId) => provisionDirectory({ accountId, directory }, deps)),
    );
    const failed = results.filter((result) => result.status === 'rejected');
    const broken = failed.filter(({ reason }) => !(reason instanceof RetryableError));
    if (broken.length > 0) deps.countMetric('DirectoryWorkBroken', { directory });
    left += failed.length;
    if (failed.length === group.length && broken.length === 0) return { outcome: 'later', left };
  }
  if (next !== undefined) return { outcome: 'more', next: z.parse(id, next), left };
  return { outcome: left === 0 ? 'empty' : 'later', left };
}
