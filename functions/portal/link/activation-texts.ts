import type { AddressFault } from '../../address/read-address.ts';
import type { Text } from '../../university/university.ts';

export const activationTexts = {
  title: { fr: 'Activer votre compte', en: 'Activate your account' },
  lead: {
    fr: 'Lisez la charte, vérifiez l’adresse de récupération et choisissez votre mot de passe : votre compte sert aussitôt.',
    en: 'Read the rules of use, check the recovery address and choose your password: your account works at once.',
  },
  login: { fr: 'Identifiant', en: 'Login' },
  mailAddress: { fr: 'Adresse de courriel', en: 'Mail address' },
  mailAddressNone: { fr: 'Aucune avec ce compte', en: 'None with this account' },

  charter: { fr: 'La charte', en: 'The rules of use' },
  charterVersion: { fr: 'Version', en: 'Version' },
  charterAccept: { fr: 'J’ai lu la charte et je l’accepte', en: 'I have read the rules of use and accept them' },
  charterMissing: {
    fr: 'Acceptez la charte pour activer votre compte',
    en: 'Accept the rules of use to activate your account',
  },
  charterChanged: {
    fr: 'La charte a changé depuis que cette page est ouverte : lisez-la et acceptez-la',
    en: 'The rules of use have changed since this page was opened: read and accept them',
  },

  recovery: { fr: 'L’adresse de récupération', en: 'The recovery address' },
  recoveryWhy: {
    fr: 'C’est là que nous vous écrirons si vous oubliez votre mot de passe ou si quelque chose change. Elle est hors de l’université.',
    en: 'This is where we write to you if you forget your password or if something changes. It is outside the university.',
  },
  recoveryKept: { fr: 'Nous garderons l’adresse de votre dossier :', en: 'We keep the address that your file holds:' },
  recoveryAnother: { fr: 'Vous avez confirmé une autre adresse :', en: 'You have confirmed another address:' },
  recoveryNone: {
    fr: 'Votre dossier n’en a pas qui convienne : donnez-en une avant d’activer votre compte.',
    en: 'Your file holds none that fits: give one before you activate your account.',
  },
  recoveryByCard: {
    fr: 'Avec une carte, elle est facultative. Sans elle, un oubli demande une nouvelle carte.',
    en: 'With a card it is optional. Without one, forgetting takes a new card.',
  },
  recoveryMissing: { fr: 'Donnez une adresse de récupération', en: 'Give a recovery address' },
  recoveryChanged: {
    fr: 'L’adresse de récupération n’est plus celle que montrait la page : vérifiez-la et renvoyez',
    en: 'The recovery address is no longer the one that the page showed: check it and send again',
  },
  useOne: { fr: 'Donner une adresse', en: 'Give an address' },
  useAnother: { fr: 'Utiliser une autre adresse', en: 'Use another address' },
  keepFirst: { fr: 'Garder l’adresse du dossier', en: 'Keep the address of the file' },

  password: { fr: 'Le mot de passe', en: 'The password' },
  activate: { fr: 'Activer mon compte', en: 'Activate my account' },
} as const satisfies Record<string, Text>;

/** The pages of another recovery address, before and after activation. */
export const addressTexts = {
  title: { fr: 'Une autre adresse de récupération', en: 'Another recovery address' },
  lead: {
    fr: 'Nous y envoyons un code de huit chiffres, à saisir ici même, dans ce navigateur.',
    en: 'We send a code of eight digits there, to be typed right here, in this browser.',
  },
  address: { fr: 'Adresse personnelle de courriel', en: 'Personal mail address' },
  addressHint: {
    fr: 'Hors de l’université, et que vous garderez. Membres de l’École des Mines de Saint-Étienne : votre adresse @emse.fr.',
    en: 'Outside the university, and one that you keep. Members of the École des Mines de Saint-Étienne: your @emse.fr address.',
  },
  sendCode: { fr: 'Recevoir le code', en: 'Send me the code' },

  codeTitle: { fr: 'Le code reçu par courriel', en: 'The code that you were mailed' },
  codeLead: {
    fr: 'Un courriel avec un code de huit chiffres arrive à l’adresse que vous avez donnée. Il sert dix minutes environ ; regardez aussi dans les courriers indésirables.',
    en: 'A mail with a code of eight digits comes to the address that you gave. It works for about ten minutes; look into the spam folder too.',
  },
  code: { fr: 'Code', en: 'Code' },
  codeHint: { fr: 'Huit chiffres', en: 'Eight digits' },
  confirm: { fr: 'Confirmer l’adresse', en: 'Confirm the address' },
  codeLeft: { fr: 'Le dernier code est parti à', en: 'The last code left at' },
  codeLeaves: { fr: 'Le code n’est pas encore envoyé.', en: 'The code has not been sent yet.' },
  anotherFrom: { fr: 'Un autre peut être demandé à partir de', en: 'Another one can be asked for from' },
  sendAnother: { fr: 'Recevoir un autre code', en: 'Send another code' },
  codeMalformed: { fr: 'Saisissez les huit chiffres du courriel', en: 'Enter the eight digits of the mail' },
  codeWrong: {
    fr: 'Ce n’est pas le code du dernier courriel, ou il a expiré : vérifiez-le',
    en: 'This is not the code of the last mail, or it is too old: check it',
  },
  codeDead: {
    fr: 'Ce code ne sert plus : demandez-en un autre',
    en: 'This code no longer works: ask for another one',
  },
} as const satisfies Record<string, Text>;

export const faultTexts = {
  missing: { fr: 'Saisissez une adresse', en: 'Enter an address' },
  malformed: {
    fr: 'Saisissez une adresse de courriel, comme prenom.nom@exemple.fr',
    en: 'Enter a mail address, such as first.last@example.org',
  },
  inside: {
    fr: 'Saisissez une adresse hors de l’université : une messagerie fermée ne peut pas se rouvrir elle-même',
    en: 'Enter an address outside the university: a mailbox that is locked cannot unlock itself',
  },
  'not-of-school': {
    fr: 'Saisissez votre adresse @emse.fr : c’est la seule pour les membres de l’École des Mines de Saint-Étienne',
    en: 'Enter your @emse.fr address: it is the only one for members of the École des Mines de Saint-Étienne',
  },
  'too-often': {
    fr: 'Cinq codes ont été demandés : attendez un quart d’heure avant le suivant',
    en: 'Five codes have been asked for: wait a quarter of an hour for the next one',
  },
} as const satisfies Record<AddressFault | 'too-often', Text>;
