import type { Language } from '../../university/university.ts';
import { locales } from './locales.ts';

/** Made once: each reads the data of its language. A day without an hour is midnight in UTC. */
const format = (language: Language): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' });
const formats = { fr: format('fr'), en: format('en') } as const satisfies Record<Language, Intl.DateTimeFormat>;

/**
 * A day in words: `1er septembre 2027`, `1 September 2027`. It is a day of the calendar, so no time zone can move it.
 *
 * @param day `YYYY-MM-DD`
 */
export function longDate(day: string, language: Language): string {
  const words = formats[language].format(Date.parse(day));
  // Unicode's data write the first of the month as any other day; French does not.
  return language === 'fr' ? words.replace(/^1 /, '1er ') : words;
}
