import type { StayKind } from '../../request/request.ts';
import type { Text } from '../../university/university.ts';
import type { Standing } from './standing.ts';

/** What a sponsor reads. */
export const deskTexts = {
  title: { fr: 'Mes invité·es', en: 'My guests' },
  lead: {
    fr: 'Les personnes dont vous répondez à l’université, et le temps qui leur reste.',
    en: 'The people that you answer for at the university, and the time that they have left.',
  },
  aboutLink: {
    fr: 'Inviter quelqu’un, prolonger, terminer, confier à une ou un collègue.',
    en: 'Invite somebody, prolong, end, hand over to a colleague.',
  },
  desks: { fr: 'Agir pour d’autres', en: 'Acting for others' },
  askOne: { fr: 'Inviter une personne', en: 'Invite one person' },
  askGroup: { fr: 'Inviter un groupe', en: 'Invite a group' },

  handedTitle: { fr: 'On vous confie quelqu’un', en: 'Somebody is handed over to you' },
  handedAbout: {
    fr: 'Ouvrez la fiche, puis acceptez ou refusez. Sans réponse, rien ne change.',
    en: 'Open the page, then accept or refuse. Without an answer nothing changes.',
  },
  waitingTitle: { fr: 'En attente du CRI', en: 'Waiting for the CRI' },
  presentTitle: { fr: 'En ce moment', en: 'At present' },
  presentNone: { fr: 'Personne pour l’instant.', en: 'Nobody for now.' },
  pastTitle: { fr: 'Terminé ou refusé', en: 'Ended or declined' },
  more: { fr: 'Voir la suite', en: 'See more' },

  askTitle: { fr: 'Inviter une personne', en: 'Invite one person' },
  askLead: {
    fr: 'Vous répondez de cette personne jusqu’au dernier jour. Elle reçoit un courriel pour choisir son mot de passe, ou une carte que vous imprimez.',
    en: 'You answer for this person until the last day. They receive a mail to choose a password, or a card that you print.',
  },
  groupTitle: { fr: 'Inviter un groupe', en: 'Invite a group' },
  groupLead: {
    fr: 'Collez la liste d’un tableur ou tapez-la : les mêmes dates, le même motif et les mêmes services pour tout le monde.',
    en: 'Paste the list from a spreadsheet or type it: the same dates, reason and services for everybody.',
  },
  people: { fr: 'Les personnes, une par ligne', en: 'The people, one a line' },
  peopleHint: {
    fr: 'prénom; nom; adresse de courriel. Laissez l’adresse vide pour une carte. Par exemple : Grace; Hopper; grace@example.org',
    en: 'first name; last name; mail address. Leave the address out for a card. For example: Grace; Hopper; grace@example.org',
  },
  kind: { fr: 'Quel compte ?', en: 'Which account?' },
  firstName: { fr: 'Prénom', en: 'First name' },
  lastName: { fr: 'Nom', en: 'Last name' },
  mail: { fr: 'Adresse de courriel de la personne', en: 'Mail address of the person' },
  mailHint: {
    fr: 'Hors de l’université. Le lien pour choisir un mot de passe y part.',
    en: 'Outside the university. The link to choose a password goes there.',
  },
  card: { fr: 'Pas de courriel : j’imprime une carte', en: 'No mail: I print a card' },
  reason: { fr: 'Motif', en: 'Reason' },
  reasonHint: {
    fr: 'Une phrase : colloque, stage, visite… Le CRI la lit s’il doit décider.',
    en: 'One sentence: conference, internship, visit… The CRI reads it where it decides.',
  },
  from: { fr: 'Premier jour', en: 'First day' },
  until: { fr: 'Dernier jour', en: 'Last day' },
  services: { fr: 'Services demandés en plus', en: 'Services asked for besides' },
  servicesHint: {
    fr: 'Ceux-ci passent toujours par le CRI.',
    en: 'The CRI always decides on these.',
  },
  send: { fr: 'Demander', en: 'Ask' },

  proofTitle: { fr: 'Votre mot de passe, encore une fois', en: 'Your password once more' },
  proofLead: {
    fr: 'Plus d’un quart d’heure a passé depuis que vous l’avez donné : on le redemande avant d’agir pour d’autres. Ce que vous avez rempli est gardé.',
    en: 'More than a quarter of an hour has passed since you gave it: it is asked for again before you act for others. What you filled in is kept.',
  },
  goOn: { fr: 'Continuer', en: 'Go on' },

  state: { fr: 'Où cela en est', en: 'Where it stands' },
  kindOf: { fr: 'Compte', en: 'Account' },
  login: { fr: 'Identifiant', en: 'Login' },
  mailKnown: { fr: 'Courriel', en: 'Mail' },
  mailNone: { fr: 'Aucun : carte', en: 'None: a card' },
  stay: { fr: 'Séjour', en: 'Stay' },
  endedOn: { fr: 'Terminé le', en: 'Ended on' },
  opens: { fr: 'Ce que le compte ouvre', en: 'What the account opens' },
  wouldOpen: { fr: 'Ce que le compte ouvrirait', en: 'What the account would open' },
  decided: { fr: 'Réponse du CRI', en: 'Answer of the CRI' },
  wanted: { fr: 'Prolongation demandée jusqu’au', en: 'Asked to be prolonged until' },
  handedTo: { fr: 'Confié à', en: 'Handed over to' },
  takeBack: { fr: 'Reprendre : ne plus confier', en: 'Take back: hand over no more' },
  sponsor: { fr: 'Qui en répond', en: 'Who answers for them' },
  handedWaits: { fr: 'réponse attendue', en: 'no answer yet' },

  extendTitle: { fr: 'Prolonger', en: 'Prolong' },
  extendTo: { fr: 'Nouveau dernier jour', en: 'New last day' },
  extendCri: { fr: 'Le CRI décide de la prolongation.', en: 'The CRI decides on it.' },
  extend: { fr: 'Prolonger', en: 'Prolong' },
  handOverTitle: { fr: 'Confier à une ou un collègue', en: 'Hand over to a colleague' },
  handOverAbout: {
    fr: 'Vous répondez de la personne jusqu’à ce que votre collègue accepte.',
    en: 'You answer for the person until your colleague accepts.',
  },
  colleague: { fr: 'Identifiant ou adresse de votre collègue', en: 'Login or address of your colleague' },
  colleagueHint: {
    fr: 'Un membre du personnel, par exemple marie.curie@uca.fr',
    en: 'A member of staff, for example marie.curie@uca.fr',
  },
  handOver: { fr: 'Confier', en: 'Hand over' },
  cardTitle: { fr: 'Carte', en: 'Card' },
  cardAbout: {
    fr: 'Un code et un QR code qui ouvrent la page de choix du mot de passe, une fois, pendant 7 jours. Une nouvelle carte remplace la précédente.',
    en: 'A code and a QR code that open the page where the password is chosen, once, for 7 days. A new card replaces the one before.',
  },
  printCard: { fr: 'Préparer une carte', en: 'Prepare a card' },
  endTitle: { fr: 'Terminer maintenant', en: 'End now' },
  endAbout: {
    fr: 'La personne n’est plus attendue, ou n’est pas la vôtre ? Le compte s’arrête tout de suite.',
    en: 'The person is no longer expected, or is not yours? The account stops at once.',
  },
  endPage: { fr: 'Terminer ce séjour…', en: 'End this stay…' },
  withdraw: { fr: 'Retirer la demande', en: 'Withdraw the request' },

  handedLead: {
    fr: 'Une ou un collègue vous demande de répondre de cette personne à sa place.',
    en: 'A colleague asks you to answer for this person in their place.',
  },
  accept: { fr: 'J’accepte', en: 'I accept' },
  refuse: { fr: 'Je refuse', en: 'I refuse' },

  endConfirmTitle: { fr: 'Terminer ce séjour ?', en: 'End this stay?' },
  endWhat: { fr: 'Ce que cela fait', en: 'What this does' },
  endWhatNow: {
    fr: 'Le compte ne s’utilise plus, ni ici, ni au Wi-Fi, ni ailleurs : tout de suite.',
    en: 'The account can no longer be used, neither here nor on the Wi-Fi nor anywhere else: at once.',
  },
  endWhatUndo: {
    fr: 'Pendant 24 heures, vous pouvez revenir en arrière : rien n’est encore effacé.',
    en: 'For 24 hours you can take it back: nothing is deleted yet.',
  },
  endWhatLater: {
    fr: 'Après, le compte est suspendu, puis fermé.',
    en: 'After that the account is suspended, then closed.',
  },
  end: { fr: 'Terminer maintenant', en: 'End now' },
  endedLead: {
    fr: 'Ce séjour est terminé. Vous pouvez encore revenir en arrière jusqu’au',
    en: 'This stay has ended. You can still take it back until',
  },
  undo: { fr: 'Annuler la fin', en: 'Take the end back' },

  notYoursTitle: { fr: 'Cette page n’est pas pour ce compte', en: 'This page is not for this account' },
  notYoursSponsor: {
    fr: 'Seuls les membres du personnel répondent d’invité·es. Si vous avez aussi un compte de personnel, connectez-vous avec celui-là.',
    en: 'Only members of staff answer for guests. If you have a staff account as well, sign in with that one.',
  },
  notYoursCri: {
    fr: 'Elle est réservée au CRI. Si vous venez d’y entrer, réessayez dans cinq minutes.',
    en: 'It is for the CRI. If you have just joined them, try again in five minutes.',
  },
  toAccount: { fr: 'Mon compte', en: 'My account' },
  tooOftenTitle: { fr: 'Trop d’actions à la fois', en: 'Too many acts at once' },
  tooOftenLead: {
    fr: 'Il y a eu cent envois en dix minutes. Rien n’a été fait de celui-ci : reprenez dans dix minutes.',
    en: 'There were a hundred in ten minutes. Nothing was done for this one: go on in ten minutes.',
  },
  goBack: { fr: 'Revenir', en: 'Go back' },
  changedMeanwhile: {
    fr: 'Cette fiche a changé depuis que vous l’avez ouverte : relisez-la, puis recommencez',
    en: 'This page has changed since you opened it: read it again, then start over',
  },

  requiredFirstName: { fr: 'Indiquez le prénom', en: 'Give the first name' },
  requiredLastName: { fr: 'Indiquez le nom', en: 'Give the last name' },
  requiredColleague: {
    fr: 'Indiquez l’identifiant ou l’adresse de votre collègue',
    en: 'Give the login or address of your colleague',
  },
  oneDayLeft: { fr: 'encore 1 jour', en: '1 day left' },
  lastDay: { fr: 'dernier jour', en: 'the last day' },
  daysLeft: { fr: 'jours restants', en: 'days left' },
  until2: { fr: 'jusqu’au', en: 'until' },
} as const satisfies Record<string, Text>;

