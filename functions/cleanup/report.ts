import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { findAccount } from '../account/account-repository.ts';
import { linesOf, readJson, readJsonOf } from '../intake/json-object.ts';
import type { Objects } from '../intake/objects.ts';
import { runKeys } from '../intake/run-keys.ts';
import type { CountMetric } from '../step/count-metric.ts';
import type { Tables } from '../table/tables.ts';
import { cleanupOutcomes, type CleanupReport } from './cleanup-report.ts';
import { moveCursor } from './cursor.ts';
import { type DueRow, dueRows } from './due-rows.ts';
import { nightlyRunId } from './nightly-run.ts';
import { type Chunk, chunkSchema, type CleanupRun, resultsSchema, runSchema } from './run.ts';

export const contract = {
  input: z.object({ found: z.object({ runId: nightlyRunId }) }),
  output: z.object({
    outcome: z.enum(cleanupOutcomes),
    reportKey: z.string(),
    due: z.number(),
    left: z.number(),
    held: z.number(),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps {
  readonly tables: Tables;
  readonly objects: Objects;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
}

/** Of an account whose chain did not come to an end, or never began. */
const notProcessed = 'NotProcessed';

/**
 * Says what the night came to, and whether it did its work: not by what its steps say, but by what still stands in the
 * buckets that it read. Moves the cursor to the first that is not empty. Safe to repeat; the metrics count twice then.
 */
export async function report({ found: { runId } }: Input, deps: Deps): Promise<Output> {
  const { objects, countMetric } = deps;
  const run = await readJsonOf(objects, runKeys.run(runId), runSchema);
  const chunks = await linesOf(objects, runKeys.manifest(runId), chunkSchema);
  const { outcomes, contacts } = await resultsOf(run, chunks, objects);
  const counts: Record<string, number> = {};
  for (const outcome of outcomes.values()) counts[outcome] = (counts[outcome] ?? 0) + 1;

  const standing = await standingRows(run, deps.tables);
  await moveCursor({ from: run.from, today: run.day, firstLeft: standing[0]?.day }, deps.tables);
  const stands = new Set(standing.map(({ day, accountId }) => `${day} ${accountId}`));
  const left = chunks
    .flatMap(({ items }) => items)
    .map(({ day, accountId }) => ({ day, accountId, outcome: outcomes.get(accountId) ?? notProcessed }))
    .filter(({ day, accountId }) => stands.has(`${day} ${accountId}`))
    .map(({ accountId, outcome }) => ({ accountId, outcome }));

  const outcome = outcomeOf(run, left.length, contacts.failed);
  const whole: CleanupReport = {
    ...{ runId, day: run.day, from: run.from, startedAt: run.startedAt, reportedAt: deps.now().toString(), outcome },
    ...{ due: run.due, counts, left, holds: run.holds, held: run.held.length, missedSchedules: run.missedSchedules },
    contacts,
  };
  const reportKey = runKeys.report(runId);
  await objects.write(reportKey, JSON.stringify(whole));
  countMetric('CleanupDue', {}, whole.due);
  countMetric('CleanupHeld', {}, whole.held);
  countMetric('CleanupLeft', {}, left.length);
  countMetric('MissedSchedules', {}, whole.missedSchedules.length);
  return { outcome, reportKey, due: whole.due, left: left.length, held: whole.held };
}

function outcomeOf({ due, holds }: CleanupRun, left: number, failed: number): Output['outcome'] {
  if (due > 0 && left === due) return 'nothing-done';
  if (left > 0 || failed > 0) return 'partly-done';
  if (holds.length > 0) return 'held';
  return due === 0 ? 'nothing-due' : 'done';
}

async function resultsOf(
  { runId }: CleanupRun,
  chunks: readonly Chunk[],
  objects: Objects,
): Promise<{ outcomes: Map<string, string>; contacts: CleanupReport['contacts'] }> {
  const outcomes = new Map<string, string>();
  const contacts = { asked: 0, failed: 0 };
  for (const { chunk, items } of chunks) {
    const results = await readJson(objects, runKeys.results(runId, chunk), resultsSchema);
    const ended = new Map((results?.accounts ?? []).map(({ accountId, outcome }) => [accountId, outcome]));
    for (const { accountId } of items) outcomes.set(accountId, ended.get(accountId) ?? notProcessed);
    contacts.asked += results?.contacts.asked ?? 0;
    contacts.failed += results?.contacts.failed ?? 0;
  }
  return { outcomes, contacts };
}

/**
 * What stands in the buckets after the night, the oldest first. A row that its own account knows nothing of, which stands in
 * another bucket or in none, is taken away: the account has just been looked at.
 */
async function standingRows({ from, day }: CleanupRun, tables: Tables): Promise<DueRow[]> {
  const standing: DueRow[] = [];
  for await (const row of dueRows(from, day, tables)) if (!(await isStray(row, tables))) standing.push(row);
  return standing;
}

async function isStray(row: DueRow, tables: Tables): Promise<boolean> {
  const account = await findAccount(row.accountId, tables);
  if (account?.nextDateOn === row.day) return false;
  const { nextDateOn } = account ?? {};
  const asRead = nextDateOn === undefined ? { absent: ['nextDateOn'] } : { equals: { nextDateOn } };
  const { conflicts } = await tables.transact([
    { table: 'accounts', check: { accountId: row.accountId }, if: asRead },
    { table: 'due', delete: { day: row.day, accountId: row.accountId } },
  ]);
  return conflicts.length === 0;
}
