import { beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type { HandedOver } from '../../functions/file/file.ts';
import { accountOf, choose, inDays, linkTo, staff } from '../support/desk-people.ts';
import type { Mail } from '../../local/mailbox.ts';
import { exportOf } from '../support/export-of.ts';
import { worldInbox } from '../support/local-clients.ts';
import { handOverExport } from '../support/office.ts';
import { patience } from '../support/patience.ts';
import { newestLink, personOnline } from '../support/person-online.ts';
import { bodies, type Sink, sinks } from '../support/sinks.ts';
import { accountsInTable, forgetUses, rowsOf } from '../support/world-tables.ts';
import { tableNames } from '../../functions/table/tables.ts';

/** A guest, so that there is a schedule too: every field a word that stands nowhere else. */
const canary: HandedOver = {
  office: 'cri',
  fileNumber: 'XKFILENUMBER77',
  population: 'guest',
  firstName: 'Zqxvanna',
  lastName: 'Wkjhpqson',
  birthDate: '1983-03-07',
  personalEmail: 'xkpersonal77@example.org',
  opiNumber: 'XKOPI77',
  studentNumber: 'XKSTUDENT77',
  cvecNumber: 'XKC7-777777-77',
  ine: '987654321KJ',
  programme: 'XKPROGRAMME77',
  affiliations: ['isima'],
  startsOn: inDays(-3),
  endsOn: inDays(100),
  missing: [],
};
const student: HandedOver = { ...canary, office: 'registrar', population: 'student', ine: '987654322KJ' };
/** Who answers for a visitor, of whom a form says everything. */
const sponsor = staff('XKSPONSOR77', 'Qzwenda', 'Jpkhorst');
const visitor = { firstName: 'Vwqisitka', lastName: 'Bzkjurman', reason: 'Xkreason77' };
const typed = { number: 'XKOPI77', cvec: 'XKTYPEDCVEC77', address: 'xktyped77@example.org' };

const canaries = [
  ...['XKFILENUMBER77', 'Zqxvanna', 'Wkjhpqson', '1983-03-07', 'xkpersonal77', 'XKOPI77', 'XKSTUDENT77'],
  ...['XKC7-777777-77', '987654321KJ', '987654322KJ', 'XKPROGRAMME77', 'XKTYPEDCVEC77', 'xktyped77', 'xkother77'],
  // What the product makes of them: the login and the addresses.
  ...['zqxwkjhp', 'zqxvanna.wkjhpqson'],
  // What a sponsor says of a visitor.
  ...['XKSPONSOR77', 'Qzwenda', 'Jpkhorst', 'Vwqisitka', 'Bzkjurman', 'Xkreason77'],
];
/** Mails to any of their addresses. */
const toThem = (mails: readonly Mail[]): Mail[] =>
  mails.filter(({ to }) => to.some((each) => /xk|zqxvanna|qzwenda|vwqisitka/i.test(each)));

describe('somebody whose every field is a canary', () => {
  let all: Sink[];
  let tokens: string[];
  /** Passwords, codes, links, sessions and whatever else a browser held; and those of them that no mail may hold. */
  let secrets: string[];
  let unmailed: string[];

  beforeAll(async () => {
    const office = await handOverExport('cri', exportOf([canary]));
    expect(office.counts).toEqual({ Onboarded: 1 });
    await handOverExport('registrar', exportOf([{ ...student, missing: ['payment'] }]));
    await handOverExport('registrar', exportOf([{ ...student, birthDate: '1983-03-08' }]));
    await handOverExport('registrar', exportOf([student]).replace('1983-03-07', '1983-03-07-xk'));
    await sendForm({ day: '7', month: '3', year: '1983' });
    await sendForm({ day: '8', month: '3', year: '1983' });
    const asked = async (): Promise<boolean> => (await rowsOf('operations')).length >= 2;
    await vi.waitUntil(asked, patience);
    await handOverExport('registrar', exportOf([student]));
    for (const { text } of toThem(await worldInbox().mails()))
      for (const [, token = ''] of text.matchAll(/\/l\/([\w-]{43})/g))
        await fetch(`${inject('world').portalUrl}/l/${token}`, { redirect: 'manual' });
    const lived = [await live(), await visit()];
    secrets = lived.flatMap((each) => each.secrets);
    unmailed = lived.flatMap((each) => each.unmailed);
    tokens = toThem(await worldInbox().mails()).flatMap(({ text }) =>
      [...text.matchAll(/\/l\/([\w-]{43})/g)].map(([, token]) => token ?? ''),
    );
    all = await sinks();
  });

  test('was onboarded, scheduled and mailed, so that there was something to leak', async () => {
    expect((await accountsInTable()).filter(({ login }) => login.startsWith('zqxwkjhp'))).toHaveLength(2);
    expect(all.filter(({ name }) => name.startsWith('schedule'))).not.toEqual([]);
    expect(all.filter(({ name }) => name.startsWith('history')).length).toBeGreaterThan(5);
    expect(all.filter(({ name }) => name.startsWith('log')).length).toBeGreaterThan(5);
    expect(tokens.length).toBeGreaterThanOrEqual(8);
    expect((await bodies()).map(({ name }) => name.split(' ')[0])).toEqual(expect.arrayContaining(['queue', 'object']));
  });

  test.each(canaries)('leaves no %s in an execution, a log, a metric, a name or a URL (F-01, F-08)', (value) => {
    const leaks = all.filter(({ text }) => text.toLowerCase().includes(value.toLowerCase()));
    expect(leaks.map(({ name }) => name)).toEqual([]);
  });

  test('leaves no link, password, code or session in any of them, nor in any table, object, message or directory’s log (B-02, B-12, C-11)', async () => {
    expect(secrets.length).toBeGreaterThanOrEqual(10);
    const tables: Sink[] = await Promise.all(
      tableNames.map(async (name) => ({ name: `table ${name}`, text: JSON.stringify(await rowsOf(name)) })),
    );
    const leaks = [...all, ...(await bodies()), ...tables].filter(({ text }) =>
      [...tokens, ...secrets].some((each) => text.includes(each)),
    );
    expect(leaks.map(({ name }) => name)).toEqual([]);
  });

  test('leaves no password and no session in any mail (G-09)', async () => {
    const mails = JSON.stringify(await worldInbox().mails());
    expect(unmailed.filter((secret) => mails.includes(secret))).toEqual([]);
    expect(unmailed.length).toBeGreaterThanOrEqual(6);
  });

  test('stands in no mail that should not say so: no birth date, no file number (G-09)', async () => {
    const mails = await worldInbox().mails();
    const said = JSON.stringify(toThem(mails));
    for (const secret of ['1983-03-07', '07/03/1983', 'XKFILENUMBER77', '987654321KJ'])
      expect(said).not.toContain(secret);
  });
});

/** Activates the account, signs in, changes the password and the recovery address, and recovers. @returns every secret on the way. */
async function live(): Promise<{ secrets: string[]; unmailed: string[] }> {
  const passwords = ['Xkq-Premier-77-canari', 'Xkq-Second-78-canari!', 'Xkq-Troisieme-79-canari!'];
  const [first = '', second = '', third = ''] = passwords;
  const browser = personOnline();
  const seen = new Map<string, string>();
  const keep = () => {
    for (const [name, value] of browser.cookies) if (!name.endsWith('lang')) seen.set(value, name);
  };
  const settled = async () => {
    await browser.open('/result');
    keep();
    return /<h1[^>]*>[^<]*(activé|changé)/.test(browser.page());
  };
  await browser.open((await newestLink('xkpersonal77@example.org', '/status')) ?? '');
  keep();
  await browser.open('/activate');
  const login = /<code>(\w+)/.exec(browser.page())?.[1] ?? '';
  await browser.send('/activate', { charter: '2026-09', username: login, password: first, repeat: first });
  await vi.waitUntil(settled, patience);
  await browser.open('/sign-in');
  await browser.send('/sign-in', { name: login, password: first });
  keep();
  await browser.open('/account/password');
  await browser.send('/account/password', { current: first, username: login, password: second, repeat: second });
  await vi.waitUntil(settled, patience);

  await browser.open('/account/address');
  await browser.send('/account/address', { address: 'xkother77@example.org', current: second });
  keep();
  const code = async () => {
    const mail = (await worldInbox().mails()).find(({ to }) => to.includes('xkother77@example.org'));
    return /\b\d{4}\s\d{4}\b/.exec(mail?.text ?? '')?.[0] ?? '';
  };
  await vi.waitUntil(async () => (await code()) !== '', patience);
  const typedCode = await code();
  await browser.send('/account/code', { code: typedCode });
  expect(browser.path()).toBe('/account');

  await forgetUses();
  await browser.open('/forgotten');
  await browser.send('/forgotten', { identifier: login });
  const link = () => newestLink('xkpersonal77@example.org', '/recover');
  await vi.waitUntil(async () => (await link()) !== undefined, patience);
  await browser.open((await link()) ?? '');
  keep();
  await browser.send('/recover', { username: login, password: third, repeat: third });
  await vi.waitUntil(settled, patience);
  const sessions = [...seen].flatMap(([value, name]) => (name.endsWith('link') ? [] : [value]));
  return {
    secrets: [...passwords, typedCode, typedCode.replace(/\s/, ''), ...seen.keys()],
    unmailed: [...passwords, ...sessions],
  };
}

/** A sponsor hands a visitor a card, who chooses a password by it. @returns every secret on the way. */
async function visit(): Promise<{ secrets: string[]; unmailed: string[] }> {
  const passwords = ['Xkq-Quatrieme-80-canari', 'Xkq-Cinquieme-81-canari'];
  const [password = '', visitors = ''] = passwords;
  expect((await handOverExport('hr', exportOf([sponsor]))).counts).toEqual({ Onboarded: 1 });
  const { login: name } = await accountOf('XKSPONSOR77');
  await choose(await linkTo('xksponsor77@example.org', '/status'), '/activate', name, password);
  const desk = personOnline();
  await desk.open('/sign-in');
  await desk.send('/sign-in', { name, password });
  await desk.open('/sponsor/ask');
  const stay = { ...visitor, mail: '', card: 'on', from: inDays(0), until: inDays(2) };
  await desk.send('/sponsor/ask', { kind: 'temporary-guest', ...stay });
  const guest = desk.path();
  // The account is there in a moment.
  const made = async () => {
    await desk.open(guest);
    await desk.send(`${guest}/card`, {});
    return desk.page().includes('class="code"');
  };
  await vi.waitUntil(made, patience);
  const [, login = ''] = /<code>(\w+)<\/code>/.exec(desk.page()) ?? [];
  const [, code = ''] = /<code class="code">([^<]+)/.exec(desk.page()) ?? [];
  const person = personOnline();
  await person.open('/card');
  await person.send('/card', { login, code });
  expect(person.path()).toBe('/activate');
  const held = [...desk.cookies, ...person.cookies].flatMap(([each, value]) => (each.endsWith('lang') ? [] : [value]));
  await person.send('/activate', { charter: '2026-09', username: login, password: visitors, repeat: visitors });
  await vi.waitUntil(async () => (await person.open('/result'), /est activé/.test(person.page())), patience);
  const secrets = [...passwords, code, code.replaceAll('-', ''), ...held];
  return { secrets, unmailed: secrets };
}

/** The form as a browser without JavaScript sends it. */
async function sendForm(birth: { day: string; month: string; year: string }): Promise<void> {
  const { portalUrl } = inject('world');
  const page = await (await fetch(`${portalUrl}/first-time/first-time-student`)).text();
  const form = /name="form" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const answer = await fetch(`${portalUrl}/first-time/first-time-student`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: portalUrl, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ form, ...typed, ...birth }).toString(),
  });
  expect(answer.status).toBe(303);
}
