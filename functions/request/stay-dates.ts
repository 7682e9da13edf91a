import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import { dayOf } from '../account/account-dates.ts';
import type { University } from '../university/university.ts';
import type { Stay, StayKind } from './request.ts';

/**
 * The latest last day of a stay of this kind, counted from a day (K-09): the longest stay, first and last day included. Its
 * account is there from the day on which it is granted, whenever the stay begins: no stay is counted from later than that.
 */
export function latestEnd(kind: StayKind, from: string, { populations }: University): string {
  const { longestStay } = populations[kind];
  if (!longestStay) throw new Error('A stay of this kind has a longest one');
  return Temporal.PlainDate.from(from).add(longestStay).subtract({ days: 1 }).toString();
}

/** The latest last day that may be granted today to a stay that waits. */
export function latestGrant(
  { kind, startsOn }: Pick<Stay, 'kind' | 'startsOn'>,
  today: string,
  university: University,
): string {
  return latestEnd(kind, startsOn < today ? startsOn : today, university);
}

/**
 * The latest last day that an extension may ask for: a guest's year begins again, a temporary guest's 30 days do not, and
 * are counted from the day of asking.
 */
export function latestExtension(
  { kind, askedAt }: Pick<Stay, 'kind' | 'askedAt'>,
  today: string,
  university: University,
): string {
  const askedOn = dayOf(Temporal.Instant.from(askedAt), university.timeZone);
  return latestEnd(kind, kind === 'temporary-guest' ? askedOn : today, university);
}

export function isDay(text: string): boolean {
  return z.safeParse(day, text).success;
}

/** Whether a guest is here, or is to come: granted, and neither over nor ended. */
export function isCurrent({ state, endsOn, ended }: Stay, today: string): boolean {
  return state === 'granted' && endsOn >= today && ended === undefined;
}
