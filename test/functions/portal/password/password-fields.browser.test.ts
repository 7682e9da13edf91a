import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from '../../../support/chromium.ts';
import { pageFaults } from '../../../support/page-faults.ts';
import { servePasswordFields } from '../../../support/password-fields-page.tsx';

const languages = ['fr', 'en'] as const;
const good = 'Trois vieux camions verts, 1 pneu';

let browser: Browser;
let served: Awaited<ReturnType<typeof servePasswordFields>>;
let context: BrowserContext;
beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  served = await servePasswordFields();
});
afterEach(async () => {
  await context.close();
  await served.close();
});
afterAll(() => browser.close());

async function open({ language = 'en', width = 1280, script = true, scripts = true } = {}) {
  context = await browser.newContext({
    baseURL: served.url,
    viewport: { width, height: 800 },
    javaScriptEnabled: script,
    permissions: ['clipboard-read', 'clipboard-write'],
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  // A policy that is broken is told on the console, and so is a script that fails.
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !/status of 422/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(served.url)) complaints.push(request.url());
  });
  if (!scripts) await page.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await page.goto(`/?lang=${language}`);
  return { page, complaints };
}

const password = (page: Page) => page.locator('#password');
const met = (page: Page) =>
  page.locator('.rules .met').evaluateAll((items) => items.map((item) => item.getAttribute('data-rule')));
const send = async (page: Page) => {
  await page.locator('[type=submit]').click();
  await page.waitForLoadState();
};
const heading = (page: Page) => page.locator('h1').textContent();

describe('the fields of a password', () => {
  test.each(languages)(
    'have no axe violation and never scroll sideways, filled in or refused (%s)',
    async (language) => {
      for (const script of [true, false]) {
        // axe is a script itself: without those of the page the fields are as they are without JavaScript.
        const { page, complaints } = await open({ language, scripts: script });
        const look = async (when: string) => expect(await pageFaults(page, { script: true }), when).toEqual([]);
        await look('empty');
        await password(page).fill(good);
        if (script) {
          await page.locator('.strength').waitFor();
          await page.locator('.show').click();
        }
        await look('filled in');
        await password(page).fill('Clermont\t2026');
        if (!script) await page.locator('#repeat').fill('Clermont');
        await send(page);
        expect(await heading(page)).toBe(script ? '4 errors' : '5 errors');
        await look('refused');
        expect(complaints).toEqual([]);
        await context.close();
      }
    },
  );

  test('are as high as a thumb needs', async () => {
    const { page } = await open({ width: 375 });
    for (const target of await page.locator('main input:not([tabindex]), main button').all()) {
      // WCAG 2.5.5: 44 CSS pixels.
      expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
  });
});

describe('with JavaScript', () => {
  test('each rule is ticked as soon as it is met, and no longer than it is', async () => {
    const { page, complaints } = await open();
    expect(await met(page)).toEqual([]);
    const steps: [string, string[]][] = [
      ['a', ['no-lower-case']],
      ['aB', ['no-upper-case', 'no-lower-case']],
      ['aB3', ['no-upper-case', 'no-lower-case', 'no-digit']],
      ['aB3-', ['no-upper-case', 'no-lower-case', 'no-digit', 'no-punctuation']],
      ['aB3- kxqz wvy', ['too-short', 'no-upper-case', 'no-lower-case', 'no-digit', 'no-punctuation']],
      ['AB3- KXQZ WVY', ['too-short', 'no-upper-case', 'no-digit', 'no-punctuation']],
      ['', []],
    ];
    for (const [typed, expected] of steps) {
      await password(page).fill(typed);
      const visible = (await met(page)).filter((rule) => rule !== 'too-long' && rule !== 'forbidden-character');
      expect(visible, typed).toEqual(expected);
    }
    expect(complaints).toEqual([]);
  });

  test('a rule that few break is shown to those who do', async () => {
    const { page } = await open();
    const tooLong = page.locator('[data-rule=too-long]');
    expect(await tooLong.isVisible()).toBe(false);
    await password(page).fill('x'.repeat(129));
    expect(await tooLong.isVisible()).toBe(true);
    await password(page).fill('x');
    expect(await tooLong.isVisible()).toBe(false);
  });

  test('what is missing is said once the typing rests, and not at every key', async () => {
    const { page } = await open();
    await page.evaluate(() => {
      const said = document.querySelector('[data-said]');
      const all: string[] = [];
      if (said) new MutationObserver(() => all.push(said.textContent)).observe(said, { childList: true });
      Object.assign(window, { said: all });
    });
    await password(page).pressSequentially('abcdefghijkl', { delay: 30 });
    await page.locator('[data-said]').getByText('Still needed').waitFor({ state: 'attached' });
    expect(await page.evaluate(() => Reflect.get(window, 'said') as unknown)).toEqual([
      'Still needed: An upper-case letter, A digit, A punctuation mark or symbol',
    ]);
  });

  test.each([
    ['aB3$aB3$aB3$', 'very weak'],
    ['Adalovel2026!', 'weak'],
    ['Football2026!!', 'fair'],
    ['kX8#vQ2!pLm9', 'good'],
    [good, 'excellent'],
  ])('%s has a word on its strength', async (typed, word) => {
    const { page } = await open();
    const strength = page.locator('.strength');
    expect(await strength.isVisible()).toBe(false);
    await password(page).fill(typed);
    await strength.waitFor();
    expect(await strength.locator('strong').textContent()).toBe(word);
    await password(page).fill('short');
    await strength.waitFor({ state: 'hidden' });
  });

  test('C-05: a password is pasted whole, however long, and is refused rather than cut', async () => {
    const { page } = await open();
    const pasted = `${good} ${'é🧀 '.repeat(60)}`;
    await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
    await password(page).focus();
    await page.keyboard.press('Control+V');
    expect(await password(page).inputValue()).toBe(pasted);
    await send(page);
    expect(served.sent).toEqual([{ username: 'adalovel', password: pasted }]);
    expect(await page.locator('#password-error').textContent()).toContain('too long');
  });

  test('there is nothing to repeat: the password is shown on demand, and sent from a field of passwords', async () => {
    const { page, complaints } = await open();
    expect(await page.locator('#repeat').count()).toBe(0);
    await password(page).fill(good);
    const button = page.locator('.show');
    const seen = async () => [await button.textContent(), await password(page).getAttribute('type')];
    expect(await seen()).toEqual(['Show the password', 'password']);
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await seen()).toEqual(['Hide the password', 'text']);
    expect(await page.locator('[data-said]').textContent()).toBe('The password is shown');
    await page.keyboard.press('Space');
    expect(await seen()).toEqual(['Show the password', 'password']);
    await button.click();
    await page.evaluate(() => {
      document.querySelector('form')?.addEventListener('submit', (event) => event.preventDefault());
    });
    await page.locator('[type=submit]').click();
    expect(await seen()).toEqual(['Show the password', 'password']);
    expect(complaints).toEqual([]);
  });

  test('an accepted password is sent once, with the login for the password manager', async () => {
    const { page } = await open();
    await password(page).fill(` ${good} `);
    await send(page);
    expect(await heading(page)).toBe('Accepted');
    expect(served.sent).toEqual([{ username: 'adalovel', password: ` ${good} ` }]);
  });

  test('the first look at the page does not wait for a script', async () => {
    const { page } = await open();
    const blocking = page.locator('script:not([type=module]), script:not([src])');
    expect([await blocking.count(), await page.locator('script[type=module][src]').count()]).toEqual([0, 2]);
  });
});

