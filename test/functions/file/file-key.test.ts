import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  claimFileKey,
  comparable,
  fileKey,
  ineKeysElsewhere,
  isIdentifier,
  sameIdentifier,
} from '../../../functions/file/file-key.ts';
import type { HandedOver } from '../../../functions/file/file.ts';

const ada: HandedOver = {
  office: 'registrar',
  fileNumber: 'F-2026 001',
  population: 'student',
  firstName: 'Ada',
  lastName: 'Lovelace',
  birthDate: '2007-12-10',
  affiliations: [],
  startsOn: '2026-09-01',
  missing: [],
};

describe('numbers are compared in one way (D-13)', () => {
  test('that is the same when it is done twice, on 100,000 strings', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
        expect(comparable(comparable(text))).toBe(comparable(text));
      }),
      { numRuns: 100_000 },
    );
  });

  test.each([
    ['spaces around and inside', ' 12 34 ', '1234'],
    ['no-break and thin spaces', '12\u00A034\u202F5', '12345'],
    ['dashes of any length', 'AIX0-123456–78', 'aix012345678'],
    ['case', 'aBc', 'ABC'],
    ['full width', 'ＡＢ１２', 'AB12'],
    ['superscripts', 'A²', 'A2'],
    ['the Kelvin sign', '\u212A1', 'K1'],
    ['a long s', 'ſ1', 'S1'],
    ['a zero-width space', 'A\u200B1', 'A1'],
    ['a soft hyphen', 'A\u00AD1', 'A1'],
    ['a byte order mark', '\uFEFFA1', 'A1'],
    ['composed and decomposed letters', 'e\u03011', '\u00E91'],
    ['letters that compose once what stands between is gone', 'e-\u03011', '\u00E91'],
  ])('in which %s make no difference', (_, one, other) => {
    expect(sameIdentifier(one, other)).toBe(true);
  });

  test.each([
    ['a dotless i is no i', 'ı1', 'i1'],
    ['a dotted capital I is no I', 'İ1', 'I1'],
    ['an accent counts', 'É1', 'E1'],
    ['a Cyrillic а is no Latin a', 'а1', 'a1'],
    ['a slash counts', '1/23', '12/3'],
    ['a dot counts', '1.23', '12.3'],
    ['a zero in front counts', '01', '1'],
  ])('in which %s', (_, one, other) => {
    expect(sameIdentifier(one, other)).toBe(false);
  });
});

test.each(['1', 'F-2026/001', '0494016P', 'MU 12345', 'AIX0-123456-78', 'a_b.c', 'x'.repeat(64)])(
  'an office may hand over the number %j',
  (number) => expect(isIdentifier(number)).toBe(true),
);

test.each(['', ' ', '-', 'é', '<b>', '=1+1', '1;2', 'x'.repeat(65), '1\u00001', '../é'])(
  'an office may not hand over the number %j',
  (number) => expect(isIdentifier(number)).toBe(false),
);

describe('a file is found', () => {
  test('under every number that it carries, each in its office and column', () => {
    expect(fileKey('registrar', 'file_number', ada.fileNumber)).toBe('registrar/file_number/f2026001');
    expect(fileKey('registrar', 'student_number', '42')).toBe('registrar/student_number/42');
    expect(fileKey('registrar', 'ine', '123456789AB')).toBe('registrar/ine/123456789ab');
    expect(fileKey('registrar', 'opi_number', 'o 1')).toBe('registrar/opi_number/o1');
  });

  test('by its INE from the other offices', () => {
    expect(ineKeysElsewhere({ ...ada, ine: '123456789AB' })).toEqual(['hr/ine/123456789ab', 'cri/ine/123456789ab']);
    expect(ineKeysElsewhere(ada)).toEqual([]);
  });

  test.each([
    ['opi_number', 'registrar/opi_number/a1'],
    ['student_number', 'registrar/student_number/a1'],
    ['file_number', 'registrar/file_number/a1'],
    ['hr_number', 'hr/file_number/a1'],
  ] as const)('by the %s that a person types', (key, expected) => {
    expect(claimFileKey({ key, number: ' A-1 ' })).toBe(expected);
  });

  test('by nothing that is longer than any number, which then fits every table', () => {
    const typed = claimFileKey({ key: 'file_number', number: '\uFDFA'.repeat(100_000) });
    expect(Buffer.byteLength(typed)).toBeLessThan(4096);
    expect(typed).not.toBe(fileKey('registrar', 'file_number', '\uFDFA'.repeat(64)));
  });
});
