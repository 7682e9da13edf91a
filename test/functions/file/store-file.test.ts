import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { claimFileKey } from '../../../functions/file/file-key.ts';
import { declare, findByClaim, getFile, recordFileOutcome } from '../../../functions/file/file-repository.ts';
import type { FileRecord, HandedOver } from '../../../functions/file/file.ts';
import { storeFile, type StoredFile } from '../../../functions/file/store-file.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { type InMemoryTables, inMemoryTables } from '../../support/in-memory-tables.ts';

/** Whom a form finds. */
type Known = HandedOver & { readonly birthDate: string };

const ada: Known = {
  office: 'registrar',
  fileNumber: 'F1',
  population: 'student',
  firstName: 'Ada',
  lastName: 'Lovelace',
  birthDate: '2007-12-10',
  personalEmail: 'ada@example.org',
  opiNumber: 'O1',
  studentNumber: 'S1',
  ine: '123456789AB',
  affiliations: ['isima'],
  startsOn: '2026-09-01',
  endsOn: '2027-08-31',
  missing: [],
};
const adaAtHr: Known = {
  office: 'hr',
  fileNumber: 'H1',
  population: 'staff',
  firstName: 'Ada',
  lastName: 'Lovelace',
  birthDate: '2007-12-10',
  ine: '123456789AB',
  affiliations: [],
  startsOn: '2026-09-01',
  missing: ['contract'],
};
const withoutOpi = without(ada, 'opiNumber');
const withoutNumbers = without(ada, 'opiNumber', 'studentNumber', 'ine');

function without<K extends 'opiNumber' | 'studentNumber' | 'ine' | 'endsOn' | 'personalEmail'>(
  row: Known,
  ...names: readonly K[]
): Omit<Known, K> {
  const less = { ...row };
  for (const name of names) Reflect.deleteProperty(less, name);
  return less;
}

function office() {
  const tables = inMemoryTables();
  let ids = 0;
  const deps = {
    tables,
    now: () => Temporal.Instant.from('2026-11-22T10:00:00Z'),
    newId: () => String((ids += 1)).padStart(26, '0'),
  };
  return {
    ...deps,
    handOver: (row: HandedOver, runId?: string) => storeFile(row, { ...deps, ...(runId !== undefined && { runId }) }),
    file: (row: Known) => fileOf(row, tables),
  };
}

async function fileOf({ office, fileNumber, birthDate }: Known, tables: InMemoryTables): Promise<FileRecord> {
  const key = office === 'hr' ? 'hr_number' : 'file_number';
  const file = await findByClaim({ key, number: fileNumber, birthDate }, tables);
  if (!file) throw new Error('No file has this number');
  return file;
}

function stored(result: StoredFile): Extract<StoredFile, { onboard: boolean }> {
  if (!('onboard' in result)) throw new Error(`This was ${result.outcome}`);
  return result;
}

function everything(tables: InMemoryTables) {
  return (['files', 'fileKeys', 'audit'] as const).map((table) => tables.rows(table));
}

