import type { Text } from '../../university/university.ts';
import type { Held, RecoveryHealth } from './account-overview.ts';

export const accountTexts = {
  title: { fr: 'Mon compte', en: 'My account' },
  account: { fr: 'Le compte', en: 'The account' },
  login: { fr: 'Identifiant', en: 'Login' },
  mailAddress: { fr: 'Adresse de courriel', en: 'Mail address' },
  mailAddressNone: { fr: 'Aucune avec ce compte', en: 'None with this account' },
  mailAliases: { fr: 'Autres adresses qui vous parviennent', en: 'Other addresses that reach you' },
  population: { fr: 'Population', en: 'Population' },
  services: { fr: 'Ce qu’il ouvre', en: 'What it opens' },
  servicesNone: { fr: 'Ce que le CRI accorde', en: 'What the CRI grants' },
  until: { fr: 'Valable jusqu’au', en: 'Valid until' },
  untilNone: { fr: 'Sans date de fin', en: 'No end date' },
  lastDay: { fr: 'dernier jour', en: 'the last day' },
  oneDayLeft: { fr: 'encore 1 jour', en: '1 day left' },
  daysLeft: { fr: 'jours restants', en: 'days left' },
  grace: {
    fr: 'Votre inscription ou votre contrat a pris fin : le compte reste ouvert jusque-là, pour vous laisser le temps.',
    en: 'Your registration or your contract has ended: the account stays open until then, to leave you time.',
  },

  files: { fr: 'Ce qui le donne', en: 'What gives it' },
  filesAbout: {
    fr: 'Le compte vient de ces dossiers, et se prolonge tout seul dès que la suite en est enregistrée.',
    en: 'The account comes from these files, and goes on by itself as soon as what follows is recorded.',
  },
  fileOf: { fr: 'Dossier transmis par', en: 'File handed over by' },
  fileLeads: { fr: 'C’est lui qui décide de la date.', en: 'This one decides the date.' },
  programme: { fr: 'Formation', en: 'Programme' },
  affiliations: { fr: 'Rattachement', en: 'Affiliation' },
  period: { fr: 'Période', en: 'Period' },
  from: { fr: 'du', en: 'from' },
  to: { fr: 'au', en: 'to' },
  fileNoEnd: { fr: 'sans date de fin', en: 'without an end date' },
  renew: { fr: 'Pour le prolonger', en: 'To prolong it' },
  renewBySponsor: {
    fr: 'Demandez à la personne de l’université qui vous accueille.',
    en: 'Ask the person of the university who hosts you.',
  },

  directories: { fr: 'Les annuaires', en: 'The directories' },
  passwordElsewhere: {
    fr: 'Votre mot de passe manque dans un annuaire : choisissez-en un de nouveau pour l’y ouvrir.',
    en: 'Your password is missing in a directory: choose one again to open it there.',
  },

  recovery: { fr: 'Adresse de récupération', en: 'Recovery address' },
  recoveryAbout: {
    fr: 'C’est là que part le lien si vous oubliez votre mot de passe.',
    en: 'This is where the link goes if you forget your password.',
  },
  recoveryNone: { fr: 'Aucune', en: 'None' },
  recoveryWell: { fr: 'Les courriels y arrivent, à notre connaissance.', en: 'Mail arrives there, as far as we know.' },
  recoveryWaits: { fr: 'Elle servira à récupérer le compte à partir du', en: 'It can recover the account from' },
  recoveryUntilThen: { fr: 'D’ici là, le lien part à', en: 'Until then, the link goes to' },
  recoveryNotThere: {
    fr: 'mais aucun ne nous semble y arriver : un oubli demande un passage au guichet.',
    en: 'but none seems to arrive there: forgetting means going to the counter.',
  },
  recoveryNowhere: {
    fr: 'D’ici là, aucun lien ne part : un oubli demande un passage au guichet.',
    en: 'Until then no link is sent: forgetting means going to the counter.',
  },
  changeAddress: { fr: 'Changer d’adresse de récupération', en: 'Change the recovery address' },
  giveAddress: { fr: 'Donner une adresse de récupération', en: 'Give a recovery address' },
  noAddress: {
    fr: 'Ce compte n’a pas d’adresse de récupération : sans elle, un oubli demande un passage au guichet.',
    en: 'This account has no recovery address: without one, forgetting means going to the counter.',
  },

  password: { fr: 'Mot de passe', en: 'Password' },
  passwordChosen: { fr: 'Choisi le', en: 'Chosen on' },
  passwordUnknown: { fr: 'Date inconnue', en: 'Date unknown' },
  passwordAdvice: {
    fr: 'En changer régulièrement est une bonne pratique, recommandée par l’ANSSI ; rien ne vous y force. Changez-le sans attendre si quelqu’un a pu le connaître.',
    en: 'Changing it regularly is a good practice recommended by the ANSSI; nothing forces you to. Change it at once if somebody may have learnt it.',
  },
  changePassword: { fr: 'Changer le mot de passe', en: 'Change the password' },

  charter: { fr: 'Charte acceptée', en: 'Rules of use accepted' },
  charterNone: { fr: 'Aucune encore', en: 'None yet' },
  charterVersion: { fr: 'version', en: 'version' },
  onDay: { fr: 'le', en: 'on' },

  events: { fr: 'Ce qui s’est passé dernièrement', en: 'What happened lately' },
  eventsAbout: {
    fr: 'Une ligne que vous ne reconnaissez pas ? Changez votre mot de passe, puis prévenez le CRI.',
    en: 'A line that you do not recognise? Change your password, then tell the CRI.',
  },
  eventsNone: { fr: 'Rien encore.', en: 'Nothing yet.' },

  twoAccounts: { fr: 'Deux comptes', en: 'Two accounts' },
  thisOne: { fr: 'ce compte-ci', en: 'this account' },
  otherEnded: { fr: 'a pris fin : il ne sert plus', en: 'has ended: it is of no use any more' },
  otherEnding: {
    fr: 'sa raison a pris fin, il va se fermer : ne l’utilisez plus',
    en: 'the reason for it has ended, and it ends soon: do not use it any more',
  },
  otherApart: {
    fr: 'Chaque compte a son identifiant, son mot de passe et sa date de fin : ce qui arrive à l’un ne touche pas l’autre.',
    en: 'Each account has its own login, password and end date: what happens to one does not touch the other.',
  },
  useThisOne: { fr: 'N’utilisez plus que celui-ci.', en: 'Use only this one from now on.' },
  twoAccountsMore: { fr: 'Quel compte pour quoi', en: 'Which account for what' },

  language: { fr: 'Langue de vos courriels et de ces pages', en: 'Language of your mails and of these pages' },
  french: { fr: 'Français', en: 'Français' },
  english: { fr: 'English', en: 'English' },
  chooseLanguage: { fr: 'Choisir cette langue', en: 'Choose this language' },

  leave: { fr: 'Vos connexions et vos données', en: 'Your sessions and your data' },
  download: { fr: 'Télécharger tout ce qui est ici (JSON)', en: 'Download all of this (JSON)' },
  signOut: { fr: 'Se déconnecter', en: 'Sign out' },
  signOutEverywhere: { fr: 'Se déconnecter partout', en: 'Sign out everywhere' },
  signOutEverywhereAbout: {
    fr: 'Met fin aux connexions ouvertes ici avec ce compte, dans tous les navigateurs.',
    en: 'Ends the sessions that are open here with this account, in every browser.',
  },

  changeTitle: { fr: 'Changer le mot de passe', en: 'Change the password' },
  changeLead: {
    fr: 'Le nouveau mot de passe vaudra dans tous les annuaires. Les autres connexions ouvertes et les liens envoyés prennent fin.',
    en: 'The new password holds in every directory. Other open sessions and mailed links end.',
  },
  current: { fr: 'Mot de passe actuel', en: 'Current password' },
  currentWrong: { fr: 'Ce n’est pas votre mot de passe actuel', en: 'This is not your current password' },
  currentTooOften: {
    fr: 'Il y a eu cinq essais en dix minutes : attendez dix minutes avant le suivant',
    en: 'There were five tries in ten minutes: wait ten minutes before the next one',
  },
  currentUnknown: {
    fr: 'Votre dernier mot de passe n’est encore dans aucun annuaire : réessayez dans quelques minutes, ou passez par « mot de passe oublié »',
    en: 'Your last password is in no directory yet: try again in some minutes, or go through “forgotten password”',
  },
  sameAsCurrent: {
    fr: 'C’est le mot de passe actuel : choisissez-en un autre',
    en: 'This is the current password: choose another one',
  },
  change: { fr: 'Changer le mot de passe', en: 'Change the password' },

  addressWait: {
    fr: 'L’ancienne adresse est prévenue tout de suite. La nouvelle pourra récupérer le compte au bout de 72 heures : le temps de réagir si ce n’est pas vous.',
    en: 'The former address is told at once. The new one can recover the account after 72 hours: time to react if it was not you.',
  },
  sameAddress: {
    fr: 'C’est déjà votre adresse de récupération',
    en: 'This is your recovery address already',
  },
} as const satisfies Record<string, Text>;

