import { asciiLetters } from './ascii-letters.ts';

/**
 * A login without its number: the first 3 letters of the first name and the first 5 of the last name.
 * @returns `''` when the names leave no letter.
 */
export function loginBase(firstName: string, lastName: string): string {
  return asciiLetters(firstName).slice(0, 3) + asciiLetters(lastName).slice(0, 5);
}

/** The login of the nth person with this base, from 1: the first has no number, unless the base is unwanted. */
export function nthLogin(base: string, nth: number, unwanted: readonly string[]): string {
  const number = unwanted.includes(base) ? nth : nth - 1;
  return number === 0 ? base : `${base}${number}`;
}
