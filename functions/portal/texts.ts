import type { Text } from '../university/university.ts';

/** What stands on every page, and on the pages that have little to say. */
export const texts = {
  skip: { fr: 'Aller au contenu', en: 'Skip to the content' },
  product: { fr: 'Compte universitaire', en: 'University account' },
  otherLanguage: { fr: 'English', en: 'Français' },
  menu: { fr: 'Menu', en: 'Menu' },
  home: { fr: 'Accueil', en: 'Home' },
  help: { fr: 'Aide', en: 'Help' },
  back: { fr: 'Retour', en: 'Back' },
  colon: { fr: ' :', en: ':' },
  footer: {
    fr: 'Cette page ne dépose que deux témoins (« cookies ») : votre langue et, si vous ouvrez un lien reçu par courriel, ce lien. Aucun autre site n’est appelé.',
    en: 'This site keeps two cookies only: your language and, if you open a link that you were mailed, that link. No other site is called.',
  },

  homeTitle: { fr: 'Votre compte universitaire', en: 'Your university account' },
  homeLead: {
    fr: 'Un seul identifiant et un seul mot de passe pour étudier, enseigner, chercher et travailler : l’ENT, la messagerie, le Wi-Fi, l’impression et les services de votre école ou de votre laboratoire.',
    en: 'One login and one password to study, teach, do research and work: the ENT, mail, Wi-Fi, printing, and the services of your school or laboratory.',
  },
  firstTime: { fr: 'Première visite', en: 'First time here' },
  firstTimeAbout: {
    fr: 'Je viens d’arriver, ou mon compte n’est pas encore activé.',
    en: 'I have just arrived, or my account is not activated yet.',
  },
  haveAccount: { fr: 'J’ai un compte', en: 'I have an account' },
  haveAccountAbout: {
    fr: 'Mot de passe oublié, lien expiré, questions sur mon compte.',
    en: 'Forgotten password, expired link, questions about my account.',
  },
  helpAbout: {
    fr: 'Quel service contacter, que faire quand aucun courriel n’arrive.',
    en: 'Which office to contact, what to do when no mail comes.',
  },

  whoTitle: { fr: 'Qui êtes-vous ?', en: 'Who are you?' },
  whoLead: {
    fr: 'Choisissez ce qui vous correspond : chaque page demande un numéro et votre date de naissance.',
    en: 'Choose what fits you: each page asks for a number and your birth date.',
  },
  whoElse: {
    fr: 'Invité·e, visiteur·se, stagiaire, compte local ?',
    en: 'Guest, visitor, intern, local account?',
  },
  whoElseAbout: {
    fr: 'Votre compte est demandé pour vous : voyez l’aide.',
    en: 'Your account is asked for on your behalf: see the help.',
  },

  formLead: {
    fr: 'Ces informations servent à retrouver votre dossier. La réponse vient par courriel, à l’adresse personnelle que porte ce dossier.',
    en: 'This finds your file. The answer comes by mail, to the personal address that the file holds.',
  },
  birthDate: { fr: 'Date de naissance', en: 'Birth date' },
  birthDateHint: { fr: 'Par exemple, 31 3 2007', en: 'For example, 31 3 2007' },
  birthDay: { fr: 'Jour', en: 'Day' },
  birthMonth: { fr: 'Mois', en: 'Month' },
  birthYear: { fr: 'Année', en: 'Year' },
  cvec: { fr: 'Numéro CVEC (si vous en avez un)', en: 'CVEC number (if you have one)' },
  cvecHint: {
    fr: 'Il figure sur l’attestation de cvec.etudiant.gouv.fr. Tout le monde n’en a pas : laissez vide dans ce cas.',
    en: 'It is on the certificate from cvec.etudiant.gouv.fr. Not everyone has one: leave it empty then.',
  },
  address: { fr: 'Adresse personnelle de courriel (facultatif)', en: 'Personal mail address (optional)' },
  addressHint: {
    fr: 'Seulement si votre dossier n’en porte pas encore : le service la vérifie avant de s’en servir.',
    en: 'Only if your file holds none yet: the office checks it before it is used.',
  },
  send: { fr: 'Envoyer', en: 'Send' },

  problem: { fr: 'Il y a un problème', en: 'There is a problem' },
  errorPrefix: { fr: 'Erreur : ', en: 'Error: ' },
  error: { fr: 'Erreur :', en: 'Error:' },

  receivedTitle: { fr: 'Demande reçue', en: 'Request received' },
  receivedLead: {
    fr: 'Si un dossier correspond à ce que vous avez saisi, un courriel part dans les minutes qui viennent à l’adresse personnelle que porte ce dossier.',
    en: 'If a file matches what you typed, a mail leaves within minutes to the personal address that the file holds.',
  },
  receivedMail: {
    fr: 'Il vous dira où en est votre compte : prêt à être activé, ou ce qui manque au dossier et qui le complète.',
    en: 'It tells you how your account stands: ready to be activated, or what the file lacks and who completes it.',
  },
  receivedSame: {
    fr: 'Pour protéger chacun, cette page est la même pour tous : elle ne dit pas si un dossier existe.',
    en: 'To protect everybody, this page is the same for all: it does not say whether a file exists.',
  },
  nothingTitle: { fr: 'Rien reçu au bout de dix minutes ?', en: 'Nothing after ten minutes?' },
  nothingSpam: {
    fr: 'Regardez dans les courriers indésirables de toutes vos adresses personnelles.',
    en: 'Look into the spam folder of all of your personal addresses.',
  },
  nothingAgain: {
    fr: 'Vérifiez le numéro et la date de naissance, puis recommencez. Après cinq essais, attendez un quart d’heure : les suivants ne sont plus pris en compte.',
    en: 'Check the number and the birth date, and try again. After five tries, wait a quarter of an hour: further ones do not count.',
  },
  nothingContact: {
    fr: 'Toujours rien ? Votre dossier n’est peut-être pas encore enregistré, ou n’a pas la bonne adresse. Contactez :',
    en: 'Still nothing? Your file may not be there yet, or may hold another address. Contact:',
  },
  tryAgain: { fr: 'Recommencer', en: 'Try again' },

  accountTitle: { fr: 'J’ai un compte', en: 'I have an account' },
  accountLead: {
    fr: 'La connexion, le changement de mot de passe et la récupération du compte ouvriront ici dans une prochaine version. Voici ce que vous pouvez faire dès aujourd’hui.',
    en: 'Signing in, changing the password and recovering the account will open here in a later version. This is what you can do today.',
  },
  accountLink: {
    fr: 'Mon compte n’est pas activé, ou mon lien n’est plus valable',
    en: 'My account is not activated, or my link no longer works',
  },
  accountLinkAbout: {
    fr: 'Repassez par « Première visite » : un nouveau lien part à l’adresse que porte votre dossier.',
    en: 'Go through “First time here” again: a fresh link leaves to the address that your file holds.',
  },
  accountPassword: { fr: 'J’ai oublié mon mot de passe', en: 'I have forgotten my password' },
  accountPasswordAbout: {
    fr: 'En attendant la récupération en ligne, contactez le service qui suit votre dossier :',
    en: 'Until recovery opens online, contact the office in charge of your file:',
  },

  deadTitle: { fr: 'Ce lien n’est plus valable', en: 'This link no longer works' },
  deadLead: {
    fr: 'Un lien reçu par courriel sert pendant 24 heures, dans le navigateur où on l’ouvre. Celui-ci est plus ancien, incomplet, ou ouvert ailleurs.',
    en: 'A link that you were mailed works for 24 hours, in the browser where it is opened. This one is older, incomplete, or was opened elsewhere.',
  },
  deadFresh: {
    fr: 'Pour en recevoir un nouveau, redemandez-le : il arrive en quelques minutes.',
    en: 'To receive a fresh one, ask again: it comes within minutes.',
  },
  deadButton: { fr: 'Recevoir un nouveau lien', en: 'Get a fresh link' },

  notFoundTitle: { fr: 'Page introuvable', en: 'Page not found' },
  notFoundLead: {
    fr: 'L’adresse est peut-être incomplète. Repartez de l’accueil.',
    en: 'The address may be incomplete. Start again from the home page.',
  },
  notAllowedTitle: { fr: 'Cette page ne s’utilise pas ainsi', en: 'This page is not used like this' },
  notAllowedLead: {
    fr: 'Rien n’a été fait. Repartez de l’accueil.',
    en: 'Nothing was done. Start again from the home page.',
  },
  badRequestTitle: { fr: 'Demande illisible', en: 'Unreadable request' },
  badRequestLead: {
    fr: 'Le formulaire n’est pas arrivé comme il est fait : rien n’a été enregistré. Repartez de l’accueil.',
    en: 'The form did not arrive as it was made: nothing was recorded. Start again from the home page.',
  },
  forbiddenTitle: { fr: 'Demande refusée', en: 'Request refused' },
  forbiddenLead: {
    fr: 'Le formulaire doit être envoyé depuis ce site. Rien n’a été enregistré : ouvrez-le de nouveau depuis l’accueil.',
    en: 'The form has to be sent from this site. Nothing was recorded: open it again from the home page.',
  },
  tooLargeTitle: { fr: 'Demande trop volumineuse', en: 'Request too large' },
  tooLargeLead: { fr: 'Rien n’a été enregistré.', en: 'Nothing was recorded.' },
  brokenTitle: { fr: 'Service momentanément indisponible', en: 'Service unavailable for a moment' },
  brokenLead: {
    fr: 'Réessayez dans quelques minutes. Si vous veniez d’envoyer un formulaire, renvoyez-le : il ne comptera qu’une fois.',
    en: 'Try again in a few minutes. If you had just sent a form, send it again: it counts once.',
  },
  brokenReference: { fr: 'Référence à donner si cela dure :', en: 'Reference to quote if this lasts:' },
} as const satisfies Record<string, Text>;
