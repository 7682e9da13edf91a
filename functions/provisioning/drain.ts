import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { type Provisioning, provisionDirectory } from '../onboarding/provision-directory.ts';
import type { PasswordPurpose } from '../account/account.ts';
import type { CountMetric } from '../step/count-metric.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import { type DirectoryName, directories } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import { renewLease } from './lease.ts';
import { noteOutage } from './note-outage.ts';

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
 * one that fails though the directory answers is counted, for nobody would hear of it otherwise. An outage is over once the
 * directory took something, and not before: one that is read-only answers.
 */
export async function drain(input: Input, deps: Deps): Promise<Output> {
  const { directory, executionId } = input;
  if (!(await renewLease(directory, executionId, 'as it was', deps))) return { outcome: 'lost', left: 0 };
  const { settled, away, ...output } = await drainPage(input, deps);
  const held =
    settled > 0
      ? await renewLease(directory, executionId, 'over', deps)
      : output.outcome !== 'later' || !away || (await noteOutage(directory, executionId, deps));
  return held ? output : { outcome: 'lost', left: 0 };
}

interface Deps extends Provisioning {
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
  readonly startPassword: Readonly<Record<PasswordPurpose, StartWorkflow>>;
  readonly newId: () => string;
  /** Is told of what a row threw, which stops no other row. */
  readonly rowFailed: (at: { directory: string; accountId: string }, error: unknown) => void;
}

interface Page extends Output {
  /** How many rows it settled. */
  readonly settled: number;
  /** Whether the directory was the reason why a row could not be settled. */
  readonly away: boolean;
}

async function drainPage({ directory, drain: last }: Input, deps: Deps): Promise<Page> {
  const began = deps.now();
  const { rows, next } = await deps.tables.query(
    'pending',
    { directory },
    { limit: page.rows, ...(last?.next !== undefined && { after: last.next }) },
  );
  const accountIds = rows.map((row) => z.parse(id, row['accountId']));
  let left = last?.next === undefined ? 0 : last.left;
  let settled = 0;
  let away = false;
  for (let first = 0; first < accountIds.length; first += page.atOnce) {
    if (deps.now().since(began).total('seconds') > longestSeconds) {
      return { outcome: 'more', next: z.parse(id, accountIds[first - 1]), left, settled, away };
    }
    const group = accountIds.slice(first, first + page.atOnce);
    const failures = (await Promise.all(group.map((accountId) => settle({ accountId, directory }, deps)))).filter(
      (failure) => failure !== undefined,
    );
    if (failures.includes('broken')) deps.countMetric('DirectoryWorkBroken', { directory });
    left += failures.length;
    settled += group.length - failures.length;
    away ||= failures.includes('away');
    if (failures.length === group.length && failures.every((failure) => failure === 'away')) {
      return { outcome: 'later', left, settled, away };
    }
  }
  if (next !== undefined) return { outcome: 'more', next: z.parse(id, next), left, settled, away };
  return { outcome: left === 0 ? 'empty' : 'later', left, settled, away };
}

async function settle(
  row: { accountId: string; directory: DirectoryName },
  deps: Deps,
): Promise<'away' | 'broken' | 'left' | undefined> {
  try {
    const { left, unconcluded } = await provisionDirectory(row, deps);
    // What a workflow that is no more has not ended: it says how the choice of password stands, and tells the person.
    if (unconcluded)
      await deps.startPassword[unconcluded.purpose](deps.newId(), { operationId: unconcluded.operationId });
    return left ? 'left' : undefined;
  } catch (error) {
    deps.rowFailed(row, error);
    return error instanceof RetryableError ? 'away' : 'broken';
  }
}
