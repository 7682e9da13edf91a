import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { comparable } from '../file/file-key.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { type OfficeName, offices } from '../university/university.ts';
import { csvRecords } from './csv-records.ts';
import { type ExportColumn, exportColumns, largestExport, longestCell, mostRows } from './export-format.ts';
import type { Objects } from './objects.ts';
import { rowsPerChunk } from './rows-per-chunk.ts';
import { runIdOf, runKeys } from './run-keys.ts';
import type { Chunk, Run, StagedRow } from './run.ts';
import { unreadableCodes, UnreadableExport, unreadableText } from './unreadable.ts';

export const contract = {
  /**
   * What S3 says of the upload through EventBridge, where keys are not encoded, and the execution that it started. An
   * announcement without a version is taken for one of the newest.
   */
  input: z.object({ key: z.string(), versionId: z.nullable(z.string()), size: z.number(), executionId: z.string() }),
  output: z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('read'), runId: id, manifestKey: z.string(), rows: z.number(), chunks: z.number() }),
    z.object({ outcome: z.literal('unreadable'), runId: id, code: z.enum(unreadableCodes) }),
    z.object({ outcome: z.literal('already-claimed'), runId: id }),
  ]),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps {
  readonly tables: Tables;
  readonly objects: Objects;
  readonly now: () => Temporal.Instant;
}

/**
 * Reads an export, pinned by its version, into chunks of rows and a manifest below `runs/`, and nothing into the tables
 * but the claim: an upload is announced more than once and read by one execution only. An export that cannot be read
 * is an outcome, with what to tell the office in the run; no chunk of it is ever handed on.
 */
export async function readFeed(input: Input, deps: Deps): Promise<Output> {
  const versionId = await versionOf(input, deps.objects);
  const runId = runIdOf(input.key, versionId);
  const readAt = await claim(runId, input.executionId, deps);
  if (readAt === undefined) return { outcome: 'already-claimed', runId };

  const office = offices.find((name) => input.key.startsWith(`${name}/`));
  const run = { runId, key: input.key, readAt, ...(office && { office }) };
  try {
    if (!office) throw new UnreadableExport('unknown-office');
    const { rows, chunks } = await stage({ runId, office, readAt }, { ...input, versionId }, deps.objects);
    await writeRun({ ...run, rows, chunks }, deps);
    return { outcome: 'read', runId, manifestKey: runKeys.manifest(runId), rows, chunks };
  } catch (error) {
    if (!(error instanceof UnreadableExport)) throw error;
    const { code } = error;
    await writeRun({ ...run, rows: 0, chunks: 0, unreadable: { code, ...unreadableText(error) } }, deps);
    return { outcome: 'unreadable', runId, code };
  }
}

async function versionOf({ key, versionId }: Input, objects: Objects): Promise<string> {
  return versionId ?? (await objects.head(key))?.versionId ?? '';
}

/**
 * The first execution has the upload; a retry of its step goes on.
 * @returns when the upload was claimed, the same for every retry; nothing when another execution has it.
 */
async function claim(intake: string, claimedBy: string, { tables, now }: Deps): Promise<string | undefined> {
  const put = { intake, claimedBy, claimedAt: now().toString() };
  if ((await tables.write({ table: 'intakes', put, if: { absent: ['intake'] } })) !== 'conflict') return put.claimedAt;
  const claimed = z.parse(claimSchema, await tables.get('intakes', { intake }));
  return claimed.claimedBy === claimedBy ? claimed.claimedAt : undefined;
}

const claimSchema = z.object({ claimedBy: z.string(), claimedAt: z.string() });

async function writeRun(run: Run, { objects }: Deps): Promise<void> {
  await objects.write(runKeys.run(run.runId), JSON.stringify(run));
}

/** Chunks in flight: S3 answers in some 30 ms, and 8 chunks are 200 rows of memory. */
const writesAtOnce = 8;

