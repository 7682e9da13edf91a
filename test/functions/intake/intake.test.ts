import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { getFile, recordFileOutcome } from '../../../functions/file/file-repository.ts';
import { exportColumns } from '../../../functions/intake/export-format.ts';
import { type IntakeReport, intakeReportSchema } from '../../../functions/intake/intake-report.ts';
import { readJsonOf } from '../../../functions/intake/json-object.ts';
import { readFeed } from '../../../functions/intake/read-feed.ts';
import { contract as reportContract, report } from '../../../functions/intake/report.ts';
import { operationIdOf, runKeys } from '../../../functions/intake/run-keys.ts';
import { contract as storeContract, storeRows } from '../../../functions/intake/store-rows.ts';
import { contract as resultsContract, writeResults } from '../../../functions/intake/write-results.ts';
import { markAddress } from '../../../functions/mail/address-health.ts';
import { validateFile } from '../../../functions/onboarding/validate-file.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { university } from '../../../functions/university/uca.ts';
import type { OfficeName } from '../../../functions/university/university.ts';
import { generateExport } from '../../support/generate-export.ts';
import { inMemoryObjects } from '../../support/in-memory-objects.ts';
import { inMemoryTables } from '../../support/in-memory-tables.ts';

const today = '2026-11-22';
type Cells = Partial<Record<(typeof exportColumns)[number], string>>;
interface End {
  readonly operationId: string;
  readonly outcome: string;
  readonly mail?: string;
  readonly directories?: readonly { directory: 'uca' | 'isima-limos'; outcome: string }[];
}

const ada: Cells = {
  file_number: 'F1',
  population: 'student',
  first_name: 'Ada',
  last_name: 'Lovelace',
  birth_date: '2007-12-10',
  personal_email: 'ada@example.org',
  starts_on: '2026-09-01',
  ends_on: '2027-08-31',
};

function csvOf(...rows: Cells[]): string {
  const lines = rows.map((cells) => exportColumns.map((column) => cells[column] ?? '').join(';'));
  return [exportColumns.join(';'), ...lines, ''].join('\n');
}

/** The intake of one office, with the children run one after the other and a chain that only validates. */
function intake() {
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

function sum(counts: IntakeReport['counts']): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}

describe('an export of every kind of row', () => {
  test.each(['registrar', 'hr', 'cri'] as const)(
    'of %s: every row has exactly one outcome, the right one (H-01)',
    async (office) => {
      const { csv, rows } = generateExport({ office, rows: 200, seed: 1, today });
      const { handOver, tables } = intake();
      const { counts, attention, outcome } = await handOver(csv, office);
      expect(outcome).toBe('applied');
      expect(sum(counts)).toBe(200);
      const expected = Object.groupBy(rows, (row) => row.expected);
      expect(counts).toEqual(Object.fromEntries(Object.entries(expected).map(([name, of]) => [name, of.length])));
      for (const row of rows) {
        const said = attention.filter(({ line }) => line === row.line);
        const clear = row.expected === 'Onboarded' || row.expected === 'Repeated';
        expect(said.length > 0).toBe(!clear);
        expect(said.every((each) => each.outcome === row.expected)).toBe(true);
      }
      expect(tables.rows('files')).toHaveLength(200 - (counts.Repeated ?? 0) - (counts.RowRejected ?? 0));
    },
  );

  test('handed over twice changes nothing, and says again what is still missing', async () => {
    const { csv } = generateExport({ office: 'registrar', rows: 200, seed: 2, today });
    const { handOver, tables } = intake();
    const first = await handOver(csv);
    const before = ['files', 'fileKeys', 'audit'] as const;
    const rows = before.map((table) => tables.rows(table));
    const second = await handOver(csv);
    expect(before.map((table) => tables.rows(table))).toEqual(rows);
    expect(second.counts).toEqual({
      Unchanged: (first.counts.Onboarded ?? 0) + (first.counts.FileIncomplete ?? 0) + (first.counts.FileRejected ?? 0),
      Repeated: first.counts.Repeated,
      RowRejected: first.counts.RowRejected,
    });
    const say = (said: IntakeReport) => said.attention.map(({ line, code }) => `${line} ${code}`);
    expect(say(second)).toEqual(say(first));
  });

  test('tells in both languages why and what to do, and names people by their file number alone', async () => {
    const { csv, rows } = generateExport({ office: 'registrar', rows: 200, seed: 3, today });
    const { handOver } = intake();
    const { attention } = await handOver(csv);
    for (const { reason, remedy, fileNumber, line } of attention) {
      for (const text of [reason.fr, reason.en, remedy.fr, remedy.en]) expect(text).toMatch(/^\S.{10,}[.)]$/);
      const cells = rows.find((row) => row.line === line)?.cells;
      expect(fileNumber).toBe(cells?.file_number);
      for (const text of [reason.fr, reason.en, remedy.fr, remedy.en]) {
        expect(text).not.toContain(cells?.birth_date);
        if (cells?.personal_email) expect(text).not.toContain(cells.personal_email);
      }
    }
  });
});