/** What a directory has, of the entry and of the password. */
export const heldTexts = {
  ready: { fr: 'prêt, mot de passe compris', en: 'ready, password included' },
  'entry-pending': {
    fr: 'en attente : l’annuaire sera servi dès qu’il répond',
    en: 'waiting: the directory is served as soon as it answers',
  },
  'entry-refused': {
    fr: 'refusé : contactez le CRI, qui y mettra votre compte en ordre',
    en: 'refused: contact the CRI, who puts your account right there',
  },
  'password-pending': {
    fr: 'votre mot de passe y arrive dès que l’annuaire répond',
    en: 'your password arrives there as soon as the directory answers',
  },
  'password-clearing': {
    fr: 'votre mot de passe n’y est pas arrivé, et ce qui y marchait avant est effacé dès que l’annuaire répond : choisissez-en un de nouveau',
    en: 'your password did not arrive there, and what worked there before is deleted as soon as the directory answers: choose one again',
  },
  'password-refused': {
    fr: 'votre mot de passe y a été refusé : choisissez-en un autre',
    en: 'your password was refused there: choose another one',
  },
  'password-missing': {
    fr: 'prêt, mais sans mot de passe : choisissez-en un de nouveau',
    en: 'ready, but without a password: choose one again',
  },
} as const satisfies Record<Held, Text>;

/** Mail does not reach the address: another one is asked for. */
export const troubleTexts = {
  bounced: {
    fr: 'Les courriels envoyés à votre adresse de récupération nous reviennent : donnez-en une autre, sinon vous ne pourrez pas récupérer ce compte.',
    en: 'Mail to your recovery address comes back to us: give another one, or you will not be able to recover this account.',
  },
  complained: {
    fr: 'Un de nos courriels a été signalé comme indésirable à votre adresse de récupération : nous n’y écrivons plus. Donnez-en une autre.',
    en: 'One of our mails was reported as spam at your recovery address: we no longer write there. Give another one.',
  },
  'not-of-school': {
    fr: 'Aucun lien ne part à votre adresse de récupération : les membres de l’École des Mines de Saint-Étienne récupèrent leur compte par leur adresse @emse.fr. Donnez-la, sinon vous ne pourrez pas récupérer ce compte.',
    en: 'No link is sent to your recovery address: members of the École des Mines de Saint-Étienne recover their account by their @emse.fr address. Give it, or you will not be able to recover this account.',
  },
} as const satisfies Record<Exclude<RecoveryHealth, 'well'>, Text>;
