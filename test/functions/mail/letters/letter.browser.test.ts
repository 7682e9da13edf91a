import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../../support/chromium.ts';
import { pageFaults } from '../../../support/page-faults.ts';
import { letters } from './letters.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(Object.entries(letters))('the letter %s', (_, write) => {
  test('reads on every screen, in light and in dark, without scrolling sideways and with no axe violation', async () => {
    const asked: string[] = [];
    const page = await browser.newPage();
    page.on('request', (request) => void asked.push(request.url()));
    await page.setContent((await write('Anne-Élisabeth')).html);
    // axe takes the canvas for white, whatever the reader prefers, unless it is named.
    await page.addStyleTag({ content: 'html { background: Canvas }' });
    expect(await pageFaults(page, { script: true, widths: [375, 800] })).toEqual([]);
    expect(asked).toEqual([]);
    await page.close();
  });
});
