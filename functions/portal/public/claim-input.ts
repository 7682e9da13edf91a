import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { isIdentifier } from '../../file/file-key.ts';
import type { Claim } from '../../file/file.ts';
import { id } from '../../step/id.ts';
import type { Text, University } from '../../university/university.ts';
import type { Identity } from './identities.ts';

export const claimFields = ['number', 'day', 'month', 'year', 'cvec', 'address'] as const;
export type ClaimField = (typeof claimFields)[number];

/** What was typed, as it was typed; a field that the form does not have is empty. */
export type Typed = Readonly<Record<ClaimField, string>>;
export const nothingTyped: Typed = { number: '', day: '', month: '', year: '', cvec: '', address: '' };

export interface ClaimError {
  readonly field: ClaimField;
  readonly text: Text;
}

/** The fields of an identity's form: a CVEC number is asked of the populations that need one. */
export function fieldsOf(
  { populations }: Identity,
  { cvecAsked }: Pick<University, 'cvecAsked'>,
): readonly ClaimField[] {
  const asked = populations.some((population) => cvecAsked.includes(population));
  return claimFields.filter((field) => field !== 'cvec' || asked);
}

/** A number, an address: nobody types more. What is longer did not come from the form. */
const typedText = z.string().check(z.maxLength(1000));

/**
 * The body of the form, once each field stands there exactly once.
 * @returns `undefined` for anything that a browser would not send for this form (D-09).
 */
export function parseForm(body: string, fields: readonly ClaimField[]): { form: string; typed: Typed } | undefined {
  const pairs = [...new URLSearchParams(body)];
  const names = pairs.map(([name]) => name);
  const expected = new Set<string>(['form', ...fields]);
  if (names.length !== expected.size || !names.every((name) => expected.delete(name))) return undefined;
  const schema = z.object({
    form: id,
    number: typedText,
    day: typedText,
    month: typedText,
    year: typedText,
    cvec: z._default(typedText, ''),
    address: z._default(typedText, ''),
  });
  const parsed = z.safeParse(schema, Object.fromEntries(pairs));
  if (!parsed.success) return undefined;
  const { form, ...typed } = parsed.data;
  return { form, typed };
}

/** The claim that was typed, or what to correct; errors come in the order of the fields. */
export function readClaim(
  typed: Typed,
  { key }: Pick<Identity, 'key'>,
  { today, university }: { today: string; university: University },
): { claim: Claim } | { errors: readonly ClaimError[] } {
  const number = typed.number.trim();
  const cvec = typed.cvec.trim();
  const address = typed.address.trim();
  const birthDate = readBirthDate(typed, today);
  const errors = [
    ...numberErrors(number),
    ...('errors' in birthDate ? birthDate.errors : []),
    ...(cvec !== '' && !isIdentifier(cvec) ? [{ field: 'cvec' as const, text: claimTexts.cvecForm }] : []),
    ...(address === '' ? [] : addressErrors(address, university)),
  ];
  if (errors.length > 0 || 'errors' in birthDate) return { errors };
  return {
    claim: {
      key,
      number,
      birthDate: birthDate.day,
      ...(cvec !== '' && { cvecNumber: cvec }),
      ...(address !== '' && { personalEmail: address }),
    },
  };
}

function numberErrors(number: string): ClaimError[] {
  if (number === '') return [{ field: 'number', text: claimTexts.numberMissing }];
  return isIdentifier(number) ? [] : [{ field: 'number', text: claimTexts.numberForm }];
}

/** Nobody alive was born before (the oldest person on record lived 122 years). */
const earliestBirthYear = 1900;

