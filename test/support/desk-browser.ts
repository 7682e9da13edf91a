import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import type { Language } from '../../functions/university/university.ts';
import { axeViolations } from './axe.ts';
import { launchChromium } from './chromium.ts';
import { patience } from './patience.ts';

// The desks of the whole product as people see them, in the system's Chromium.

const screenshots = join(import.meta.dirname, '..', '..', '.local', 'screenshots');

/** French on a screen with JavaScript, or English on a phone without. */
export interface Look {
  readonly language: Language;
  readonly width: number;
  readonly script: boolean;
}
export const screen: Look = { language: 'fr', width: 1280, script: true };
export const phone: Look = { language: 'en', width: 375, script: false };

export interface DeskBrowser {
  readonly open: (how: Look) => Promise<Page>;
  /** Signs somebody in who asked for a page, and is on it then. */
  readonly signedIn: (login: string, password: string, how: Look, at?: string) => Promise<Page>;
  /** Keeps what the page looks like, and sees that it fits and that everybody can read it. */
  readonly look: (page: Page, name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** @param series what the names of the screenshots begin with. */
export async function deskBrowser(series: string): Promise<DeskBrowser> {
  const browser: Browser = await launchChromium();
  await mkdir(screenshots, { recursive: true });

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

  return {
    open,
    async signedIn(login, password, how, at = '/account') {
      const page = await open(how);
      expect((await page.goto(at))?.status()).toBe(200);
      expect(path(page)).toBe('/sign-in');
      await send(page, '/sign-in', { name: login, password });
      expect(path(page), 'where they were going').toBe(at);
      // The language of the account wins over the browser's.
      if (how.language === 'en') await page.locator('header a[hreflang="en"]').click();
      return page;
    },
    async look(page, name) {
      await page.screenshot({ path: join(screenshots, `e2e-${series}-${name}.png`), fullPage: true });
      const [sideways, script] = await page.evaluate(() => [
        document.documentElement.scrollWidth > document.documentElement.clientWidth,
        document.documentElement.clientWidth > 375,
      ]);
      expect(sideways).toBe(false);
      // axe waits by timers, which no page without scripts has.
      if (script) expect(await axeViolations(page)).toEqual([]);
    },
    close: () => browser.close(),
  };
}

export const path = (page: Page): string => new URL(page.url()).pathname;
export const status = (page: Page): Promise<string | null> => page.locator('main [role="status"]').textContent();
export const main = (page: Page): Promise<string | null> => page.locator('main').textContent();

/** Sends the form of the page that goes to this path, filled in; a box or a choice is ticked. */
export async function send(
  page: Page,
  action: string,
  fields: Readonly<Record<string, string | true>> = {},
): Promise<void> {
  const form = page.locator(`form[action$="${action}"]`);
  for (const [field, value] of Object.entries(fields)) {
    const input = form.locator(`#${field}`);
    await (value === true ? input.check() : input.fill(value));
  }
  await form.locator('button[type="submit"]').click();
  await page.waitForLoadState();
}

/** Opens a page again until it says so: without JavaScript that is what a person does. */
export const says = (page: Page, words: RegExp): Promise<void> =>
  expect.poll(async () => (await page.reload(), main(page)), patience).toMatch(words);
