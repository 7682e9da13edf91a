import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emailCode } from '../../../../functions/address/email-code.ts';
import { markAddress } from '../../../../functions/mail/address-health.ts';
import { type AccountWorld, accountWorld } from '../../../support/account-world.ts';
import { launchChromium } from '../../../support/chromium.ts';
import { doubleClick } from '../../../support/double-click.ts';
import { inMemoryMail } from '../../../support/in-memory-mail.ts';
import { goodPassword } from '../../../support/link-world.ts';
import { noonOfToday } from '../../../support/noon.ts';
import { lookedIn, pageFaults } from '../../../support/page-faults.ts';
import { type ServedPortal, servePortal } from '../../../support/serve-portal.ts';
import { watchedPage } from '../../../support/watched-page.ts';

// The pages of somebody with an account in a browser, over fakes. What they look like is left in .local/screenshots.

const languages = ['fr', 'en'] as const;
const login = 'chldalen';
const other = 'chloe.autre@example.net';

let browser: Browser;
let world: AccountWorld;
let served: ServedPortal;
let context: BrowserContext;
beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  world = accountWorld({ at: noonOfToday() });
  served = await servePortal(world.deps);
});
afterEach(async () => {
  await context.close();
  await served.close();
});
afterAll(() => browser.close());

async function open({
  language = 'en',
  script = true,
}: { language?: (typeof languages)[number]; script?: boolean } = {}) {
  const watched = await watchedPage(browser, served.url, { language, script, looked: /status of [45]\d\d/ });
  ({ context } = watched);
  return watched;
}

const path = (page: Page) => new URL(page.url()).pathname;
const heading = (page: Page) => page.locator('h1').textContent();
const submit = (page: Page) => page.locator('main form [type=submit]').first().click();

async function signIn(page: Page, password = goodPassword(), name = login): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('#name').fill(name);
  await page.locator('#password').fill(password);
  await submit(page);
}

async function change(page: Page, current: string, password: string, script: boolean): Promise<void> {
  await page.goto('/account/password');
  await page.locator('#current').fill(current);
  await page.locator('#password').fill(password);
  if (!script) await page.locator('#repeat').fill(password);
  await page.locator('main form [type=submit]').click();
}

/** Runs the workflow of the last ask: the code that it mailed. */
async function mailedCode(): Promise<string> {
  const mail = inMemoryMail();
  const operationId = world.executions.findLast(({ workflow }) => workflow === 'address')?.name ?? '';
  const countUse = async () => Promise.resolve(true);
  await emailCode({ operationId }, { ...world.deps, mail, randomBytes, countUse, countMetric: () => undefined });
  return /\b\d{4} ?\d{4}\b/.exec(mail.sent.at(-1)?.text ?? '')?.[0] ?? '';
}

const active = () => world.active({ charter: { version: '2026-09', acceptedAt: '2026-09-01T08:00:00Z' } });

