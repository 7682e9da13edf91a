import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { HandedOver } from '../../functions/file/file.ts';
import { exportOf } from '../support/export-of.ts';
import { ldapsearch } from '../support/ldapsearch.ts';
import { letsIn } from '../support/ldapwhoami.ts';
import { worldInbox } from '../support/local-clients.ts';
import { withoutDirectory } from '../support/local-directories.ts';
import { handOverExport } from '../support/office.ts';
import { patience } from '../support/patience.ts';
import { linksMailedTo, newestLink, personOnline, type PersonOnline } from '../support/person-online.ts';
import { accountsInTable, forgetUses, rowsOf } from '../support/world-tables.ts';

// One password on two real directories: while one is away, when it refuses, when two choices race, and after a theft.

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const address = 'nadia.password@example.org';
const nadia: HandedOver = {
  ...{ office: 'registrar', fileNumber: 'PW-1', population: 'phd', firstName: 'Nadia', lastName: 'Passmore' },
  ...{ birthDate: '1998-04-05', personalEmail: address, opiNumber: 'OPI-PW-1', affiliations: ['limos'] },
  ...{ startsOn: inDays(-10), endsOn: inDays(300), missing: [] },
};
const words = [
  'Premier-Canoe-11!',
  'Second-Radeau-22!',
  'Troisieme-Voilier-33!',
  'Quatrieme-Peniche-44!',
  'Cinq-Galeres-55!',
];
const [first = '', second = '', third = '', fourth = '', fifth = ''] = words;
const both = ['uca', 'isima-limos'] as const;
let login: string;

/** Which of all the passwords let in, by directory. */
async function open(directory: (typeof both)[number]): Promise<string[]> {
  const let_in = await Promise.all(words.map((word) => letsIn(directory, login, word)));
  return words.filter((_, index) => let_in[index]);
}

async function eventually(page: PersonOnline, says: RegExp): Promise<void> {
  const said = async () => {
    await page.open('/result');
    return says.test(/<h1[^>]*>([^<]*)/.exec(page.page())?.[1] ?? '');
  };
  await vi.waitUntil(said, patience);
}

/** Asks for a link, and opens it in a browser of its own. */
async function recovering(): Promise<PersonOnline> {
  await forgetUses();
  const before = (await linksMailedTo(address)).length;
  const browser = personOnline();
  await browser.open('/forgotten');
  await browser.send('/forgotten', { identifier: login });
  const mailed = async () => (await linksMailedTo(address)).length > before;
  await vi.waitUntil(mailed, patience);
  await browser.open((await newestLink(address, '/recover')) ?? '');
  expect(browser.path()).toBe('/recover');
  return browser;
}

async function signedIn(password: string): Promise<PersonOnline> {
  const browser = personOnline();
  await browser.open('/sign-in');
  await browser.send('/sign-in', { name: login, password });
  return browser;
}

beforeAll(async () => {
  expect((await handOverExport('registrar', exportOf([nadia]))).counts).toEqual({ Onboarded: 1 });
  login = (await accountsInTable()).find(({ login: each }) => each.startsWith('nadpassm'))?.login ?? '';
  const browser = personOnline();
  await browser.open((await linksMailedTo(address)).at(-1) ?? '');
  await browser.open('/activate');
  const fields = { charter: '2026-09', username: login, password: first, repeat: first };
  expect(await browser.send('/activate', fields)).toBe(200);
  await eventually(browser, /activé/);
});

describe('one password', () => {
  test('lets in everywhere, and the entries say that the account is active', async () => {
    for (const directory of both) {
      expect(await open(directory)).toEqual([first]);
      const entry = (await ldapsearch(directory)).get(login);
      expect(entry?.['supannRessourceEtat']).toEqual(['{COMPTE}A:SupannActif']);
      expect(entry?.['userPassword']).toBeUndefined();
    }
  });

  test('that a directory remembers is refused, changes nothing, and leaves another try in that browser alone', async () => {
    const browser = await recovering();
    await browser.send('/recover', { username: login, password: first, repeat: first });
    await eventually(browser, /refusé/);
    expect(browser.page()).toContain('action="/result"');
    for (const directory of both) expect(await open(directory)).toEqual([first]);

    await browser.send('/result', { username: login, password: second, repeat: second });
    await eventually(browser, /changé/);
    for (const directory of both) expect(await open(directory)).toEqual([second]);
  });

  test('goes where it can while a directory is away, says so, and arrives there when it is back', async () => {
    const browser = await recovering();
    await withoutDirectory('isima-limos', async () => {
      await browser.send('/recover', { username: login, password: third, repeat: third });
      await vi.waitUntil(async () => (await open('uca')).includes(third), patience);
      await eventually(browser, /pas encore partout/);
      expect(await open('uca')).toEqual([third]);
    });
    const arrived = async () => (await open('isima-limos')).includes(third);
    await vi.waitUntil(arrived, patience);
    expect(await open('isima-limos')).toEqual([third]);
    // One of the change before, and one at the end of this one.
    const told = async () =>
      (await worldInbox().mails()).filter(({ to, subject }) => to.includes(address) && /a changé/.test(subject)).length;
    await vi.waitUntil(async () => (await told()) === 2, patience);
    await vi.waitUntil(async () => (await rowsOf('vault')).length === 0, patience);
  });

  test('is the later of two that are chosen at the same moment, everywhere', async () => {
    const [recovery, session] = [await recovering(), await signedIn(third)];
    await session.open('/account/password');
    const sent = await Promise.all([
      recovery.send('/recover', { username: login, password: fourth, repeat: fourth }),
      session.send('/account/password', { current: third, username: login, password: fifth, repeat: fifth }),
    ]);
    expect(sent.some((status) => status === 200)).toBe(true);
    const settled = async () => {
      const account = (await accountsInTable()).find((each) => each.login === login);
      return account?.openPassword === undefined;
    };
    await vi.waitUntil(settled, patience);
    const [uca, isimaLimos] = [await open('uca'), await open('isima-limos')];
    // An epoch a choice: the page of the one that was overtaken says so, or that its link or session was gone.
    const holds = await Promise.all(
      [recovery, session].map(async (browser) => {
        await browser.open('/result');
        return /<h1[^>]*>[^<]*est changé/.test(browser.page());
      }),
    );
    expect(holds.filter(Boolean)).toHaveLength(1);
    expect(uca).toEqual([holds[0] ? fourth : fifth]);
    expect(isimaLimos).toEqual(uca);
  });

  test('opens nothing once the person says that it was not them: directories, sessions and links are shut', async () => {
    const [held = ''] = await open('uca');
    const thief = await signedIn(held);
    expect(thief.path()).toBe('/account');
    const owner = personOnline();
    await owner.open((await newestLink(address, '/not-me')) ?? '');
    expect(await owner.send('/not-me', {})).toBe(200);
    await thief.open('/account');
    expect(thief.path()).toBe('/sign-in');
    const shut = async () => (await open('uca')).length + (await open('isima-limos')).length === 0;
    await vi.waitUntil(shut, patience);
    expect((await signedIn(held)).path()).toBe('/sign-in');
  });
});
