import type { Text } from '../../university/university.ts';
import type { Held, PasswordLight, PasswordProgress } from './password-progress.ts';

export const resultTexts = {
  directories: { fr: 'Les annuaires', en: 'The directories' },
  refresh: { fr: 'Actualiser cette page', en: 'Refresh this page' },

  activatedTitle: { fr: 'Votre compte est activé', en: 'Your account is activated' },
  activatedLead: {
    fr: 'Votre mot de passe a été vérifié dans chaque annuaire : vous pouvez vous en servir tout de suite.',
    en: 'Your password was verified in every directory: you can use it at once.',
  },
  activatedWaitingLead: {
    fr: 'Il est actif, mais un annuaire ne répond pas pour le moment. Votre mot de passe est gardé, chiffré, et y sera enregistré dès qu’il répond, sans que vous ayez rien à faire ; un courriel vous le dira. Là où le voyant dit « en attente », il ne marche pas encore.',
    en: 'It is active, but a directory does not answer at the moment. Your password is kept, encrypted, and is recorded there as soon as it answers, without anything for you to do; a mail tells you. Where the light says “waiting”, it does not work yet.',
  },
  changedLead: {
    fr: 'Il a été vérifié dans chaque annuaire. L’ancien ne sert plus. Vous restez connecté·e ici ; toutes les autres connexions ouvertes ont pris fin.',
    en: 'It was verified in every directory. The old one no longer works. You stay signed in here; every other open session has ended.',
  },
  lateLead: {
    fr: 'Cela dure plus longtemps que d’ordinaire. Votre choix est gardé, chiffré, et sera enregistré sans que vous ayez rien à faire ; un courriel vous dira la fin. Vous pouvez fermer cette page.',
    en: 'This takes longer than it usually does. Your choice is kept, encrypted, and is recorded without anything for you to do; a mail tells you the end. You can close this page.',
  },
  nextSteps: { fr: 'Et maintenant', en: 'What to do next' },
  loginIs: { fr: 'Votre identifiant :', en: 'Your login:' },
  goOn: { fr: 'Se connecter à mon compte', en: 'Sign in to my account' },
  back: { fr: 'Revenir à mon compte', en: 'Back to my account' },

  another: { fr: 'Choisir un autre mot de passe', en: 'Choose another password' },
  triesLeft: { fr: 'Essais restants dans ce navigateur :', en: 'Tries left in this browser:' },
  noTries: {
    fr: 'Il ne reste plus d’essai dans ce navigateur. Demandez un nouveau lien ; si les annuaires refusent encore, contactez :',
    en: 'No try is left in this browser. Ask for a fresh link; if the directories refuse again, contact:',
  },
  freshLink: { fr: 'Recevoir un nouveau lien', en: 'Get a fresh link' },
  noEntry: {
    fr: 'Un autre mot de passe n’y changerait rien : contactez',
    en: 'Another password would change nothing there: contact',
  },
  send: { fr: 'Enregistrer ce mot de passe', en: 'Record this password' },
} as const satisfies Record<string, Text>;

