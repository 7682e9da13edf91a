import type { AccountState } from '../../account/account-state.ts';
import type { Text } from '../../university/university.ts';

/** What the CRI reads. */
export const criTexts = {
  title: { fr: 'Bureau du CRI', en: 'The CRI’s desk' },
  aboutLink: {
    fr: 'Décider de ce qui attend, verrouiller ou déverrouiller un compte, confirmer une nuit retenue.',
    en: 'Decide on what waits, lock or unlock an account, confirm a night that is held.',
  },
  waitingTitle: { fr: 'Ce qui attend', en: 'What waits' },
  waitingNone: { fr: 'Rien n’attend de décision.', en: 'Nothing waits for a decision.' },
  asksStay: { fr: 'séjour demandé', en: 'stay asked for' },
  asksExtension: { fr: 'prolongation demandée', en: 'asked to be prolonged' },
  asksAccess: { fr: 'service demandé', en: 'service asked for' },
  orphaned: { fr: 'n’a plus personne qui en réponde', en: 'has nobody left who answers for them' },
  askedOn: { fr: 'le', en: 'on' },

  findTitle: { fr: 'Un compte', en: 'An account' },
  findLabel: { fr: 'Identifiant ou adresse de l’université', en: 'Login or address of the university' },
  find: { fr: 'Chercher', en: 'Look up' },
  findNone: {
    fr: 'Aucun compte n’a cet identifiant ou cette adresse',
    en: 'No account has this login or address',
  },

  nightsTitle: { fr: 'Nuits retenues', en: 'Nights that are held' },
  nightsLead: {
    fr: 'Plus de comptes que d’ordinaire arrivaient à leur fin la même nuit : rien n’a été coupé. Vérifiez que les dossiers sont justes, puis confirmez.',
    en: 'More accounts than usual came to their end on one night: nothing was cut off. Check that the files are right, then confirm.',
  },
  nightsNone: { fr: 'Aucune nuit n’est retenue.', en: 'No night is held.' },
  nightsSee: { fr: 'Voir les nuits retenues', en: 'See the nights that are held' },
  night: { fr: 'Quelle nuit ?', en: 'Which night?' },
  nightMissing: { fr: 'Choisissez la nuit que vous confirmez', en: 'Choose the night that you confirm' },
  ends: { fr: 'comptes finissent sur', en: 'accounts end out of' },
  nightReasonHint: { fr: 'Ce que vous avez vérifié, et auprès de qui.', en: 'What you checked, and with whom.' },
  confirm: { fr: 'Confirmer ces fins', en: 'Confirm these ends' },

  decideTitle: { fr: 'Décider', en: 'Decide' },
  ownRequest: {
    fr: 'C’est votre propre demande : quelqu’un d’autre du CRI en décide.',
    en: 'This is your own request: somebody else of the CRI decides on it.',
  },
  verdict: { fr: 'Votre décision', en: 'Your decision' },
  granted: { fr: 'Accorder', en: 'Grant' },
  declined: { fr: 'Refuser', en: 'Decline' },
  verdictMissing: { fr: 'Choisissez d’accorder ou de refuser', en: 'Choose to grant or to decline' },
  until: { fr: 'Dernier jour accordé', en: 'Last day that is granted' },
  untilHint: { fr: 'Au plus tard le', en: 'At the latest' },
  services: { fr: 'Services accordés', en: 'Services that are granted' },
  reason: { fr: 'Motif', en: 'Reason' },
  reasonHint: {
    fr: 'Dit tel quel à qui a demandé ; si une prolongation est refusée, à l’invité·e aussi.',
    en: 'Told as it is to who asked; if a later end is declined, to the guest as well.',
  },
  record: { fr: 'Enregistrer la décision', en: 'Record the decision' },
  nothingWaits: { fr: 'Rien n’attend de décision ici.', en: 'Nothing waits for a decision here.' },

  accessTitle: { fr: 'Accès à un service', en: 'Access to a service' },
  service: { fr: 'Service demandé', en: 'Service asked for' },
  accessUntil: { fr: 'Jusqu’au', en: 'Until' },
  entrustTitle: { fr: 'Confier à un membre du personnel', en: 'Hand over to a member of staff' },
  entrustAbout: {
    fr: 'Il en répond dès qu’il accepte. La date promise ne change pas.',
    en: 'They answer for the person once they accept. The promised day does not change.',
  },

  accountState: { fr: 'État', en: 'State' },
  name: { fr: 'Nom', en: 'Name' },
  unlockedSince: { fr: 'Déverrouillé', en: 'Unlocked' },
  lockedSince: { fr: 'Verrouillé', en: 'Locked' },
  recoveryChanged: { fr: 'Adresse de récupération changée', en: 'Recovery address changed' },
  recoveryAsk: {
    fr: 'demandez à la personne si c’était bien elle, car le lien du déverrouillage part à la nouvelle adresse.',
    en: 'ask the person whether they did it, since the link of an unlocking goes to the new address.',
  },
  lockTitle: { fr: 'Verrouiller ce compte', en: 'Lock this account' },
  lockAbout: {
    fr: 'Plus personne n’entre avec : sessions, liens et mots de passe en route prennent fin. Aucun renouvellement ni mot de passe ne lève un verrou.',
    en: 'Nobody gets in with it: sessions, links and passwords on their way end. No renewal and no password lifts a lock.',
  },
  lock: { fr: 'Verrouiller', en: 'Lock' },
  unlockTitle: { fr: 'Déverrouiller ce compte', en: 'Unlock this account' },
  unlockAbout: {
    fr: 'Vérifiez d’abord, avec une pièce d’identité, qui demande. L’ancien mot de passe est effacé partout ; un lien part à l’adresse de récupération.',
    en: 'First check, with an identity document, who asks. The former password is deleted everywhere; a link goes to the recovery address.',
  },
  unlock: { fr: 'Déverrouiller', en: 'Unlock' },
  ownReasonHint: {
    fr: 'Le CRI le lit sur cette page ; le journal garde que c’était vous.',
    en: 'The CRI reads it on this page; the journal keeps that it was you.',
  },
} as const satisfies Record<string, Text>;

export const stateTexts = {
  requested: { fr: 'en préparation', en: 'being prepared' },
  provisioned: { fr: 'pas encore activé', en: 'not activated yet' },
  active: { fr: 'actif', en: 'active' },
  grace: { fr: 'en sursis', en: 'in grace' },
  suspended: { fr: 'suspendu', en: 'suspended' },
  closed: { fr: 'fermé', en: 'closed' },
} as const satisfies Record<AccountState, Text>;
