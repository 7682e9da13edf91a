import type { Text } from '../university/university.ts';
import { deskNotices } from './desk/desk-notices.ts';

/** What the next page says of what has just been done, or not: fixed words, of which a cookie carries the name alone. */
export const notices = {
  ...deskNotices,
  'session-over': {
    fr: 'Votre connexion a pris fin entre-temps : rien n’a été changé. Connectez-vous de nouveau.',
    en: 'Your session has ended meanwhile: nothing was changed. Sign in again.',
  },
  'address-confirmed': {
    fr: 'Votre nouvelle adresse de récupération est confirmée.',
    en: 'Your new recovery address is confirmed.',
  },
  'language-chosen': {
    fr: 'Vos courriels et ces pages seront en français.',
    en: 'Your mails and these pages will be in English.',
  },
  'signed-out': { fr: 'Vous êtes déconnecté·e.', en: 'You are signed out.' },
  'signed-out-everywhere': {
    fr: 'Vous êtes déconnecté·e dans tous les navigateurs.',
    en: 'You are signed out in every browser.',
  },
  'first-counts': {
    fr: 'Cette page avait déjà été envoyée avec un autre mot de passe : c’est le premier envoyé qui compte.',
    en: 'This page had already been sent with another password: the first one that you sent counts.',
  },
} as const satisfies Record<string, Text>;
export type NoticeName = keyof typeof notices;

/** The notice of this name, if there is one. */
export function noticeNamed(name: string | undefined): NoticeName | undefined {
  return name !== undefined && isName(name) ? name : undefined;
}

function isName(name: string): name is NoticeName {
  return Object.hasOwn(notices, name);
}
