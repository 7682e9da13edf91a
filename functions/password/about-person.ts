import type { University } from '../university/university.ts';
import { fewestOwnCharacters, folded, likelyReadings } from './guessed-spelling.ts';
import type { AboutPerson } from './password-rules.ts';

/** What is as long as this is not there by chance: a login, a number, a date. */
const tellingLength = 6;
/** Active Directory looks for parts of a name from 3 letters on. */
const shortestWord = 3;

/**
 * Whether a password is made of the person or of the university (C-06), whatever its case, accents and direction, and with
 * digits or marks that look like letters.
 *
 * A login, a file number or the birth date is refused wherever it stands. A name or a word of the university may stand in a
 * longer phrase, where a short one also comes up by chance (`ada` in `canada`): refused is what leaves too little without them.
 */
export function isAboutPerson(
  password: string,
  about: AboutPerson,
  { passwordWords }: Pick<University, 'passwordWords'>,
): boolean {
  const numbers = [
    about.login,
    ...(about.fileNumbers ?? []).flatMap((number) => [number, number.replaceAll(/\D/g, '')]),
  ].map((number) => lettersAndDigits(folded(number)));
  const telling = bothWays(
    [...numbers, ...birthDateForms(about.birthDate ?? '')].filter((text) => text.length >= tellingLength),
  );
  const words = bothWays(
    [...numbers, ...namesOf(about), ...passwordWords.map(folded)].filter((word) => word.length >= shortestWord),
  );
  return likelyReadings(folded(password)).some((reading) => {
    const plain = lettersAndDigits(reading);
    return telling.some((text) => plain.includes(text)) || leavesTooLittle(reading, words);
  });
}

function leavesTooLittle(reading: string, words: readonly string[]): boolean {
  const own = words.reduce((left, word) => left.replaceAll(word, ' '), reading);
  if (own === reading) return false;
  // A year is known, and a character that is repeated counts once; digits and marks alone are what everybody adds.
  const counted = own
    .replaceAll(/(?:19|20)\d\d/g, ' ')
    .replaceAll(/\s/g, '')
    .replaceAll(/(.)\1+/gsu, '$1');
  return Array.from(counted).length < fewestOwnCharacters || !/\p{L}/u.test(counted);
}

/** Each part of a name, the name as a whole and both in a row; and the parts that the mail address has in the letters a to z. */
function namesOf({ firstName, lastName, mailAddress = '', otherNames = [] }: AboutPerson): string[] {
  const names = [firstName, lastName, mailAddress.replace(/@.*$/su, ''), ...otherNames].map(folded);
  const parts = names.flatMap((name) => name.split(/[^\p{L}]+/u));
  const [first = '', last = ''] = names.map((name) => name.replaceAll(/[^\p{L}]/gu, ''));
  return [...parts, first, last, first + last, last + first];
}

/** The six usual orders of a date, and those that people write without zeros. */
function birthDateForms(birthDate: string): string[] {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const years = [year, year.slice(2)];
  const forms = years.flatMap((y) => [y + month + day, day + month + y, month + day + y]);
  const [m, d] = [month.replace(/^0/, ''), day.replace(/^0/, '')];
  return [...forms, year + m + d, d + m + year];
}

function lettersAndDigits(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** With each text read backwards, without twins, longest first: the longest of two that overlap is what was meant. */
function bothWays(texts: readonly string[]): string[] {
  const both = texts.flatMap((text) => [text, Array.from(text).reverse().join('')]);
  return [...new Set(both)].sort((a, b) => b.length - a.length);
}
