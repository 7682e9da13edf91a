import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Account } from '../../functions/account/account.ts';
import type { HandedOver } from '../../functions/file/file.ts';
import { university } from '../../functions/university/uca.ts';
import type { Language } from '../../functions/university/university.ts';
import type { Mail } from '../../local/mailbox.ts';
import { axeViolations } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { giveRole, membersOf } from '../support/directory-groups.ts';
import { exportOf } from '../support/export-of.ts';
import { ldapsearch } from '../support/ldapsearch.ts';
import { letsIn } from '../support/ldapwhoami.ts';
import { worldInbox } from '../support/local-clients.ts';
import { handOverExport } from '../support/office.ts';
import { newestLink, personOnline } from '../support/person-online.ts';
import { accountsInTable, rowsOf } from '../support/world-tables.ts';

// Sponsors, their guests and the CRI on the whole product: each step from a page or from a mail, and what the directories
// say of it.

const screenshots = join(import.meta.dirname, '..', '..', '.local', 'screenshots');
const inDays = (days: number): string => Temporal.Now.plainDateISO(university.timeZone).add({ days }).toString();
const both = ['uca', 'isima-limos'] as const;
const patience = { timeout: 60_000, interval: 500 };

/** French on a screen with JavaScript, or English on a phone without. */
interface Look {
  readonly language: Language;
  readonly width: number;
  readonly script: boolean;
}
const screen: Look = { language: 'fr', width: 1280, script: true };
const phone: Look = { language: 'en', width: 375, script: false };

const staff = (fileNumber: string, firstName: string, lastName: string): HandedOver => ({
  ...{ office: 'hr', fileNumber, population: 'staff', firstName, lastName, birthDate: '1980-02-29' },
  ...{ personalEmail: `${fileNumber.toLowerCase()}@example.org`, affiliations: ['isima'] },
  ...{ startsOn: inDays(-100), endsOn: inDays(900), missing: [] },
});
const solene = staff('DESK-1', 'Solène', 'Répondante');
const cleo = staff('DESK-2', 'Cléo', 'Décideuse');
const passwords = {
  solene: 'Fougere-7-chemins!',
  cleo: 'Bruyere-8-sommets!',
  visitor: 'Genet-9-ruisseaux!',
  local: 'Sapin-10-clairieres!',
  card: 'Lichen-11-rochers!',
  again: 'Mousse-12-sources!',
};

let browser: Browser;
let sponsor: Page;
let cri: Page;
let sponsorMail: string;
beforeAll(async () => {
  browser = await launchChromium();
  await mkdir(screenshots, { recursive: true });
});
afterAll(() => browser.close());

async function open({ language, width, script }: Look): Promise<Page> {
  const context = await browser.newContext({
    baseURL: inject('world').portalUrl,
    locale: language,
    viewport: { width, height: 900 },
    javaScriptEnabled: script,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  return context.newPage();
}

async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `e2e-desk-${name}.png`), fullPage: true });
  const [sideways, script] = await page.evaluate(() => [
    document.documentElement.scrollWidth > document.documentElement.clientWidth,
    document.documentElement.clientWidth > 375,
  ]);
  expect(sideways).toBe(false);
  // axe waits by timers, which no page without scripts has.
  if (script) expect(await axeViolations(page)).toEqual([]);
}

const path = (page: Page): string => new URL(page.url()).pathname;
const status = (page: Page): Promise<string | null> => page.locator('main [role="status"]').textContent();
const main = (page: Page): Promise<string | null> => page.locator('main').textContent();

/** Sends the form of the page that goes to this path, filled in; a box or a choice is ticked. */
async function send(page: Page, action: string, fields: Readonly<Record<string, string | true>> = {}): Promise<void> {
  const form = page.locator(`form[action$="${action}"]`);
  for (const [field, value] of Object.entries(fields)) {
    const input = form.locator(`#${field}`);
    await (value === true ? input.check() : input.fill(value));
  }
  await form.locator('button[type="submit"]').click();
  await page.waitForLoadState();
}

