import type { Text } from '../../university/university.ts';

export const endTexts = {
  link: { fr: 'Je n’ai plus besoin de ce compte', en: 'I do not need this account any more' },
  title: { fr: 'Mettre fin à ce compte', en: 'End this account' },
  lead: {
    fr: 'Choisissez son dernier jour. Jusque-là, rien ne change, et vous pouvez revenir sur votre décision ici même.',
    en: 'Choose its last day. Until then nothing changes, and you can take your decision back right here.',
  },
  after: {
    fr: 'Ensuite, le compte ne s’ouvre plus : ni messagerie, ni Wi-Fi, ni autre service. Gardez ce qui vous est utile avant ce jour. Un an plus tard, tout est effacé.',
    en: 'Then the account no longer opens: no mail, no Wi-Fi, no other service. Keep what you need before that day. A year later everything is erased.',
  },
  other: {
    fr: 'Si vous avez un autre compte ici, il n’en est pas affecté. Si vous revenez, une nouvelle inscription ou un nouveau contrat rouvre celui-ci.',
    en: 'If you have another account here, it is not touched. If you come back, a new registration or contract opens this one again.',
  },
  toGuests: { fr: 'Voir mes invité·es', en: 'See my guests' },
  on: { fr: 'Dernier jour', en: 'Last day' },
  send: { fr: 'Mettre fin au compte ce jour-là', en: 'End the account on that day' },
  wrong: {
    fr: 'Donnez un jour, d’aujourd’hui au dernier jour prévu du compte',
    en: 'Give a day, from today to the last day that the account has',
  },
  asked: {
    fr: 'Vous avez demandé la fin de ce compte. Son dernier jour :',
    en: 'You asked for this account to end. Its last day:',
  },
  undo: { fr: 'Garder mon compte', en: 'Keep my account' },
} as const satisfies Record<string, Text>;

/** What becomes of the guests of who leaves. */
export function guestsText(guests: number): Text {
  return guests === 1
    ? {
        fr: 'Vous répondez encore d’une personne invitée : après votre dernier jour, on demandera au contact de votre unité d’en répondre. Rien ne change pour elle jusqu’à sa propre date. Vous pouvez aussi la confier à une ou un collègue avant de partir.',
        en: 'You still answer for one guest: after your last day the contact of your unit is asked to take them over. Nothing changes for them until their own day. You can also hand them over to a colleague before you leave.',
      }
    : {
        fr: `Vous répondez encore de ${guests} personnes invitées : après votre dernier jour, on demandera au contact de votre unité d’en répondre. Rien ne change pour elles jusqu’à leur propre date. Vous pouvez aussi les confier à une ou un collègue avant de partir.`,
        en: `You still answer for ${guests} guests: after your last day the contact of your unit is asked to take them over. Nothing changes for them until their own day. You can also hand them over to a colleague before you leave.`,
      };
}
