import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Language } from '../../functions/university/university.ts';

/**
 * A page of a person with a browser of their own, in light colours and without motion. What the browser complains of is
 * collected: errors and warnings, requests to anywhere but the portal.
 * @param looked the statuses that the tests look at themselves: Chromium reports every one of 400 and more.
 */
export async function watchedPage(
  browser: Browser,
  url: string,
  { language, script, looked }: { language: Language; script: boolean; looked: RegExp },
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    baseURL: url,
    locale: language,
    viewport: { width: 1280, height: 800 },
    javaScriptEnabled: script,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !looked.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(request.url());
  });
  return { context, page, complaints };
}
