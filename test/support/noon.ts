import { Temporal } from 'temporal-polyfill';
import { university } from '../../functions/university/uca.ts';

/**
 * Noon of today where the university lives: the day is the real one, since browsers judge cookies by their own clock, and what
 * waits for minutes or hours meets no midnight, whenever the tests run.
 */
export function noonOfToday(): string {
  const { timeZone } = university;
  return Temporal.Now.plainDateISO(timeZone).toZonedDateTime({ timeZone, plainTime: '12:00' }).toInstant().toString();
}
