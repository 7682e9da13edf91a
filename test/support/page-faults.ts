import type { Page } from 'playwright-core';
import { type Language, languages } from '../../functions/university/university.ts';
import { axeViolations } from './axe.ts';

/** Where pictures of pages are left, to be looked at. */
export const screenshots = '.local/screenshots';

const [first] = languages;

/** The languages to look at a page in: without scripts there is nothing but the width, and French has the longer words. */
export function lookedIn(script: boolean): readonly Language[] {
  return script ? languages : [first];
}

interface Look {
  /** axe waits by timers, which no page without scripts has: there only the width is looked at. */
  readonly script: boolean;
  /** CSS pixels. */
  readonly widths?: readonly number[];
  /** French if absent. In another language only the words differ: axe looks once, at the first width, and no picture is taken. */
  readonly language?: Language;
  /** What its pictures are called; none are taken if absent, nor without scripts. */
  readonly as?: string;
}

/** What is wrong with how a page looks, one line each: wider than the window, what axe finds at each width and in dark colours. */
export async function pageFaults(
  page: Page,
  { script, widths = [375, 1280], language = first, as }: Look,
): Promise<string[]> {
  const again = language !== first;
  const faults: string[] = [];
  for (const [nth, width] of widths.entries()) {
    await page.setViewportSize({ width, height: 800 });
    if (await scrollsSideways(page)) faults.push(`${width}: scrolls sideways`);
    if (script && !(again && nth > 0)) faults.push(...(await axeViolations(page)).map((each) => `${width}: ${each}`));
    if (as !== undefined && script && !again)
      await page.screenshot({ path: `${screenshots}/${as}-${width}.png`, fullPage: true });
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
