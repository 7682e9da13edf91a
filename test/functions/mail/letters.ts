import { accountEnded } from '../../../functions/mail/account-ended.tsx';
import { hasAccount } from '../../../functions/mail/has-account.tsx';
import type { Letter } from '../../../functions/mail/mail.ts';
import { missingPieces } from '../../../functions/mail/missing-pieces.tsx';
import { welcome } from '../../../functions/mail/welcome.tsx';
import { uca as university } from '../../../functions/university/uca.ts';

export const portal = 'https://portal.example/';
export const link = `${portal}l/q7Yx2Jp0mZk4Vd9sT1uN5wR8eA3fH6gLbCiKoXyPzQM`;

const account = { university, login: 'adalovel', office: 'registrar', link } as const;

/** Every letter that the product sends, by the file that writes it, for a person of this first name. */
export const letters: Readonly<Record<string, (firstName: string, extra?: object) => Promise<Letter>>> = {
  welcome: (firstName, extra) =>
    welcome({
      ...{ ...extra, ...account, firstName, mailAddress: 'ada.lovelace@etu.example', lastDay: '2027-09-30' },
      services: ['ent', 'mail', 'eduroam'],
    }),
  'welcome, fresh link': (firstName, extra) =>
    welcome({ ...extra, ...account, firstName, services: ['ent'], fresh: true }),
  'welcome, from the office whose files the form does not know': (firstName, extra) =>
    welcome({ ...extra, ...account, firstName, services: ['ent'], office: 'cri' }),
  'missing-pieces': (firstName, extra) =>
    missingPieces({ ...extra, ...account, firstName, pieces: ['payment', 'cvec', 'lettre_2'] }),
  'has-account': (firstName, extra) =>
    hasAccount({ ...extra, ...account, firstName, office: 'cri', portalUrl: portal }),
  'account-ended': (firstName, extra) =>
    accountEnded({ ...extra, ...account, firstName, office: 'cri', lastDay: '2027-09-30' }),
};
