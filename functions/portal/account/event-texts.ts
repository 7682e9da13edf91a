import type { Text } from '../../university/university.ts';

/** Events of the journal in words; what is not here is of no use to the person. */
const eventTexts: Readonly<Record<string, Text>> = {
  'signed-in': { fr: 'Connexion à « Mon compte »', en: 'Signed in to “My account”' },
  'signed-out-everywhere': { fr: 'Déconnexion partout', en: 'Signed out everywhere' },
  activated: { fr: 'Compte activé', en: 'Account activated' },
  locked: { fr: 'Compte verrouillé', en: 'Account locked' },
  unlocked: { fr: 'Compte déverrouillé', en: 'Account unlocked' },
  suspended: { fr: 'Compte suspendu', en: 'Account suspended' },
  'ended-early': { fr: 'Fin du compte demandée', en: 'End of the account asked for' },
  'end-undone': { fr: 'Fin du compte annulée', en: 'End of the account taken back' },
  'password-chosen-activation': { fr: 'Premier mot de passe choisi', en: 'First password chosen' },
  'password-chosen-recovery': {
    fr: 'Mot de passe choisi par le lien de récupération',
    en: 'Password chosen by the recovery link',
  },
  'password-chosen-change': { fr: 'Nouveau mot de passe choisi', en: 'New password chosen' },
  'password-everywhere': { fr: 'Mot de passe vérifié partout', en: 'Password verified everywhere' },
  'password-refused': { fr: 'Mot de passe refusé par les annuaires', en: 'Password refused by the directories' },
  'password-partly': { fr: 'Mot de passe refusé par un annuaire', en: 'Password refused by a directory' },
  'password-cleared': {
    fr: 'Mot de passe pas arrivé partout : l’ancien est effacé là où il manque',
    en: 'Password not arrived everywhere: the former one is deleted where it is missing',
  },
  'recovery-address-changed': { fr: 'Adresse de récupération changée', en: 'Recovery address changed' },
};

/** An event of the journal in words, if the person has a use for it. */
export function eventText(what: string): Text | undefined {
  return Object.hasOwn(eventTexts, what) ? eventTexts[what] : undefined;
}

/** How an event that a person may read is called: the others are not shown. */
export const toldEvents: readonly string[] = Object.keys(eventTexts);
