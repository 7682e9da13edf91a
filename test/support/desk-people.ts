import { Temporal } from 'temporal-polyfill';
import { expect, vi } from 'vitest';
import type { Account } from '../../functions/account/account.ts';
import type { HandedOver } from '../../functions/file/file.ts';
import { university } from '../../functions/university/uca.ts';
import type { Mail } from '../../local/mailbox.ts';
import { letsIn } from './ldapwhoami.ts';
import { worldInbox } from './local-clients.ts';
import { patience } from './patience.ts';
import { newestLink, personOnline } from './person-online.ts';
import { accountsInTable, rowsOf, worldTables } from './world-tables.ts';

// The people at the desks of the whole product: how they come by a password, and what is known of them.

export const both = ['uca', 'isima-limos'] as const;
export const inDays = (days: number): string => Temporal.Now.plainDateISO(university.timeZone).add({ days }).toString();

export const staff = (fileNumber: string, firstName: string, lastName: string): HandedOver => ({
  ...{ office: 'hr', fileNumber, population: 'staff', firstName, lastName, birthDate: '1980-02-29' },
  ...{ personalEmail: `${fileNumber.toLowerCase()}@example.org`, affiliations: ['isima'] },
  ...{ startsOn: inDays(-100), endsOn: inDays(900), missing: [] },
});

/** Chooses a password behind a link, in a browser without a screen. */
export async function choose(
  link: string,
  at: '/activate' | '/recover',
  username: string,
  password: string,
): Promise<void> {
  const person = personOnline();
  await person.open(link);
  await person.open(at);
  expect(person.path()).toBe(at);
  const charter = at === '/activate' ? { charter: university.charter.version } : {};
  expect(await person.send(at, { ...charter, username, password, repeat: password })).toBe(200);
  const done = async () => (await person.open('/result'), /<h1[^>]*>[^<]*(est activé|est changé)/.test(person.page()));
  await vi.waitUntil(done, patience);
}

export async function accountOf(fileNumber: string): Promise<Account> {
  const file = (await rowsOf('files')).find((each) => each['fileNumber'] === fileNumber);
  const account = (await accountsInTable()).find(({ accountId }) => accountId === file?.['accountId']);
  if (!account) throw new Error('The file has no account');
  return account;
}

/** The newest link that was mailed to somebody and leads to this page, as soon as there is one. */
export async function linkTo(address: string, page: '/status' | '/recover'): Promise<string> {
  return vi.waitUntil(async () => (await newestLink(address, page)) ?? '', patience);
}

export const mailTo = (address: string, subject: RegExp, text = /./): Promise<Mail> =>
  worldInbox().mailTo(address, { seconds: 60, matching: (mail) => subject.test(mail.subject) && text.test(mail.text) });

/** In which directories a password opens an account. */
export async function opened(login: string, password: string): Promise<string[]> {
  const open = await Promise.all(both.map((name) => letsIn(name, login, password)));
  return both.filter((_, index) => open[index]);
}

/** Lets the time pass after which who acts for others shows the password again; the session stays (E-03). */
export async function forgetProofs(accountId: string): Promise<void> {
  const tables = await worldTables();
  const longAgo = Temporal.Now.instant().subtract({ minutes: 20 }).toString();
  for (const row of await rowsOf('sessions')) {
    if (row['accountId'] !== accountId) continue;
    const sessionHash = String(row['sessionHash']);
    await tables.write({ table: 'sessions', update: { sessionHash }, set: { createdAt: longAgo, provedAt: longAgo } });
  }
}
