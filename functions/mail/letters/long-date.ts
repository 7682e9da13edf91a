import { Temporal } from 'temporal-polyfill';
import type { Language } from '../../university/university.ts';
import { locales } from './locales.ts';

/**
 * A day in words: `1er septembre 2027`, `1 September 2027`. It is a day of the calendar, so no time zone can move it.
 *
 * @param day `YYYY-MM-DD`
 */
export function longDate(day: string, language: Language): string {
  const words = Temporal.PlainDate.from(day).toLocaleString(locales[language], { dateStyle: 'long' });
  // Unicode's data write the first of the month as any other day; French does not.
  return language === 'fr' ? words.replace(/^1 /, '1er ') : words;
}