describe('a number that nobody has handed over', () => {
  test('is a new file, of a new person with a new account, found by each of its numbers', async () => {
    const { handOver, tables } = office();
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
    const { handOver, tables } = office();
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

  test('takes five reads and one transaction at most of the tables, and a known one two reads', async () => {
    const { handOver, tables } = office();
    await handOver(withoutOpi);
    expect(tables.requests.map(({ operation }) => operation)).toEqual([...Array<string>(5).fill('get'), 'transact']);
    await handOver(withoutOpi);
    expect(tables.requests.slice(6).map(({ operation }) => operation)).toEqual(['get', 'get']);
  });
});

describe('the same row again', () => {
  test('writes nothing, whatever the case, the dashes and the order in which it says it', async () => {
    const { handOver, tables, file } = office();
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
    const { handOver, tables, file } = office();
    await handOver(ada);
    if (outcome) await recordFileOutcome(await file(ada), outcome, tables);
    expect(await handOver(ada)).toMatchObject({ outcome: 'unchanged', onboard });
  });

  test('in the same run is told as it was told the first time (H-01)', async () => {
    const [first, second] = ['1'.repeat(26), '2'.repeat(26)];
    const { handOver, tables, file } = office();
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
    const { handOver, tables } = office();
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
    const { handOver, file } = office();
    const { accountId } = stored(await handOver(ada));
    expect(await handOver({ ...ada, ...change })).toMatchObject({ outcome: 'changed', accountId, onboard: true });
    expect(await file(ada)).toMatchObject({ ...change, version: 2, addressVersion: 1 });
  });

  test('no longer has what the office took away, and keeps what a person declared', async () => {
    const { handOver, tables, file } = office();
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
    const { handOver, tables, file } = office();
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
    const { handOver, tables, file } = office();
    await handOver(ada);
    expect(await handOver({ ...withoutNumbers, endsOn: '2028-08-31' })).toMatchObject({ outcome: 'changed' });
    expect(await file(ada)).toMatchObject({ opiNumber: 'O1', studentNumber: 'S1', ine: '123456789AB' });
    expect(await handOver(withoutNumbers)).toMatchObject({ outcome: 'changed' });
    expect(await handOver(withoutNumbers)).toMatchObject({ outcome: 'unchanged' });
    expect(await findByClaim({ key: 'opi_number', number: 'O1', birthDate: ada.birthDate }, tables)).toBeDefined();
  });

  test('is found by a number that was added, an INE too', async () => {
    const { handOver, tables, file } = office();
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
    const { tables, now, newId, file } = office();
    const handOver = (row: HandedOver, exportedAt: Temporal.Instant) =>
      storeFile(row, { tables, now, newId, runId: '1'.repeat(26), exportedAt });
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

describe('a known number that may mean somebody else is held, and nothing is written', () => {
  test.each([
    ['birth_date', { birthDate: '2007-12-11' }],
    ['ine', { ine: '987654321AB' }],
    ['first_name', { firstName: 'Augusta' }],
    ['last_name', { lastName: 'Byron' }],
    ['population', { population: 'phd' }],
  ] as const)('when its %s differs', async (column, change) => {
    const { handOver, tables } = office();
    await handOver(ada);
    const before = everything(tables);
    const held = { outcome: 'identity-changed', columns: [column], because: 'differs' };
    expect(await handOver({ ...ada, endsOn: '2028-08-31', ...change })).toEqual(held);
    expect(everything(tables)).toEqual(before);
  });

  test('when a provisional INE is replaced: an office has to say that it is the same person', async () => {
    const { handOver } = office();
    await handOver({ ...ada, ine: '2026D12345A' });
    expect(await handOver(ada)).toMatchObject({ outcome: 'identity-changed', columns: ['ine'] });
  });

  test('with every column that differs', async () => {
    const { handOver } = office();
    await handOver(ada);
    const other = { firstName: 'Grace', lastName: 'Hopper', birthDate: '2006-12-09', population: 'phd' } as const;
    expect(await handOver({ ...ada, ...other })).toMatchObject({
      columns: ['population', 'first_name', 'last_name', 'birth_date'],
    });
  });

  test.each([
    ['student_number', { studentNumber: 'S2' }],
    ['opi_number', { opiNumber: 'O2' }],
    ['ine', { ine: '987654321AB' }],
  ] as const)('when it brings a %s that another person of that office holds', async (column, number) => {
    const { handOver, tables } = office();
    await handOver({ ...withoutNumbers, fileNumber: 'F2', firstName: 'Grace', lastName: 'Hopper', ...number });
    await handOver(withoutNumbers);
    const before = everything(tables);
    const held = { outcome: 'identity-changed', columns: [column], because: 'held-by-another' };
    expect(await handOver({ ...withoutNumbers, ...number })).toEqual(held);
    expect(await handOver({ ...withoutNumbers, fileNumber: 'F3', ...number })).toEqual(held);
    expect(everything(tables)).toEqual(before);
  });

  test('but not once its holder has given the number up', async () => {
    const { handOver, tables } = office();
    const grace = { ...withoutNumbers, fileNumber: 'F2', firstName: 'Grace', lastName: 'Hopper' };
    await handOver({ ...grace, studentNumber: 'S1' });
    await handOver({ ...grace, studentNumber: 'S2' });
    expect(await handOver(ada)).toMatchObject({ outcome: 'new' });
    expect(await findByClaim({ key: 'student_number', number: 'S1', birthDate: ada.birthDate }, tables)).toMatchObject({
      fileNumber: 'F1',
    });
  });
});

describe('a new number of a person who is known (H-07)', () => {
  test.each(['studentNumber', 'ine', 'opiNumber'] as const)(
    'of the same office keeps person and account by the %s',
    async (number) => {
      const { handOver, tables, file } = office();
      const first = stored(await handOver(ada));
      const next = { ...withoutNumbers, fileNumber: 'F2', population: 'phd', [number]: ada[number] } as const;
      const second = stored(await handOver(next));
      expect(second).toMatchObject({ outcome: 'new', accountId: first.accountId });
      expect(second.fileId).not.toBe(first.fileId);
      expect((await file(next)).personId).toBe((await file(ada)).personId);
      const claim = { student_number: 'studentNumber', opi_number: 'opiNumber' } as const;
      for (const [key, name] of Object.entries(claim) as [keyof typeof claim, string][])
        if (name === number)
          expect(
            await tables.get('fileKeys', { fileKey: claimFileKey({ key, number: ada[number] ?? '' }) }),
          ).toMatchObject({
            fileId: second.fileId,
          });
    },
  );

  test('of another office is the same person with an account of its own, when INE, birth date and family name agree', async () => {
    const { handOver, file } = office();
    const student = stored(await handOver(ada));
    const staff = stored(await handOver({ ...adaAtHr, firstName: 'Augusta Ada', lastName: 'LOVELACE' }));
    expect(staff.accountId).not.toBe(student.accountId);
    expect((await file(adaAtHr)).personId).toBe((await file(ada)).personId);
  });

  test.each([
    ['birth date', { birthDate: '2007-12-11' }],
    ['family name', { lastName: 'Byron' }],
    ['INE', { ine: '987654321AB' }],
  ])('of another office is another person when the %s differs', async (_, change) => {
    const { handOver, file } = office();
    await handOver(ada);
    const row = { ...adaAtHr, ...change };
    await handOver(row);
    expect((await file(row)).personId).not.toBe((await file(ada)).personId);
  });

  test('is another person when only names and birth date agree: a homonym, or a twin', async () => {
    const { handOver, file } = office();
    const [first, homonym] = [withoutNumbers, { ...withoutNumbers, fileNumber: 'F2' }];
    await handOver(first);
    await handOver(homonym);
    expect((await file(homonym)).personId).not.toBe((await file(first)).personId);
    expect((await file(homonym)).accountId).not.toBe((await file(first)).accountId);
  });

  test('is held when a twin brings the same student number by mistake', async () => {
    const { handOver } = office();
    await handOver(ada);
    expect(
      await handOver({ ...withoutNumbers, fileNumber: 'F2', firstName: 'Léa', studentNumber: 'S1' }),
    ).toMatchObject({
      outcome: 'identity-changed',
      columns: ['student_number'],
    });
  });

  test('merges nobody wrongly and splits nobody, on 500 pairs', async () => {
    const [names, dates, numbers] = [
      ['Martin', 'Bernard'],
      ['2007-01-01', '2007-01-02'],
      ['1', '2', undefined],
    ];
    const person = fc.record({
      office: fc.constantFrom('registrar' as const, 'hr' as const),
      firstName: fc.constantFrom('Léa', 'Léo'),
      lastName: fc.constantFrom(...names),
      birthDate: fc.constantFrom(...dates),
      studentNumber: fc.constantFrom(...numbers),
      ine: fc.constantFrom(...numbers),
    });
    await fc.assert(
      fc.asyncProperty(person, person, async (one, other) => {
        const { handOver, file } = office();
        const [a, b] = [one, other].map(({ studentNumber, ine, ...each }, index): HandedOver => ({
          ...withoutNumbers,
          ...each,
          fileNumber: `F${index}`,
          population: each.office === 'hr' ? 'staff' : 'student',
          ...(studentNumber !== undefined && { studentNumber }),
          ...(ine !== undefined && { ine: `12345678${ine}AB` }),
        })) as [Known, Known];
        await handOver(a);
        const result = await handOver(b);

        const shared = (name: 'studentNumber' | 'ine') => a[name] !== undefined && a[name] === b[name];
        const family = a.lastName === b.lastName && a.birthDate === b.birthDate;
        const here = a.office === b.office && (shared('studentNumber') || shared('ine'));
        const same = family && a.firstName === b.firstName;
        if (here && !same) {
          expect(result.outcome).toBe('identity-changed');
          return;
        }
        const [fileA, fileB] = [await file(a), await file(b)];
        expect(fileA.accountId === fileB.accountId).toBe(here);
        expect(fileA.personId === fileB.personId).toBe(here || (a.office !== b.office && shared('ine') && family));
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});

describe('rows that come at the same time', () => {
  test('and are equal make one file and one line in the journal', async () => {
    const { handOver, tables } = office();
    const all = await Promise.all(Array.from({ length: 20 }, () => handOver(ada, '1'.repeat(26))));
    expect(new Set(all.map((each) => stored(each).fileId)).size).toBe(1);
    expect(all.every((each) => stored(each).onboard)).toBe(true);
    expect(tables.rows('files')).toHaveLength(1);
    expect(tables.rows('audit')).toHaveLength(1);
  });

  test('and are two files of one person make one account', async () => {
    const { handOver } = office();
    const rows = Array.from({ length: 5 }, (_, index) => ({ ...withoutOpi, fileNumber: `F${index}` }));
    const accounts = (await Promise.all(rows.map((row) => handOver(row)))).map((each) => stored(each).accountId);
    expect(new Set(accounts).size).toBe(1);
  });

  test('from two offices make one person', async () => {
    const { handOver, file } = office();
    await Promise.all([handOver(ada), handOver(adaAtHr)]);
    expect((await file(ada)).personId).toBe((await file(adaAtHr)).personId);
  });

  test('and change one file end at one of them, each version with its line in the journal (L-06)', async () => {
    const { handOver, tables, file } = office();
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
    const { handOver, tables, now, newId, file } = office();
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
    expect(await storeFile(row, { tables: contended, now, newId })).toMatchObject({ columns: ['last_name'] });
    expect(await file(ada)).toMatchObject({ version: 7, lastName: 'Byron', endsOn: ada.endsOn });
  });

  test('and never let one through are tried later', async () => {
    const { tables, now, newId } = office();
    const busy = { ...tables, transact: () => Promise.resolve({ conflicts: [0] }) };
    await expect(storeFile(ada, { tables: busy, now, newId })).rejects.toBeInstanceOf(RetryableError);
  });
});