describe('E-10: without JavaScript', () => {
  test.each(languages)('a password is typed twice and told what it lacks (%s)', async (language) => {
    const { page, complaints } = await open({ language, script: false, width: 375 });
    expect(await page.locator('.show, .strength:visible').count()).toBe(0);
    await password(page).fill('azerty');
    await page.locator('#repeat').fill('azertyu');
    await send(page);
    expect(await page.locator('#password-error p').count()).toBe(5);
    expect(await page.locator('#repeat-error').textContent()).toContain(
      language === 'fr' ? 'ne sont pas les mêmes' : 'are not the same',
    );
    expect([await password(page).inputValue(), await page.locator('#repeat').inputValue()]).toEqual(['', '']);
    await password(page).fill(good);
    await page.locator('#repeat').fill(good.normalize('NFD'));
    await send(page);
    expect(await heading(page)).toBe('Accepted');
    expect(complaints).toEqual([]);
  });

  test('an error of the password that was sent goes once another one meets the rules', async () => {
    const { page } = await open();
    await password(page).fill('short');
    await send(page);
    expect(await page.locator('#password-error').count()).toBe(1);
    await password(page).fill('still short');
    expect(await page.locator('#password-error').count()).toBe(1);
    await password(page).fill(good);
    expect(await page.locator('#password-error').count()).toBe(0);
    expect(await page.locator('.field.wrong').count()).toBe(0);
    expect(await password(page).getAttribute('aria-invalid')).toBeNull();
    expect(await password(page).getAttribute('aria-describedby')).toBe('password-rules');
  });
});
