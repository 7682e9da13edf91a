import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { patience } from './patience.ts';

/**
 * Clicks a button twice in a row, and waits until its form has led to the page at `path`. The second click breaks off the
 * navigation of the first, which `waitForURL` takes for a failure when it has begun to wait by then.
 */
export async function doubleClick(button: Locator, path: string): Promise<void> {
  await button.dblclick();
  await expect.poll(() => new URL(button.page().url()).pathname, patience).toBe(path);
}
