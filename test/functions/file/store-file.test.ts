import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { declare, findByClaim, getFile, recordFileOutcome } from '../../../functions/file/file-repository.ts';
import type { HandedOver } from '../../../functions/file/file.ts';
import { storeFile } from '../../../functions/file/store-file.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import {
  ada,
  adaAtHr,
  withoutOpi,
  withoutNumbers,
  without,
  fileWorld,
  stored,
  everything,
} from '../../support/file-world.ts';

describe('a number that nobody has handed over', () => {
  test('is a new file, of a new person with a new account, found by each of its numbers', async () => {
    const { handOver, tables } = fileWorld();
    const { fileId, accountId, ...told } = stored(await handOver(ada));
    expect(told).toEqual({ outcome: 'new', onboard: true });
    const file = await getFile(fileId, tables);
    expect(file).toEqual({
      ...ada,
      fileId,
      accountId,
      personId: expect.any(String) as string,
      version: 1,
      addressVersion: 1,
      handedOverAt: '2026-11-22T10:00:00Z',
    });
    for (const [key, number] of [
      ['file_number', 'f-1'],
      ['opi_number', 'O1'],
      ['student_number', 'S1'],
    ] as const) {
      expect(await findByClaim({ key, number, birthDate: ada.birthDate }, tables)).toEqual(file);
    }
  });

  test('stands in the journal without a word of the person', async () => {
    const { handOver, tables } = fileWorld();
    const { fileId } = stored(await handOver(ada, '7'.repeat(26)));
    expect(tables.rows('audit')).toEqual([
      {
        subject: fileId,
        event: 'handed-over#v1',
        office: 'registrar',
        runId: '7'.repeat(26),
        at: '2026-11-22T10:00:00Z',
      },
    ]);
  });

  test('takes five reads and one transaction at most of the tables, and a known one three reads', async () => {
    const { handOver, tables } = fileWorld();
    await handOver(withoutOpi);
    expect(tables.requests.map(({ operation }) => operation)).toEqual([...Array<string>(5).fill('get'), 'transact']);
    await handOver(withoutOpi);
    expect(tables.requests.slice(6).map(({ operation }) => operation)).toEqual(['get', 'get', 'get']);
  });
});

describe('a row that is over', () => {
  // The 22nd of November is the last day of a student whose file ended on the 23rd of October.
  test.each([
    ['of a student, whose grace ends today', { endsOn: '2026-10-23' }, 'new'],
    ['of a student, whose grace ended yesterday', { endsOn: '2026-10-22' }, 'already-ended'],
    ['of a guest, who has no grace', { office: 'cri', population: 'guest', endsOn: '2026-11-21' }, 'already-ended'],
  ] as const)('%s, is stored only while an account can be opened for it', async (_, change, outcome) => {
    const { handOver, tables } = fileWorld();
    expect(await handOver({ ...ada, ...change })).toMatchObject({ outcome });
    const isStored = outcome === 'new' ? 1 : 0;
    expect(tables.rows('files')).toHaveLength(isStored);
    expect(tables.rows('fileKeys')).toHaveLength(isStored * 4);
    expect(tables.rows('audit')).toHaveLength(isStored);
  });

  test('of a known file corrects its end', async () => {
    const { handOver, file } = fileWorld();
    await handOver(ada);
    const over = { ...ada, endsOn: '2026-10-01' };
    expect(await handOver(over)).toMatchObject({ outcome: 'changed', onboard: true });
    expect(await file(ada)).toMatchObject({ endsOn: '2026-10-01', version: 2 });
  });
});

