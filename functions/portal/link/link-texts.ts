import type { Text } from '../../university/university.ts';
import type { Unusable } from './unusable.ts';

export const linkTexts = {
  deadTitle: { fr: 'Ce lien n’est plus valable', en: 'This link no longer works' },
  deadLead: {
    fr: 'Un lien sert une fois et pour un temps : 24 heures pour activer un compte, 30 minutes pour un nouveau mot de passe. Celui-ci a servi, a expiré, a été remplacé, ou n’est pas arrivé en entier.',
    en: 'A link works once and for a time: 24 hours to activate an account, 30 minutes for a new password. This one was used, is too old, was replaced, or did not arrive whole.',
  },
  deadFresh: {
    fr: 'Nous pouvons en envoyer un nouveau à l’adresse de votre compte : il arrive en quelques minutes.',
    en: 'We can send a fresh one to the address of your account: it comes within minutes.',
  },
  deadAskAgain: {
    fr: 'Pour en recevoir un nouveau, redemandez-le : il arrive en quelques minutes.',
    en: 'To receive a fresh one, ask again: it comes within minutes.',
  },

  otherTitle: {
    fr: 'Un autre lien a été ouvert entre-temps dans ce navigateur',
    en: 'Another link was opened since in this browser',
  },
  otherLead: {
    fr: 'Un navigateur suit un lien à la fois : rien n’a été changé. Rouvrez, depuis son courriel, le lien dont vous veniez de remplir la page.',
    en: 'A browser follows one link at a time: nothing was changed. Open the link whose page you have just filled in again, from its mail.',
  },

  contact: { fr: 'Votre contact :', en: 'Your contact:' },
} as const satisfies Record<string, Text>;

/** Why nothing can be done with an account here. */
export const unusableTexts = {
  locked: {
    title: { fr: 'Ce compte est verrouillé', en: 'This account is locked' },
    lead: {
      fr: 'Personne ne peut s’en servir, et aucun mot de passe ne peut y être choisi. Seul le CRI peut le déverrouiller : contactez-le.',
      en: 'Nobody can use it, and no password can be chosen for it. The CRI alone can unlock it: contact them.',
    },
  },
  ended: {
    title: { fr: 'Ce compte est arrivé à sa fin', en: 'This account has ended' },
    lead: {
      fr: 'Sa date de fin est passée. Il revient dès que votre service renouvelle votre dossier : un courriel vous le dira.',
      en: 'Its last day has passed. It comes back as soon as your office renews your file: a mail will tell you.',
    },
  },
  suspended: {
    title: { fr: 'Ce compte est suspendu', en: 'This account is suspended' },
    lead: {
      fr: 'Il revient dès que votre service renouvelle votre dossier : un courriel vous le dira.',
      en: 'It comes back as soon as your office renews your file: a mail will tell you.',
    },
  },
  closed: {
    title: { fr: 'Ce compte est fermé', en: 'This account is closed' },
    lead: {
      fr: 'Il ne peut plus être rouvert. Si vous revenez à l’université, votre service vous en ouvrira un autre.',
      en: 'It cannot be opened again. If you come back to the university, your office opens another one for you.',
    },
  },
} as const satisfies Record<Unusable, { title: Text; lead: Text }>;
