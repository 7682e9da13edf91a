import type { Rejection } from '../../file/file.ts';
import type { Text } from '../../university/university.ts';
import type { Light, Mark } from './progress.ts';

export const statusTexts = {
  title: { fr: 'Où en est votre compte', en: 'How your account stands' },
  steps: { fr: 'Les étapes', en: 'The steps' },
  refresh: { fr: 'Actualiser cette page', en: 'Refresh this page' },
  runs: {
    fr: 'La création de votre compte est en cours. Cette page se met à jour toute seule si JavaScript est actif ; sinon, actualisez-la.',
    en: 'Your account is being made. This page keeps itself up to date where JavaScript is on; otherwise refresh it.',
  },

  fileReceived: { fr: 'Dossier reçu', en: 'File received' },
  fileReceivedFrom: { fr: 'Transmis par :', en: 'Handed over by:' },
  fileComplete: { fr: 'Dossier complet', en: 'File complete' },
  fileIncomplete: { fr: 'Dossier incomplet', en: 'File not complete' },
  missing: { fr: 'Il manque :', en: 'What is missing:' },
  missingThen: {
    fr: 'Dès que le service l’aura enregistré, votre compte se créera tout seul et un courriel partira.',
    en: 'As soon as the office has recorded it, your account is made by itself and a mail leaves.',
  },
  missingThenOpen: {
    fr: 'Votre compte est ouvert, mais ne sera prolongé qu’une fois le dossier de nouveau complet.',
    en: 'Your account is open, but is prolonged only once the file is complete again.',
  },
  contact: { fr: 'Votre contact :', en: 'Your contact:' },
  fileRejected: { fr: 'Dossier à corriger', en: 'File to be corrected' },
  fileRejectedThen: {
    fr: 'Le service a été prévenu. Votre compte se créera dès que le dossier sera corrigé.',
    en: 'The office has been told. Your account is made as soon as the file is corrected.',
  },
  loginReserved: { fr: 'Identifiant réservé', en: 'Login reserved' },
  login: { fr: 'Identifiant', en: 'Login' },
  directories: { fr: 'Annuaires', en: 'Directories' },
  mailSent: { fr: 'Courriel envoyé', en: 'Mail sent' },
  mailSentOn: { fr: 'Avec le lien qui ouvre cette page, le', en: 'With the link that opens this page, on' },
  mail: { fr: 'Courriel', en: 'Mail' },
  mailLater: { fr: 'Il part quand tout le reste est fait.', en: 'It leaves when all the rest is done.' },
  broken: {
    fr: 'Une étape n’a pas abouti. Repassez par « Première visite » pour la relancer ; si cela dure, contactez',
    en: 'A step did not succeed. Go through “First time here” to start it again; if this lasts, contact',
  },

  account: { fr: 'Votre compte', en: 'Your account' },
  mailAddress: { fr: 'Adresse de courriel', en: 'Mail address' },
  mailAddressNone: { fr: 'Aucune avec ce compte', en: 'None with this account' },
  services: { fr: 'Ce qu’il ouvrira', en: 'What it will open' },
  servicesNone: { fr: 'Ce que le CRI accordera', en: 'What the CRI grants' },
  until: { fr: 'Valable jusqu’au', en: 'Valid until' },
  untilNone: { fr: 'Sans date de fin', en: 'No end date' },

  next: { fr: 'La suite', en: 'What comes next' },
  nextPassword: {
    fr: 'Il reste à accepter la charte, à vérifier l’adresse de récupération et à choisir votre mot de passe : trois minutes.',
    en: 'What is left: accept the rules of use, check the recovery address and choose your password. Three minutes.',
  },
  activate: { fr: 'Activer mon compte', en: 'Activate my account' },
  nextLink: {
    fr: 'Choisir votre mot de passe, par le lien du courriel qui dit que votre compte est prêt. Vous ne le trouvez pas ? Demandez-en un nouveau.',
    en: 'Choosing your password, by the link of the mail that says that your account is ready. You cannot find it? Ask for a fresh one.',
  },
  nextPasswordLater: {
    fr: 'Votre identifiant, puis vos annuaires. Un courriel vous mènera ensuite au choix de votre mot de passe.',
    en: 'Your login, then your directories. A mail then leads you to the choice of your password.',
  },
  nextActive: { fr: 'Votre compte est actif : connectez-vous.', en: 'Your account is active: sign in.' },
  nextGrace: {
    fr: 'Votre compte est actif pour quelques semaines encore : il se prolonge dès que votre service renouvelle le dossier.',
    en: 'Your account is active for some more weeks: it goes on as soon as your office renews the file.',
  },
  signIn: { fr: 'Se connecter', en: 'Sign in' },
} as const satisfies Record<string, Text>;

/** What the shape beside a step says, for whoever does not see it. */
export const markTexts = {
  done: { fr: 'fait', en: 'done' },
  now: { fr: 'en cours', en: 'under way' },
  later: { fr: 'à venir', en: 'to come' },
  stopped: { fr: 'en attente d’une action', en: 'waiting for somebody to act' },
} as const satisfies Record<Mark, Text>;

/** A light is never a colour alone. */
export const lightTexts = {
  verified: { fr: 'prêt', en: 'ready' },
  pending: {
    fr: 'en attente : l’annuaire sera servi dès qu’il répond',
    en: 'waiting: the directory is served as soon as it answers',
  },
  refused: {
    fr: 'refusé : contactez le CRI, qui y mettra votre compte en ordre',
    en: 'refused: contact the CRI, who puts your account right there',
  },
} as const satisfies Record<Light, Text>;

export const rejectionTexts = {
  'birth-date-implausible': { fr: 'La date de naissance est à vérifier.', en: 'The birth date has to be checked.' },
  'end-missing': { fr: 'La date de fin manque.', en: 'The end date is missing.' },
  'end-before-start': { fr: 'La date de fin précède la date de début.', en: 'The end date is before the start date.' },
  'already-ended': { fr: 'La date de fin est passée.', en: 'The end date has passed.' },
  'stay-too-long': { fr: 'La durée dépasse ce qui est permis.', en: 'The stay is longer than allowed.' },
  'starts-too-far-ahead': { fr: 'La date de début est trop lointaine.', en: 'The start date is too far ahead.' },
  'ine-malformed': { fr: 'L’INE est à vérifier.', en: 'The INE has to be checked.' },
  'no-letters-in-name': {
    fr: 'Le nom ne permet pas de former un identifiant.',
    en: 'No login can be made from the name.',
  },
} as const satisfies Record<Rejection, Text>;
