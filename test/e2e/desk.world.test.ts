import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { university } from '../../functions/university/uca.ts';
import type { Mail } from '../../local/mailbox.ts';
import {
  type DeskBrowser,
  deskBrowser,
  main,
  path,
  phone,
  says,
  screen,
  send,
  status,
} from '../support/desk-browser.ts';
import {
  accountOf,
  both,
  choose,
  forgetProofs,
  inDays,
  linkTo,
  mailTo,
  opened,
  staff,
} from '../support/desk-people.ts';
import { giveRole, membersOf } from '../support/directory-groups.ts';
import { exportOf } from '../support/export-of.ts';
import { ldapsearch } from '../support/ldapsearch.ts';
import { moveDue, moveGrant } from '../support/moved-dates.ts';
import { handOverExport } from '../support/office.ts';
import { patience } from '../support/patience.ts';
import { execute } from '../support/world-executions.ts';
import { rowsOf } from '../support/world-tables.ts';

// Sponsors, their guests and the CRI on the whole product: each step from a page or from a mail, and what the directories
// say of it.

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

let browser: DeskBrowser;
let open: DeskBrowser['open'];
let signedIn: DeskBrowser['signedIn'];
let look: DeskBrowser['look'];
let sponsor: Page;
let cri: Page;
let sponsorMail: string;
beforeAll(async () => {
  browser = await deskBrowser('desk');
  ({ open, signedIn, look } = browser);
});
afterAll(() => browser.close());

/** The request that a page of the desk is about. */
const requestOf = (page: Page): string => /\/(?:guests|requests)\/([0-9A-Z]{26})/.exec(page.url())?.[1] ?? '';

