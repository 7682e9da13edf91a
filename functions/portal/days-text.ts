import type { Days } from '../request/stay-dates.ts';
import type { Text } from '../university/university.ts';
import { writtenDay } from './language.ts';

/** What to correct in the field of a day: which days may be given. */
export function daysText({ from, to }: Days): Text {
  return to < from
    ? {
        fr: 'Aucun jour n’est plus possible : la durée que ce compte permet est épuisée',
        en: 'No day is possible any more: the time that this account allows is used up',
      }
    : {
        fr: `Donnez un jour, du ${writtenDay(from, 'fr')} au ${writtenDay(to, 'fr')}`,
        en: `Give a day, from ${writtenDay(from, 'en')} to ${writtenDay(to, 'en')}`,
      };
}
