import { type OfficeName, offices } from '../university/university.ts';
import type { Claim, HandedOver } from './file.ts';

/**
 * The one way in which numbers are compared (D-13): compatibility forms, case, spaces, dashes and invisible characters
 * make no difference, since people copy them from paper; everything else does. For comparison only: what is stored and
 * shown is what the office wrote. Idempotent.
 */
export function comparable(identifier: string): string {
  let text = identifier;
  // Dropping a character can bring two others together that compose: a second pass is then not the same as the first.
  for (let previous; text !== previous;) {
    previous = text;
    // Lower case, not upper: a dotless ı would become an I, which is somebody else's.
    text = text.normalize('NFKC').toLowerCase().replaceAll(dropped, '');
  }
  return text;
}

const dropped = /[\p{White_Space}\p{Dash}\p{Default_Ignorable_Code_Point}\p{C}]/gu;

/** Whether two numbers are the same for a reader. */
export function sameIdentifier(one: string, other: string): boolean {
  return comparable(one) === comparable(other);
}

/** Longer than any number that an office is known to print (an INE has 11 characters, a CVEC number 12). */
const longestIdentifier = 64;

/** Whether an export may hold this as a number: letters without accents, digits, `.`, `/` and `_`, besides spaces and dashes. */
export function isIdentifier(text: string): boolean {
  return text.length <= longestIdentifier && !/\p{Cc}/u.test(text) && /^[0-9a-z./_]+$/.test(comparable(text));
}

/** The numbers that lead to a file beside its own, by the column that brings them. */
export const identifierColumns = ['student_number', 'ine', 'opi_number'] as const;
export type IdentifierColumn = (typeof identifierColumns)[number];

/** The key in `fileKeys` of a number of an office. */
export function fileKey(office: OfficeName, column: 'file_number' | IdentifierColumn, identifier: string): string {
  // No stored number is longer, so that what a stranger types at length finds nothing and exceeds no limit of the table.
  return `${office}/${column}/${comparable(identifier.slice(0, longestIdentifier + 1))}`;
}

/** What a file says in one of these columns. */
export function identifierOf(
  { studentNumber, ine, opiNumber }: Pick<HandedOver, 'studentNumber' | 'ine' | 'opiNumber'>,
  column: IdentifierColumn,
): string | undefined {
  return { student_number: studentNumber, ine, opi_number: opiNumber }[column];
}

/** The keys of an INE at the other offices: an INE follows a person, other numbers are an office's own. */
export function ineKeysElsewhere({ office, ine }: HandedOver): string[] {
  if (ine === undefined) return [];
  return offices.filter((other) => other !== office).map((other) => fileKey(other, 'ine', ine));
}

/** The key that a claim names: numbers on the form are the registrar's, but for the HR file number. */
export function claimFileKey({ key, number }: Pick<Claim, 'key' | 'number'>): string {
  return key === 'hr_number' ? fileKey('hr', 'file_number', number) : fileKey('registrar', key, number);
}
