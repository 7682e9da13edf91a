import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong with a page, one line each: the rule and where. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Evaluated by the debugger and not as a script of the page: the policy of the page allows none.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
