import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { storeFile } from '../file/store-file.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { OfficeName, University } from '../university/university.ts';
import { parseFeedRow } from './feed-row.ts';
import { readJsonOf } from './json-object.ts';
import type { Objects } from './objects.ts';
import { type RowProblem, rowProblemSchema } from './row-problem.ts';
import { operationIdOf, runKeys } from './run-keys.ts';
import { chunkSchema, type StagedRow } from './run.ts';

/** What became of a row so far: `ToOnboard` is for the chain to end, `Settled` was ended by this run before. */
export const storedRowSchema = z.object({
  line: z.number(),
  outcome: z.enum([
    'ToOnboard',
    'Settled',
    'Unchanged',
    'Superseded',
    'Repeated',
    'IdentityChanged',
    'FileRejected',
    'RowRejected',
    'StepFailed',
  ]),
  /** Of a row that was stored, now or before. */
  fileId: z.exactOptional(id),
  problems: z.exactOptional(z.array(rowProblemSchema)),
});
export type StoredRow = z.infer<typeof storedRowSchema>;

export const contract = {
  input: z.object({ runId: id, chunk: z.number() }),
  output: z.object({
    rows: z.array(storedRowSchema),
    /** Those to onboard. The operation is the same when the step runs again. */
    items: z.array(z.object({ line: z.number(), operationId: id, fileId: id })),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps {
  readonly tables: Tables;
  readonly objects: Objects;
  readonly university: University;
  readonly now: () => Temporal.Instant;
  readonly newId: () => string;
  /** Is told of what a row threw, which stops no other row. */
  readonly rowFailed: (at: { runId: string; line: number }, error: unknown) => void;
}

/** Rows of a chunk at once: each asks the tables three to seven times. */
const rowsAtOnce = 5;

/**
 * Stores the rows of one chunk as files. Safe to repeat: a row that this run had stored is told as it was told then, and
 * is onboarded as long as its onboarding has not come to an end.
 * @throws RetryableError once every row has been tried, when the tables were away for one of them.
 */
export async function storeRows({ runId, chunk }: Input, deps: Deps): Promise<Output> {
  const { office, readAt, rows: staged } = await readJsonOf(deps.objects, runKeys.chunk(runId, chunk), chunkSchema);
  const rows: StoredRow[] = [];
  let away: RetryableError | undefined;
  for (let at = 0; at < staged.length; at += rowsAtOnce) {
    const stored = staged.slice(at, at + rowsAtOnce).map(async (row): Promise<StoredRow> => {
      try {
        return {
          line: row.line,
          ...(await storeRow(row, { runId, office, exportedAt: Temporal.Instant.from(readAt) }, deps)),
        };
      } catch (error) {
        if (error instanceof RetryableError) away = error;
        else deps.rowFailed({ runId, line: row.line }, error);
        return { line: row.line, outcome: 'StepFailed' };
      }
    });
    rows.push(...(await Promise.all(stored)));
  }
  if (away) throw away;
  const items = rows.flatMap(({ line, outcome, fileId }) =>
    outcome === 'ToOnboard' && fileId !== undefined ? [{ line, operationId: operationIdOf(runId, line), fileId }] : [],
  );
  return { rows, items };
}

async function storeRow(
  staged: StagedRow,
  { office, ...run }: { runId: string; office: OfficeName; exportedAt: Temporal.Instant },
  { tables, university, now, newId }: Deps,
): Promise<Omit<StoredRow, 'line'>> {
  if (staged.problem) return rejected([staged.problem]);
  if (staged.repeats !== undefined) return { outcome: 'Repeated' };
  const parsed = parseFeedRow(staged.cells, office, university);
  if ('problems' in parsed) return rejected(parsed.problems);

  const stored = await storeFile(parsed.row, { tables, university, now, newId, ...run });
  if (stored.outcome === 'identity-changed') {
    const code = stored.because === 'differs' ? 'identity-changed' : 'held-by-another';
    return { outcome: 'IdentityChanged', problems: stored.columns.map((column) => ({ column, code })) };
  }
  if (stored.outcome === 'already-ended') {
    return { outcome: 'FileRejected', problems: [{ column: 'ends_on', code: 'already-ended' }] };
  }
  const { fileId, onboard, outcome } = stored;
  if (onboard) return { outcome: 'ToOnboard', fileId };
  if (outcome === 'superseded') return { outcome: 'Superseded', fileId };
  return { outcome: outcome === 'unchanged' ? 'Unchanged' : 'Settled', fileId };
}

function rejected(problems: readonly RowProblem[]): Omit<StoredRow, 'line'> {
  return { outcome: 'RowRejected', problems: [...problems] };
}
