import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimFileKey } from '../../../functions/file/file-key.ts';
import { findByClaim } from '../../../functions/file/file-repository.ts';
import type { HandedOver } from '../../../functions/file/file.ts';
import { type Known, ada, adaAtHr, withoutNumbers, fileWorld, stored, everything } from '../../support/file-world.ts';

describe('a known number that may mean somebody else is held, and nothing is written', () => {
  test.each([
    ['birth_date', { birthDate: '2007-12-11' }],
    ['ine', { ine: '987654321AB' }],
    ['first_name', { firstName: 'Augusta' }],
    ['last_name', { lastName: 'Byron' }],
    ['population', { population: 'phd' }],
  ] as const)('when its %s differs', async (column, change) => {
    const { handOver, tables } = fileWorld();
    await handOver(ada);
    const before = everything(tables);
    const held = { outcome: 'identity-changed', columns: [column], because: 'differs' };
    expect(await handOver({ ...ada, endsOn: '2028-08-31', ...change })).toEqual(held);
    expect(everything(tables)).toEqual(before);
  });

  test('when a provisional INE is replaced: an office has to say that it is the same person', async () => {
    const { handOver } = fileWorld();
    await handOver({ ...ada, ine: '2026D12345A' });
    expect(await handOver(ada)).toMatchObject({ outcome: 'identity-changed', columns: ['ine'] });
  });

  test('with every column that differs', async () => {
    const { handOver } = fileWorld();
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
    const { handOver, tables } = fileWorld();
    await handOver({ ...withoutNumbers, fileNumber: 'F2', firstName: 'Grace', lastName: 'Hopper', ...number });
    await handOver(withoutNumbers);
    const before = everything(tables);
    const held = { outcome: 'identity-changed', columns: [column], because: 'held-by-another' };
    expect(await handOver({ ...withoutNumbers, ...number })).toEqual(held);
    expect(await handOver({ ...withoutNumbers, fileNumber: 'F3', ...number })).toEqual(held);
    expect(everything(tables)).toEqual(before);
  });

  test('but not once its holder has given the number up', async () => {
    const { handOver, tables } = fileWorld();
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
      const { handOver, tables, file } = fileWorld();
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
    const { handOver, file } = fileWorld();
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
    const { handOver, file } = fileWorld();
    await handOver(ada);
    const row = { ...adaAtHr, ...change };
    await handOver(row);
    expect((await file(row)).personId).not.toBe((await file(ada)).personId);
  });

  test('is another person when only names and birth date agree: a homonym, or a twin', async () => {
    const { handOver, file } = fileWorld();
    const [first, homonym] = [withoutNumbers, { ...withoutNumbers, fileNumber: 'F2' }];
    await handOver(first);
    await handOver(homonym);
    expect((await file(homonym)).personId).not.toBe((await file(first)).personId);
    expect((await file(homonym)).accountId).not.toBe((await file(first)).accountId);
  });

  test('is held when a twin brings the same student number by mistake', async () => {
    const { handOver } = fileWorld();
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
        const { handOver, file } = fileWorld();
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
  });
});
