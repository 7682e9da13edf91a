import { createHmac, timingSafeEqual } from 'node:crypto';

/** ASVS 6.5.4 asks 20 bits of a code that is typed and not written down: it only shows that a person, and no scanner, acts (B-06). */
const codes = 10 ** 6;

/** D-06: codes that are looked at; after so many wrong ones the link does nothing any more. */
export const triesOfStayCode = 5;

/** The code of six digits that a mail holds beside its link: it follows from the link, and is kept nowhere. */
export function stayCode(token: string, hmacKey: string): string {
  const drawn = createHmac('sha256', hmacKey).update(`stay-code\0${token}`).digest().readUIntBE(0, 6);
  return String(drawn % codes).padStart(6, '0');
}

/** Whether what was typed is the code of a link; spaces make no difference. */
export function isStayCode(token: string, typed: string, hmacKey: string): boolean {
  const given = Buffer.from(typed.replaceAll(/\s/g, ''));
  const expected = Buffer.from(stayCode(token, hmacKey));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
