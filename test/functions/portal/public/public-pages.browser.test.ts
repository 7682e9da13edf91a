import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { identities } from '../../../../functions/portal/public/identities.ts';
import { launchChromium } from '../../../support/chromium.ts';
import { doubleClick } from '../../../support/double-click.ts';
import { noonOfToday } from '../../../support/noon.ts';
import { pageFaults } from '../../../support/page-faults.ts';
import { ada } from '../../../support/people.ts';
import { type PortalWorld, portalWorld } from '../../../support/portal-world.ts';
import { type ServedPortal, servePortal } from '../../../support/serve-portal.ts';

// The pages in a browser, over fakes: what the whole product does behind them is another test's.

const languages = ['fr', 'en'] as const;
const verified = { status: 'verified', revision: 1 } as const;
const onboarded = { outcome: 'Onboarded', outcomeVersion: 1 } as const;

let browser: Browser;
let world: PortalWorld;
let served: ServedPortal;
let context: BrowserContext;
beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  world = portalWorld({ at: noonOfToday() });
  served = await servePortal(world.deps);
});
afterEach(async () => {
  await context.close();
  await served.close();
});
afterAll(() => browser.close());

interface Look {
  language?: (typeof languages)[number];
  width?: number;
  script?: boolean;
}

/** A page of a person with this browser; what it complains of is in `complaints`. */
async function open({ language = 'fr', width = 1280, script = true }: Look = {}) {
  context = await browser.newContext({
    baseURL: served.url,
    locale: language,
    viewport: { width, height: 800 },
    javaScriptEnabled: script,
    colorScheme: 'light',
    // A colour that is on its way to another one has a contrast that nobody chose.
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // Chromium reports every status of 400 and more, which the tests look at themselves.
    if (['error', 'warning'].includes(message.type()) && !/status of 4\d\d/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(served.url)) complaints.push(request.url());
  });
  return { page, complaints };
}

/** WCAG 1.4.10 asks for 320 pixels. */
const faults = (page: Page, language: (typeof languages)[number]) =>
  pageFaults(page, { script: true, widths: [320, 1280], language });

async function fillIn(page: Page, typed: Readonly<Record<string, string>>): Promise<void> {
  for (const [field, value] of Object.entries(typed)) await page.locator(`#${field}`).fill(value);
}
const adaTyped = { number: 'OPI-0001', day: '10', month: '12', year: '2008' };
const send = (page: Page) => page.locator('main button').click();
const heading = (page: Page) => page.locator('h1').textContent();

describe('every page in a browser', () => {
  const pages: [string, (world: PortalWorld) => Promise<string>][] = [
    ...[
      '/',
      '/first-time',
      ...identities.map(({ slug }) => `/first-time/${slug}`),
      '/received',
      '/sign-in',
      '/forgotten',
      '/help',
    ].map((path): [string, () => Promise<string>] => [path, async () => Promise.resolve(path)]),
    [
      'a status that runs',
      async ({ person }) =>
        `/l/${(await person({ ...ada, affiliations: ['isima'] }, { account: { directories: { uca: verified, 'isima-limos': { status: 'pending', revision: 1 } } } })).token}`,
    ],
    [
      'a status that is done',
      async ({ person }) =>
        `/l/${(await person(ada, { file: onboarded, account: { directories: { uca: verified, 'isima-limos': { status: 'refused', reason: 'x', revision: 1 } } } })).token}`,
    ],
    [
      'a status that waits',
      async ({ person }) =>
        `/l/${(await person({ ...ada, missing: ['payment', 'cvec', 'identity', 'address', 'a-very-long-name-of-a-piece-that-no-table-knows-yet'] })).token}`,
    ],
    ['a dead link', async () => Promise.resolve(`/l/${'A'.repeat(43)}`)],
    ['a page that is not there', async () => Promise.resolve('/nowhere')],
  ];

  test.each(pages)('%s has no axe violation and never scrolls sideways', async (_, arrange) => {
    const path = await arrange(world);
    for (const language of languages) {
      const { page, complaints } = await open({ language });
      await page.goto(path);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await faults(page, language), language).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    }
  });

  test('with mistakes has no axe violation and does not scroll sideways', async () => {
    for (const language of languages) {
      const { page, complaints } = await open({ language });
      await page.goto('/first-time/first-time-student');
      await fillIn(page, { number: 'é!', cvec: '!', address: `${'x'.repeat(200)}@` });
      await send(page);
      expect(await page.locator('.error-summary li').count()).toBe(4);
      expect(await faults(page, language), language).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    }
  });

  test('has targets that a thumb can hit', async () => {
    const { page } = await open({ width: 375 });
    for (const path of ['/', '/first-time', '/first-time/staff']) {
      await page.goto(path);
      for (const target of await page
        .locator('header a, .choices a, .back a, main input:not([type=hidden]), main button')
        .all()) {
        const box = await target.boundingBox();
        // WCAG 2.5.5: 44 CSS pixels.
        expect(box?.height, await target.evaluate((element) => element.outerHTML)).toBeGreaterThanOrEqual(44);
      }
    }
  });
});

