/**
 * How a password reads to somebody who guesses: without accents, case and the differences of compatibility characters. For
 * comparison alone: the password itself stays as it was typed.
 */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[æœßøłđðþı]/g, (letter) => plainLetters[letter] ?? letter);
}

/** Letters of European names that have no accent to take off. */
const plainLetters: Readonly<Record<string, string>> = {
  ...{ æ: 'ae', œ: 'oe', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' },
};

/** What people write for a letter. A `1` or `!` is an i in one reading and an l in the other. */
const likeLetters = { '4': 'a', '@': 'a', '3': 'e', '€': 'e', '0': 'o', '5': 's', $: 's', '7': 't', '+': 't' };
const readings: readonly Readonly<Record<string, string>>[] = [
  { ...likeLetters, '1': 'i', '!': 'i' },
  { ...likeLetters, '1': 'l', '!': 'l' },
];

/** The ways to read a folded text: as it stands, and with letters for what looks like them. None is longer than it. */
export function likelyReadings(text: string): string[] {
  const read = readings.map((letters) => text.replaceAll(/./gsu, (character) => letters[character] ?? character));
  return [...new Set([text, ...read])];
}

/**
 * What is left of a password without its guessable parts must be a password by itself: 8 characters (ASVS 5.0, 6.2.1). So a
 * long phrase may hold a name or a common word, and a name with a year and a mark is none.
 */
export const fewestOwnCharacters = 8;
