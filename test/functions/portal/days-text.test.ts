import { expect, test } from 'vitest';
import { daysText } from '../../../functions/portal/days-text.ts';

test('a day that cannot be chosen is answered with those that can, in both languages', () => {
  expect(daysText({ from: '2026-09-16', to: '2026-10-01' })).toEqual({
    fr: 'Donnez un jour, du 16 septembre 2026 au 1er octobre 2026',
    en: 'Give a day, from 16 September 2026 to 1 October 2026',
  });
  expect(daysText({ from: '2026-10-02', to: '2026-10-01' }).en).toContain('No day is possible any more');
});
