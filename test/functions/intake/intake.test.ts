import { describe, expect, test } from 'vitest';
import type { IntakeReport } from '../../../functions/intake/intake-report.ts';
import { operationIdOf } from '../../../functions/intake/run-keys.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { generateExport } from '../../support/generate-export.ts';
import { ada, csvOf, intakeWorld, today } from '../../support/intake-world.ts';

function sum(counts: IntakeReport['counts']): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}

describe('an export of every kind of row', () => {
  test.each(['registrar', 'hr', 'cri'] as const)(
    'of %s: every row has exactly one outcome, the right one (H-01)',
    async (office) => {
      const { csv, rows } = generateExport({ office, rows: 200, seed: 1, today });
      const { handOver, tables } = intakeWorld();
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
      const over = attention.filter(({ code }) => code === 'already-ended').length;
      expect(tables.rows('files')).toHaveLength(200 - (counts.Repeated ?? 0) - (counts.RowRejected ?? 0) - over);
    },
  );

  test('handed over twice changes nothing, and says again what is still missing', async () => {
    const { csv } = generateExport({ office: 'registrar', rows: 200, seed: 2, today });
    const { handOver, tables } = intakeWorld();
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
    const { handOver } = intakeWorld();
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

describe('a row of somebody who has left', () => {
  test('is told as such, in its place among the others, and nothing of it is stored', async () => {
    const { handOver, tables } = intakeWorld();
    const over = { ...ada, file_number: 'F2', starts_on: '2024-09-01', ends_on: '2025-08-31' };
    const { outcome, counts, attention } = await handOver(csvOf(ada, over));
    expect([outcome, counts]).toEqual(['applied', { Onboarded: 1, FileRejected: 1 }]);
    expect(attention).toMatchObject([
      {
        ...{ line: 3, fileNumber: 'F2', outcome: 'FileRejected', column: 'ends_on', code: 'already-ended' },
        reason: {
          fr: 'La date de la case ends_on est passée, délai de grâce compris : rien n’a été enregistré.',
          en: 'The date in the cell ends_on is over, and so is the grace after it: nothing was stored.',
        },
      },
    ]);
    expect(tables.rows('files')).toMatchObject([{ fileNumber: 'F1' }]);
  });
});

describe('a crash at any point and a second run', () => {
  test('end with the same files and the same report, on 200 places (H-01, J-09)', async () => {
    const { csv } = generateExport({ office: 'registrar', rows: 28, seed: 4, today });
    const reference = intakeWorld();
    const expected = await reference.handOver(csv);
    const people = ({ tables }: ReturnType<typeof intakeWorld>) =>
      new Map(tables.rows('files').map(({ fileNumber, outcome, version }) => [fileNumber, { outcome, version }]));
    const calls = Object.values(reference.objects.calls).reduce((all, each) => all + each, 0);

    for (let trial = 0; trial < 200; trial += 1) {
      const world = intakeWorld();
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
    const { read, store, tables } = intakeWorld();
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
    const { read, store, child, tell, objects } = intakeWorld();
    const { runId } = await read(csv);
    objects.failNext({ skip: 3 });
    await expect(child(runId, 0)).rejects.toBeInstanceOf(RetryableError);
    const { items, rows } = await store(runId, 0);
    expect(items).toEqual([]);
    expect(rows.some(({ outcome }) => outcome === 'Settled')).toBe(true);
    await child(runId, 0);
    expect((await tell(runId)).counts).toEqual((await intakeWorld().handOver(csv)).counts);
  });

  test('keeps the first results when its child runs twice', async () => {
    const { read, child, tell } = intakeWorld();
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
    const { read, store, tables } = intakeWorld();
    const { runId } = await read(csv);
    tables.failNext({ skip: 2 });
    await expect(store(runId, 0)).rejects.toBeInstanceOf(RetryableError);
    expect(tables.rows('files')).toHaveLength(24);
    expect((await store(runId, 0)).items).toHaveLength(25);
  });

  test('loses one row, and no other, to an error that no try mends', async () => {
    const { csv } = generateExport({ office: 'registrar', rows: 25, seed: 8, today, clean: true });
    const { handOver, tables, failedLines } = intakeWorld();
    tables.failNext({ skip: 3, error: new TypeError('a bug') });
    const { counts, attention } = await handOver(csv);
    expect(counts).toEqual({ Onboarded: 24, StepFailed: 1 });
    expect(attention.map(({ line, code }) => ({ line, code }))).toEqual(
      failedLines.map((line) => ({ line, code: 'step-failed' })),
    );
  });

  test('keeps its state to ids, lines, columns and outcomes (F-01)', async () => {
    const { csv, rows } = generateExport({ office: 'registrar', rows: 25, seed: 9, today });
    const { read, store } = intakeWorld();
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