async function stage(
  { runId, ...run }: { runId: string; office: OfficeName; readAt: string },
  { key, versionId, size }: { key: string; versionId: string; size: number },
  objects: Objects,
): Promise<{ rows: number; chunks: number }> {
  if (size > largestExport) throw new UnreadableExport('too-large');
  const bytes = versionId === '' ? undefined : await objects.read(key, versionId);
  if (!bytes) throw new UnreadableExport('gone');

  const manifest: string[] = [];
  let waiting: { key: string; body: string }[] = [];
  const write = async () => {
    const batch = waiting;
    waiting = [];
    await Promise.all(batch.map((each) => objects.write(each.key, each.body)));
  };
  let rows = 0;
  for await (const chunk of chunksOf(stagedRows(csvRecords(bytes)))) {
    rows += chunk.length;
    if (rows > mostRows) throw new UnreadableExport('too-many-rows');
    const body: Chunk = { ...run, rows: chunk };
    waiting.push({ key: runKeys.chunk(runId, manifest.length), body: JSON.stringify(body) });
    manifest.push(JSON.stringify({ runId, chunk: manifest.length }));
    if (waiting.length === writesAtOnce) await write();
  }
  if (rows === 0) throw new UnreadableExport('no-rows');
  await write();
  await objects.write(runKeys.manifest(runId), `${manifest.join('\n')}\n`);
  return { rows, chunks: manifest.length };
}

async function* chunksOf(rows: AsyncIterable<StagedRow>): AsyncGenerator<StagedRow[]> {
  let chunk: StagedRow[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length < rowsPerChunk) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function* stagedRows(records: ReturnType<typeof csvRecords>): AsyncGenerator<StagedRow> {
  const header = await records.next();
  if (header.done === true) throw new UnreadableExport('empty');
  const columns = columnsOf(header.value.cells);
  const seen = new Map<string, { line: number; digest: string }>();
  for await (const { line, cells } of records) {
    const row = { line, cells: namedCells(columns, cells) };
    if (!fits(columns, cells)) {
      yield { ...row, problem: { code: 'cell-count' } };
      continue;
    }
    const number = comparable(row.cells.file_number ?? '');
    const digest = createHash('sha256').update(JSON.stringify(row.cells)).digest('base64');
    const earlier = number === '' ? undefined : seen.get(number);
    if (!earlier) {
      if (number !== '') seen.set(number, { line, digest });
      yield row;
    } else if (earlier.digest === digest) yield { ...row, repeats: earlier.line };
    else yield { ...row, problem: { column: 'file_number', code: 'repeated-number', otherLine: earlier.line } };
  }
}

function columnsOf(header: readonly string[]): ExportColumn[] {
  const names = header.map((name) => name.trim().toLowerCase());
  // A spreadsheet leaves empty columns behind the last one.
  while (names.at(-1) === '') names.pop();
  const columns = names.flatMap((name) => exportColumns.filter((column) => column === name));
  const missing = exportColumns.filter((column) => !columns.includes(column));
  if (missing.length > 0) throw new UnreadableExport('columns-missing', { columns: missing });
  const unknown = names.filter((name) => exportColumns.every((column) => column !== name));
  if (unknown.length > 0) throw new UnreadableExport('columns-unknown', { columns: unknown });
  const repeated = columns.filter((column, index) => columns.indexOf(column) !== index);
  if (repeated.length > 0) throw new UnreadableExport('columns-repeated', { columns: [...new Set(repeated)] });
  return columns;
}

function fits(columns: readonly ExportColumn[], cells: readonly string[]): boolean {
  return cells.length >= columns.length && cells.slice(columns.length).every((cell) => cell.trim() === '');
}

function namedCells(columns: readonly ExportColumn[], cells: readonly string[]): StagedRow['cells'] {
  // One character more than a cell may have is enough to see that it is too long.
  return Object.fromEntries(columns.map((column, index) => [column, (cells[index] ?? '').slice(0, longestCell + 1)]));
}
