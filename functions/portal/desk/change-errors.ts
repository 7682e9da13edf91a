import type { Text } from '../../university/university.ts';

/** What to correct in a form that changes a stay, or decides on one. */
export const changeErrors = {
  until: {
    fr: 'Donnez un jour à venir, dans la durée que ce compte permet',
    en: 'Give a day to come, within the time that this account allows',
  },
  reason: { fr: 'Donnez un motif, en quelques phrases au plus', en: 'Give a reason, in a few sentences at most' },
  colleague: {
    fr: 'Aucun membre du personnel n’a cet identifiant ou cette adresse, ou son compte n’est pas activé, ou ne sert plus',
    en: 'No member of staff has this login or address, or the account is not activated, or no longer in use',
  },
  services: {
    fr: 'Un compte de cette sorte n’ouvre pas ce service, ou il en faut au moins un',
    en: 'An account of this kind does not open this service, or it takes one at least',
  },
} as const satisfies Record<string, Text>;
