import type { Page } from 'playwright-core';
import { axeViolations } from './axe.ts';

/** Where pictures of pages are left, to be looked at. */
export const screenshots = '.local/screenshots';

interface Look {
  /** axe waits by timers, which no page without scripts has: there only the width is looked at. */
  readonly script: boolean;
  /** CSS pixels. */
  readonly widths?: readonly number[];
  /** The same page in another language, of which only the words differ: axe looks once, at the first width. */
  readonly again?: boolean;
  /** What its pictures are called; none are taken if absent. */
  readonly as?: string | undefined;
}

/** What is wrong with how a page looks, one line each: wider than the window, what axe finds at each width and in dark colours. */
export async function pageFaults(
  page: Page,
  { script, widths = [375, 1280], again = false, as }: Look,
): Promise<string[]> {
  const faults: string[] = [];
  for (const [nth, width] of widths.entries()) {
    await page.setViewportSize({ width, height: 800 });
    if (await scrollsSideways(page)) faults.push(`${width}: scrolls sideways`);
    if (script && !(again && nth > 0)) faults.push(...(await axeViolations(page)).map((each) => `${width}: ${each}`));
    if (as !== undefined) await page.screenshot({ path: `${screenshots}/${as}-${width}.png`, fullPage: true });
  }
  if (script && !again) {
    await page.emulateMedia({ colorScheme: 'dark' });
    // Nothing but colours has changed.
    faults.push(...(await axeViolations(page, ['color-contrast'])).map((each) => `dark: ${each}`));
    await page.emulateMedia({ colorScheme: 'light' });
  }
  return faults;
}

const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