describe('a sponsor, their guests and the CRI', () => {
  let visitorId: string;
  let visitor: string;
  let localId: string;
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

  test('a group is asked for as a pasted list: each of them has an account of their own in uca', async () => {
    await sponsor.goto('/sponsor');
    await sponsor.locator('a[href="/sponsor/group"]').click();
    await look(sponsor, '08-group');
    const list = ['Ada\tCordée\tada.cordee@example.org', 'Bruno\tCordée\tbruno.cordee@example.org', 'Célia\tCordée'];
    const stay = { people: list.join('\n'), until: inDays(5), reason: 'École d’été' };
    await send(sponsor, '/sponsor/group', stay);
    expect(path(sponsor)).toBe('/sponsor');
    expect(await status(sponsor)).toMatch(/enregistrée/);
    for (const name of ['Ada', 'Bruno', 'Célia']) expect(await main(sponsor)).toContain(`${name} Cordée`);
    const requests = (await rowsOf('requests')).filter(({ lastName }) => lastName === 'Cordée');
    expect(requests).toHaveLength(3);
    const logins = async () =>
      Promise.all(requests.map(async ({ requestId }) => (await accountOf(String(requestId))).login)).catch(() => []);
    await expect.poll(async () => new Set(await logins()).size, patience).toBe(3);
    const group = await logins();
    const entries = async (name: (typeof both)[number]) => {
      const found = await ldapsearch(name);
      return group.map((login) => found.get(login)?.['cn']?.[0]).sort();
    };
    await expect.poll(() => entries('uca'), patience).toEqual(['Ada Cordée', 'Bruno Cordée', 'Célia Cordée']);
    expect(await entries('isima-limos')).toEqual([undefined, undefined, undefined]);
    await linkTo('ada.cordee@example.org', '/status');
    await linkTo('bruno.cordee@example.org', '/status');
  });

  test('a guest waits for the CRI, who grants with a reason: everybody is told, and both directories know the guest', async () => {
    const asking = await signedIn((await accountOf('DESK-1')).login, passwords.solene, phone, '/sponsor/ask');
    await look(asking, '09-ask-phone');
    const stay = { firstName: 'Grete', lastName: 'Gast', mail: visitorMail, until: inDays(90), reason: 'Internship' };
    await send(asking, '/sponsor/ask', { 'kind-guest': true, ...stay });
    visitorId = requestOf(asking);
    expect(await main(asking)).toMatch(/waits for the CRI/);
    await look(asking, '10-waiting-phone');
    await asking.context().close();
    await mailTo(sponsorMail, /attend le CRI/);
    await mailTo(visitorMail, /demandé pour vous/);
    const ticket = await mailTo(university.ticketManager, /à décider/, new RegExp(visitorId));
    expect(ticket.text).not.toMatch(/Gast|Solène/);

    await cri.goto('/cri');
    await look(cri, '11-cri-waiting');
    await cri.locator(`a[href="/cri/requests/${visitorId}"]`).click();
    await look(cri, '12-cri-request');
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
    await look(guest, '13-guest-activated-phone');
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
    await look(deciding, '14-cri-phone');
    await deciding.goto(`/cri/requests/${requestId}`);
    await look(deciding, '15-cri-request-phone');
    await send(deciding, '/decide', { 'verdict-declined': true, reason: 'Pas de convention' });
    expect(await status(deciding)).toMatch(/decision is recorded/);
    await deciding.context().close();
    await mailTo(sponsorMail, /est refusée/, /Pas de convention/);
    const told = await mailTo(mail, /n’est pas accordé/);
    expect(told.text).not.toMatch(/Pas de convention/);
    await sponsor.goto(`/sponsor/guests/${requestId}`);
    expect(await main(sponsor)).toMatch(/Pas de convention/);
    await look(sponsor, '16-declined');
    await expect(accountOf(requestId)).rejects.toThrow('no account');
  });

  test('a stay is prolonged once the CRI agrees: the same last day everywhere', async () => {
    await sponsor.goto(`/sponsor/guests/${visitorId}`);
    await look(sponsor, '17-guest-active');
    await send(sponsor, '/extend', { until: inDays(120), reason: 'Le stage dure plus longtemps' });
    expect(await status(sponsor)).toMatch(/prolongation est demandée/);
    expect((await accountOf(visitorId)).lastDay).toBe(inDays(90));
    await cri.goto(`/cri/requests/${visitorId}`);
    await look(cri, '18-cri-extension');
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
    await look(atMail, '19-stay-phone');
    expect(await opened(visitor, passwords.visitor), 'looking ends nothing').toEqual(both);
    await send(atMail, '/stay', { act: true, code: codeIn(before) });
    expect(await atMail.locator('h1').textContent()).toBe('The stay has ended');
    await expect.poll(() => opened(visitor, passwords.visitor), patience).toEqual([]);
    const after = await mailTo(sponsorMail, /est terminé/);
    await mailTo(visitorMail, /has ended/);

    await atMail.goto(linkIn(after));
    await look(atMail, '20-stay-undo-phone');
    await send(atMail, '/stay', { act: true, code: codeIn(after) });
    expect(await atMail.locator('h1').textContent()).toBe('It is taken back');
    await atMail.context().close();
    await expect.poll(() => opened(visitor, passwords.visitor), patience).toEqual(both);
  });

  test('E-03: who ends a stay at the desk shows the password first when that was long ago, and can take the end back', async () => {
    await forgetProofs((await accountOf('DESK-1')).accountId);
    await sponsor.goto(`/sponsor/guests/${visitorId}`);
    await sponsor.locator(`a[href="/sponsor/guests/${visitorId}/end"]`).click();
    await look(sponsor, '21-end');
    await send(sponsor, '/end');
    await look(sponsor, '22-end-proof');
    await send(sponsor, '/end', { current: 'Not-the-password-1!' });
    expect(await sponsor.locator('main [role="alert"]').count(), 'what is wrong is said').toBe(1);
    expect(await opened(visitor, passwords.visitor), 'nothing ends without it').toEqual(both);
    await send(sponsor, '/end', { current: passwords.solene });
    expect(await status(sponsor)).toMatch(/Le séjour est terminé/);
    expect((await accountOf(visitorId)).endedEarly).toMatchObject({ on: inDays(-1), by: 'sponsor' });
    await look(sponsor, '23-ended');
    await expect.poll(() => opened(visitor, passwords.visitor), patience).toEqual([]);

    await send(sponsor, '/undo');
    expect(await status(sponsor)).toMatch(/La fin est annulée/);
    await expect.poll(() => opened(visitor, passwords.visitor), patience).toEqual(both);
    expect((await accountOf(visitorId)).lastDay).toBe(inDays(120));
  });

  test('is handed over to the colleague who accepts, and who alone sees the guest from then on', async () => {
    const { login, mailAddress = '' } = await accountOf('DESK-2');
    await sponsor.goto(`/sponsor/guests/${visitorId}`);
    await send(sponsor, '/hand-over', { colleague: login });
    expect(await status(sponsor)).toMatch(/Votre collègue reçoit un courriel/);
    await mailTo(mailAddress, /On vous confie/);
    await cri.goto('/sponsor');
    await look(cri, '24-handed');
    await cri.locator(`a[href="/sponsor/guests/${visitorId}"]`).click();
    expect(await main(cri), 'who asks').toContain(sponsorMail);
    await look(cri, '25-handed-guest');
    await send(cri, '/accept');
    expect(await status(cri)).toMatch(/Vous répondez de cette personne/);
    await mailTo(sponsorMail, /est repris/);
    await sponsor.goto(`/sponsor/guests/${visitorId}`);
    expect([path(sponsor), await status(sponsor)]).toEqual([
      '/sponsor',
      expect.stringContaining('Un ou une collègue répond de cette personne'),
    ]);
    await look(sponsor, '26-sponsor');
  });

  test('a local account asks for a service: a ticket, a grant until a day, a group in isima-limos', async () => {
    const mail = 'lou.local@example.org';
    await sponsor.goto('/sponsor/ask');
    const stay = { firstName: 'Lou', lastName: 'Voisin', mail, until: inDays(60), reason: 'Cours du soir' };
    await send(sponsor, '/sponsor/ask', { 'kind-local': true, ...stay, service: true });
    localId = requestOf(sponsor);
    await cri.goto(`/cri/requests/${localId}`);
    await send(cri, '/decide', { verdict: true, reason: 'Intervenant' });
    const link = await linkTo(mail, '/status');
    const { login, services } = await accountOf(localId);
    expect(services).toEqual(['isima']);
    await choose(link, '/activate', login, passwords.local);
    expect(await opened(login, passwords.local)).toEqual(['isima-limos']);

    const local = await signedIn(login, passwords.local, phone, '/account');
    await local.goto('/account/access');
    await look(local, '27-access-phone');
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
    await look(cri, '28-cri-access');
    await send(cri, '/decide', { verdict: true, until: inDays(20), reason: 'Projet commun' });
    await mailTo(mail, /accès .* est ouvert/, /Projet commun/);
    expect(await membersOf('isima-limos', 'limos')).toContain(login);
    await local.goto('/account');
    expect(await main(local)).toMatch(/granted until/);
    await look(local, '29-account-phone');
    await local.context().close();
  });

  test('a granted service ends by itself after its last day: the group in isima-limos is left, the account stays', async () => {
    const { login, accountId, nextDateOn } = await accountOf(localId);
    expect(nextDateOn, 'it is looked at again when the grant is over').toBe(inDays(21));
    await moveGrant(await accountOf(localId), 'limos', inDays(-1));
    await moveDue(await accountOf(localId), inDays(0));
    // What the account's own schedule starts.
    expect((await execute('ExpiryArn', { accountId })).status).toBe('SUCCEEDED');
    await expect.poll(() => membersOf('isima-limos', 'limos'), patience).not.toContain(login);
    const after = await accountOf(localId);
    expect(after).toMatchObject({ state: 'active', services: ['isima'], lastDay: inDays(60) });
    expect(after.grants?.limos).toBeUndefined();
    expect(await opened(login, passwords.local)).toEqual(['isima-limos']);
  });

  test('the CRI locks an account and unlocks it: the old password is gone, a mail leads back in', async () => {
    const deciding = await signedIn((await accountOf('DESK-2')).login, passwords.cleo, phone, '/cri');
    await send(deciding, '/cri/accounts', { name: visitor });
    await look(deciding, '30-cri-account-phone');
    await send(deciding, '/lock', { reason: 'Courriels suspects' });
    expect(await status(deciding)).toMatch(/is locked/);
    await look(deciding, '31-cri-locked-phone');
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
