import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ulid } from 'ulid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stayCode } from '../../../../functions/request/stay-code.ts';
import { launchChromium } from '../../../support/chromium.ts';
import { type DeskWorld, deskWorld } from '../../../support/desk-world.ts';
import { goodPassword } from '../../../support/link-world.ts';
import { noonOfToday } from '../../../support/noon.ts';
import { lookedIn, pageFaults, screenshots } from '../../../support/page-faults.ts';
import { type ServedPortal, servePortal } from '../../../support/serve-portal.ts';
import { watchedPage } from '../../../support/watched-page.ts';

// Both desks in a browser, over fakes. What they look like is left in .local/screenshots.

const languages = ['fr', 'en'] as const;

let browser: Browser;
let world: DeskWorld;
let served: ServedPortal;
let context: BrowserContext;
beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  world = deskWorld({ at: noonOfToday() });
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
const day = (days: number) => {
  const { at } = world.clock;
  return at
    .add({ hours: 24 * days })
    .toZonedDateTimeISO('Europe/Paris')
    .toPlainDate()
    .toString();
};

/** By the session of who has signed in elsewhere: signing in has tests of its own. A cookie with __Host- is set for https alone. */
async function as(page: Page, cookie: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=');
  await page
    .context()
    .addCookies([
      { name, value, url: served.url.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax' },
    ]);
}

const visitor = (given: Readonly<Record<string, string>> = {}) =>
  world.visitor({ from: day(0), until: day(2), ...given });
const guest = (given: Readonly<Record<string, string>> = {}) => world.guest({ from: day(0), until: day(90), ...given });

/** Asks as the form does, from another browser of the same person. */
async function asked(cookie: string, form: Readonly<Record<string, string>>): Promise<string> {
  const known = new Set(world.stays().map(({ requestId }) => requestId));
  await world.send('/sponsor/ask', cookie, form);
  return world.stays().find(({ requestId }) => !known.has(requestId))?.requestId ?? '';
}

/** A desk with something of everything. */
async function busy(): Promise<{ cookie: string; present: string; offered: string; waits: string; accountId: string }> {
  const { cookie, accountId } = await world.sponsor();
  const present = await asked(cookie, visitor());
  await world.welcome(present);
  const waits = await asked(cookie, guest({ firstName: 'Ada', lastName: 'Lovelace', 'service-isima': 'on' }));
  const other = await world.staff('piercuri');
  const offered = await asked(
    other.cookie,
    visitor({ firstName: 'Maximilienne-Bérengère', lastName: 'de La Tour d’Auvergne-Lauraguais' }),
  );
  await world.send(`/sponsor/guests/${offered}/hand-over`, other.cookie, { colleague: 'macurie' });
  return { cookie, present, offered, waits, accountId };
}

async function cri(page: Page): Promise<string> {
  const { waits } = await busy();
  await as(page, (await world.cri()).cookie);
  return waits;
}

const views: [string, (page: Page) => Promise<unknown>][] = [
  ['account-with-desks', async (page) => (await as(page, (await world.cri()).cookie), page.goto('/account'))],
  ['sponsor-empty', async (page) => (await as(page, (await world.sponsor()).cookie), page.goto('/sponsor'))],
  [
    'sponsor',
    async (page) => (
      await as(page, (await busy()).cookie),
      await as(page, '__Host-notice=asked'),
      page.goto('/sponsor')
    ),
  ],
  ['ask', async (page) => (await as(page, (await world.sponsor()).cookie), page.goto('/sponsor/ask'))],
  [
    'ask-wrong',
    async (page) => {
      await as(page, (await world.sponsor()).cookie);
      await page.goto('/sponsor/ask');
      await page.locator('#mail').fill('grace');
      await page.locator('#until').fill(day(80));
      await page.locator('main [type=submit]').click();
    },
  ],
  [
    'group-wrong',
    async (page) => {
      await as(page, (await world.sponsor()).cookie);
      await page.goto('/sponsor/group');
      await page.locator('#people').fill('Grace; Hopper; grace@example.org\nAda\nMarie; Curie; marie@uca.fr');
      await page.locator('main [type=submit]').click();
    },
  ],
  [
    'guest',
    async (page) => {
      const { cookie, present } = await busy();
      await as(page, cookie);
      await page.goto(`/sponsor/guests/${present}`);
    },
  ],
  [
    'guest-handed',
    async (page) => {
      const { cookie, offered } = await busy();
      await as(page, cookie);
      await page.goto(`/sponsor/guests/${offered}`);
    },
  ],
  [
    'guest-end',
    async (page) => {
      const { cookie, present } = await busy();
      await as(page, cookie);
      await page.goto(`/sponsor/guests/${present}/end`);
    },
  ],
  [
    'guest-ended',
    async (page) => {
      const { cookie, present } = await busy();
      await as(page, cookie);
      await page.goto(`/sponsor/guests/${present}/end`);
      await page.locator('main [type=submit]').click();
    },
  ],
  [
    'card',
    async (page) => {
      const { cookie, present } = await busy();
      await as(page, cookie);
      await page.goto(`/sponsor/guests/${present}`);
      await page.locator('form[action$="/card"] button').click();
    },
  ],
  [
    'proof',
    async (page) => {
      const { cookie, present } = await busy();
      await as(page, cookie);
      world.wait({ minutes: 16 });
      await page.goto(`/sponsor/guests/${present}/end`);
      await page.locator('main [type=submit]').click();
    },
  ],
  ['card-entry', (page) => page.goto('/card')],
  [
    'stay',
    async (page) => {
      const { present, accountId } = await busy();
      const { token } = await world.link(accountId, 'stay', { requestId: present, tries: 0 });
      await page.goto(`/l/${token}`);
    },
  ],
  ['not-yours', async (page) => (await as(page, (await world.sponsor()).cookie), page.goto('/cri'))],
  ['cri', async (page) => (await cri(page), page.goto('/cri'))],
  ['cri-request', async (page) => page.goto(`/cri/requests/${await cri(page)}`)],
  [
    'cri-request-wrong',
    async (page) => {
      await page.goto(`/cri/requests/${await cri(page)}`);
      await page.locator('main [type=submit]').click();
    },
  ],
  [
    'cri-account',
    async (page) => {
      await cri(page);
      await page.goto('/cri');
      await page.locator('#name').fill('macurie');
      await page.locator('form[action="/cri/accounts"] button').click();
      await page.locator('#reason').fill('Plainte du 3 octobre');
      await page.locator('main [type=submit]').click();
    },
  ],
  [
    'cri-nights',
    async (page) => {
      const foundAt = '2026-09-15T02:00:00Z';
      const names = { holdId: ulid(), runId: `cleanup-2026-09-15-${ulid()}` };
      const hold = { ...names, day: '2026-09-15', population: 'student', ends: 900, total: 20_000, foundAt };
      await world.tables.write({ table: 'nights', put: { night: 'hold#student', holds: [hold] } });
      await cri(page);
      await page.goto('/cri/nights');
    },
  ],
];

describe.each(views)('the page %s', (name, arrange) => {
  test.each([
    ['with', true],
    ['E-10: without', false],
  ] as const)('%s JavaScript has no axe violation and never scrolls sideways', async (_, script) => {
    for (const language of lookedIn(script)) {
      world = deskWorld({ at: noonOfToday() });
      await served.close();
      served = await servePortal(world.deps);
      const { page, complaints } = await open({ language, script });
      await arrange(page);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      const as = `desks-${name}`;
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
  test.each(languages)('a sponsor gives a visitor a card, who chooses a password by it (%s)', async (language) => {
    const { login, password } = await world.sponsor();
    const { page, complaints } = await open({ language, script });
    await page.goto('/sponsor');
    expect(path(page)).toBe('/sign-in');
    await page.locator('#name').fill(login);
    await page.locator('#password').fill(password);
    await page.locator('main [type=submit]').first().click();
    expect([path(page), await heading(page)], 'where they were going').toEqual([
      '/sponsor',
      language === 'fr' ? 'Mes invité·es' : 'My guests',
    ]);
    await page.locator('a[href="/sponsor/ask"]').click();
    await page.locator('#firstName').fill('Grace');
    await page.locator('#lastName').fill('Hopper');
    await page.locator('#card').check();
    await page.locator('#until').fill(day(2));
    await page.locator('#reason').fill('Colloque');
    await page.locator('main [type=submit]').click();
    expect(await heading(page)).toBe('Grace Hopper');
    await world.welcome(world.stays()[0]?.requestId ?? '');
    await page.reload();
    await page.locator('form[action$="/card"] button').click();
    const code = (await page.locator('.card .code').textContent()) ?? '';
    await context.clearCookies();
    await page.goto('/card');
    await page.locator('#login').fill('grahoppe');
    await page.locator('#code').fill(code);
    await page.locator('main [type=submit]').click();
    expect(path(page)).toBe('/activate');
    await page.locator('#charter').check();
    await page.locator('#password').fill(goodPassword());
    if (!script) await page.locator('#repeat').fill(goodPassword());
    await page.locator('form[action="/activate"] > [type=submit]').click();
    expect(path(page)).toBe('/result');
    expect(complaints).toEqual([]);
  });

  test('the CRI grants a guest and the sponsor reads why', async () => {
    const { cookie, waits } = await busy();
    const { page, complaints } = await open({ script });
    await as(page, (await world.cri()).cookie);
    await page.goto('/cri');
    await page.locator(`a[href="/cri/requests/${waits}"]`).click();
    await page.locator('#verdict').check();
    await page.locator('#reason').fill('Convention reçue');
    await page.locator('main [type=submit]').click();
    expect([path(page), await page.locator('[role=status]').textContent()]).toEqual([
      '/cri',
      expect.stringContaining('The decision is recorded'),
    ]);
    await as(page, cookie);
    await page.goto(`/sponsor/guests/${waits}`);
    expect(await page.locator('main').textContent()).toContain('Convention reçue');
    expect(complaints).toEqual([]);
  });

  test('a sponsor ends a stay from a mail and takes it back', async () => {
    const { present, accountId } = await busy();
    const { token } = await world.link(accountId, 'stay', { requestId: present, tries: 0 });
    const { page, complaints } = await open({ script });
    await page.goto(`/l/${token}`);
    expect(path(page), 'the token has left the address').toBe('/stay');
    await page.locator('#act').check();
    await page.locator('#code').fill(stayCode(token, world.hmacKey));
    await page.locator('main [type=submit]').click();
    expect(await heading(page)).toBe('The stay has ended');
    await page.locator('a[href="/stay"]').click();
    await page.locator('#act').check();
    await page.locator('#code').fill(stayCode(token, world.hmacKey));
    await page.locator('main [type=submit]').click();
    expect(await heading(page)).toBe('It is taken back');
    expect((await world.stay(present)).ended).toBeUndefined();
    expect(complaints).toEqual([]);
  });

  test('what was typed waits while the password is asked for again', async () => {
    const { cookie, password } = await world.sponsor();
    const { page } = await open({ script });
    await as(page, cookie);
    await page.goto('/sponsor/group');
    await page.locator('#people').fill('Grace; Hopper;\nAda; Lovelace;');
    await page.locator('#until').fill(day(2));
    await page.locator('#reason').fill('Colloque,\ndeux jours');
    world.wait({ minutes: 16 });
    await page.locator('main [type=submit]').click();
    expect(await heading(page)).toBe('Your password once more');
    await page.locator('#current').fill(password);
    await page.locator('main [type=submit]').click();
    expect([path(page), world.stays().length]).toEqual(['/sponsor', 2]);
  });
});

describe('in a browser', () => {
  test('a keyboard alone asks for a guest: every field in its order, the focus always seen', async () => {
    const { cookie } = await world.sponsor();
    const { page } = await open();
    await as(page, cookie);
    await page.goto('/sponsor/ask');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const passed: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        const style = element ? getComputedStyle(element) : undefined;
        const seen = style ? style.outlineStyle !== 'none' || style.boxShadow !== 'none' : false;
        return { id: element?.id ?? '', tag: element?.tagName ?? '', seen };
      });
      if (at.tag !== 'BODY') expect(at.seen, at.id).toBe(true);
      if (at.id !== '' && at.id !== passed.at(-1)) passed.push(at.id);
      if (at.id === 'firstName') await page.keyboard.type('Grace');
      if (at.id === 'lastName') await page.keyboard.type('Hopper');
      if (at.id === 'card') await page.keyboard.press('Space');
      if (at.tag === 'BUTTON') break;
    }
    const order = ['kind', 'firstName', 'lastName', 'mail', 'card', 'from', 'until', 'reason', 'service'];
    expect(passed.filter((id) => order.includes(id))).toEqual(order);
    await page.keyboard.press('Enter');
    await page.locator('.error-summary').waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('error-summary');
    expect(await page.locator('#firstName').inputValue()).toBe('Grace');
    expect(await page.locator('#card').isChecked()).toBe(true);
  });

  test('what can be pressed is as high as a thumb', async () => {
    const { cookie, present, offered } = await busy();
    const { page } = await open();
    await as(page, cookie);
    await page.setViewportSize({ width: 375, height: 800 });
    for (const each of ['/sponsor', '/sponsor/ask', `/sponsor/guests/${present}`, `/sponsor/guests/${offered}`]) {
      await page.goto(each);
      for (const target of await page
        .locator('.links a, .choices a, main button, .field > input, textarea, .box')
        .all()) {
        const box = await target.boundingBox();
        // WCAG 2.5.5: 44 CSS pixels.
        expect(box?.height, await target.evaluate((element) => element.outerHTML)).toBeGreaterThanOrEqual(44);
      }
    }
  });

  test('a card leaves everything but itself off the paper, and its code whole on one line', async () => {
    const { cookie, present } = await busy();
    const { page } = await open();
    await as(page, cookie);
    await page.goto(`/sponsor/guests/${present}`);
    await page.locator('form[action$="/card"] button').click();
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['body > header', 'body > footer', '.off-paper', '.back']) {
      expect(await page.locator(hidden).isVisible(), hidden).toBe(false);
    }
    expect(await page.locator('.card .qr').isVisible()).toBe(true);
    const box = await page.locator('.card .code').boundingBox();
    expect(box?.height ?? 99).toBeLessThan(44);
    await page.screenshot({ path: `${screenshots}/desks-card-print.png`, fullPage: true });
  });
});
