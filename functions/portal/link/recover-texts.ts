import type { Text } from '../../university/university.ts';

export const recoverTexts = {
  title: { fr: 'Choisir un nouveau mot de passe', en: 'Choose a new password' },
  lead: {
    fr: 'Dès qu’il est enregistré, l’ancien mot de passe ne sert plus et toutes les connexions ouvertes prennent fin.',
    en: 'As soon as it is recorded, the old password no longer works and every open session ends.',
  },
  login: { fr: 'Identifiant', en: 'Login' },
  mailAddress: { fr: 'Adresse de courriel', en: 'Mail address' },
  opens: { fr: 'Ce que ce compte ouvre', en: 'What this account opens' },
  opensNone: { fr: 'Ce que le CRI accorde', en: 'What the CRI grants' },
  send: { fr: 'Enregistrer ce mot de passe', en: 'Record this password' },
  notActive: { fr: 'Ce compte n’est pas encore activé', en: 'This account is not activated yet' },
  notActiveLead: {
    fr: 'Il lui faut un lien d’activation : demandez-le par « Première visite ».',
    en: 'It needs an activation link: ask for one by “First time here”.',
  },
  firstTime: { fr: 'Première visite', en: 'First time here' },
} as const satisfies Record<string, Text>;
