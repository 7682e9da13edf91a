import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { isIdentifier } from '../file/file-key.ts';
import { id } from '../step/id.ts';
import { type IntakeReport, type Notice, resultsSchema, type RowResult } from './intake-report.ts';
import { readJson, readJsonOf } from './json-object.ts';
import type { Objects } from './objects.ts';
import type { RowOutcome } from './row-outcome.ts';
import { runKeys } from './run-keys.ts';
import { chunkSchema, type Run, runSchema } from './run.ts';

export const contract = {
  /** The run, named at the top or by what ReadFeed learned. */
  input: z.object({ feed: z.object({ runId: id }) }),
  output: z.object({
    outcome: z.enum(['applied', 'partly-applied', 'unreadable']),
    reportKey: z.string(),
    rows: z.number(),
    attention: z.number(),
    notProcessed: z.number(),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps {
  readonly objects: Objects;
  readonly now: () => Temporal.Instant;
}

/** Chunks read at once: S3 answers in some 30 ms. */
const readsAtOnce = 16;

/**
 * Merges what the chunks of a run came to into one report for the office. Safe to repeat.
 * @throws Error when the outcomes do not add up to the rows: no report is better than a wrong one.
 */
export async function report({ feed: { runId } }: Input, { objects, now }: Deps): Promise<Output> {
  const run = await readJsonOf(objects, runKeys.run(runId), runSchema);
  const counts: Partial<Record<RowOutcome, number>> = {};
  const addresses: IntakeReport['addresses'] = {};
  const attention: IntakeReport['attention'] = [];
  let rows = 0;
  for await (const { notices, ...row } of rowResults(run, objects)) {
    rows += 1;
    counts[row.outcome] = (counts[row.outcome] ?? 0) + 1;
    if (row.address) addresses[row.address] = (addresses[row.address] ?? 0) + 1;
    attention.push(...notices.map((notice) => ({ ...row, ...notice })));
  }
  if (rows !== run.rows) throw new Error('The outcomes do not add up to the rows');

  const notProcessed = counts.NotProcessed ?? 0;
  const unfinished = notProcessed + (counts.StepFailed ?? 0);
  const outcome = run.unreadable ? 'unreadable' : unfinished > 0 ? 'partly-applied' : 'applied';
  const whole: IntakeReport = { ...run, reportedAt: now().toString(), outcome, counts, addresses, attention };
  const reportKey = runKeys.report(runId);
  await objects.write(reportKey, JSON.stringify(whole));
  return { outcome, reportKey, rows, attention: attention.length, notProcessed };
}

async function* rowResults({ runId, chunks }: Run, objects: Objects): AsyncGenerator<RowResult> {
  for (let from = 0; from < chunks; from += readsAtOnce) {
    const numbers = Array.from({ length: Math.min(readsAtOnce, chunks - from) }, (_, index) => from + index);
    yield* (await Promise.all(numbers.map((chunk) => chunkResults(runId, chunk, objects)))).flat();
  }
}

async function chunkResults(runId: string, chunk: number, objects: Objects): Promise<RowResult[]> {
  const results = await readJson(objects, runKeys.results(runId, chunk), resultsSchema);
  if (results) return results.rows;
  const { rows } = await readJsonOf(objects, runKeys.chunk(runId, chunk), chunkSchema);
  return rows.map(({ line, cells: { file_number: fileNumber = '' } }) => ({
    line,
    ...(isIdentifier(fileNumber) && { fileNumber: fileNumber.trim() }),
    outcome: 'NotProcessed',
    notices: [notProcessedNotice],
  }));
}

const notProcessedNotice: Notice = {
  code: 'not-processed',
  reason: { fr: 'Cette ligne n’a pas été traitée jusqu’au bout.', en: 'This row was not worked to its end.' },
  remedy: {
    fr: 'Déposez le même fichier de nouveau : ce qui est fait n’est pas refait.',
    en: 'Hand the same file over again: what is done is not done again.',
  },
};
