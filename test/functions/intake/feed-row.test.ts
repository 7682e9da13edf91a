import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handedOverSchema } from '../../../functions/file/file.ts';
import { exportColumns } from '../../../functions/intake/export-format.ts';
import { type FeedRow, parseFeedRow } from '../../../functions/intake/feed-row.ts';
import { rowProblemCodes, rowProblemText } from '../../../functions/intake/row-problem.ts';
import { university } from '../../../functions/university/uca.ts';
import { offices, populations } from '../../../functions/university/university.ts';

const ada: FeedRow = {
  file_number: ' F-1 ',
  population: 'student',
  first_name: 'Ada',
  last_name: 'Lovelace',
  birth_date: '2007-12-10',
  personal_email: 'Ada@example.org',
  opi_number: 'O1',
  student_number: '',
  cvec_number: 'CLF1-123456-12',
  ine: '123456789 ab',
  programme: 'L1',
  affiliations: 'limos  isima limos',
  starts_on: '2026-09-01',
  ends_on: '2027-08-31',
  missing: '',
};

function read(change: FeedRow, office: (typeof offices)[number] = 'registrar') {
  const parsed = parseFeedRow({ ...ada, ...change }, office, university);
  return 'row' in parsed ? parsed.row : parsed.problems;
}

test('a row says of a person what its cells say, and nothing where they are empty', () => {
  expect(read({})).toEqual({
    office: 'registrar',
    fileNumber: 'F-1',
    population: 'student',
    firstName: 'Ada',
    lastName: 'Lovelace',
    birthDate: '2007-12-10',
    personalEmail: 'Ada@example.org',
    opiNumber: 'O1',
    cvecNumber: 'CLF1-123456-12',
    ine: '123456789AB',
    programme: 'L1',
    affiliations: ['isima', 'limos'],
    startsOn: '2026-09-01',
    endsOn: '2027-08-31',
    missing: [],
  });
});

test('a name keeps its accents and apostrophes, in one spelling of them, without spaces too many', () => {
  expect(read({ first_name: ' Marie\u00A0 E\u0301lodie ', last_name: "d'Alençon" })).toMatchObject({
    firstName: 'Marie Élodie',
    lastName: "d'Alençon",
  });
});

test('formulas and markup in a name are names (H-06, H-10): whoever shows them escapes them', () => {
  expect(read({ first_name: '=HYPERLINK("x")', last_name: '<script>alert(1)</script>' })).toMatchObject({
    firstName: '=HYPERLINK("x")',
    lastName: '<script>alert(1)</script>',
  });
});

describe('a row that an office got wrong is told with its column and a code', () => {
  test.each([
    ['file_number', '', 'required'],
    ['file_number', ' - ', 'malformed-number'],
    ['file_number', 'É1', 'malformed-number'],
    ['population', '', 'required'],
    ['population', 'professor', 'unknown-population'],
    ['population', 'constructor', 'unknown-population'],
    ['population', 'staff', 'population-not-admitted'],
    ['first_name', ' ', 'required'],
    ['first_name', 'x'.repeat(257), 'too-long'],
    ['last_name', 'Love\nlace', 'control-character'],
    ['last_name', 'Love\u0000lace', 'control-character'],
    ['last_name', 'Love\u202Elace', 'control-character'],
    ['last_name', '\uD800', 'control-character'],
    ['birth_date', '', 'required'],
    ['birth_date', '10/12/2007', 'not-a-date'],
    ['birth_date', '2007-12-10T00:00', 'not-a-date'],
    ['birth_date', '2007-2-1', 'not-a-date'],
    ['birth_date', '2007-02-29', 'not-a-date'],
    ['birth_date', '07-12-10', 'not-a-date'],
    ['personal_email', 'ada@example.org, eve@example.org', 'malformed-address'],
    ['opi_number', '<b>', 'malformed-number'],
    ['student_number', "1' OR '1'='1", 'malformed-number'],
    ['cvec_number', '🎓', 'malformed-number'],
    ['ine', '1;2', 'malformed-number'],
    ['affiliations', 'isima,limos', 'malformed-list'],
    ['starts_on', '', 'required'],
    ['starts_on', '46266', 'not-a-date'],
    ['ends_on', '2026-13-01', 'not-a-date'],
    ['missing', 'pièce', 'malformed-list'],
  ] as const)('%s %j: %s', (column, cell, code) => {
    expect(read({ [column]: cell })).toEqual([{ column, code }]);
  });

  test('all at once', () => {
    expect(read({ population: 'guest', birth_date: 'x', personal_email: 'x', starts_on: '' })).toEqual([
      { column: 'population', code: 'population-not-admitted' },
      { column: 'birth_date', code: 'not-a-date' },
      { column: 'personal_email', code: 'malformed-address' },
      { column: 'starts_on', code: 'required' },
    ]);
  });
});

test.each(populations.flatMap((population) => offices.map((office) => [population, office] as const)))(
  'a %s is handed over by its own office: %s',
  (population, office) => {
    const admitted = university.populations[population].office === office;
    const refused = [{ column: 'population', code: 'population-not-admitted' }];
    expect(read({ population }, office)).toEqual(admitted ? expect.objectContaining({ population, office }) : refused);
  },
);

test('29 February exists in leap years only', () => {
  expect(read({ birth_date: '2008-02-29' })).toMatchObject({ birthDate: '2008-02-29' });
  expect(read({ birth_date: '1900-02-29' })).toEqual([{ column: 'birth_date', code: 'not-a-date' }]);
});

test('20,000 rows of anything become a whole person or problems, and never throw (H-05)', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom(...Object.values(ada), '', ' ', '\0', '2026-02-30', '__proto__'),
  );
  const row = fc.record(Object.fromEntries(exportColumns.map((column) => [column, cell])), { requiredKeys: [] });
  const near = fc
    .tuple(fc.constantFrom(...exportColumns), cell)
    .map(([column, content]): FeedRow => ({ ...ada, [column]: content }));
  fc.assert(
    fc.property(fc.oneof(row, near), fc.constantFrom(...offices), (cells, office) => {
      const parsed = parseFeedRow(cells, office, university);
      if ('row' in parsed) expect(handedOverSchema.parse(parsed.row)).toEqual(parsed.row);
      else expect(parsed.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 20_000 },
  );
}, 60_000);

test.each(rowProblemCodes)('the office is told what %s means and what to do, in both languages', (code) => {
  const { reason, remedy } = rowProblemText({ code, column: 'birth_date', otherLine: 7 }, 'registrar', university);
  for (const text of [reason.fr, reason.en, remedy.fr, remedy.en]) expect(text).toMatch(/^\S.{15,}[.)]$/);
  expect(reason.fr).not.toBe(reason.en);
});
