import type { Text } from '../../university/university.ts';

export const notMeTexts = {
  title: { fr: 'Ce n’était pas vous ?', en: 'This was not you?' },
  lead: {
    fr: 'Si quelqu’un d’autre a changé votre mot de passe ou votre adresse de récupération, verrouillez votre compte tout de suite.',
    en: 'If somebody else changed your password or your recovery address, lock your account right now.',
  },
  login: { fr: 'Identifiant', en: 'Login' },
  whatHappens: { fr: 'Ce que cela fait', en: 'What this does' },
  nobodyIn: {
    fr: 'Plus personne n’entre avec ce compte, vous non plus : ni ici, ni à l’ENT, au Wi-Fi ou à la messagerie.',
    en: 'Nobody gets in with this account any more, you included: neither here nor in the ENT, the Wi-Fi or mail.',
  },
  sessionsEnd: {
    fr: 'Toutes les connexions à ce site et tous les liens déjà envoyés prennent fin.',
    en: 'Every session of this site and every link that was sent ends.',
  },
  criUnlocks: {
    fr: 'Le CRI vérifie avec vous qui vous êtes, puis déverrouille le compte.',
    en: 'The CRI checks with you who you are, then unlocks the account.',
  },
  ifItWasYou: {
    fr: 'C’était vous ? Fermez cette page : rien n’a changé.',
    en: 'It was you? Close this page: nothing has changed.',
  },
  lock: { fr: 'Verrouiller mon compte', en: 'Lock my account' },

  lockedTitle: { fr: 'Votre compte est verrouillé', en: 'Your account is locked' },
  lockedLead: {
    fr: 'Plus personne ne peut s’en servir : toutes les connexions à ce site et tous les liens sont morts. Les annuaires l’apprennent dans la minute, ou dès qu’ils répondent.',
    en: 'Nobody can use it any more: every session of this site and every link is dead. The directories learn it within the minute, or as soon as they answer.',
  },
  lockedNext: {
    fr: 'Contactez maintenant le CRI, avec une pièce d’identité : lui seul peut le déverrouiller.',
    en: 'Now contact the CRI, with an identity document: they alone can unlock it.',
  },
  contact: { fr: 'Contact :', en: 'Contact:' },

  deadTitle: { fr: 'Ce lien ne peut plus verrouiller le compte', en: 'This link can no longer lock the account' },
  deadLead: {
    fr: 'Il a déjà servi, ou il a plus de sept jours. Rien n’a été fait. Si quelqu’un d’autre se sert de votre compte, contactez le CRI : il le verrouille pour vous.',
    en: 'It was used already, or it is older than seven days. Nothing was done. If somebody else uses your account, contact the CRI: they lock it for you.',
  },
} as const satisfies Record<string, Text>;
