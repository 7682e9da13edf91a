import { Temporal } from 'temporal-polyfill';
import type { Population, University } from '../university/university.ts';
import { type AccountState, isInUse } from './account-state.ts';
import type { Account } from './account.ts';

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
  return reasonEndsOn === undefined ? undefined : daysAfter(reasonEndsOn, population.graceDays);
}

/**
 * The dates that an account has by its files, and by its end where that was brought forward: an end that comes after the
 * files' own moves nothing.
 */
export function datesOf(
  { files, endedEarly, population }: Pick<Account, 'files' | 'endedEarly' | 'population'>,
  { populations }: University,
): Pick<Account, 'reasonEndsOn' | 'lastDay'> {
  const ends = Object.values(files).map(({ endsOn }) => endsOn);
  const reasonEndsOn = ends.length === 0 ? undefined : latestEnd(ends);
  const promised = lastDayOf(reasonEndsOn, populations[population]);
  const lastDay = endedEarly && (promised === undefined || endedEarly.on < promised) ? endedEarly.on : promised;
  return { ...(reasonEndsOn !== undefined && { reasonEndsOn }), ...(lastDay !== undefined && { lastDay }) };
}

/** The account with the dates that it has by its files. */
export function redated(account: Account, university: University): Account {
  const dated = { ...account };
  delete dated.reasonEndsOn;
  delete dated.lastDay;
  return { ...dated, ...datesOf(account, university) };
}

/** The last day as it is told: of an account that a sponsor ended at once, the day on which they did. */
export function toldLastDay(
  { lastDay, endedEarly }: Pick<Account, 'lastDay' | 'endedEarly'>,
  { timeZone }: University,
): Pick<Account, 'lastDay'> {
  if (lastDay === undefined) return {};
  const bySponsor = endedEarly?.by === 'sponsor' && endedEarly.on === lastDay;
  return { lastDay: bySponsor ? dayOf(Temporal.Instant.from(endedEarly.at), timeZone) : lastDay };
}

/** Whether the last day of an account is over; one without a last day never ends. */
export function hasEnded({ lastDay }: { readonly lastDay?: string }, today: string): boolean {
  return lastDay !== undefined && lastDay < today;
}

/** Whether an account that is in use is in its grace: the files' end is over, and its last day is not the end of them. */
function inGrace({ reasonEndsOn, lastDay }: Pick<Account, 'reasonEndsOn' | 'lastDay'>, today: string): boolean {
  if (reasonEndsOn === undefined || lastDay === undefined) return false;
  return reasonEndsOn < today && reasonEndsOn < lastDay;
}

/** The state of an account by its dates, where they are what decides between two. */
export function stateOn(account: Pick<Account, 'state' | 'reasonEndsOn' | 'lastDay'>, today: string): AccountState {
  const { state } = account;
  if (!isInUse(state)) return state;
  if (hasEnded(account, today)) return state;
  return inGrace(account, today) ? 'grace' : 'active';
}

/** The instant from which an end is to be followed by the state: the last day is over, and it cannot be undone any more. */
export function endOf(
  { lastDay, endedEarly }: Pick<Account, 'lastDay' | 'endedEarly'>,
  { timeZone }: University,
): Temporal.Instant | undefined {
  if (lastDay === undefined) return undefined;
  const over = endOfDay(lastDay, timeZone);
  if (endedEarly?.on !== lastDay) return over;
  const undo = Temporal.Instant.from(endedEarly.undoUntil);
  return Temporal.Instant.compare(undo, over) > 0 ? undo : over;
}

/** The first instant after a day where the university lives: an account is refused from this second on (K-01). */
export function endOfDay(day: string, timeZone: string): Temporal.Instant {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
}

/** The first instant of a day where the university lives. */
export function startOfDay(day: string, timeZone: string): Temporal.Instant {
  return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).toInstant();
}

/** The day that an instant belongs to where the university lives. */
export function dayOf(instant: Temporal.Instant, timeZone: string): string {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The day so many days later; earlier, when there are less than none. */
export function daysAfter(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** How many days lie between a day and a later one. */
export function daysBetween(day: string, later: string): number {
  return Temporal.PlainDate.from(day).until(later).days;
}
