import { asciiParts } from './ascii-letters.ts';

/** RFC 5321, 4.5.3.1.1: a local part has 64 octets at most; what is left serves the number of homonyms. */
const longestLocalPart = 58;

/** The local part without its number, `jean-baptiste.dupont`; `''` when the names leave no letter. */
export function localPartBase(firstName: string, lastName: string): string {
  return [asciiParts(firstName).join('-'), asciiParts(lastName).join('-')]
    .filter((part) => part !== '')
    .join('.')
    .slice(0, longestLocalPart)
    .replace(/[.-]+$/, '');
}

/** The address of the nth person with this local part in this domain, from 1: the first has no number. */
export function nthAddress(localPart: string, nth: number, domain: string): string {
  return `${localPart}${nth === 1 ? '' : nth - 1}@${domain}`;
}