/** What each kind of account is, for who has to choose one. */
export const kindTexts = {
  'temporary-guest': {
    name: { fr: 'Invité·e temporaire', en: 'Temporary guest' },
    about: {
      fr: '30 jours au plus, tout de suite : ENT, Wi-Fi, impression. Sans adresse de courriel de l’université.',
      en: '30 days at most, at once: ENT, Wi-Fi, printing. Without a mail address of the university.',
    },
  },
  guest: {
    name: { fr: 'Invité·e, visiteur·se, stagiaire', en: 'Guest, visitor, intern' },
    about: {
      fr: '12 mois au plus, après accord du CRI, avec une adresse @ext.uca.fr.',
      en: '12 months at most, once the CRI agrees, with an @ext.uca.fr address.',
    },
  },
  local: {
    name: { fr: 'Compte local ISIMA/LIMOS', en: 'ISIMA/LIMOS local account' },
    about: {
      fr: '12 mois au plus, après accord du CRI : seulement les services ISIMA/LIMOS accordés, ni ENT, ni Wi-Fi, ni impression.',
      en: '12 months at most, once the CRI agrees: only the ISIMA/LIMOS services granted, no ENT, Wi-Fi or printing.',
    },
  },
} as const satisfies Record<StayKind, { name: Text; about: Text }>;

export const standingTexts = {
  waiting: { fr: 'attend la décision du CRI', en: 'waits for the CRI to decide' },
  declined: { fr: 'refusé par le CRI', en: 'declined by the CRI' },
  withdrawn: { fr: 'demande retirée', en: 'request withdrawn' },
  preparing: { fr: 'compte en préparation', en: 'account being prepared' },
  invited: { fr: 'pas encore activé', en: 'not activated yet' },
  active: { fr: 'actif', en: 'active' },
  locked: { fr: 'verrouillé par le CRI', en: 'locked by the CRI' },
  'ended-early': { fr: 'terminé par vous, encore annulable', en: 'ended by you, can still be taken back' },
  ended: { fr: 'terminé', en: 'ended' },
} as const satisfies Record<Standing, Text>;