const views: [string, (page: Page, script: boolean) => Promise<unknown>][] = [
  ['sign-in', (page) => page.goto('/sign-in')],
  ['sign-in-refused', async (page) => (await active(), signIn(page, 'Not-The-Password-1'))],
  [
    'sign-in-away',
    async (page) => {
      await active();
      world.servers.uca.away();
      await signIn(page);
    },
  ],
  ['forgotten', (page) => page.goto('/forgotten')],
  ['received', (page) => page.goto('/received')],
  ['account', async (page) => (await active(), signIn(page))],
  [
    'account-troubled',
    async (page) => {
      const { accountId } = await active();
      await world.tables.write({
        table: 'accounts',
        update: { accountId },
        set: {
          population: 'phd',
          'passwords.isima-limos': { status: 'refused', epoch: 1, reason: 'in-history' },
          'recovery.usableFrom': '2126-09-18T08:00:00Z',
          'recovery.former': 'chloe.before@example.org',
          mailAliases: ['chloe.dalencon@ext.uca.fr', `${'chloe.'.repeat(9)}dalencon@doctorant.uca.fr`],
        },
      });
      await markAddress(
        { address: 'chloe@example.org', status: 'bounced', at: world.clock.at },
        { tables: world.tables },
      );
      await signIn(page);
    },
  ],
  ['change-password', async (page) => (await active(), await signIn(page), page.goto('/account/password'))],
  [
    'change-password-wrong',
    async (page, script) => (
      await active(),
      await signIn(page),
      change(page, 'Wrong-Password-1', goodPassword(2), script)
    ),
  ],
  [
    'change-address-wrong',
    async (page) => {
      await active();
      await signIn(page);
      await page.goto('/account/address');
      await page.locator('#address').fill(other);
      await page.locator('#current').fill('Wrong-Password-1');
      await submit(page);
    },
  ],
  [
    'code',
    async (page) => {
      const { password } = await active();
      await signIn(page);
      await page.goto('/account/address');
      await page.locator('#address').fill(other);
      await page.locator('#current').fill(password);
      await submit(page);
    },
  ],
];

describe.each(views)('the page %s', (name, arrange) => {
  test.each([
    ['with', true],
    ['E-10: without', false],
  ] as const)('%s JavaScript has no axe violation and never scrolls sideways', async (_, script) => {
    for (const language of lookedIn(script)) {
      world = accountWorld({ at: noonOfToday() });
      await served.close();
      served = await servePortal(world.deps);
      const { page, complaints } = await open({ language, script });
      await arrange(page, script);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      const as = `account-pages-${name}`;
      expect(await pageFaults(page, { script, language, as }), language).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    }
  });
});

describe.each([
  ['with', true],
  ['E-10: without', false],
] as const)('%s JavaScript', (_, script) => {
  test.each(languages)('a person signs in, changes the password, stays, and signs out (%s)', async (language) => {
    const { accountId, password } = await active();
    const { page, complaints } = await open({ language, script });
    await page.goto('/');
    await page.locator('.choices a').nth(1).click();
    expect(path(page)).toBe('/sign-in');
    await page.locator('#name').fill('chloe.dalencon@etu.uca.fr');
    await page.locator('#password').fill(password);
    await submit(page);
    expect([path(page), await heading(page)]).toEqual(['/account', language === 'fr' ? 'Mon compte' : 'My account']);
    await change(page, password, goodPassword(2), script);
    expect(path(page)).toBe('/result');
    await world.run();
    expect(await world.passwordsOf(accountId)).toEqual({ uca: goodPassword(2), 'isima-limos': goodPassword(2) });
    await page.goto('/result');
    await page.locator('#next-steps').click();
    expect(path(page), 'still signed in').toBe('/account');
    await page.locator('form[action="/sign-out"] button').click();
    expect(path(page)).toBe('/');
    await page.goto('/account');
    expect(path(page)).toBe('/sign-in');
    await page.goBack();
    expect(await page.locator('main').textContent(), 'E-06').not.toContain('chloe@example.org');
    await signIn(page, goodPassword(2));
    expect(path(page)).toBe('/account');
    expect(complaints).toEqual([]);
  });

  test('a person gives another recovery address and types the code', async () => {
    const { accountId, password } = await active();
    const { page, complaints } = await open({ script });
    await signIn(page);
    await page.locator('a[href="/account/address"]').first().click();
    await page.locator('#address').fill(other);
    await page.locator('#current').fill(password);
    await submit(page);
    expect(path(page)).toBe('/account/code');
    await page.locator('#code').fill('00000000');
    await submit(page);
    expect(await page.title()).toMatch(/^Error: /);
    await page.locator('#code').fill(await mailedCode());
    await submit(page);
    expect(path(page)).toBe('/account');
    expect(await page.locator('main').textContent()).toContain(`Until then, the link goes to chloe@example.org`);
    expect((await world.account(accountId)).recovery?.address).toBe(other);
    expect(complaints).toEqual([]);
  });

  test('a mistake is named at the field and in a summary that has the focus', async () => {
    await active();
    const { page } = await open({ script });
    await signIn(page, 'Not-The-Password-1');
    expect(await page.title()).toMatch(/^Error: /);
    const hasFocus = (selector: string) =>
      page.locator(selector).evaluate((element) => element === document.activeElement);
    expect(await hasFocus('.error-summary')).toBe(true);
    expect(await page.locator('#name').inputValue()).toBe(login);
    expect(await page.locator('#password').inputValue()).toBe('');
    await page.locator('.error-summary a').click();
    expect(await hasFocus('#name')).toBe(true);
    await page.locator('#password').fill(goodPassword());
    await submit(page);
    expect(path(page)).toBe('/account');
    await change(page, 'Wrong-Password-1', goodPassword(2), script);
    expect(await hasFocus('.error-summary')).toBe(true);
    await page.locator('.error-summary a').click();
    expect(await hasFocus('#current')).toBe(true);
  });

  test('who has forgotten is told what comes', async () => {
    const { page, complaints } = await open({ script });
    await page.goto('/sign-in');
    await page.locator('a[href="/forgotten"]').click();
    await page.locator('#identifier').fill('chloe@example.org');
    await submit(page);
    expect([path(page), await heading(page)]).toEqual(['/received', 'Request received']);
    expect(world.executions).toMatchObject([{ workflow: 'recovery' }]);
    expect(complaints).toEqual([]);
  });

  test('everything is downloaded, and the language is remembered', async () => {
    await active();
    const { page } = await open({ script });
    await signIn(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('a[href="/account/data.json"]').click(),
    ]);
    expect(download.suggestedFilename()).toBe('chldalen.json');
    await page.locator('#language').selectOption('fr');
    await page.locator('form[action="/account/language"] button').click();
    expect(await heading(page)).toBe('Mon compte');
  });
});

