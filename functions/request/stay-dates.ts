import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import { dayOf, daysAfter } from '../account/account-dates.ts';
import type { Account } from '../account/account.ts';
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

/** The first and the last of the days that may be chosen, `YYYY-MM-DD`; none when the last one comes first. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** Whether a text is one of the days. */
export function isWithin(text: string, { from, to }: Days): boolean {
  return z.safeParse(day, text).success && from <= text && text <= to;
}

/** The last days that may be granted today to a stay that waits. */
export function grantDays(
  { kind, startsOn }: Pick<Stay, 'kind' | 'startsOn'>,
  today: string,
  university: University,
): Days {
  const [earlier, from] = startsOn < today ? [startsOn, today] : [today, startsOn];
  return { from, to: latestEnd(kind, earlier, university) };
}

/**
 * The last days that an extension may ask for, later than the promised one: a guest's year begins again, a temporary guest's
 * 30 days do not, and are counted from the day of asking.
 */
export function extensionDays(
  { kind, askedAt, endsOn }: Pick<Stay, 'kind' | 'askedAt' | 'endsOn'>,
  today: string,
  university: University,
): Days {
  const askedOn = dayOf(Temporal.Instant.from(askedAt), university.timeZone);
  const later = daysAfter(endsOn, 1);
  return {
    from: later < today ? today : later,
    to: latestEnd(kind, kind === 'temporary-guest' ? askedOn : today, university),
  };
}

/** Nobody is given a service for longer at once. */
const longestAccess = { years: 1 };

/** The last days until which a service may be asked for, or granted. */
export function accessDays({ lastDay }: Pick<Account, 'lastDay'>, today: string): Days {
  const longest = Temporal.PlainDate.from(today).add(longestAccess).toString();
  return { from: today, to: lastDay !== undefined && lastDay < longest ? lastDay : longest };
}

/** The day on which a sponsor ended a stay: its account has the one before as its last, so that its use ends at once. */
export function endedOn({ ended }: Pick<Stay, 'ended'>, { timeZone }: University): string | undefined {
  return ended && dayOf(Temporal.Instant.from(ended.at), timeZone);
}

/** Whether a guest is here, or is to come: granted, and neither over nor ended. */
export function isCurrent({ state, endsOn, ended }: Stay, today: string): boolean {
  return state === 'granted' && endsOn >= today && ended === undefined;
}
