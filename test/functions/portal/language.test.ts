import { describe, expect, test } from 'vitest';
import { preferredLanguage, sayIn, writtenDay, writtenMoment } from '../../../functions/portal/language.ts';

describe('the language of a page', () => {
  test.each([
    ['fr', 'fr'],
    ['en', 'en'],
    ['fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7', 'fr'],
    ['en-GB,en;q=0.9,fr;q=0.8', 'en'],
    ['de-DE,de;q=0.9,en;q=0.5', 'en'],
    ['fr;q=0.2,en;q=0.9', 'en'],
    ['EN-us', 'en'],
    ['en;q=0,fr;q=0.1', 'fr'],
    ['es,pt', 'fr'],
    ['*', 'fr'],
    ['', 'fr'],
    [undefined, 'fr'],
    ['enm,fro', 'fr'],
    ['en; q=oops', 'fr'],
    [',,;q=,en', 'en'],
  ] as const)('for a browser that prefers %j is %s', (acceptLanguage, language) => {
    expect(preferredLanguage(acceptLanguage)).toBe(language);
  });

  test('keeps French double punctuation with its word', () => {
    const say = sayIn('fr');
    expect(say({ fr: 'Qui êtes-vous ? « Ici » : là', en: '' })).toBe(
      'Qui êtes-vous\u00a0? «\u00a0Ici\u00a0»\u00a0: là',
    );
    expect(sayIn('en')({ fr: '', en: 'Who are you?' })).toBe('Who are you?');
  });

  test('writes days as people do', () => {
    expect(writtenDay('2027-08-31', 'fr')).toBe('31 août 2027');
    expect(writtenDay('2027-08-31', 'en')).toBe('31 August 2027');
    expect(writtenDay('2027-09-01', 'fr')).toBe('1er septembre 2027');
    expect(writtenDay('2027-09-01', 'en')).toBe('1 September 2027');
    expect(writtenMoment('2027-09-01T08:05:00Z', 'Europe/Paris', 'fr')).toMatch(/^1er septembre 2027 à 10:05$/);
  });
});
