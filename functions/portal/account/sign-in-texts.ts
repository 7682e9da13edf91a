import type { Text } from '../../university/university.ts';

export const signInTexts = {
  title: { fr: 'Se connecter', en: 'Sign in' },
  lead: {
    fr: 'Pour voir votre compte, changer votre mot de passe ou votre adresse de récupération.',
    en: 'To see your account, or change your password or your recovery address.',
  },
  name: { fr: 'Identifiant ou adresse universitaire', en: 'Login or university address' },
  nameHint: { fr: 'Par exemple, adalovel', en: 'For example, adalovel' },
  password: { fr: 'Mot de passe', en: 'Password' },
  submit: { fr: 'Se connecter', en: 'Sign in' },
  nameMissing: {
    fr: 'Saisissez votre identifiant ou votre adresse universitaire',
    en: 'Enter your login or your university address',
  },
  passwordMissing: { fr: 'Saisissez votre mot de passe', en: 'Enter your password' },
  elseTitle: { fr: 'Autrement', en: 'Otherwise' },
  forgotten: { fr: 'Mot de passe ou identifiant oublié', en: 'Forgotten password or login' },
  forgottenAbout: {
    fr: 'Un lien part à votre adresse de récupération.',
    en: 'A link leaves to your recovery address.',
  },
  firstTimeAbout: {
    fr: 'Mon compte n’est pas encore activé.',
    en: 'My account is not activated yet.',
  },

  refusedTitle: { fr: 'La connexion n’a pas abouti', en: 'You could not be signed in' },
  refused: {
    fr: 'L’identifiant ou le mot de passe n’est pas le bon, ou il y a eu trop d’essais',
    en: 'The login or the password is not right, or there were too many tries',
  },
  refusedTries: {
    fr: 'Après huit essais, les vôtres ou ceux d’inconnus, les suivants ne sont plus regardés, même justes : attendez un quart d’heure.',
    en: 'After eight tries, by you or by strangers, further ones are not looked at, even right ones: wait a quarter of an hour.',
  },
  refusedRecover: {
    fr: 'Sans attendre, et quoi que fassent d’autres : faites-vous envoyer un lien, ci-dessous. Dans le navigateur où vous choisissez le nouveau mot de passe, vos essais sont regardés.',
    en: 'Without waiting, and whatever others do: have a link mailed to you, below. In the browser in which you choose the new password, your tries are looked at.',
  },
  refusedFresh: {
    fr: 'Un mot de passe choisi à l’instant peut demander quelques minutes.',
    en: 'A password that was chosen a moment ago can take some minutes.',
  },
  refusedOver: {
    fr: 'Le compte est peut-être arrivé à sa fin, ou verrouillé : le lien de récupération le dira.',
    en: 'The account may have ended, or be locked: the recovery mail will say so.',
  },

  awayTitle: { fr: 'La connexion n’est pas possible en ce moment', en: 'Signing in is not possible at the moment' },
  awayLead: {
    fr: 'Un annuaire de l’université ne répond pas : nous ne pouvons pas dire si l’identifiant et le mot de passe sont les bons. Vérifiez-les, et réessayez dans quelques minutes.',
    en: 'A directory of the university does not answer: we cannot tell whether the login and the password are right. Check them, and try again in a few minutes.',
  },
  tryAgain: { fr: 'Réessayer', en: 'Try again' },

  forgottenLead: {
    fr: 'Dites-nous qui vous êtes : un lien pour choisir un nouveau mot de passe part à l’adresse de récupération de votre compte.',
    en: 'Tell us who you are: a link to choose a new password leaves to the recovery address of your account.',
  },
  identifier: {
    fr: 'Identifiant, adresse universitaire ou adresse de récupération',
    en: 'Login, university address or recovery address',
  },
  identifierHint: {
    fr: 'Un seul des trois suffit. L’adresse de récupération est votre adresse personnelle.',
    en: 'One of the three is enough. The recovery address is your personal one.',
  },
  identifierMissing: {
    fr: 'Saisissez votre identifiant ou l’une de vos adresses',
    en: 'Enter your login or one of your addresses',
  },
  send: { fr: 'Recevoir le lien', en: 'Get the link' },
} as const satisfies Record<string, Text>;
