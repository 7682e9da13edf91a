import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Language } from '../../../../functions/university/university.ts';
import { launchChromium } from '../../../support/chromium.ts';
import { doubleClick } from '../../../support/double-click.ts';
import { goodPassword, type LinkWorld, linkWorld } from '../../../support/link-world.ts';
import { noonOfToday } from '../../../support/noon.ts';
import { lookedIn, pageFaults } from '../../../support/page-faults.ts';
import { type ServedPortal, servePortal } from '../../../support/serve-portal.ts';
import { watchedPage } from '../../../support/watched-page.ts';

// The pages behind mailed links in a browser, over fakes. What they look like is left in .local/screenshots.

let browser: Browser;
let world: LinkWorld;
let served: ServedPortal;
let context: BrowserContext;
beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  world = linkWorld({ at: noonOfToday() });
  served = await servePortal(world.deps);
});
afterEach(async () => {
  await context.close();
  await served.close();
});
afterAll(() => browser.close());

/** A page of a person with this browser; what it complains of is in `complaints`. */
async function open({ language = 'en', script = true }: { language?: Language; script?: boolean } = {}) {
  const watched = await watchedPage(browser, served.url, { language, script, looked: /status of 4\d\d/ });
  ({ context } = watched);
  watched.page.setDefaultTimeout(15_000);
  return watched;
}

const heading = (page: Page) => page.locator('h1').textContent();
const press = (page: Page) => page.locator('main form [type=submit]').last().click();
const path = (page: Page) => new URL(page.url()).pathname;

async function typePassword(page: Page, password: string, script: boolean): Promise<void> {
  await page.locator('#password').fill(password);
  if (!script) await page.locator('#repeat').fill(password);
}

let people = 0;
/** Goes through a link as a person does. */
async function through(page: Page, purpose: 'activation' | 'recovery' | 'not-me', state: 'provisioned' | 'active') {
  world.servers['isima-limos'].back();
  people += 1;
  const { accountId } = await world.person({ state, login: `chldalen${people}` });
  const { token } = await world.link(accountId, purpose);
  await page.goto(`/l/${token}`);
  return accountId;
}

const views: [string, (page: Page, script: boolean) => Promise<unknown>][] = [
  ['status', (page) => through(page, 'activation', 'provisioned')],
  [
    'activate',
    async (page) => {
      await through(page, 'activation', 'provisioned');
      await page.goto('/activate');
    },
  ],
  [
    'activate-wrong',
    async (page, script) => {
      await through(page, 'activation', 'provisioned');
      await page.goto('/activate');
      await typePassword(page, 'chldalen', script);
      await press(page);
    },
  ],
  [
    'activate-address',
    async (page) => {
      await through(page, 'activation', 'provisioned');
      await page.goto('/activate/address');
      await page.locator('#address').fill('chloe@etu.uca.fr');
      await press(page);
    },
  ],
  [
    'activate-code',
    async (page) => {
      await through(page, 'activation', 'provisioned');
      await page.goto('/activate/address');
      await page.locator('#address').fill('chloe@example.net');
      await press(page);
      await page.locator('#code').fill('123');
      await press(page);
    },
  ],
  ['recover', (page) => through(page, 'recovery', 'active')],
  [
    'result-activated',
    async (page, script) => {
      await through(page, 'activation', 'provisioned');
      await page.goto('/activate');
      await page.locator('#charter').check();
      await typePassword(page, goodPassword(), script);
      await press(page);
      await world.run();
      await page.goto('/result');
    },
  ],
  ...(['running', 'waiting', 'refused', 'partly'] as const).map(
    (state): [string, (page: Page, script: boolean) => Promise<void>] => [
      `result-${state}`,
      async (page, script) => {
        await through(page, 'recovery', 'active');
        await typePassword(page, goodPassword(), script);
        if (state === 'waiting') world.servers['isima-limos'].away();
        if (state === 'refused') world.servers.uca.refuseNextPassword('in-history');
        if (state === 'partly') world.servers['isima-limos'].refuseNextPassword('too-weak');
        await press(page);
        if (state !== 'running') await world.run();
        await page.goto('/result');
      },
    ],
  ),
  ['not-me', (page) => through(page, 'not-me', 'active')],
  [
    'locked',
    async (page) => {
      await through(page, 'not-me', 'active');
      await press(page);
    },
  ],
  [
    'dead-link',
    async (page) => {
      const accountId = await through(page, 'recovery', 'active');
      await world.tables.write({ table: 'accounts', update: { accountId }, add: { credentialEpoch: 1 } });
      await page.goto('/recover');
    },
  ],
  [
    'unusable',
    async (page) => {
      const accountId = await through(page, 'recovery', 'active');
      await world.tables.write({ table: 'accounts', update: { accountId }, set: { state: 'suspended' } });
      await page.goto('/recover');
    },
  ],
];