describe('the same row again', () => {
  test('writes nothing, whatever the case, the dashes and the order in which it says it', async () => {
    const { handOver, tables, file } = fileWorld();
    await handOver({ ...ada, affiliations: ['isima', 'limos'], missing: ['cvec', 'payment'] });
    await recordFileOutcome(await file(ada), { outcome: 'FileIncomplete' }, tables);
    const before = everything(tables);
    const again = await handOver({
      ...ada,
      fileNumber: 'f-1',
      studentNumber: ' s1',
      affiliations: ['limos', 'isima'],
      missing: ['payment', 'cvec'],
    });
    expect(again).toMatchObject({ outcome: 'unchanged', onboard: false });
    expect(everything(tables)).toEqual(before);
  });

  test.each([
    ['has not been onboarded yet', undefined, true],
    ['broke on the way', { outcome: 'StepFailed' }, true],
    ['starts too far ahead', { outcome: 'FileRejected', rejection: 'starts-too-far-ahead' }, true],
    ['was rejected for good', { outcome: 'FileRejected', rejection: 'end-missing' }, false],
    ['is not complete', { outcome: 'FileIncomplete' }, false],
    ['was onboarded', { outcome: 'Onboarded' }, false],
  ] as const)('of a file that %s is to be onboarded: %j, %j', async (_, outcome, onboard) => {
    const { handOver, tables, file } = fileWorld();
    await handOver(ada);
    if (outcome) await recordFileOutcome(await file(ada), outcome, tables);
    expect(await handOver(ada)).toMatchObject({ outcome: 'unchanged', onboard });
  });

  test('in the same run is told as it was told the first time (H-01)', async () => {
    const [first, second] = ['1'.repeat(26), '2'.repeat(26)];
    const { handOver, tables, file } = fileWorld();
    await handOver(ada, first);
    expect(await handOver(ada, first)).toMatchObject({ outcome: 'new', onboard: true });
    await recordFileOutcome(await file(ada), { outcome: 'Onboarded' }, tables);
    expect(await handOver(ada, first)).toMatchObject({ outcome: 'new', onboard: false });
    await handOver({ ...ada, endsOn: '2028-08-31' }, second);
    expect(await handOver({ ...ada, endsOn: '2028-08-31' }, second)).toMatchObject({
      outcome: 'changed',
      onboard: true,
    });
    expect(await handOver({ ...ada, endsOn: '2028-08-31' }, first)).toMatchObject({ outcome: 'unchanged' });
  });

  test('whose answer was lost is the same file, not a second one', async () => {
    const { handOver, tables } = fileWorld();
    tables.failNext({ skip: 6, applied: true });
    await expect(handOver(ada)).rejects.toBeInstanceOf(RetryableError);
    expect(await handOver(ada)).toMatchObject({ onboard: true });
    expect(tables.rows('files')).toHaveLength(1);
  });
});

describe('a known number that says something else', () => {
  test.each([
    ['end', { endsOn: '2028-08-31' }],
    ['start', { startsOn: '2026-10-01' }],
    ['affiliations', { affiliations: [] }],
    ['missing pieces', { missing: ['payment'] }],
    ['programme', { programme: 'ZZ1' }],
    ['CVEC number', { cvecNumber: 'CLF1-123456-12' }],
    ['spelling of a name', { firstName: 'ADÀ' }],
  ])('of the %s is the same account at its next version', async (_, change) => {
    const { handOver, file } = fileWorld();
    const { accountId } = stored(await handOver(ada));
    expect(await handOver({ ...ada, ...change })).toMatchObject({ outcome: 'changed', accountId, onboard: true });
    expect(await file(ada)).toMatchObject({ ...change, version: 2, addressVersion: 1 });
  });

  test('no longer has what the office took away, and keeps what a person declared', async () => {
    const { handOver, tables, file } = fileWorld();
    await handOver(ada);
    const claim = { key: 'file_number', number: 'F1', birthDate: ada.birthDate, cvecNumber: 'CLF1' } as const;
    await declare(await file(ada), claim, tables);
    await handOver(without(ada, 'endsOn', 'personalEmail'));
    const now = await file(ada);
    expect(now).toMatchObject({ version: 2, addressVersion: 2, declaredCvec: 'CLF1' });
    expect(now).not.toHaveProperty('endsOn');
    expect(now).not.toHaveProperty('personalEmail');
  });

  test('with an address from the office undoes what a proposer obtained', async () => {
    const { handOver, tables, file } = fileWorld();
    const { personalEmail, ...noAddress } = ada;
    await handOver(noAddress);
    const claim = {
      key: 'file_number',
      number: 'F1',
      birthDate: ada.birthDate,
      personalEmail: 'eve@example.org',
    } as const;
    await declare(await file(ada), claim, tables);
    await handOver({ ...noAddress, missing: ['payment'] });
    expect(await file(ada)).toMatchObject({ proposedAddresses: ['eve@example.org'], addressVersion: 1 });
    await handOver(ada);
    expect(await file(ada)).toMatchObject({ personalEmail, addressVersion: 2 });
    expect(await file(ada)).not.toHaveProperty('proposedAddresses');
  });

  test('keeps the numbers that a later export lacks, and is still found by them', async () => {
    const { handOver, tables, file } = fileWorld();
    await handOver(ada);
    expect(await handOver({ ...withoutNumbers, endsOn: '2028-08-31' })).toMatchObject({ outcome: 'changed' });
    expect(await file(ada)).toMatchObject({ opiNumber: 'O1', studentNumber: 'S1', ine: '123456789AB' });
    expect(await handOver(withoutNumbers)).toMatchObject({ outcome: 'changed' });
    expect(await handOver(withoutNumbers)).toMatchObject({ outcome: 'unchanged' });
    expect(await findByClaim({ key: 'opi_number', number: 'O1', birthDate: ada.birthDate }, tables)).toBeDefined();
  });

  test('is found by a number that was added, an INE too', async () => {
    const { handOver, tables, file } = fileWorld();
    await handOver(withoutNumbers);
    expect(await handOver(ada)).toMatchObject({ outcome: 'changed' });
    const { fileId } = await file(ada);
    for (const key of ['registrar/student_number/s1', 'registrar/ine/123456789ab', 'registrar/opi_number/o1'])
      expect(await tables.get('fileKeys', { fileKey: key })).toEqual({ fileKey: key, fileId });
  });
});

