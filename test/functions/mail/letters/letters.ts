import { accountClosed } from '../../../../functions/mail/letters/account-closed.tsx';
import { accountEnding } from '../../../../functions/mail/letters/account-ending.tsx';
import { accountSuspended } from '../../../../functions/mail/letters/account-suspended.tsx';
import { endAsked } from '../../../../functions/mail/letters/end-asked.tsx';
import { guestEnding } from '../../../../functions/mail/letters/guest-ending.tsx';
import { notActivated } from '../../../../functions/mail/letters/not-activated.tsx';
import { accountActivated } from '../../../../functions/mail/letters/account-activated.tsx';
import { accountEnded } from '../../../../functions/mail/letters/account-ended.tsx';
import { accountLocked } from '../../../../functions/mail/letters/account-locked.tsx';
import { addressChanged } from '../../../../functions/mail/letters/address-changed.tsx';
import { addressCode } from '../../../../functions/mail/letters/address-code.tsx';
import { hasAccount } from '../../../../functions/mail/letters/has-account.tsx';
import { inPreparation } from '../../../../functions/mail/letters/in-preparation.tsx';
import type { HeldIn } from '../../../../functions/mail/letters/letter-directories.tsx';
import type { Letter } from '../../../../functions/mail/mail.ts';
import { missingPieces } from '../../../../functions/mail/letters/missing-pieces.tsx';
import { passwordChanged } from '../../../../functions/mail/letters/password-changed.tsx';
import { passwordCleared } from '../../../../functions/mail/letters/password-cleared.tsx';
import { passwordPartly } from '../../../../functions/mail/letters/password-partly.tsx';
import { passwordPending } from '../../../../functions/mail/letters/password-pending.tsx';
import { recoveryLink } from '../../../../functions/mail/letters/recovery-link.tsx';
import { welcome } from '../../../../functions/mail/letters/welcome.tsx';
import { requestLetters } from './request-letters.ts';
import { uca as university } from '../../../../functions/university/uca.ts';

export const portal = 'https://portal.example/';
export const link = `${portal}l/q7Yx2Jp0mZk4Vd9sT1uN5wR8eA3fH6gLbCiKoXyPzQM`;
export const notMeLink = `${portal}l/zN1v9Qw3Er5Ty7Ui0Op2As4Df6Gh8Jk1Lz3Xc5Vb7Nm`;