function readBirthDate({ day, month, year }: Typed, today: string): { day: string } | { errors: ClaimError[] } {
  const parts = [
    { field: 'day', typed: day.trim(), missing: claimTexts.dayMissing },
    { field: 'month', typed: month.trim(), missing: claimTexts.monthMissing },
    { field: 'year', typed: year.trim(), missing: claimTexts.yearMissing },
  ] as const;
  const wrong = (field: ClaimField, text: Text) => ({ errors: [{ field, text }] });

  const empty = parts.filter((part) => part.typed === '');
  if (empty.length === parts.length) return wrong('day', claimTexts.dateMissing);
  if (empty.length > 0) return { errors: empty.map(({ field, missing }) => ({ field, text: missing })) };
  const notNumber = parts.find((part) => !/^\d{1,4}$/.test(part.typed));
  if (notNumber) return wrong(notNumber.field, claimTexts.dateDigits);
  if (!/^\d{4}$/.test(parts[2].typed)) return wrong('year', claimTexts.yearForm);
  const [dayNumber, monthNumber, yearNumber] = [Number(parts[0].typed), Number(parts[1].typed), Number(parts[2].typed)];
  if (dayNumber < 1 || dayNumber > 31) return wrong('day', claimTexts.dayRange);
  if (monthNumber < 1 || monthNumber > 12) return wrong('month', claimTexts.monthRange);
  if (yearNumber < earliestBirthYear) return wrong('year', claimTexts.yearEarly);
  // A date that there is not comes back as the last day of its month.
  const date = Temporal.PlainDate.from({ year: yearNumber, month: monthNumber, day: dayNumber });
  if (date.day !== dayNumber) return wrong('day', claimTexts.dateUnreal);
  return date.toString() > today ? wrong('year', claimTexts.dateFuture) : { day: date.toString() };
}

/** RFC 5321, 4.5.3.1.3, less the angle brackets. */
const longestAddress = 254;
const addressForm = z.email();

/** One address and nothing else (G-02, G-03), outside the university: a mailbox that is locked cannot unlock itself. */
function addressErrors(address: string, { populations, scope }: University): ClaimError[] {
  if (address.length > longestAddress || !z.safeParse(addressForm, address).success) {
    return [{ field: 'address', text: claimTexts.addressForm }];
  }
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const ours = [scope, ...Object.values(populations).flatMap(({ mailDomain }) => mailDomain ?? [])];
  return ours.includes(domain) ? [{ field: 'address', text: claimTexts.addressOurs }] : [];
}

export const claimTexts = {
  numberMissing: { fr: 'Saisissez votre numéro', en: 'Enter your number' },
  numberForm: {
    fr: 'Le numéro ne comporte que des lettres sans accent, des chiffres, des points, des barres et des tirets',
    en: 'The number has only letters without accents, digits, dots, slashes and dashes',
  },
  dateMissing: { fr: 'Saisissez votre date de naissance', en: 'Enter your birth date' },
  dayMissing: { fr: 'La date de naissance doit avoir un jour', en: 'The birth date must have a day' },
  monthMissing: { fr: 'La date de naissance doit avoir un mois', en: 'The birth date must have a month' },
  yearMissing: { fr: 'La date de naissance doit avoir une année', en: 'The birth date must have a year' },
  dateDigits: { fr: 'La date de naissance s’écrit en chiffres', en: 'The birth date is written in digits' },
  yearForm: {
    fr: 'L’année de naissance s’écrit avec quatre chiffres',
    en: 'The year of birth is written with four digits',
  },
  yearEarly: { fr: 'L’année de naissance est trop ancienne', en: 'The year of birth is too long ago' },
  dayRange: { fr: 'Le jour va de 1 à 31', en: 'The day is from 1 to 31' },
  monthRange: { fr: 'Le mois va de 1 à 12', en: 'The month is from 1 to 12' },
  dateUnreal: { fr: 'Cette date de naissance n’existe pas', en: 'There is no such birth date' },
  dateFuture: { fr: 'La date de naissance est dans le futur', en: 'The birth date is in the future' },
  cvecForm: {
    fr: 'Le numéro CVEC ne comporte que des lettres sans accent, des chiffres et des tirets',
    en: 'The CVEC number has only letters without accents, digits and dashes',
  },
  addressForm: {
    fr: 'Saisissez une adresse de courriel, comme prenom.nom@exemple.fr',
    en: 'Enter a mail address, such as first.last@example.org',
  },
  addressOurs: {
    fr: 'Saisissez une adresse personnelle, hors de l’université',
    en: 'Enter a personal address, outside the university',
  },
} as const satisfies Record<string, Text>;
