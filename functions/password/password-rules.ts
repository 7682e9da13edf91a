import type { University } from '../university/university.ts';
import { brokenByShape, passwordRules, passwordTyped, type PasswordRule } from './password-shape.ts';

/** What a password is not made of. */
export interface AboutPerson {
  readonly login: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Of other files: before a marriage, or spelled otherwise. */
  readonly otherNames?: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string;
  readonly fileNumbers?: readonly string[];
  /** The university's: it has the names in the letters a to z, whatever the script that they are written in. */
  readonly mailAddress?: string;
}

/**
 * The password, in NFC, or the rules that it breaks, in the order of `passwordRules`. It never throws and calls nobody
 * (C-06): the list of common passwords is part of the bundle, and is read when the first password is checked.
 */
export async function checkPassword(
  typed: string,
  about: AboutPerson,
  university: Pick<University, 'passwordWords'>,
): Promise<{ password: string } | { broken: readonly PasswordRule[] }> {
  const password = passwordTyped(typed);
  const broken = new Set(brokenByShape(password));
  // The other rules look at every part of a password: not at those of one that nobody may have anyway.
  if (!broken.has('missing') && !broken.has('too-long')) {
    // Loaded here: pages that ask for no password start without them.
    const [{ isAboutPerson }, { isCommon }] = await Promise.all([
      import('./about-person.ts'),
      import('./common-passwords.ts'),
    ]);
    if (isAboutPerson(password, about, university)) broken.add('about-you');
    if (isCommon(password)) broken.add('too-common');
  }
  return broken.size === 0 ? { password } : { broken: passwordRules.filter((rule) => broken.has(rule)) };
}