describe.each([
  ['with', true],
  ['E-10: without', false],
] as const)('%s JavaScript', (_, script) => {
  test.each(views)('%s never scrolls sideways, calls nobody, and has no axe violation', async (name, arrange) => {
    for (const language of lookedIn(script)) {
      const { page, complaints } = await open({ language, script });
      await arrange(page, script);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      const as = `link-${name}`;
      expect(await pageFaults(page, { script, language, as }), language).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    }
  });

  test('a person activates, and follows it to the end', async () => {
    const { page, complaints } = await open({ script });
    const accountId = await through(page, 'activation', 'provisioned');
    expect(path(page)).toBe('/status');
    await page.getByRole('button', { name: 'Activate my account' }).click();
    await typePassword(page, 'short', script);
    await press(page);
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.locator('.error-summary').evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.locator('#password').inputValue()).toBe('');
    await page.locator('.error-summary a[href="#charter"]').click();
    expect(await page.locator('#charter').evaluate((element) => element === document.activeElement)).toBe(true);
    await page.locator('#charter').check();
    // The tick is a picture: a field in error had none.
    expect(await page.locator('#charter').evaluate((box) => getComputedStyle(box).backgroundImage)).toContain('url(');
    await typePassword(page, goodPassword(), script);
    await press(page);
    expect([path(page), await heading(page)]).toEqual(['/result', 'Your password is being recorded']);
    await world.run();
    if (!script) await page.getByRole('link', { name: 'Refresh this page' }).click();
    await page.getByRole('heading', { name: 'Your account is activated' }).waitFor();
    expect(await page.locator('main').textContent()).toContain('eduroam');
    expect(await world.passwordsOf(accountId)).toEqual({ uca: goodPassword(), 'isima-limos': goodPassword() });
    // B-11: going back shows no form that could be sent again.
    await page.goto('/activate');
    expect(path(page)).toBe('/result');
    expect(complaints).toEqual([]);
  });

  test('a person whose password is refused chooses another one in the same browser', async () => {
    const { page, complaints } = await open({ script });
    const accountId = await through(page, 'recovery', 'active');
    await typePassword(page, goodPassword(1), script);
    world.servers.uca.refuseNextPassword('in-history');
    await press(page);
    await world.run();
    if (!script) await page.getByRole('link', { name: 'Refresh this page' }).click();
    await page.locator('#password').waitFor();
    expect(await heading(page)).toBe('This password was refused');
    // The script that helps came with the form.
    expect(await page.locator('#repeat').count()).toBe(script ? 0 : 1);
    await typePassword(page, goodPassword(2), script);
    await press(page);
    await world.run();
    if (!script) await page.getByRole('link', { name: 'Refresh this page' }).click();
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    expect(await world.passwordsOf(accountId)).toEqual({ uca: goodPassword(2), 'isima-limos': goodPassword(2) });
    expect(complaints).toEqual([]);
  });

  test('a person locks the account, and a dead link brings a fresh one', async () => {
    const { page, complaints } = await open({ script });
    const accountId = await through(page, 'not-me', 'active');
    await press(page);
    expect(await heading(page)).toBe('Your account is locked');
    expect((await world.account(accountId)).lock).toBeDefined();
    const other = await world.person({ state: 'active', login: 'gracehop' });
    const { token } = await world.link(other.accountId, 'recovery');
    world.clock.at = world.clock.at.add({ minutes: 31 });
    await page.goto(`/l/${token}`);
    expect(await heading(page)).toBe('This link no longer works');
    await press(page);
    expect(path(page)).toBe('/received');
    expect(world.executions.at(-1)?.workflow).toBe('recovery');
    expect(complaints).toEqual([]);
  });

  test('J-04: a double click on a form behind a link is one choice', async () => {
    const { page } = await open({ script });
    const accountId = await through(page, 'recovery', 'active');
    await typePassword(page, goodPassword(), script);
    await doubleClick(page.locator('main form [type=submit]').last(), '/result');
    expect((await world.account(accountId)).credentialEpoch).toBe(1);
    expect(world.started.size).toBe(1);
  });
});

test('with JavaScript the page of a result renews its title too, and takes the link to refresh away', async () => {
  const { page } = await open({ script: true });
  await through(page, 'recovery', 'active');
  await typePassword(page, goodPassword(), true);
  await page.locator('main form [type=submit]').last().click();
  await page.waitForURL('**/result');
  expect(await page.title()).toMatch(/^Your password is being recorded/);
  expect(await page.locator('main a[href="/result"]').count()).toBe(1);
  await world.run();
  await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Your password is changed');
  expect(await page.title()).toMatch(/^Your password is changed/);
  expect(await page.locator('main a[href="/result"]').count()).toBe(0);
});