/** Opens a page again until it says so: without JavaScript that is what a person does. */
const says = (page: Page, words: RegExp): Promise<void> =>
  expect.poll(async () => (await page.reload(), main(page)), patience).toMatch(words);

async function signedIn(login: string, password: string, how: Look, at = '/account'): Promise<Page> {
  const page = await open(how);
  expect((await page.goto(at))?.status()).toBe(200);
  expect(path(page)).toBe('/sign-in');
  await send(page, '/sign-in', { name: login, password });
  expect(path(page), 'where they were going').toBe(at);
  // The language of the account wins over the browser's.
  if (how.language === 'en') await page.locator('header a[hreflang="en"]').click();
  return page;
}

/** Chooses a password behind a link, in a browser without a screen. */
async function choose(link: string, at: '/activate' | '/recover', username: string, password: string): Promise<void> {
  const person = personOnline();
  await person.open(link);
  await person.open(at);
  expect(person.path()).toBe(at);
  const charter = at === '/activate' ? { charter: university.charter.version } : {};
  expect(await person.send(at, { ...charter, username, password, repeat: password })).toBe(200);
  const done = async () => (await person.open('/result'), /<h1[^>]*>([^<]*)/.exec(person.page())?.[1]);
  await expect.poll(done, patience).toMatch(/est activé|est changé/);
}

async function accountOf(fileNumber: string): Promise<Account> {
  const file = (await rowsOf('files')).find((each) => each['fileNumber'] === fileNumber);
  const account = (await accountsInTable()).find(({ accountId }) => accountId === file?.['accountId']);
  if (!account) throw new Error('The file has no account');
  return account;
}