describe('in a browser', () => {
  test('J-04: a change of password by a double click is one change', async () => {
    const { accountId, password } = await active();
    const { page } = await open();
    await signIn(page);
    await page.goto('/account/password');
    await page.locator('#current').fill(password);
    await page.locator('#password').fill(goodPassword(2));
    await doubleClick(page.locator('main form [type=submit]'), '/result');
    expect((await world.account(accountId)).credentialEpoch).toBe(2);
  });

  test('what can be pressed is as high as a thumb', async () => {
    await active();
    const { page } = await open();
    await signIn(page);
    await page.setViewportSize({ width: 375, height: 800 });
    for (const each of ['/account', '/account/password', '/account/address']) {
      await page.goto(each);
      for (const target of await page.locator('.links a, main button, main select, .field input').all()) {
        if (!(await target.isVisible())) continue;
        const box = await target.boundingBox();
        if ((await target.getAttribute('id')) === 'username') continue;
        // WCAG 2.5.5: 44 CSS pixels.
        expect(box?.height, await target.evaluate((element) => element.outerHTML)).toBeGreaterThanOrEqual(44);
      }
    }
  });

  test('E-04: another site signs nobody out, nor anybody in', async () => {
    const { password } = await active();
    const { page } = await open();
    await signIn(page);
    for (const [action, fields] of [
      ['/account/sign-out-everywhere', {}],
      ['/sign-in', { name: 'evestran', password }],
    ] as const) {
      const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
      const evil = `<form method="post" action="${served.url}${action}">${inputs.join('')}<button>x</button></form>`;
      await page.goto(`data:text/html,${encodeURIComponent(evil)}`);
      await page.locator('button').click();
      await page.waitForURL(`**${action}`);
      expect(await heading(page)).toBe('Request refused');
      await page.goto('/account');
      expect(await page.locator('main').textContent()).toContain(login);
    }
  });
});