describe.each([
  ['with', true],
  ['E-10: without', false],
] as const)('%s JavaScript', (_, script) => {
  test.each(languages)('a person finds the form, fills it in and is told what comes (%s)', async (language) => {
    for (const width of [375, 1280]) {
      const { page, complaints } = await open({ language, width, script });
      await page.goto('/');
      await page.locator('.choices a').first().click();
      await page.locator('.choices a').first().click();
      await fillIn(page, { ...adaTyped, number: `OPI-${width}`, cvec: 'CVE6-1234', address: 'ada@example.org' });
      await send(page);
      expect(new URL(page.url()).pathname).toBe('/received');
      expect(await heading(page)).toBe(language === 'fr' ? 'Demande reçue' : 'Request received');
      expect(complaints).toEqual([]);
      await context.close();
    }
    expect(world.started.size).toBe(2);
    expect(world.tables.rows('operations')).toMatchObject([{ language }, { language }]);
  });

  test('a mistake is named at the field and in a summary that has the focus, and what was typed is kept', async () => {
    const { page } = await open({ script, language: 'en' });
    await page.goto('/first-time/first-time-student');
    await fillIn(page, { ...adaTyped, day: '31', month: '2', address: 'ada@example.org' });
    await send(page);
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.locator('.error-summary').evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.locator('#birth-error').textContent()).toContain('There is no such birth date');
    expect(await page.locator('#number').inputValue()).toBe('OPI-0001');
    expect(await page.locator('#address').inputValue()).toBe('ada@example.org');
    await page.locator('.error-summary a').click();
    expect(await page.locator('#day').evaluate((element) => element === document.activeElement)).toBe(true);
    await fillIn(page, { day: '10', month: '12' });
    await send(page);
    expect(new URL(page.url()).pathname).toBe('/received');
    expect(world.started.size).toBe(1);
  });

  test('the language is switched on the same page, and remembered', async () => {
    const { page } = await open({ script });
    await page.goto('/help');
    await page.getByRole('link', { name: 'English' }).click();
    expect([await heading(page), new URL(page.url()).pathname]).toEqual(['Help', '/help']);
    await page.goto('/');
    expect(await heading(page)).toBe('Your university account');
    await page.getByRole('link', { name: 'Français' }).click();
    expect(await heading(page)).toBe('Votre compte universitaire');
  });

  test('B-11: a mailed link opens the status page, at an address that can be shown to anybody', async () => {
    const { token } = await world.person(ada, { account: {} });
    const { page, complaints } = await open({ script, language: 'en' });
    await page.goto(`/l/${token}`);
    expect(page.url()).toBe(`${served.url}/status`);
    expect(await page.locator('main').textContent()).toContain('adalovel');
    await page.reload();
    expect(await heading(page)).toBe('How your account stands');
    await page.goto('/help');
    await page.goBack();
    expect(await heading(page)).toBe('How your account stands');
    expect(complaints).toEqual([]);
  });

  test('the status page shows what has happened since', async () => {
    const { token, accountId, fileId } = await world.person(ada, { account: {} });
    const { page, complaints } = await open({ script, language: 'en' });
    await page.goto(`/l/${token}`);
    const directories = page.locator('[data-part=directories]');
    expect(await directories.textContent()).toContain('waiting');
    await world.tables.write({
      table: 'accounts',
      update: { accountId },
      set: { state: 'provisioned', 'directories.uca': verified },
    });
    await world.tables.write({ table: 'files', update: { fileId }, set: onboarded });
    if (!script) await page.getByRole('link', { name: 'Refresh this page' }).click();
    await directories.getByText('UCA directory: ready').waitFor();
    expect(await page.locator('[data-part=mail]').textContent()).toContain('Mail sent');
    expect(await page.locator('[data-running]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('by keyboard alone', () => {
  test('a person reaches the content, chooses, types and sends', async () => {
    const { page } = await open({ language: 'en', script: false });
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () => page.evaluate(() => document.activeElement?.textContent.trim());
    await page.goto('/');
    await press('Tab');
    expect(await focused()).toBe('Skip to the content');
    await press('Enter', 'Tab');
    expect(await focused()).toContain('First time here');
    await press('Enter');
    await page.waitForURL('**/first-time');
    await press('Tab', 'Enter', 'Tab', 'Tab');
    expect(await focused()).toContain('First-time student');
    await press('Enter');
    await page.waitForURL('**/first-time-student');
    await press('Tab', 'Enter', 'Tab', 'Tab');
    for (const typed of ['OPI-0001', '10', '12', '2008', '', 'ada@example.org']) {
      await page.keyboard.type(typed);
      await press('Tab');
    }
    expect(await focused()).toBe('Send');
    await press('Enter');
    await page.waitForURL('**/received');
    expect(world.tables.rows('operations')).toMatchObject([
      { claim: { number: 'OPI-0001', birthDate: '2008-12-10', personalEmail: 'ada@example.org' } },
    ]);
  });

  test('every stop can be seen', async () => {
    const { page } = await open();
    for (const path of ['/', '/first-time/staff', '/help']) {
      await page.goto(path);
      const stops = await page.locator('a, button, input:not([type=hidden])').count();
      for (let stop = 0; stop < stops; stop += 1) {
        await page.keyboard.press('Tab');
        const seen = await page.evaluate(() => {
          const element = document.activeElement ?? document.body;
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
          const { width, height, top } = element.getBoundingClientRect();
          const shown = (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
          return shown && width > 0 && height > 0 && top >= 0 ? '' : element.outerHTML;
        });
        expect(seen, path).toBe('');
      }
    }
  });
});

describe('the form in a browser', () => {
  test('J-04: sent by a double click starts one onboarding', async () => {
    const { page } = await open();
    await page.goto('/first-time/first-time-student');
    await fillIn(page, adaTyped);
    await doubleClick(page.locator('main button'), '/received');
    expect(world.started.size).toBe(1);
  });

  test('gone back to and sent with another number is another request', async () => {
    const { page } = await open();
    await page.goto('/first-time/first-time-student');
    await fillIn(page, adaTyped);
    await send(page);
    await page.waitForURL('**/received');
    await page.goBack();
    await fillIn(page, { ...adaTyped, number: 'OPI-0002' });
    await send(page);
    await page.waitForURL('**/received');
    expect(world.started.size).toBe(2);
  });

  test('E-04: of another site is refused', async () => {
    const { page } = await open();
    const fields = Object.entries(world.fields('staff')).map(
      ([name, value]) => `<input name="${name}" value="${value}">`,
    );
    const evil = `<form method="post" action="${served.url}/first-time/staff">${fields.join('')}<button>x</button></form>`;
    await page.goto(`data:text/html,${encodeURIComponent(evil)}`);
    await page.locator('button').click();
    await page.waitForURL('**/first-time/staff');
    expect(await heading(page)).toBe('Demande refusée');
    expect(world.started.size).toBe(0);
  });
});