/** The newest link that was mailed to somebody and leads to this page, as soon as there is one. */
async function linkTo(address: string, page: '/status' | '/recover'): Promise<string> {
  const find = async () => (await newestLink(address, page)) ?? '';
  await expect.poll(find, patience).toMatch(/\/l\//);
  return find();
}

const mailTo = (address: string, subject: RegExp, text = /./): Promise<Mail> =>
  worldInbox().mailTo(address, { seconds: 60, matching: (mail) => subject.test(mail.subject) && text.test(mail.text) });

/** In which directories a password opens an account. */
async function opened(login: string, password: string): Promise<string[]> {
  const open = await Promise.all(both.map((name) => letsIn(name, login, password)));
  return both.filter((_, index) => open[index]);
}

/** The request that a page of the desk is about. */
const requestOf = (page: Page): string => /\/(?:guests|requests)\/([0-9A-Z]{26})/.exec(page.url())?.[1] ?? '';

describe('a sponsor, their guests and the CRI', () => {
  let visitorId: string;
  let visitor: string;
  const visitorMail = 'grete.visitor@example.org';

  test('are staff of the same export: both activate by mail and sign in, one of them of the CRI', async () => {
    expect((await handOverExport('hr', exportOf([solene, cleo]))).counts).toEqual({ Onboarded: 2 });
    const [one, two] = [await accountOf('DESK-1'), await accountOf('DESK-2')];
    await giveRole(two.login, 'cri');
    await Promise.all([
      choose(await linkTo('desk-1@example.org', '/status'), '/activate', one.login, passwords.solene),
      choose(await linkTo('desk-2@example.org', '/status'), '/activate', two.login, passwords.cleo),
    ]);
    sponsorMail = one.mailAddress ?? '';
    sponsor = await signedIn(one.login, passwords.solene, screen, '/sponsor');
    await look(sponsor, '01-sponsor-empty');
    await sponsor.goto('/cri');
    expect(await sponsor.locator('h1').textContent()).toMatch(/n’est pas pour ce compte/);
    cri = await signedIn(two.login, passwords.cleo, screen, '/cri');
    await look(cri, '02-cri-empty');
  });

  test('a visitor of some days is handed a card, and gets into uca alone by it', async () => {
    await sponsor.goto('/sponsor/ask');
    await look(sponsor, '03-ask');
    const visit = {
      firstName: 'Tadeusz',
      lastName: 'Passage',
      card: true,
      until: inDays(3),
      reason: 'Colloque',
    } as const;
    await send(sponsor, '/sponsor/ask', visit);
    expect(await status(sponsor)).toMatch(/enregistrée/);
    await look(sponsor, '04-guest-preparing');
    await says(sponsor, /pas encore activé/);
    await send(sponsor, '/card');
    await look(sponsor, '05-card');
    const login = (await sponsor.locator('.card code').first().textContent()) ?? '';
    const code = (await sponsor.locator('.card .code').textContent()) ?? '';

    const guest = await open(screen);
    await guest.goto('/card');
    await send(guest, '/card', { login, code });
    expect(path(guest)).toBe('/activate');
    await look(guest, '06-card-activate');
    await send(guest, '/activate', { charter: true, password: passwords.card });
    await says(guest, /est activé/);
    await look(guest, '07-card-activated');
    expect(await opened(login, passwords.card)).toEqual(['uca']);
    expect((await ldapsearch('isima-limos')).has(login)).toBe(false);
    await guest.goto('/card');
    await send(guest, '/card', { login, code });
    expect(path(guest), 'a card works once').toBe('/card');
    await guest.context().close();
  });

  test('a guest waits for the CRI, who grants with a reason: everybody is told, and both directories know the guest', async () => {
    const asking = await signedIn((await accountOf('DESK-1')).login, passwords.solene, phone, '/sponsor/ask');
    await look(asking, '08-ask-phone');
    const stay = { firstName: 'Grete', lastName: 'Gast', mail: visitorMail, until: inDays(90), reason: 'Internship' };
    await send(asking, '/sponsor/ask', { 'kind-guest': true, ...stay });
    visitorId = requestOf(asking);
    expect(await main(asking)).toMatch(/waits for the CRI/);
    await look(asking, '09-waiting-phone');
    await asking.context().close();
    await mailTo(sponsorMail, /attend le CRI/);
    await mailTo(visitorMail, /demandé pour vous/);
    const ticket = await mailTo(university.ticketManager, /à décider/, new RegExp(visitorId));
    expect(ticket.text).not.toMatch(/Gast|Solène/);

    await cri.goto('/cri');
    await look(cri, '10-cri-waiting');
    await cri.locator(`a[href="/cri/requests/${visitorId}"]`).click();
    await look(cri, '11-cri-request');
    await send(cri, '/decide', { verdict: true, reason: 'Convention de stage reçue' });
    expect(await status(cri)).toMatch(/décision est enregistrée/);
    await mailTo(sponsorMail, /compte .* pour votre invité/, /Convention de stage reçue/);
    const link = await linkTo(visitorMail, '/status');
    visitor = (await accountOf(visitorId)).login;

    const guest = await open(phone);
    await guest.goto(link);
    await guest.goto('/activate');
    await send(guest, '/activate', { charter: true, password: passwords.visitor, repeat: passwords.visitor });
    await says(guest, /is activated/);
    await look(guest, '12-guest-activated-phone');
    await guest.context().close();
    expect(await opened(visitor, passwords.visitor)).toEqual(both);
  });

  test('who is declined has no account, and the sponsor reads why', async () => {
    const mail = 'nora.refused@example.org';
    await sponsor.goto('/sponsor/ask');
    const stay = { firstName: 'Nora', lastName: 'Nein', mail, until: inDays(300), reason: 'Visite' };
    await send(sponsor, '/sponsor/ask', { 'kind-guest': true, ...stay });
    const requestId = requestOf(sponsor);
    const deciding = await signedIn((await accountOf('DESK-2')).login, passwords.cleo, phone, '/cri');
    await look(deciding, '13-cri-phone');
    await deciding.goto(`/cri/requests/${requestId}`);
    await look(deciding, '14-cri-request-phone');
    await send(deciding, '/decide', { 'verdict-declined': true, reason: 'Pas de convention' });
    expect(await status(deciding)).toMatch(/decision is recorded/);
    await deciding.context().close();
    await mailTo(sponsorMail, /est refusée/, /Pas de convention/);
    const told = await mailTo(mail, /n’est pas accordé/);
    expect(told.text).not.toMatch(/Pas de convention/);
    await sponsor.goto(`/sponsor/guests/${requestId}`);
    expect(await main(sponsor)).toMatch(/Pas de convention/);
    await look(sponsor, '15-declined');
    await expect(accountOf(requestId)).rejects.toThrow('no account');
  });

  test('a stay is prolonged once the CRI agrees: the same last day everywhere', async () => {
    await sponsor.goto(`/sponsor/guests/${visitorId}`);
    await look(sponsor, '16-guest-active');
    await send(sponsor, '/extend', { until: inDays(120), reason: 'Le stage dure plus longtemps' });
    expect(await status(sponsor)).toMatch(/prolongation est demandée/);
    expect((await accountOf(visitorId)).lastDay).toBe(inDays(90));
    await cri.goto(`/cri/requests/${visitorId}`);
    await look(cri, '17-cri-extension');
    await send(cri, '/decide', { verdict: true, reason: 'Avenant reçu' });
    await mailTo(sponsorMail, /est prolongé/, /Avenant reçu/);
    await mailTo(visitorMail, /is extended/);
    expect((await accountOf(visitorId)).lastDay).toBe(inDays(120));
    const ends = async () =>
      Promise.all(both.map(async (name) => (await ldapsearch(name)).get(visitor)?.['pwdEndTime']?.[0]?.slice(0, 8)));
    const end = inDays(120).replaceAll('-', '');
    await expect.poll(ends, patience).toEqual([end, end]);
  });

  test('B-06: ends from the mail by the typed code, at once, and is taken back by the next one', async () => {
    const before = await mailTo(sponsorMail, /est prolongé/);
    const atMail = await open(phone);
    await atMail.goto(linkIn(before));
    expect(path(atMail)).toBe('/stay');
    await look(atMail, '18-stay-phone');
    expect(await opened(visitor, passwords.visitor), 'looking ends nothing').toEqual(both);
    await send(atMail, '/stay', { act: true, code: codeIn(before) });
    expect(await atMail.locator('h1').textContent()).toBe('The stay has ended');
    await expect.poll(() => opened(visitor, passwords.visitor), patience).toEqual([]);
    const after = await mailTo(sponsorMail, /est terminé/);
    await mailTo(visitorMail, /has ended/);

    await atMail.goto(linkIn(after));
    await look(atMail, '19-stay-undo-phone');
    await send(atMail, '/stay', { act: true, code: codeIn(after) });
    expect(await atMail.locator('h1').textContent()).toBe('It is taken back');
    await atMail.context().close();
    await expect.poll(() => opened(visitor, passwords.visitor), patience).toEqual(both);
  });

  test('is handed over to the colleague who accepts, and who alone sees the guest from then on', async () => {
    const { login, mailAddress = '' } = await accountOf('DESK-2');
    await sponsor.goto(`/sponsor/guests/${visitorId}`);
    await send(sponsor, '/hand-over', { colleague: login });
    expect(await status(sponsor)).toMatch(/Votre collègue reçoit un courriel/);
    await mailTo(mailAddress, /On vous confie/);
    await cri.goto('/sponsor');
    await look(cri, '20-handed');
    await cri.locator(`a[href="/sponsor/guests/${visitorId}"]`).click();
    expect(await main(cri), 'who asks').toContain(sponsorMail);
    await look(cri, '21-handed-guest');
    await send(cri, '/accept');
    expect(await status(cri)).toMatch(/Vous répondez de cette personne/);
    await mailTo(sponsorMail, /est repris/);
    expect((await sponsor.goto(`/sponsor/guests/${visitorId}`))?.status()).toBe(404);
    await sponsor.goto('/sponsor');
    await look(sponsor, '22-sponsor');
  });

  test('a local account asks for a service: a ticket, a grant until a day, a group in isima-limos', async () => {
    const mail = 'lou.local@example.org';
    await sponsor.goto('/sponsor/ask');
    const stay = { firstName: 'Lou', lastName: 'Voisin', mail, until: inDays(60), reason: 'Cours du soir' };
    await send(sponsor, '/sponsor/ask', { 'kind-local': true, ...stay, service: true });
    const requestId = requestOf(sponsor);
    await cri.goto(`/cri/requests/${requestId}`);
    await send(cri, '/decide', { verdict: true, reason: 'Intervenant' });
    const link = await linkTo(mail, '/status');
    const { login, services } = await accountOf(requestId);
    expect(services).toEqual(['isima']);
    await choose(link, '/activate', login, passwords.local);
    expect(await opened(login, passwords.local)).toEqual(['isima-limos']);

    const local = await signedIn(login, passwords.local, phone, '/account');
    await local.goto('/account/access');
    await look(local, '23-access-phone');
    await send(local, '/account/access', { until: inDays(30), reason: 'A joint project' });
    expect(await main(local)).toMatch(/waits for the CRI/);
    const reference = async () =>
      (await rowsOf('requests')).find((each) => each['kind'] === 'access' && each['state'] === 'waiting')?.[
        'requestId'
      ];
    await mailTo(university.ticketManager, /à décider/, new RegExp(String(await reference())));
    expect(await membersOf('isima-limos', 'limos')).not.toContain(login);

    await cri.goto('/cri');
    await cri.locator(`a[href="/cri/requests/${String(await reference())}"]`).click();
    await look(cri, '24-cri-access');
    await send(cri, '/decide', { verdict: true, until: inDays(20), reason: 'Projet commun' });
    await mailTo(mail, /accès .* est ouvert/, /Projet commun/);
    expect(await membersOf('isima-limos', 'limos')).toContain(login);
    await local.goto('/account');
    expect(await main(local)).toMatch(/granted until/);
    await look(local, '25-account-phone');
    await local.context().close();
  });

  test('the CRI locks an account and unlocks it: the old password is gone, a mail leads back in', async () => {
    const deciding = await signedIn((await accountOf('DESK-2')).login, passwords.cleo, phone, '/cri');
    await send(deciding, '/cri/accounts', { name: visitor });
    await look(deciding, '26-cri-account-phone');
    await send(deciding, '/lock', { reason: 'Courriels suspects' });
    expect(await status(deciding)).toMatch(/is locked/);
    await look(deciding, '27-cri-locked-phone');
    await expect.poll(() => opened(visitor, passwords.visitor), patience).toEqual([]);

    await send(deciding, '/unlock', { reason: 'Vue avec sa pièce d’identité' });
    expect(await status(deciding)).toMatch(/is unlocked/);
    const link = await linkTo(visitorMail, '/recover');
    await expect
      .poll(async () => (await accountOf(visitorId)).passwords, patience)
      .toMatchObject({ uca: { status: 'cleared' }, 'isima-limos': { status: 'cleared' } });
    expect(await opened(visitor, passwords.visitor)).toEqual([]);
    await choose(link, '/recover', visitor, passwords.again);
    expect(await opened(visitor, passwords.again)).toEqual(both);
    await deciding.context().close();
  });
});

const linkIn = ({ text }: Mail): string => /http:\/\/localhost:\d+\/l\/[\w-]{43}/.exec(text)?.[0] ?? '';
const codeIn = ({ text }: Mail): string => /^(\d{3}) (\d{3})$/m.exec(text)?.[0] ?? '';