describe('a crash at any point and a second run', () => {
  test('end with the same files and the same report, on 200 places (H-01, J-09)', async () => {
    const { csv } = generateExport({ office: 'registrar', rows: 28, seed: 4, today });
    const reference = intake();
    const expected = await reference.handOver(csv);
    const people = ({ tables }: ReturnType<typeof intake>) =>
      new Map(tables.rows('files').map(({ fileNumber, outcome, version }) => [fileNumber, { outcome, version }]));
    const calls = Object.values(reference.objects.calls).reduce((all, each) => all + each, 0);

    for (let trial = 0; trial < 200; trial += 1) {
      const world = intake();
      const applied = trial % 2 === 0;
      const place = Math.floor(trial / 2);
      if (place < 85) world.tables.failNext({ skip: (place * 7) % reference.tables.requests.length, applied });
      else world.objects.failNext({ skip: place % calls, applied });
      const feed = await again(() => world.read(csv));
      if (feed.outcome !== 'read') throw new Error('The export was not read');
      for (let chunk = 0; chunk < feed.chunks; chunk += 1) await again(() => world.child(feed.runId, chunk));
      const told = await again(() => world.tell(feed.runId));
      expect(people(world)).toEqual(people(reference));
      expect(told.counts).toEqual(expected.counts);
      expect(told.attention).toEqual(expected.attention);
    }
  }, 60_000);

  async function again<T>(run: () => Promise<T>): Promise<T> {
    return run().catch((error: unknown) => {
      if (error instanceof RetryableError) return run();
      throw error;
    });
  }
});

describe('a chunk', () => {
  test('that is stored twice names the same operations, also at the same time (J-01)', async () => {
    const { csv } = generateExport({ office: 'registrar', rows: 25, seed: 5, today });
    const { read, store, tables } = intake();
    const { runId } = await read(csv);
    const [one, two] = await Promise.all([store(runId, 0), store(runId, 0)]);
    const three = await store(runId, 0);
    expect(two).toEqual(one);
    expect(three).toEqual(one);
    expect(one.items.map(({ operationId }) => operationId)).toEqual(
      one.items.map(({ line }) => operationIdOf(runId, line)),
    );
    expect(new Set(one.items.map(({ operationId }) => operationId)).size).toBe(one.items.length);
    expect(tables.rows('files')).toHaveLength(one.items.length);
  });

  test('whose people were onboarded before it broke does not onboard them again, and tells how they ended', async () => {
    const { csv } = generateExport({ office: 'registrar', rows: 25, seed: 6, today });
    const { read, store, child, tell, objects } = intake();
    const { runId } = await read(csv);
    objects.failNext({ skip: 3 });
    await expect(child(runId, 0)).rejects.toBeInstanceOf(RetryableError);
    const { items, rows } = await store(runId, 0);
    expect(items).toEqual([]);
    expect(rows.some(({ outcome }) => outcome === 'Settled')).toBe(true);
    await child(runId, 0);
    expect((await tell(runId)).counts).toEqual((await intake().handOver(csv)).counts);
  });

  test('keeps the first results when its child runs twice', async () => {
    const { read, child, tell } = intake();
    const { runId } = await read(csvOf(ada));
    const pending = { directory: 'isima-limos', outcome: 'pending' } as const;
    await child(runId, 0, (end) => ({ ...end, directories: [pending] }));
    await child(runId, 0);
    const { attention, counts } = await tell(runId);
    expect(counts).toEqual({ Onboarded: 1 });
    expect(attention.map(({ code }) => code)).toEqual(['directory-pending']);
  });

  test('is tried again when the tables are away for one row, and every other row was tried', async () => {
    const { csv } = generateExport({ office: 'registrar', rows: 25, seed: 7, today, clean: true });
    const { read, store, tables } = intake();
    const { runId } = await read(csv);
    tables.failNext({ skip: 2 });
    await expect(store(runId, 0)).rejects.toBeInstanceOf(RetryableError);
    expect(tables.rows('files')).toHaveLength(24);
    expect((await store(runId, 0)).items).toHaveLength(25);
  });

  test('loses one row, and no other, to an error that no try mends', async () => {
    const { csv } = generateExport({ office: 'registrar', rows: 25, seed: 8, today, clean: true });
    const { handOver, tables, failedLines } = intake();
    tables.failNext({ skip: 3, error: new TypeError('a bug') });
    const { counts, attention } = await handOver(csv);
    expect(counts).toEqual({ Onboarded: 24, StepFailed: 1 });
    expect(attention.map(({ line, code }) => ({ line, code }))).toEqual(
      failedLines.map((line) => ({ line, code: 'step-failed' })),
    );
  });

  test('keeps its state to ids, lines, columns and outcomes (F-01)', async () => {
    const { csv, rows } = generateExport({ office: 'registrar', rows: 25, seed: 9, today });
    const { read, store } = intake();
    const feed = await read(csv);
    const state = JSON.stringify([feed, await store(feed.runId, 0)]);
    for (const { cells } of rows)
      for (const column of [
        'file_number',
        'last_name',
        'birth_date',
        'personal_email',
        'student_number',
        'ine',
      ] as const)
        if (cells[column].trim().length > 2) expect(state).not.toContain(cells[column]);
    expect(state.length).toBeLessThan(16_000);
  });
});