describe('the rows of an earlier export that come last', () => {
  const at = (time: string) => Temporal.Instant.from(`2026-11-22T${time}Z`);

  test('change nothing that a later one has said, and are no news where both say the same', async () => {
    const { tables, university, now, newId, file } = fileWorld();
    const handOver = (row: HandedOver, exportedAt: Temporal.Instant) =>
      storeFile(row, { tables, university, now, newId, runId: '1'.repeat(26), exportedAt });
    await handOver(ada, at('10:00:00.5'));
    const corrected = { ...ada, endsOn: '2028-08-31' };
    await handOver(corrected, at('10:00:02'));
    const before = everything(tables);
    const { fileId } = await file(ada);
    expect(await handOver(ada, at('10:00:01'))).toMatchObject({ outcome: 'superseded', fileId, onboard: false });
    expect(await handOver(corrected, at('10:00:01'))).toMatchObject({ fileId, onboard: true });
    expect(everything(tables)).toEqual(before);
    expect(await handOver(ada, at('10:00:03'))).toMatchObject({ outcome: 'changed' });
  });
});

describe('rows that come at the same time', () => {
  test('and are equal make one file and one line in the journal', async () => {
    const { handOver, tables } = fileWorld();
    const all = await Promise.all(Array.from({ length: 20 }, () => handOver(ada, '1'.repeat(26))));
    expect(new Set(all.map((each) => stored(each).fileId)).size).toBe(1);
    expect(all.every((each) => stored(each).onboard)).toBe(true);
    expect(tables.rows('files')).toHaveLength(1);
    expect(tables.rows('audit')).toHaveLength(1);
  });

  test('and are two files of one person make one account', async () => {
    const { handOver } = fileWorld();
    const rows = Array.from({ length: 5 }, (_, index) => ({ ...withoutOpi, fileNumber: `F${index}` }));
    const accounts = (await Promise.all(rows.map((row) => handOver(row)))).map((each) => stored(each).accountId);
    expect(new Set(accounts).size).toBe(1);
  });

  test('from two offices make one person', async () => {
    const { handOver, file } = fileWorld();
    await Promise.all([handOver(ada), handOver(adaAtHr)]);
    expect((await file(ada)).personId).toBe((await file(adaAtHr)).personId);
  });

  test('and change one file end at one of them, each version with its line in the journal (L-06)', async () => {
    const { handOver, tables, file } = fileWorld();
    await handOver(ada);
    const ends = ['2027-01-01', '2027-02-01', '2027-03-01', '2027-04-01', '2027-05-01'];
    await Promise.all(ends.map((endsOn) => handOver({ ...ada, endsOn })));
    const { version, endsOn } = await file(ada);
    expect(version).toBe(6);
    expect(ends).toContain(endsOn);
    expect(tables.rows('audit').map(({ event }) => event)).toEqual(
      [1, 2, 3, 4, 5, 6].map((each) => `handed-over#v${each}`),
    );
  });

  test('and meet another change of the file decide again on what it says then (L-06)', async () => {
    const { handOver, tables, university, now, newId, file } = fileWorld();
    const { fileId } = stored(await handOver(ada));
    let met = false;
    const contended: typeof tables = {
      ...tables,
      transact: async (writes) => {
        if (!met) await tables.write({ table: 'files', update: { fileId }, set: { version: 7, lastName: 'Byron' } });
        met = true;
        return tables.transact(writes);
      },
    };
    const row = { ...ada, endsOn: '2028-08-31' };
    expect(await storeFile(row, { tables: contended, university, now, newId })).toMatchObject({
      columns: ['last_name'],
    });
    expect(await file(ada)).toMatchObject({ version: 7, lastName: 'Byron', endsOn: ada.endsOn });
  });

  test('and never let one through are tried later', async () => {
    const { tables, university, now, newId } = fileWorld();
    const busy = { ...tables, transact: () => Promise.resolve({ conflicts: [0] }) };
    await expect(storeFile(ada, { tables: busy, university, now, newId })).rejects.toBeInstanceOf(RetryableError);
  });
});
