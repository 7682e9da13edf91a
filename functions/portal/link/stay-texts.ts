import type { DoneByLink } from '../../request/stay-by-link.ts';
import type { Text } from '../../university/university.ts';

export const stayTexts = {
  lead: {
    fr: 'Vous répondez de cette personne.',
    en: 'You answer for this person.',
  },
  until: { fr: 'Dernier jour', en: 'Last day' },
  ended: { fr: 'Terminé le', en: 'Ended on' },
  desk: { fr: 'Ouvrir sa fiche', en: 'Open their page' },
  deskAbout: {
    fr: 'Pour prolonger ou confier : après connexion.',
    en: 'To prolong or hand over: once you have signed in.',
  },
  deskAboutCard: {
    fr: 'Pour prolonger, confier ou imprimer une carte : après connexion.',
    en: 'To prolong, hand over or print a card: once you have signed in.',
  },
  actTitle: { fr: 'Sans se connecter', en: 'Without signing in' },
  act: { fr: 'Que voulez-vous faire ?', en: 'What do you want to do?' },
  end: { fr: 'Terminer le séjour', en: 'End the stay' },
  endAbout: {
    fr: 'Le compte s’arrête tout de suite. Vous pouvez revenir en arrière pendant 24 heures.',
    en: 'The account stops at once. You can take that back for 24 hours.',
  },
  notMine: { fr: 'Ce n’est pas mon invité·e', en: 'This is not my guest' },
  notMineAbout: {
    fr: 'Le CRI et votre unité cherchent qui en répond. Rien n’est coupé avant la date promise.',
    en: 'The CRI and your unit find out who answers for them. Nothing is cut off before the promised day.',
  },
  undo: { fr: 'Revenir en arrière', en: 'Take it back' },
  disowned: {
    fr: 'Le CRI et votre unité cherchent qui répond de cette personne. D’ici là, c’est toujours vous.',
    en: 'The CRI and your unit find out who answers for this person. Until then you still do.',
  },
  undoAbout: {
    fr: 'Tout redevient comme avant, jusqu’au jour promis.',
    en: 'All is as before again, until the promised day.',
  },
  endedUntil: {
    fr: 'Ce séjour est terminé. Vous pouvez revenir en arrière jusqu’au',
    en: 'This stay has ended. You can take that back until',
  },
  code: { fr: 'Code à six chiffres du courriel', en: 'Six-digit code of the mail' },
  codeHint: {
    fr: 'Il montre que c’est vous, et pas un logiciel qui ouvre les liens.',
    en: 'It shows that it is you, and not a program that opens links.',
  },
  confirm: { fr: 'Confirmer', en: 'Confirm' },
  actMissing: { fr: 'Choisissez ce que vous voulez faire', en: 'Choose what you want to do' },
  wrongCode: {
    fr: 'Ce n’est pas le code de ce courriel. Au cinquième essai, le lien ne vaut plus rien',
    en: 'This is not the code of this mail. At the fifth try the link is worth nothing any more',
  },
  changed: {
    fr: 'Rien n’a été fait : le séjour a changé entre-temps',
    en: 'Nothing was done: the stay has changed meanwhile',
  },
  tooOften: {
    fr: 'Trop d’essais depuis ici : reprenez dans quelques minutes',
    en: 'Too many tries from here: go on in some minutes',
  },
  deadTitle: { fr: 'Ce lien n’est plus valable', en: 'This link no longer works' },
  deadLead: {
    fr: 'Il est trop ancien, le code a été tapé cinq fois de travers, ou quelqu’un d’autre répond de la personne. Connectez-vous pour voir vos invité·es.',
    en: 'It is too old, its code was typed wrong five times, or somebody else answers for the person. Sign in to see your guests.',
  },
  guests: { fr: 'Mes invité·es', en: 'My guests' },
} as const satisfies Record<string, Text>;

/** What was done, told on the page of the same link. */
export const stayDone = {
  ended: {
    title: { fr: 'Le séjour est terminé', en: 'The stay has ended' },
    lead: {
      fr: 'Le compte ne s’utilise plus. Vous pouvez revenir en arrière pendant 24 heures, par ce même lien et son code.',
      en: 'The account can no longer be used. You can take that back for 24 hours, by this same link and its code.',
    },
  },
  undone: {
    title: { fr: 'C’est annulé', en: 'It is taken back' },
    lead: {
      fr: 'Tout est comme avant : le compte sert jusqu’au jour promis, et vous en répondez.',
      en: 'All is as before: the account works until the promised day, and you answer for it.',
    },
  },
  disowned: {
    title: { fr: 'C’est noté', en: 'It is noted' },
    lead: {
      fr: 'Le CRI et votre unité cherchent qui répond de cette personne. Vous n’avez rien d’autre à faire.',
      en: 'The CRI and your unit find out who answers for this person. There is nothing else for you to do.',
    },
  },
} as const satisfies Partial<Record<DoneByLink, { title: Text; lead: Text }>>;
