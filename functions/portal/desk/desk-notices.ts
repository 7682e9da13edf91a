import type { Text } from '../../university/university.ts';

/** What has just been done at a desk, or why it was not: said by the page that follows (`rememberNotice`). */
export const deskNotices = {
  asked: {
    fr: 'La demande est enregistrée : chaque étape vous est dite par courriel.',
    en: 'The request is recorded: a mail tells you each step.',
  },
  extended: { fr: 'C’est prolongé.', en: 'It is prolonged.' },
  'extension-asked': {
    fr: 'La prolongation est demandée : le CRI décide, un courriel vous le dira.',
    en: 'It is asked to be prolonged: the CRI decides, a mail will tell you.',
  },
  ended: {
    fr: 'Le séjour est terminé. Vous pouvez revenir en arrière pendant 24 heures.',
    en: 'The stay has ended. You can take that back for 24 hours.',
  },
  undone: {
    fr: 'La fin est annulée : le compte sert de nouveau.',
    en: 'The end is taken back: the account works again.',
  },
  offered: {
    fr: 'Votre collègue reçoit un courriel. Vous répondez de la personne jusqu’à sa réponse.',
    en: 'Your colleague receives a mail. You answer for the person until they answer.',
  },
  accepted: { fr: 'Vous répondez de cette personne à présent.', en: 'You answer for this person now.' },
  'handed-on': {
    fr: 'Un ou une collègue répond de cette personne à présent.',
    en: 'A colleague answers for this person now.',
  },
  declined: {
    fr: 'C’est fait : la personne ne vous est pas confiée.',
    en: 'Done: the person is not handed over to you.',
  },
  'taken-back': { fr: 'C’est fait : la personne n’est plus confiée.', en: 'Done: the person is handed over no more.' },
  withdrawn: { fr: 'La demande est retirée.', en: 'The request is withdrawn.' },
  changed: {
    fr: 'Rien n’a été fait : la fiche a changé entre-temps, ou il est trop tard. Relisez-la.',
    en: 'Nothing was done: this has changed meanwhile, or it is too late. Read it again.',
  },
  quota: {
    fr: 'Rien n’a été fait : vous répondez déjà d’autant de personnes que l’université le permet.',
    en: 'Nothing was done: you answer for as many people as the university allows already.',
  },
  'card-not-ready': {
    fr: 'Le compte n’est pas encore prêt : réessayez dans une minute.',
    en: 'The account is not ready yet: try again in a minute.',
  },
  'card-has-mail': {
    fr: 'Cette personne a une adresse : le lien lui est envoyé par courriel.',
    en: 'This person has an address: the link is mailed to it.',
  },
  'card-unusable': {
    fr: 'Pas de carte : le compte est terminé ou verrouillé.',
    en: 'No card: the account has ended or is locked.',
  },
  decided: {
    fr: 'La décision est enregistrée : qui l’a demandée l’apprend par courriel.',
    en: 'The decision is recorded: a mail tells who asked.',
  },
  locked: { fr: 'Le compte est verrouillé.', en: 'The account is locked.' },
  unlocked: {
    fr: 'Le compte est déverrouillé : un courriel part pour choisir un autre mot de passe.',
    en: 'The account is unlocked: a mail leaves to choose another password.',
  },
  'not-locked': { fr: 'Rien n’a été fait : il n’était pas verrouillé.', en: 'Nothing was done: it was not locked.' },
  'own-account': {
    fr: 'Rien n’a été fait : c’est votre compte, quelqu’un d’autre du CRI le déverrouille.',
    en: 'Nothing was done: this is your account, somebody else of the CRI unlocks it.',
  },
  closed: { fr: 'Rien n’a été fait : ce compte est fermé.', en: 'Nothing was done: this account is closed.' },
  confirmed: {
    fr: 'C’est confirmé : ces fins ont lieu maintenant.',
    en: 'Confirmed: these ends take place now.',
  },
  gone: {
    fr: 'Rien n’a été fait : il n’en reste rien, les dossiers ont été corrigés entre-temps.',
    en: 'Nothing was done: nothing of it is left, the files were put right meanwhile.',
  },
} as const satisfies Record<string, Text>;