/** What has become of the choice, by how it stands: nothing is called a success that was not verified everywhere. */
export const resultStates = {
  running: {
    title: { fr: 'Votre mot de passe est en cours d’enregistrement', en: 'Your password is being recorded' },
    lead: {
      fr: 'Cela prend quelques secondes. Cette page se met à jour toute seule si JavaScript est actif ; sinon, actualisez-la. Vous pouvez la fermer : un courriel vous dira la fin.',
      en: 'This takes some seconds. This page keeps itself up to date where JavaScript is on; otherwise refresh it. You can close it: a mail tells you the end.',
    },
  },
  waiting: {
    title: { fr: 'Votre mot de passe n’est pas encore partout', en: 'Your password is not everywhere yet' },
    lead: {
      fr: 'Un annuaire ne répond pas pour le moment. Votre choix est gardé, chiffré, et y sera enregistré dès qu’il répond, sans que vous ayez rien à faire ; un courriel vous le dira. Là où le voyant dit « en attente », le nouveau mot de passe ne marche pas encore.',
      en: 'A directory does not answer at the moment. Your choice is kept, encrypted, and is recorded there as soon as it answers, without anything for you to do; a mail tells you. Where the light says “waiting”, the new password does not work yet.',
    },
  },
  everywhere: {
    title: { fr: 'Votre mot de passe est changé', en: 'Your password is changed' },
    lead: {
      fr: 'Il a été vérifié dans chaque annuaire. L’ancien ne sert plus, et toutes les connexions ouvertes ont pris fin.',
      en: 'It was verified in every directory. The old one no longer works, and every open session has ended.',
    },
  },
  refused: {
    title: { fr: 'Ce mot de passe a été refusé', en: 'This password was refused' },
    lead: {
      fr: 'Rien n’a changé dans aucun annuaire. Voici lequel a refusé, et pourquoi.',
      en: 'Nothing has changed in any directory. This is which one refused, and why.',
    },
  },
  'given-up': {
    title: { fr: 'Ce mot de passe a été refusé', en: 'This password was refused' },
    lead: {
      fr: 'Il n’a été écrit dans aucun annuaire. Le précédent n’était pas encore partout : là où il manque, par précaution, ce qui marchait avant est effacé. Voici où, lequel a refusé, et pourquoi.',
      en: 'It was written in no directory. The one before it was not everywhere yet: where it is missing, to be safe, what worked before is deleted. This is where, which one refused, and why.',
    },
  },
  partly: {
    title: { fr: 'Votre mot de passe ne vaut pas partout', en: 'Your password does not hold everywhere' },
    lead: {
      fr: 'Un annuaire l’a pris, un autre non : le détail est ci-dessous. Un autre mot de passe, accepté par tous, remet tout d’accord.',
      en: 'One directory took it and another did not: see below. Another password, which all of them accept, brings them together again.',
    },
  },
  cleared: {
    title: { fr: 'Votre mot de passe n’est pas arrivé partout', en: 'Your password did not arrive everywhere' },
    lead: {
      fr: 'Un annuaire est resté muet trop longtemps. Par précaution, ce qui y marchait avant est effacé, dès qu’il répond si ce n’est pas déjà fait. Choisissez un mot de passe de nouveau.',
      en: 'A directory was silent for too long. To be safe, what worked there before is deleted, as soon as it answers where that is not done yet. Choose a password again.',
    },
  },
} as const satisfies Record<PasswordProgress['state'], { title: Text; lead: Text }>;

export const passwordLightTexts = {
  verified: { fr: 'votre nouveau mot de passe y marche', en: 'your new password works there' },
  pending: {
    fr: 'en attente : votre nouveau mot de passe n’y marche pas encore',
    en: 'waiting: your new password does not work there yet',
  },
  refused: { fr: 'refusé', en: 'refused' },
  unchanged: { fr: 'rien n’y a été écrit', en: 'nothing was written there' },
  clearing: {
    fr: 'votre nouveau mot de passe n’y est pas arrivé ; ce qui y marchait avant est effacé dès que l’annuaire répond',
    en: 'your new password did not arrive there; what worked there before is deleted as soon as the directory answers',
  },
  cleared: { fr: 'plus aucun mot de passe n’y marche', en: 'no password works there any more' },
} as const satisfies Record<PasswordLight, Text>;

export const heldTexts = {
  former: { fr: 'Votre ancien mot de passe y marche encore.', en: 'Your former password still works there.' },
  none: { fr: 'Aucun mot de passe n’y marche.', en: 'No password works there.' },
  unknown: {
    fr: 'Ce qui y marchait avant y marche encore.',
    en: 'What worked there before still works there.',
  },
  clearing: {
    fr: 'Ce qui y marchait avant est effacé dès que l’annuaire répond.',
    en: 'What worked there before is deleted as soon as the directory answers.',
  },
} as const satisfies Record<Held, Text>;