describe('the report tells', () => {
  test('which rows were not processed, and that the run is not whole', async () => {
    const { csv, rows } = generateExport({ office: 'registrar', rows: 60, seed: 10, today, clean: true });
    const { read, child, tell } = intake();
    const { runId } = await read(csv);
    await child(runId, 0);
    await child(runId, 2);
    const { outcome, counts, attention } = await tell(runId);
    expect(outcome).toBe('partly-applied');
    expect(counts).toEqual({ Onboarded: 35, NotProcessed: 25 });
    expect(attention.map(({ line, fileNumber, code }) => ({ line, fileNumber, code }))).toEqual(
      rows.slice(25, 50).map(({ line, cells }) => ({ line, fileNumber: cells.file_number, code: 'not-processed' })),
    );
  });

  test('an export that could not be read', async () => {
    const { handOver } = intake();
    expect(await handOver('a;b\n1;2\n')).toMatchObject({
      outcome: 'unreadable',
      office: 'registrar',
      rows: 0,
      counts: {},
      attention: [],
      unreadable: { code: 'columns-missing', reason: { fr: expect.any(String) as string } },
    });
  });

  test('a row that a later export has overtaken', async () => {
    const { read, child, tell, tables } = intake();
    const { runId: earlier } = await read(csvOf(ada));
    const { runId: later } = await read(csvOf({ ...ada, ends_on: '2028-08-31' }));
    await child(later, 0);
    await child(earlier, 0);
    const { counts, attention } = await tell(earlier);
    expect(counts).toEqual({ Superseded: 1 });
    expect(attention).toMatchObject([{ line: 2, fileNumber: 'F1', code: 'superseded' }]);
    expect(tables.rows('files')).toMatchObject([{ endsOn: '2028-08-31', version: 1 }]);
  });

  test('a row whose identity changed, which mails nobody', async () => {
    const { handOver } = intake();
    await handOver(csvOf(ada));
    let onboarded = 0;
    const told = await handOver(csvOf({ ...ada, birth_date: '2007-12-11', last_name: 'Byron' }), 'registrar', (end) => {
      onboarded += 1;
      return end;
    });
    expect(onboarded).toBe(0);
    expect(told.counts).toEqual({ IdentityChanged: 1 });
    expect(told.attention).toMatchObject([
      { line: 2, fileNumber: 'F1', column: 'last_name', code: 'identity-changed' },
      { line: 2, fileNumber: 'F1', column: 'birth_date', code: 'identity-changed' },
    ]);
  });

  test('a number that somebody else holds', async () => {
    const { handOver } = intake();
    await handOver(csvOf({ ...ada, student_number: '42' }));
    const grace = { ...ada, file_number: 'F2', first_name: 'Grace', last_name: 'Hopper', student_number: '42' };
    expect((await handOver(csvOf(grace))).attention).toMatchObject([
      { line: 2, fileNumber: 'F2', outcome: 'IdentityChanged', column: 'student_number', code: 'held-by-another' },
    ]);
  });

  test('what the person declared and proposed, once, to the office that decides', async () => {
    const { handOver, tables, fileIds } = intake();
    const row = { ...ada, personal_email: '', missing: 'cvec' };
    await handOver(csvOf(row));
    for (const fileId of fileIds())
      await tables.write({
        table: 'files',
        update: { fileId },
        set: { declaredCvec: 'CLF1-\u001B[2J123456-12', proposedAddresses: ['ada@example.org'] },
      });
    const { attention } = await handOver(csvOf(row));
    expect(attention.map(({ column, code }) => `${column} ${code}`)).toEqual([
      'missing missing-cvec',
      'personal_email missing-address',
      'cvec_number declared-cvec',
      'personal_email proposed-address',
    ]);
    expect(attention[2]?.reason.en).toContain('CLF1- [2J123456-12');
    expect(attention[3]?.reason.fr).toContain('ada@example.org');
  });

  test.each([
    ['mail-refused', { mail: 'refused' }],
    ['mail-throttled', { mail: 'throttled' }],
    ['directory-refused', { directories: [{ directory: 'isima-limos', outcome: 'refused' }] }],
    ['directory-pending', { directories: [{ directory: 'uca', outcome: 'pending' }] }],
  ] as const)('%s', async (code, change) => {
    const { handOver } = intake();
    const { attention, counts } = await handOver(csvOf(ada), 'registrar', (end) => ({ ...end, ...change }));
    expect(counts).toEqual({ Onboarded: 1 });
    expect(attention).toMatchObject([{ line: 2, fileNumber: 'F1', outcome: 'Onboarded', code }]);
  });

  test.each([
    ['bounced', 'address-bounced'],
    ['complained', 'address-complained'],
  ] as const)('G-05 a row whose personal address %s, counted apart from its outcome', async (status, code) => {
    const { handOver, now, tables } = intake();
    const grace = {
      ...ada,
      file_number: 'F2',
      first_name: 'Grace',
      last_name: 'Hopper',
      personal_email: 'g@example.org',
    };
    await markAddress({ address: 'ada@example.org', status, at: now() }, { tables });
    const first = await handOver(csvOf({ ...ada, personal_email: 'Ada@Example.org' }, grace));
    expect(first).toMatchObject({ counts: { Onboarded: 2 }, addresses: { [status]: 1 } });
    expect(first.attention).toMatchObject([
      { line: 2, fileNumber: 'F1', outcome: 'Onboarded', address: status, column: 'personal_email', code },
    ]);
    const again = await handOver(csvOf({ ...ada, personal_email: 'Ada@Example.org' }, grace));
    expect(again).toMatchObject({ counts: { Unchanged: 2 }, addresses: { [status]: 1 } });
    const other = await handOver(csvOf({ ...ada, personal_email: 'ada@example.com' }, grace));
    expect(other).toMatchObject({ addresses: {}, attention: [] });
  });

  test('G-05 nothing of the address of a person whose row could not be read', async () => {
    const { handOver, now, tables } = intake();
    await markAddress({ address: 'ada@example.org', status: 'bounced', at: now() }, { tables });
    expect(await handOver(csvOf({ ...ada, birth_date: 'x' }))).toMatchObject({
      counts: { RowRejected: 1 },
      addresses: {},
    });
  });

  test('a person whose onboarding broke, or whose end never came, and the next hand-over tries again', async () => {
    const { handOver, tables, fileIds } = intake();
    const [broken, lost] = [ada, { ...ada, file_number: 'F2', first_name: 'Grace', last_name: 'Hopper' }];
    const told = await handOver(csvOf(broken, lost), 'registrar', (end, line) =>
      line === 2 ? { ...end, outcome: 'StepFailed' } : { ...end, operationId: operationIdOf(end.operationId, 0) },
    );
    expect(told.counts).toEqual({ StepFailed: 2 });
    expect(told.attention.map(({ line, code }) => `${line} ${code}`)).toEqual(['2 step-failed', '3 step-failed']);
    for (const fileId of fileIds())
      await tables.write({ table: 'files', update: { fileId }, set: { outcome: 'StepFailed' } });
    expect((await handOver(csvOf(broken, lost))).counts).toEqual({ Onboarded: 2 });
  });

  test('nulls as if nothing were there: some engines put them where a path leads nowhere', async () => {
    const { read, store, deps } = intake();
    const { runId } = await read(csvOf(ada));
    const stored = await store(runId, 0);
    const operationId = operationIdOf(runId, 2);
    const results = [{ operationId, outcome: 'FileRejected', mail: null, directories: null }];
    const state = z.parse(resultsContract.input, { runId, chunk: 0, stored, results });
    expect(await writeResults(state, deps)).toEqual({ outcome: 'written', rows: 1, attention: 0 });
  });

  test('nothing at all when the outcomes do not add up', async () => {
    const { read, objects, deps } = intake();
    const { runId } = await read(csvOf(ada));
    await objects.write(runKeys.results(runId, 0), JSON.stringify({ rows: [] }));
    await expect(report({ feed: { runId } }, deps)).rejects.toThrow('do not add up');
    expect(objects.keys(runKeys.report(runId))).toEqual([]);
  });

  test('the file number of no row that does not hold one', async () => {
    const { handOver } = intake();
    const { attention } = await handOver(csvOf({ ...ada, file_number: '<script>' }));
    expect(attention).toMatchObject([{ column: 'file_number', code: 'malformed-number' }]);
    expect(attention[0]).not.toHaveProperty('fileNumber');
  });
});
