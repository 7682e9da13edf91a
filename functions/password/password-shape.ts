// The rules that need nothing but the password: the server and the script of the page (password.client.ts) hold them.

/** Every rule that a password may break, in the order in which they are told. */
export const passwordRules = [
  'missing',
  'too-short',
  'too-long',
  'no-upper-case',
  'no-lower-case',
  'no-digit',
  'no-punctuation',
  'forbidden-character',
  'about-you',
  'too-common',
] as const;
export type PasswordRule = (typeof passwordRules)[number];

/** C-01, in characters of Unicode (code points): an emoji made of several counts as several. The account page asks for 12. */
export const fewestCharacters = 12;
export const mostCharacters = 128;
/** C-01, in UTF-8. It is what 128 characters take at most, and stands here so that no other limit ever cuts a password. */
const mostBytes = 512;

/**
 * What a password is, of what was typed: NFC, since keyboards write `é` in two ways and people cannot tell (C-03). Nothing
 * else changes: NFKC would make one password of two, and spaces at the ends are part of it (C-04).
 */
export function passwordTyped(typed: string): string {
  return typed.normalize('NFC');
}

const shape: Partial<Record<PasswordRule, (password: string) => boolean>> = {
  'too-short': (password) => Array.from(password).length < fewestCharacters,
  'too-long': (password) =>
    Array.from(password).length > mostCharacters || new TextEncoder().encode(password).length > mostBytes,
  // By the properties of Unicode, so that É and Я are upper case. The page asks for both cases: who writes in a script that
  // has none adds one letter of each, as for the digit.
  'no-upper-case': (password) => !/\p{Lu}/u.test(password),
  'no-lower-case': (password) => !/\p{Ll}/u.test(password),
  'no-digit': (password) => !/\p{Nd}/u.test(password),
  // Symbols count with punctuation: nobody knows that `+` and `$` are no punctuation to Unicode. A space is welcome and does
  // not count: the complexity rule of Active Directory does not count it either.
  'no-punctuation': (password) => !/[\p{P}\p{S}]/u.test(password),
  // C-02. Controls, NUL among them, are cut off, refused or changed on the way to a directory. Half a surrogate pair has no
  // UTF-8, and U+FFFD stands where something typed did not arrive: two such passwords would be one.
  'forbidden-character': (password) => /[\p{Cc}\p{Cs}\u{fffd}]/u.test(password),
};

/** The rules that a password, in NFC, breaks by itself. An empty one breaks a single rule: it is not there. */
export function brokenByShape(password: string): PasswordRule[] {
  if (password === '') return ['missing'];
  return passwordRules.filter((rule) => shape[rule]?.(password) ?? false);
}
