import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { HandedOver } from '../../functions/file/file.ts';
import type { Language } from '../../functions/university/university.ts';
import { axeViolations } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { exportOf } from '../support/export-of.ts';
import { letsIn } from '../support/ldapwhoami.ts';
import { worldInbox } from '../support/local-clients.ts';
import { handOverExport } from '../support/office.ts';
import { patience } from '../support/patience.ts';
import { forgetUses } from '../support/world-tables.ts';

// The whole way of a person on the whole product: the office's export, the form, the mail, the person's own page.

const screenshots = join(import.meta.dirname, '..', '..', '.local', 'screenshots');
const today = new Date();
const inDays = (days: number): string => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** One person for each way of looking, so that no limit of one is met by another. */
const looks = [
  { language: 'fr', width: 1280, script: true, number: 'OPI-J1', firstName: 'Anaïs', lastName: 'Béranger' },
  { language: 'en', width: 375, script: true, number: 'OPI-J2', firstName: 'Loïc', lastName: 'Kerguélen' },
  { language: 'fr', width: 375, script: false, number: 'OPI-J3', firstName: 'Œnone', lastName: 'Ça' },
  { language: 'en', width: 1280, script: false, number: 'OPI-J4', firstName: 'Søren', lastName: 'Strauß' },
] as const;
type Look = (typeof looks)[number];

const addressOf = (number: string): string => `${number.toLowerCase()}@example.org`;

function personOf({ number, firstName, lastName }: Pick<Look, 'number' | 'firstName' | 'lastName'>): HandedOver {
  return {
    office: 'registrar',
    fileNumber: `J-${number}`,
    population: 'student',
    firstName,
    lastName,
    birthDate: '2007-02-28',
    personalEmail: addressOf(number),
    opiNumber: number,
    affiliations: ['isima'],
    startsOn: inDays(-10),
    endsOn: inDays(200),
    missing: [],
  };
}

let browser: Browser;
let context: BrowserContext | undefined;
beforeAll(async () => {
  browser = await launchChromium();
  await mkdir(screenshots, { recursive: true });
  const report = await handOverExport(
    'registrar',
    exportOf(looks.map((look) => ({ ...personOf(look), missing: ['payment'] }))),
  );
  expect(report.counts).toEqual({ FileIncomplete: looks.length });
});
afterEach(() => context?.close());
afterAll(() => browser.close());

