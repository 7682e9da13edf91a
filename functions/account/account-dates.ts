import { Temporal } from 'temporal-polyfill';
import type { Population } from '../university/university.ts';

/**
 * The latest end of the files behind an account; `undefined` when one of them has no end.
 * @param ends days, `YYYY-MM-DD`; at least one.
 */
export function latestEnd(ends: readonly (string | undefined)[]): string | undefined {
  return ends.reduce((latest, end) => {
    if (latest === undefined || end === undefined) return undefined;
    return end > latest ? end : latest;
  });
}

/** The last day of use: the end of the reason and the grace of the population. */
export function lastDayOf(reasonEndsOn: string | undefined, population: Population): string | undefined {
  if (reasonEndsOn === undefined) return undefined;
  return Temporal.PlainDate.from(reasonEndsOn).add({ days: population.graceDays }).toString();
}

/** Whether the last day of an account is over; one without a last day never ends. */
export function hasEnded({ lastDay }: { readonly lastDay?: string }, today: string): boolean {
  return lastDay !== undefined && lastDay < today;
}

/** The first instant after a day where the university lives: an account is refused from this second on (K-01). */
export function endOfDay(day: string, timeZone: string): Temporal.Instant {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
}

/** The day that an instant belongs to where the university lives. */
export function dayOf(instant: Temporal.Instant, timeZone: string): string {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/**
 * The next day on which something is due for an account: a warning before the last day, or its end on the day after.
 * @returns `undefined` for an account without a last day; never a day before `today`.
 */
export function nextDate(
  lastDay: string | undefined,
  warningDays: readonly number[],
  today: string,
): string | undefined {
  if (lastDay === undefined) return undefined;
  const last = Temporal.PlainDate.from(lastDay);
  const warnings = warningDays.map((days) => last.subtract({ days }).toString());
  const ahead = warnings.filter((day) => day >= today).sort()[0];
  if (ahead !== undefined) return ahead;
  const end = last.add({ days: 1 }).toString();
  return end > today ? end : today;
}