const account = { university, login: 'adalovel', office: 'registrar', link } as const;
const notice = { university, login: 'adalovel', office: 'registrar', notMeLink, portalUrl: portal } as const;
const ending = { lastDay: '2027-09-30', daysLeft: 7, portalUrl: 'https://portal.example' } as const;
const held = (other: Omit<HeldIn, 'name'>): HeldIn[] => [
  { name: 'uca', status: 'verified', holds: 'former' },
  { name: 'isima-limos', ...other },
];

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
  'account-locked': (firstName, extra) => accountLocked({ ...extra, ...account, firstName }),
  'in-preparation': (firstName, extra) => inPreparation({ ...extra, ...account, firstName }),
  'recovery-link': (firstName, extra) =>
    recoveryLink({ ...extra, ...account, firstName, population: 'student', services: ['ent', 'mail', 'isima'] }),
  'recovery-link, of an account that was unlocked': (firstName, extra) =>
    recoveryLink({ ...extra, ...account, firstName, population: 'student', services: ['ent'], unlocked: true }),
  'recovery-link, one of two accounts': (firstName, extra) =>
    recoveryLink({
      ...extra,
      ...account,
      firstName,
      population: 'phd',
      services: ['ent', 'limos'],
      oneOfSeveral: true,
    }),
  'account-activated': (firstName, extra) =>
    accountActivated({
      ...{ ...extra, ...notice, firstName, mailAddress: 'ada.lovelace@etu.example' },
      services: ['ent', 'mail', 'eduroam', 'printing', 'isima', 'limos'],
    }),
  'password-changed': (firstName, extra) => passwordChanged({ ...extra, ...notice, firstName }),
  'password-pending': (firstName, extra) =>
    passwordPending({
      ...{ ...extra, ...notice, firstName, activated: false },
      held: held({ status: 'pending', holds: 'former' }),
    }),
  'password-pending, of an account that is active': (firstName, extra) =>
    passwordPending({
      ...{ ...extra, ...notice, firstName, activated: true },
      held: held({ status: 'pending', holds: 'none' }),
    }),
  'password-partly': (firstName, extra) =>
    passwordPartly({
      ...{ ...extra, ...notice, firstName },
      held: held({ status: 'refused', reason: 'in-history', holds: 'former' }),
    }),
  'password-cleared': (firstName, extra) =>
    passwordCleared({
      ...{ ...extra, ...notice, firstName, again: { link, purpose: 'recovery' } },
      ...{ why: 'too-late', held: held({ status: 'clearing', holds: 'none' }) },
    }),
  'password-cleared, without a link': (firstName, extra) =>
    passwordCleared({
      ...{ ...extra, ...notice, firstName, why: 'refused' },
      held: held({ status: 'cleared', holds: 'none' }),
    }),
  'address-code': (firstName, extra) => addressCode({ ...extra, ...account, firstName, code: '01234567', minutes: 10 }),
  'address-changed, undone': (firstName, extra) => addressChanged({ ...extra, ...notice, firstName, undone: true }),
  'address-changed': (firstName, extra) => addressChanged({ ...extra, ...notice, firstName, usableFrom: '2026-09-18' }),
  'account-ending': (firstName, extra) =>
    accountEnding({ ...extra, ...account, ...ending, firstName, population: 'student', early: undefined, others: [] }),
  'account-ending, of a guest': (firstName, extra) =>
    accountEnding({
      ...{ ...extra, ...account, ...ending, firstName, population: 'guest', office: 'cri' },
      ...{ early: undefined, others: [] },
    }),
  'account-ending, chosen by somebody with two accounts': (firstName, extra) =>
    accountEnding({
      ...{ ...extra, ...account, ...ending, firstName, population: 'phd' },
      ...{ early: 'person', others: ['staff'] },
    }),
  'end-asked': (firstName, extra) =>
    endAsked({ ...extra, ...account, firstName, lastDay: '2027-09-30', portalUrl: 'https://portal.example' }),
  'guest-ending': (firstName, extra) =>
    guestEnding({
      ...extra,
      university,
      firstName,
      guest: firstName,
      ...ending,
      link,
      code: '123456',
    }),
  'not-activated': (firstName, extra) =>
    notActivated({ ...extra, ...account, firstName, services: ['ent', 'mail'], lastDay: '2027-09-30' }),
  'account-suspended': (firstName, extra) =>
    accountSuspended({
      ...{ ...extra, ...account, firstName, population: 'student', lastDay: '2027-09-30', erasedOn: '2028-09-30' },
      ...{ early: undefined, others: [] },
    }),
  'account-suspended, by a sponsor': (firstName, extra) =>
    accountSuspended({
      ...{ ...extra, ...account, firstName, population: 'guest', office: 'cri', erasedOn: '2028-09-30' },
      ...{ early: 'sponsor', others: [] },
    }),
  'account-closed': (firstName, extra) =>
    accountClosed({
      ...{ ...extra, ...account, firstName, mailAddress: 'ada.lovelace@doctorant.example' },
      ...{ population: 'phd', others: ['staff'] },
    }),
  ...requestLetters,
};

/** The letters that lead nowhere near the portal. */
export const withoutPortal = [
  ...['account-ended', 'account-locked', 'address-code'],
  ...['account-suspended', 'account-suspended, by a sponsor', 'account-closed'],
  ...Object.keys(requestLetters).filter((name) => name.startsWith('guest-news')),
];
