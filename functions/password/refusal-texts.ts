import type { PasswordRefusal } from '../directory/password-directory.ts';
import type { Text } from '../university/university.ts';

/** Why a directory did not take a password, after “it refused it:”. */
export const refusalTexts = {
  'in-history': { fr: 'vous l’avez déjà eu', en: 'you have had it before' },
  'too-short': { fr: 'il est trop court', en: 'it is too short' },
  'too-long': { fr: 'il est trop long', en: 'it is too long' },
  'too-young': {
    fr: 'le précédent est trop récent pour être changé',
    en: 'the one before is too recent to be changed',
  },
  'too-weak': { fr: 'il est trop facile à deviner', en: 'it is too easy to guess' },
  'no-entry': { fr: 'votre compte n’y est pas inscrit', en: 'your account does not stand in it' },
  rejected: { fr: 'il ne dit pas pourquoi', en: 'it does not say why' },
} as const satisfies Record<PasswordRefusal, Text>;
