import type { Text } from '../university/university.ts';
import { fewestCharacters, mostCharacters, type PasswordRule } from './password-shape.ts';

/** Each rule as it is asked for, and as it is told to somebody who broke it. */
export const ruleTexts = {
  missing: {
    asked: { fr: 'Un mot de passe', en: 'A password' },
    broken: { fr: 'Saisissez un mot de passe', en: 'Enter a password' },
  },
  'too-short': {
    asked: { fr: `${fewestCharacters} caractères au moins`, en: `At least ${fewestCharacters} characters` },
    broken: {
      fr: `Le mot de passe est trop court : il lui faut ${fewestCharacters} caractères au moins`,
      en: `The password is too short: it needs at least ${fewestCharacters} characters`,
    },
  },
  'too-long': {
    asked: { fr: `${mostCharacters} caractères au plus`, en: `At most ${mostCharacters} characters` },
    broken: {
      fr: `Le mot de passe est trop long : ${mostCharacters} caractères au plus`,
      en: `The password is too long: at most ${mostCharacters} characters`,
    },
  },
  'no-upper-case': {
    asked: { fr: 'Une majuscule', en: 'An upper-case letter' },
    broken: { fr: 'Ajoutez une majuscule au mot de passe', en: 'Add an upper-case letter to the password' },
  },
  'no-lower-case': {
    asked: { fr: 'Une minuscule', en: 'A lower-case letter' },
    broken: { fr: 'Ajoutez une minuscule au mot de passe', en: 'Add a lower-case letter to the password' },
  },
  'no-digit': {
    asked: { fr: 'Un chiffre', en: 'A digit' },
    broken: { fr: 'Ajoutez un chiffre au mot de passe', en: 'Add a digit to the password' },
  },
  'no-punctuation': {
    asked: { fr: 'Un signe de ponctuation ou un symbole', en: 'A punctuation mark or symbol' },
    broken: {
      fr: 'Ajoutez un signe de ponctuation ou un symbole au mot de passe',
      en: 'Add a punctuation mark or symbol to the password',
    },
  },
  'forbidden-character': {
    asked: { fr: 'Aucun caractère invisible de commande', en: 'No invisible control character' },
    broken: {
      fr: 'Le mot de passe contient un caractère de commande, comme une tabulation ou un retour à la ligne : retirez-le',
      en: 'The password holds a control character, such as a tab or a line break: remove it',
    },
  },
  'about-you': {
    asked: {
      fr: 'Ni votre identifiant, ni vos noms, ni vos numéros, ni votre date de naissance, ni le nom de l’université',
      en: 'Not made of your login, names, numbers or birth date, nor of the university’s name',
    },
    broken: {
      fr: 'Le mot de passe contient votre identifiant, un numéro ou votre date de naissance, ou il est fait de votre nom ou de celui de l’université : quelqu’un qui vous connaît le devinerait',
      en: 'The password holds your login, a number or your birth date, or is made of your name or the university’s: somebody who knows you would guess it',
    },
  },
  'too-common': {
    asked: {
      fr: 'Pas un mot de passe courant, même complété',
      en: 'Not a common password, nor one with something added',
    },
    broken: {
      fr: 'Ce mot de passe est parmi les plus courants, ou en est un complété de quelques signes : choisissez-en un autre, par exemple plusieurs mots sans lien',
      en: 'This password is among the most common, or one of them with a little added: choose another, for example several unrelated words',
    },
  },
} as const satisfies Record<PasswordRule, { asked: Text; broken: Text }>;

export const passwordTexts = {
  login: { fr: 'Identifiant', en: 'Login' },
  password: { fr: 'Nouveau mot de passe', en: 'New password' },
  repeat: { fr: 'Le même mot de passe, une seconde fois', en: 'The same password, once more' },
  lead: {
    fr: 'Toutes les écritures, les espaces et les emojis sont permis. Vous pouvez coller un mot de passe ou laisser un gestionnaire le choisir.',
    en: 'Every script, spaces and emoji are allowed. You can paste a password or let a password manager choose it.',
  },
  asked: { fr: 'Il lui faut :', en: 'It needs:' },
  avoided: { fr: 'Vérifié à l’envoi :', en: 'Checked when you send it:' },
  mismatch: {
    fr: 'Les deux mots de passe ne sont pas les mêmes : saisissez-les de nouveau',
    en: 'The two passwords are not the same: enter them again',
  },
  show: { fr: 'Afficher le mot de passe', en: 'Show the password' },
  hide: { fr: 'Masquer le mot de passe', en: 'Hide the password' },
  shown: { fr: 'Le mot de passe est affiché', en: 'The password is shown' },
  hidden: { fr: 'Le mot de passe est masqué', en: 'The password is hidden' },
  met: { fr: '(fait)', en: '(done)' },
  allMet: { fr: 'Rien ne manque.', en: 'Nothing is missing.' },
  stillAsked: { fr: 'Il manque encore :', en: 'Still needed:' },
  strength: { fr: 'Robustesse :', en: 'Strength:' },
} as const satisfies Record<string, Text>;

/** From what is guessed at once to what is not guessed (password-strength.client.ts). */
export const strengthTexts = [
  { fr: 'très faible', en: 'very weak' },
  { fr: 'faible', en: 'weak' },
  { fr: 'moyenne', en: 'fair' },
  { fr: 'bonne', en: 'good' },
  { fr: 'excellente', en: 'excellent' },
] as const satisfies readonly Text[];
