import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { report } from '../../../functions/intake/report.ts';
import { operationIdOf, runKeys } from '../../../functions/intake/run-keys.ts';
import { contract as resultsContract, writeResults } from '../../../functions/intake/write-results.ts';
import { markAddress } from '../../../functions/mail/address-health.ts';
import { anAccount } from '../../support/an-account.ts';
import { generateExport } from '../../support/generate-export.ts';
import { ada, csvOf, intakeWorld, today } from '../../support/intake-world.ts';

describe('the report tells', () => {
  test('which rows were not processed, and that the run is not whole', async () => {
    const { csv, rows } = generateExport({ office: 'registrar', rows: 60, seed: 10, today, clean: true });
    const { read, child, tell } = intakeWorld();
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
    const { handOver } = intakeWorld();
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
    const { read, child, tell, tables } = intakeWorld();
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
    const { handOver } = intakeWorld();
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
    const { handOver } = intakeWorld();
    await handOver(csvOf({ ...ada, student_number: '42' }));
    const grace = { ...ada, file_number: 'F2', first_name: 'Grace', last_name: 'Hopper', student_number: '42' };
    expect((await handOver(csvOf(grace))).attention).toMatchObject([
      { line: 2, fileNumber: 'F2', outcome: 'IdentityChanged', column: 'student_number', code: 'held-by-another' },
    ]);
  });

  test('what the person declared and proposed, once, to the office that decides', async () => {
    const { handOver, tables, fileIds } = intakeWorld();
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
    const { handOver } = intakeWorld();
    const { attention, counts } = await handOver(csvOf(ada), 'registrar', (end) => ({ ...end, ...change }));
    expect(counts).toEqual({ Onboarded: 1 });
    expect(attention).toMatchObject([{ line: 2, fileNumber: 'F1', outcome: 'Onboarded', code }]);
  });

  test.each([
    ['bounced', 'address-bounced'],
    ['complained', 'address-complained'],
  ] as const)('G-05 a row whose personal address %s, counted apart from its outcome', async (status, code) => {
    const { handOver, now, tables } = intakeWorld();
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

  test.each([
    ['bounced', 'recovery-bounced'],
    ['complained', 'recovery-complained'],
  ] as const)('G-05 a row whose person gave another address that %s, and shows it to nobody', async (status, code) => {
    const { handOver, now, tables } = intakeWorld();
    await handOver(csvOf(ada));
    const { accountId, fileId } = tables.rows('files')[0] ?? {};
    const recovery = { address: 'Home@Ada.example', confirmedAt: '', usableFrom: now().toString() };
    await tables.write({ table: 'accounts', put: anAccount({ accountId, leadingFileId: fileId, recovery } as object) });
    await markAddress({ address: 'home@ada.example', status, at: now() }, { tables });
    const told = await handOver(csvOf(ada));
    expect(told).toMatchObject({ addresses: { [status]: 1 } });
    expect(told.attention).toMatchObject([{ line: 2, fileNumber: 'F1', address: status, code }]);
    expect(JSON.stringify(told)).not.toMatch(/ada\.example/i);
  });

  test('G-05 nothing of the address of a person whose row could not be read', async () => {
    const { handOver, now, tables } = intakeWorld();
    await markAddress({ address: 'ada@example.org', status: 'bounced', at: now() }, { tables });
    expect(await handOver(csvOf({ ...ada, birth_date: 'x' }))).toMatchObject({
      counts: { RowRejected: 1 },
      addresses: {},
    });
  });

  test('a person whose onboarding broke, or whose end never came, and the next hand-over tries again', async () => {
    const { handOver, tables, fileIds } = intakeWorld();
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
    const { read, store, deps } = intakeWorld();
    const { runId } = await read(csvOf(ada));
    const stored = await store(runId, 0);
    const operationId = operationIdOf(runId, 2);
    const results = [{ operationId, outcome: 'FileRejected', mail: null, directories: null }];
    const state = z.parse(resultsContract.input, { runId, chunk: 0, stored, results });
    expect(await writeResults(state, deps)).toEqual({ outcome: 'written', rows: 1, attention: 0 });
  });

  test('nothing at all when the outcomes do not add up', async () => {
    const { read, objects, deps } = intakeWorld();
    const { runId } = await read(csvOf(ada));
    await objects.write(runKeys.results(runId, 0), JSON.stringify({ rows: [] }));
    await expect(report({ feed: { runId } }, deps)).rejects.toThrow('do not add up');
    expect(objects.keys(runKeys.report(runId))).toEqual([]);
  });

  test('the file number of no row that does not hold one', async () => {
    const { handOver } = intakeWorld();
    const { attention } = await handOver(csvOf({ ...ada, file_number: '<script>' }));
    expect(attention).toMatchObject([{ column: 'file_number', code: 'malformed-number' }]);
    expect(attention[0]).not.toHaveProperty('fileNumber');
  });
});
