import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { getFile, recordFileOutcome } from '../../functions/file/file-repository.ts';
import { exportColumns } from '../../functions/intake/export-format.ts';
import { type IntakeReport, intakeReportSchema } from '../../functions/intake/intake-report.ts';
import { readJsonOf } from '../../functions/intake/json-object.ts';
import { readFeed } from '../../functions/intake/read-feed.ts';
import { contract as reportContract, report } from '../../functions/intake/report.ts';
import { runKeys } from '../../functions/intake/run-keys.ts';
import { contract as storeContract, storeRows } from '../../functions/intake/store-rows.ts';
import { contract as resultsContract, writeResults } from '../../functions/intake/write-results.ts';
import { validateFile } from '../../functions/onboarding/validate-file.ts';
import { university } from '../../functions/university/uca.ts';
import type { OfficeName } from '../../functions/university/university.ts';
import { inMemoryObjects } from './in-memory-objects.ts';
import { inMemoryTables } from './in-memory-tables.ts';

export const today = '2026-11-22';
type Cells = Partial<Record<(typeof exportColumns)[number], string>>;
interface End {
  readonly operationId: string;
  readonly outcome: string;
  readonly mail?: string;
  readonly directories?: readonly { directory: 'uca' | 'isima-limos'; outcome: string }[];
}

export const ada: Cells = {
  file_number: 'F1',
  population: 'student',
  first_name: 'Ada',
  last_name: 'Lovelace',
  birth_date: '2007-12-10',
  personal_email: 'ada@example.org',
  starts_on: '2026-09-01',
  ends_on: '2027-08-31',
};

export function csvOf(...rows: Cells[]): string {
  const lines = rows.map((cells) => exportColumns.map((column) => cells[column] ?? '').join(';'));
  return [exportColumns.join(';'), ...lines, ''].join('\n');
}

/** The intake of one office, with the children run one after the other and a chain that only validates. */
export function intakeWorld() {
  const tables = inMemoryTables();
  const objects = inMemoryObjects();
  let ids = 0;
  let ticks = 0;
  const deps = {
    tables,
    objects,
    university,
    now: () => Temporal.Instant.from(`${today}T10:00:00Z`).add({ milliseconds: (ticks += 1) }),
    newId: () => String((ids += 1)).padStart(26, '0'),
    rowFailed: ({ line }: { line: number }) => void failedLines.push(line),
  };
  const failedLines: number[] = [];

  async function read(csv: string, office: OfficeName = 'registrar') {
    const key = `${office}/export.csv`;
    const { versionId = '' } = await objects.write(key, csv);
    return readFeed({ key, versionId, size: csv.length, executionId: key + versionId }, deps);
  }

  /** What the chain does as far as a file's outcome goes. */
  async function onboard({ operationId, fileId }: { operationId: string; fileId: string }): Promise<End> {
    const file = await getFile(fileId, tables);
    if (!file) throw new Error('No file has this id');
    const { outcome } = await validateFile({ operationId, fileId }, deps);
    if (outcome === 'rejected') return { operationId, outcome: 'FileRejected' };
    if (outcome === 'incomplete') return { operationId, outcome: 'FileIncomplete', mail: 'sent' };
    if (outcome === 'already-onboarded') return { operationId, outcome: 'AlreadyOnboarded', mail: 'sent' };
    if (!/[a-z]/i.test(file.firstName + file.lastName)) {
      await recordFileOutcome(file, { outcome: 'FileRejected', rejection: 'no-letters-in-name' }, tables);
      return { operationId, outcome: 'FileRejected' };
    }
    await recordFileOutcome(file, { outcome: 'Onboarded' }, tables);
    return {
      operationId,
      outcome: 'Onboarded',
      mail: 'sent',
      directories: [{ directory: 'uca', outcome: 'verified' }],
    };
  }

  async function store(runId: string, chunk: number) {
    return z.parse(storeContract.output, await storeRows({ runId, chunk }, deps));
  }

  async function child(runId: string, chunk: number, end: (ended: End, line: number) => End = (each) => each) {
    const stored = await store(runId, chunk);
    const results: End[] = [];
    for (const item of stored.items) results.push(end(await onboard(item), item.line));
    const state = z.parse(resultsContract.input, { runId, chunk, stored, results });
    return z.parse(resultsContract.output, await writeResults(state, deps));
  }

  async function tell(runId: string): Promise<IntakeReport> {
    z.parse(reportContract.output, await report({ feed: { runId } }, deps));
    return readJsonOf(objects, runKeys.report(runId), intakeReportSchema);
  }

  async function handOver(csv: string, office?: OfficeName, end?: (ended: End, line: number) => End) {
    const feed = await read(csv, office);
    if (feed.outcome === 'read')
      for (let chunk = 0; chunk < feed.chunks; chunk += 1) await child(feed.runId, chunk, end);
    return tell(feed.runId);
  }

  const fileIds = () => tables.rows('files').map(({ fileId }) => z.parse(z.string(), fileId));

  return { ...deps, deps, read, store, child, tell, handOver, failedLines, fileIds };
}
