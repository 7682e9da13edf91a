import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import type { University } from '../university/university.ts';
import type { Stay, StayKind } from './request.ts';

/** The latest last day of a stay of this kind that begins on a day (K-09): the longest stay, first and last day included. */
export function latestEnd(kind: StayKind, startsOn: string, { populations }: University): string {
  const { longestStay } = populations[kind];
  if (!longestStay) throw new Error('A stay of this kind has a longest one');
  return Temporal.PlainDate.from(startsOn).add(longestStay).subtract({ days: 1 }).toString();
}

/** The latest last day that an extension may ask for: a guest's year begins again, a temporary guest's 30 days do not. */
export function latestExtension(
  { kind, startsOn }: { readonly kind: StayKind; readonly startsOn: string },
  today: string,
  university: University,
): string {
  return latestEnd(kind, kind === 'temporary-guest' || startsOn > today ? startsOn : today, university);
}

export function isDay(text: string): boolean {
  return z.safeParse(day, text).success;
}

/** Whether a guest is here, or is to come: granted, and neither over nor ended. */
export function isCurrent({ state, endsOn, ended }: Stay, today: string): boolean {
  return state === 'granted' && endsOn >= today && ended === undefined;
}
