import axe from 'axe-core';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { letters } from './letters.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
});
afterAll(() => browser.close());

describe.each(Object.entries(letters))('the letter %s', (_, write) => {
  test.each([
    [375, 'light'],
    [375, 'dark'],
    [800, 'light'],
  ] as const)(
    'reads at %i pixels, %s, without scrolling sideways and with no axe violation',
    async (width, colorScheme) => {
      const asked: string[] = [];
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      page.on('request', (request) => void asked.push(request.url()));
      await page.setContent((await write('Anne-Élisabeth')).html);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      // axe takes the canvas for white, whatever the reader prefers, unless it is named.
      await page.addStyleTag({ content: 'html { background: Canvas }' });
      await page.addScriptTag({ content: axe.source });
      const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run()');
      expect(violations.map(({ id }) => id)).toEqual([]);
      expect(asked).toEqual([]);
      await page.close();
    },
  );
});
