import type { Language, Text } from '../university/university.ts';

/** Says a text in a language. */
export type Say = (text: Text) => string;

/** French puts a space before `: ; ? ! »` and after `«`: one at which no line may break. */
export function sayIn(language: Language): Say {
  return language === 'en'
    ? ({ en }) => en
    : ({ fr }) => fr.replaceAll(/ (?=[:;?!»])/g, '\u00a0').replaceAll('« ', '«\u00a0');
}

/** The first of the languages that a browser prefers and that there is; French where there is none. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '').split(',', 20).flatMap((wish) => {
    const [, language = '', quality = '1'] = /^\s*(fr|en)\b[^;]*(?:;\s*q=([\d.]+))?\s*$/i.exec(wish) ?? [];
    const name = languageNamed(language.toLowerCase());
    return name && Number(quality) > 0 ? [{ name, quality: Number(quality) }] : [];
  });
  return wishes.sort((a, b) => b.quality - a.quality)[0]?.name ?? 'fr';
}

/** The language with this code, if there is one. */
export function languageNamed(code: string | undefined): Language | undefined {
  return code === 'fr' || code === 'en' ? code : undefined;
}

/** A day, `YYYY-MM-DD`, as people write it. */
export function writtenDay(day: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  return withFirst(format.format(new Date(`${day}T00:00:00Z`)), language);
}

/** Unicode's data write the first of the month as any other day; French does not. */
function withFirst(written: string, language: Language): string {
  return language === 'fr' ? written.replace(/^1(?= )/, '1er') : written;
}

/** The time of day of an instant, where the university lives. */
export function writtenTime(instant: string, timeZone: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { timeStyle: 'short', timeZone }).format(
    new Date(instant),
  );
}

/** An instant as people write it, where the university lives. */
export function writtenMoment(instant: string, timeZone: string, language: Language): string {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  return withFirst(format.format(new Date(instant)), language);
}
