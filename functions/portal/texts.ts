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
    fr: 'Ce site ne dépose que les témoins (« cookies ») dont il a besoin : votre langue, le lien reçu par courriel que vous ouvrez, votre connexion, la page où vous alliez et le fait d’être déjà entré·e ici. Aucun autre site n’est appelé.',
    en: 'This site keeps only the cookies that it needs: your language, a mailed link that you open, your session, the page that you were going to, and that you have come in here before. No other site is called.',
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
    fr: 'Me connecter, changer mon mot de passe, ou en choisir un parce que je l’ai oublié.',
    en: 'Sign in, change my password, or choose one because I have forgotten mine.',
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
  whoCard: { fr: 'J’ai une carte avec un code', en: 'I have a card with a code' },
  whoCardAbout: {
    fr: 'La personne qui vous accueille vous l’a donnée : tapez ce qui y est imprimé.',
    en: 'Your host has given it to you: type what is printed on it.',
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
    fr: 'Si un dossier ou un compte correspond à votre demande, un courriel part dans les minutes qui viennent à l’adresse personnelle qui y est enregistrée.',
    en: 'If a file or an account matches your request, a mail leaves within minutes to the personal address that it holds.',
  },
  receivedMail: {
    fr: 'Il vous dira où en est votre compte : un lien pour l’activer ou pour choisir un nouveau mot de passe, ou ce qui manque et qui le complète.',
    en: 'It tells you how your account stands: a link to activate it or to choose a new password, or what is missing and who completes it.',
  },
  receivedSame: {
    fr: 'Pour protéger chacun, cette page est la même pour tous : elle ne dit pas si un dossier ou un compte existe.',
    en: 'To protect everybody, this page is the same for all: it does not say whether a file or an account exists.',
  },
  nothingTitle: { fr: 'Rien reçu au bout de dix minutes ?', en: 'Nothing after ten minutes?' },
  nothingSpam: {
    fr: 'Regardez dans les courriers indésirables de toutes vos adresses personnelles.',
    en: 'Look into the spam folder of all of your personal addresses.',
  },
  nothingAgain: {
    fr: 'Vérifiez ce que vous avez saisi, puis recommencez. Après cinq essais, attendez un quart d’heure : les suivants ne sont plus pris en compte.',
    en: 'Check what you typed, and try again. After five tries, wait a quarter of an hour: further ones do not count.',
  },
  nothingContact: {
    fr: 'Toujours rien ? Votre dossier n’est peut-être pas encore enregistré, ou l’adresse n’est plus la bonne. Adressez-vous, avec une pièce d’identité, à :',
    en: 'Still nothing? Your file may not be there yet, or the address may be an old one. Turn, with an identity document, to:',
  },
  tryAgain: { fr: 'Recommencer la première visite', en: 'Try “First time here” again' },
  tryForgotten: { fr: 'Redemander un lien', en: 'Ask for a link again' },

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
