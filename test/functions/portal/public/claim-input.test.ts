import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimSchema } from '../../../../functions/file/file.ts';
import {
  type ClaimField,
  claimFields,
  claimTexts,
  fieldsOf,
  nothingTyped,
  parseForm,
  readClaim,
  type Typed,
} from '../../../../functions/portal/public/claim-input.ts';
import { identities } from '../../../../functions/portal/public/identities.ts';
import { university } from '../../../../functions/university/uca.ts';
import { oddBodies } from '../../../support/odd-bodies.ts';

const ada: Typed = { ...nothingTyped, number: 'OPI-0001', day: '10', month: '12', year: '2008' };
const read = (typed: Partial<Typed>) =>
  readClaim({ ...ada, ...typed }, { key: 'opi_number' }, { today: '2026-09-15', university });
const errorsOf = (typed: Partial<Typed>) => {
  const result = read(typed);
  return 'errors' in result ? result.errors : [];
};

describe('what was typed', () => {
  test('becomes a claim, without the spaces around it', () => {
    expect(read({ number: ' OPI-0001 ', day: ' 1', month: '2 ', year: ' 2008 ', cvec: ' ', address: '' })).toEqual({
      claim: { key: 'opi_number', number: 'OPI-0001', birthDate: '2008-02-01' },
    });
    expect(read({ cvec: ' CVE6-1234 ', address: ' Ada@Example.org ' })).toEqual({
      claim: {
        key: 'opi_number',
        number: 'OPI-0001',
        birthDate: '2008-12-10',
        cvecNumber: 'CVE6-1234',
        personalEmail: 'Ada@Example.org',
      },
    });
  });

  test('has the CVEC field where a population needs one', () => {
    const asked = identities.filter((identity) => fieldsOf(identity, university).includes('cvec'));
    expect(asked.map(({ slug }) => slug)).toEqual(['first-time-student', 'returning-student', 'certificate']);
    expect(identities.some((identity) => fieldsOf(identity, { cvecAsked: [] }).includes('cvec'))).toBe(false);
  });

  test.each([
    [{ day: '29', month: '2', year: '2008' }, '2008-02-29'],
    [{ day: '01', month: '01', year: '1900' }, '1900-01-01'],
    [{ day: '15', month: '9', year: '2026' }, '2026-09-15'],
  ])('A-07: is a birth date: %j', (typed, birthDate) => {
    expect(read(typed)).toMatchObject({ claim: { birthDate } });
  });

  test.each<[Partial<Typed>, ClaimField, { fr: string }]>([
    [{ day: '', month: '', year: '' }, 'day', claimTexts.dateMissing],
    [{ day: '' }, 'day', claimTexts.dayMissing],
    [{ month: ' ' }, 'month', claimTexts.monthMissing],
    [{ year: '' }, 'year', claimTexts.yearMissing],
    [{ year: '08' }, 'year', claimTexts.yearForm],
    [{ year: '208' }, 'year', claimTexts.yearForm],
    [{ year: '20080' }, 'year', claimTexts.dateDigits],
    [{ month: 'déc' }, 'month', claimTexts.dateDigits],
    [{ day: '-1' }, 'day', claimTexts.dateDigits],
    [{ day: '١٠' }, 'day', claimTexts.dateDigits],
    [{ day: '0' }, 'day', claimTexts.dayRange],
    [{ day: '32' }, 'day', claimTexts.dayRange],
    [{ month: '13' }, 'month', claimTexts.monthRange],
    [{ month: '0' }, 'month', claimTexts.monthRange],
    [{ day: '29', month: '2', year: '2007' }, 'day', claimTexts.dateUnreal],
    [{ day: '31', month: '4' }, 'day', claimTexts.dateUnreal],
    [{ year: '1899' }, 'year', claimTexts.yearEarly],
    [{ day: '16', month: '9', year: '2026' }, 'year', claimTexts.dateFuture],
    [{ number: '  ' }, 'number', claimTexts.numberMissing],
    [{ number: 'é!' }, 'number', claimTexts.numberForm],
    [{ number: 'a'.repeat(65) }, 'number', claimTexts.numberForm],
    [{ number: '-' }, 'number', claimTexts.numberForm],
    [{ cvec: 'n’en ai pas' }, 'cvec', claimTexts.cvecForm],
    [{ address: 'ada' }, 'address', claimTexts.addressForm],
    [{ address: 'ada@etu.uca.fr' }, 'address', claimTexts.addressOurs],
    [{ address: 'ada@UCA.fr' }, 'address', claimTexts.addressOurs],
  ])('is not taken: %j', (typed, field, text) => {
    expect(errorsOf(typed)).toEqual([{ field, text }]);
  });

  test('names everything that is wrong, in the order of the form', () => {
    const wrong = errorsOf({ number: '', day: '', month: '', cvec: '!', address: '!' });
    expect(wrong.map(({ field }) => field)).toEqual(['number', 'day', 'month', 'cvec', 'address']);
  });

  test('A-07: crashes on no date, and calls none another than it is', () => {
    const part = fc.oneof(fc.string(), fc.integer({ min: -5, max: 40 }).map(String), fc.integer().map(String));
    fc.assert(
      fc.property(part, part, fc.oneof(part, fc.integer({ min: 1890, max: 2030 }).map(String)), (day, month, year) => {
        const result = read({ day, month, year });
        if ('errors' in result) expect(result.errors.length).toBeGreaterThan(0);
        else {
          const parts = [Number(year), Number(month), Number(day)];
          expect(result.claim.birthDate.split('-').map(Number)).toEqual(parts);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('G-02, G-03: takes one address and nothing else', () => {
    for (const address of [
      'a@b.org,c@d.org',
      'a@b.org;c@d.org',
      'Ada <ada@example.org>',
      '<ada@example.org>',
      'ada@@example.org',
      'ada@example',
      'ada @example.org',
      'ada@example.org\r\nBcc: x@example.org',
      'ada@exa\u0000mple.org',
      `${'a'.repeat(250)}@example.org`,
      'mailto:ada@example.org',
    ]) {
      expect(errorsOf({ address }), address).toEqual([{ field: 'address', text: claimTexts.addressForm }]);
    }
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.emailAddress()), (address) => {
        const result = read({ address });
        const taken = 'claim' in result ? (result.claim.personalEmail ?? '') : '';
        if (taken === '') return;
        expect(taken.split('@')).toHaveLength(2);
        // eslint-disable-next-line no-control-regex -- control characters are what must not be there
        expect(taken).not.toMatch(/[\s\u0000-\u001f<>,;:"\\]/);
        expect(taken.length).toBeLessThanOrEqual(254);
      }),
      { numRuns: 2000 },
    );
    expect.hasAssertions();
  });

  test('is a claim that the workflow can read, whatever it is', () => {
    fc.assert(
      fc.property(fc.record({ number: fc.string(), cvec: fc.string(), address: fc.string() }), (typed) => {
        const result = read(typed);
        expect('errors' in result || claimSchema.safeParse(result.claim).success).toBe(true);
      }),
    );
  });
});

describe('the body of a form', () => {
  const form = '01K5M0Q7T8V9W0X1Y2Z3A4B5C6';
  const body = (pairs: readonly (readonly [string, string])[]) =>
    new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
  const whole: [string, string][] = [
    ['form', form],
    ...claimFields.map((field): [string, string] => [field, ada[field]]),
  ];

  test('is read when each field stands there once', () => {
    expect(parseForm(body(whole), claimFields)).toEqual({ form, typed: ada });
  });

  test('leaves out what the form does not ask for', () => {
    const fields = claimFields.filter((field) => field !== 'cvec');
    const pairs = whole.filter(([name]) => name !== 'cvec');
    expect(parseForm(body(pairs), fields)).toEqual({ form, typed: ada });
  });

  test.each<[string, [string, string][]]>([
    ['a field that is missing', whole.slice(0, -1)],
    ['a field that stands there twice', [...whole, ['number', 'OPI-0002']]],
    ['a field that stands there twice and another not at all', [...whole.slice(0, -1), ['number', 'OPI-0002']]],
    ['an array', [...whole.filter(([name]) => name !== 'number'), ['number[]', 'OPI-0001']]],
    ['an object', [...whole.filter(([name]) => name !== 'number'), ['number[key]', 'OPI-0001']]],
    ['a field that nobody asked for', [...whole, ['personal_email', 'eve@example.org']]],
    ['a prototype', [...whole, ['__proto__', 'x']]],
    ['no id', whole.map(([name, value]) => [name, name === 'form' ? '' : value])],
    ['an id of another form', whole.map(([name, value]) => [name, name === 'form' ? '../x' : value])],
    ['a text that nobody types', whole.map(([name, value]) => [name, name === 'cvec' ? 'x'.repeat(1001) : value])],
    ['nothing', []],
  ])('D-09: is refused with %s', (_, pairs) => {
    expect(parseForm(body(pairs), claimFields)).toBeUndefined();
  });

  test('D-09: is read or refused and never breaks', () => {
    fc.assert(
      fc.property(oddBodies({ required: ['form', ...claimFields] }), (text) => {
        expect(() => parseForm(text, claimFields)).not.toThrow();
      }),
    );
  });
});
