import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from '../../../support/axe.ts';
import { launchChromium } from '../../../support/chromium.ts';
import { letters } from './letters.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
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
      expect(await axeViolations(page)).toEqual([]);
      expect(asked).toEqual([]);
      await page.close();
    },
  );
});