async function open({ language, width, script }: Pick<Look, 'language' | 'width' | 'script'>): Promise<Page> {
  context = await browser.newContext({
    baseURL: inject('world').portalUrl,
    locale: language,
    viewport: { width, height: 900 },
    javaScriptEnabled: script,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  return context.newPage();
}

async function look(page: Page, name: string, { script }: { script: boolean }): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(sideways).toBe(false);
  if (script) expect(await axeViolations(page)).toEqual([]);
}

const words = {
  fr: {
    ...{ first: 'Première visite', received: /courriel/, incomplete: /paiement/ },
    ...{ activated: /est activé$/, changed: /est changé$/ },
  },
  en: {
    ...{ first: 'First time here', received: /mail/, incomplete: /payment/ },
    ...{ activated: /is activated$/, changed: /is changed$/ },
  },
} as const satisfies Record<Language, unknown>;

describe.each(looks)('a first day in $language, $width px wide, JavaScript $script', (person) => {
  const say = words[person.language];
  const name = `${person.language}-${String(person.width)}-${person.script ? 'js' : 'nojs'}`;

  const passwords = [
    `Renard-${person.number}-au-4-vents`,
    `Bleuet-${person.number}-9-collines!`,
    `Tilleul.${person.number}.7.ruches?`,
  ] as const;
  let login = '';

  /** The links that came by mail, oldest first. */
  const links = async (): Promise<string[]> =>
    (await worldInbox().mails())
      .filter(({ to }) => to.includes(addressOf(person.number)))
      .flatMap(({ text }) => text.match(/http:\/\/localhost:\d+\/l\/[\w-]{43}/)?.[0] ?? []);

  test('goes from the form to the mail to a page that says what is missing', async () => {
    const page = await open(person);
    const before = (await links()).length;
    await page.goto('/');
    await look(page, `${name}-1-home`, person);
    await page.getByRole('link', { name: say.first }).first().click();
    await page.locator('a[href="/first-time/first-time-student"]').click();
    await look(page, `${name}-2-form`, person);
    for (const [field, value] of Object.entries({ number: person.number, day: '28', month: '2', year: '2007' })) {
      await page.locator(`#${field}`).fill(value);
    }
    await page.locator('main button').click();
    expect(new URL(page.url()).pathname).toBe('/received');
    expect(await page.locator('main').textContent()).toMatch(say.received);
    await look(page, `${name}-3-received`, person);

    await expect.poll(async () => (await links()).length, patience).toBe(before + 1);
    await page.goto((await links()).at(-1) ?? '');
    expect(new URL(page.url()).pathname).toBe('/status');
    expect(await page.locator('main').textContent()).toMatch(say.incomplete);
    await look(page, `${name}-4-incomplete`, person);
  });

  test('ends on a page with a login and a light for each directory, once the office has handed the piece over', async () => {
    const report = await handOverExport('registrar', exportOf([personOf(person)]));
    expect(report.counts).toEqual({ Onboarded: 1 });
    const page = await open(person);
    await page.goto((await links()).at(-1) ?? '');
    await expect
      .poll(async () => {
        await page.reload();
        return page.locator('.lights li, [data-part="directories"] li').count();
      })
      .toBe(2);
    await look(page, `${name}-5-onboarded`, person);
    const shown = await page.locator('main').textContent();
    expect(shown).toContain('@etu.uca.fr');
    expect(page.url()).not.toMatch(/[\w-]{43}/);
  });

  test('chooses a password once, and it lets the person in everywhere the same second', async () => {
    const page = await open(person);
    await page.goto((await links()).at(-1) ?? '');
    await page.locator('a[href="/activate"]').click();
    await look(page, `${name}-6-activate`, person);
    await page.locator('form[action="/activate"] button[type="submit"]').click();
    await page.locator('[aria-invalid="true"]').first().waitFor();
    await look(page, `${name}-7-activate-corrected`, person);
    await page.locator('#charter').check();
    await choose(page, person, passwords[0]);
    await resultSays(page, say.activated);
    await look(page, `${name}-8-activated`, person);
    login = (await page.locator('main code').first().textContent()) ?? '';
    for (const directory of ['uca', 'isima-limos'] as const)
      expect(await letsIn(directory, login, passwords[0])).toBe(true);
  });

  test('signs in, sees the account, and changes the password: the old one opens nothing any more', async () => {
    const page = await open(person);
    await signIn(page, login, 'Pas-le-bon-mot-1!');
    expect(await page.locator('#password').count()).toBe(1);
    await look(page, `${name}-9-refused`, person);
    await signIn(page, login, passwords[0]);
    expect(new URL(page.url()).pathname).toBe('/account');
    expect(await page.locator('main').textContent()).toContain(addressOf(person.number));
    await look(page, `${name}-10-account`, person);
    await page.locator('a[href="/account/password"]').first().click();
    await page.locator('#current').fill(passwords[0]);
    await look(page, `${name}-11-change`, person);
    await choose(page, person, passwords[1]);
    await resultSays(page, say.changed);
    await look(page, `${name}-12-changed`, person);
    for (const directory of ['uca', 'isima-limos'] as const) {
      expect(await letsIn(directory, login, passwords[0])).toBe(false);
      expect(await letsIn(directory, login, passwords[1])).toBe(true);
    }
    await page.goto('/account');
    expect(new URL(page.url()).pathname).toBe('/account');
  });

  test('forgets it, and gets back in by the recovery address', async () => {
    const page = await open(person);
    // B-18: one mail in five minutes, and the first one was just now.
    await forgetUses();
    const before = (await links()).length;
    await page.goto('/sign-in');
    await page.locator('a[href="/forgotten"]').click();
    await page.locator('#identifier').fill(addressOf(person.number));
    await look(page, `${name}-13-forgotten`, person);
    await page.locator('main form button[type="submit"]').click();
    expect(new URL(page.url()).pathname).toBe('/received');
    const recovery = async () => (await linkTo('/recover', before)) ?? '';
    await expect.poll(recovery, patience).toMatch(/\/l\//);
    await page.goto(await recovery());
    expect(new URL(page.url()).pathname).toBe('/recover');
    await look(page, `${name}-14-recover`, person);
    await choose(page, person, passwords[2]);
    await resultSays(page, say.changed);
    expect(await letsIn('uca', login, passwords[2])).toBe(true);
    await signIn(page, login, passwords[2]);
    expect(new URL(page.url()).pathname).toBe('/account');
  });

  /** The link among those that came by mail since that leads to this page. */
  async function linkTo(path: string, since: number): Promise<string | undefined> {
    for (const link of (await links()).slice(since).toReversed()) {
      const answer = await fetch(link, { redirect: 'manual' });
      if (answer.headers.get('location')?.endsWith(path)) return link;
    }
    return undefined;
  }
});

async function choose(page: Page, { script }: Pick<Look, 'script'>, password: string): Promise<void> {
  await page.locator('#password').fill(password);
  expect(await page.locator('#repeat').count()).toBe(script ? 0 : 1);
  if (!script) await page.locator('#repeat').fill(password);
  await page.locator('form:has(#password) button[type="submit"]').click();
  await page.waitForURL('**/result');
}

/** The page refreshes itself; without JavaScript the person does. */
async function resultSays(page: Page, words: RegExp): Promise<void> {
  await expect
    .poll(async () => {
      await page.reload();
      return page.locator('main h1').textContent();
    }, patience)
    .toMatch(words);
}

async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('#name').fill(login);
  await page.locator('#password').fill(password);
  await page.locator('form[action="/sign-in"] button[type="submit"]').click();
  await page.waitForLoadState();
}
