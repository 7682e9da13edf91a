import { Temporal } from 'temporal-polyfill';
import type { University } from '../university/university.ts';
import {
  datesOf,
  dayOf,
  daysAfter,
  daysBetween,
  endOf,
  endOfDay,
  hasEnded,
  startOfDay,
  stateOn,
} from './account-dates.ts';
import type { Account } from './account.ts';
import { entitlements } from './entitlements.ts';

/**
 * What is done to an account on its dates. `adjust`: grace begins, a grant has ended, or what the account says is not what
 * follows from its files. `close`: everything is erased but the tombstone.
 */
export const dueKinds = ['adjust', 'suspend', 'close', 'warn', 'remind'] as const;
export type DueKind = (typeof dueKinds)[number];

/** Something that is to be done to an account from an instant on. */
interface Coming {
  readonly what: DueKind;
  readonly at: Temporal.Instant;
}

/** What is to be done to an account now, the most urgent only; `undefined` when there is nothing. */
export function whatIsDue(account: Account, university: University, now: Temporal.Instant): DueKind | undefined {
  return whatComes(account, university, now).find(({ at }) => Temporal.Instant.compare(at, now) <= 0)?.what;
}

/** When an account is to be looked at again. */
export interface NextDate {
  /** The bucket in which it stands: from the first second of this day on, something is due. */
  readonly day: string;
  /** The instant itself, for an account that has a schedule of its own. */
  readonly at: Temporal.Instant;
}

/** The next date of an account, today at the earliest; `undefined` when nothing will ever be due. */
export function nextDate(account: Account, university: University, now: Temporal.Instant): NextDate | undefined {
  const [next] = [...whatComes(account, university, now).map(({ at }) => at), ...looks(account, university, now)].sort(
    (one, other) => Temporal.Instant.compare(one, other),
  );
  if (!next) return undefined;
  const at = Temporal.Instant.compare(next, now) < 0 ? now : next;
  const today = dayOf(now, university.timeZone);
  // What is due in the course of a day is due for sure from the next one on; what is due already is due today.
  const begins = dayOf(at.subtract({ nanoseconds: 1 }), university.timeZone);
  return { day: Temporal.Instant.compare(next, now) <= 0 ? today : daysAfter(begins, 1), at };
}

/**
 * Days after which an account that may not sponsor any more stands in the night's chunk once more, though nothing is due for it:
 * its guests are offered to the unit's contact by the night that suspends it, or the first one after it was locked, and
 * again by these, in case that one or both failed, or nobody has taken them over within a month (K-08).
 */
const looksAfterDays = [0, 1, 7, 31];

function looks(
  { state, population, suspendedOn, lock }: Account,
  { timeZone }: University,
  now: Temporal.Instant,
): Temporal.Instant[] {
  if (population !== 'staff' || state === 'closed') return [];
  const locked = lock && daysAfter(dayOf(Temporal.Instant.from(lock.at), timeZone), 1);
  const first = state === 'suspended' ? suspendedOn : locked;
  if (first === undefined) return [];
  return looksAfterDays
    .map((days) => startOfDay(daysAfter(first, days), timeZone))
    .filter((each) => Temporal.Instant.compare(each, now) > 0);
}

/** The next date of an account that is left alone for today. */
export function tomorrow({ timeZone }: University, now: Temporal.Instant): NextDate {
  const day = daysAfter(dayOf(now, timeZone), 1);
  return { day, at: startOfDay(day, timeZone) };
}

/** The warning that is due: how many days before the last day; of several that were missed, the nearest. */
export function warningDue(account: Account, university: University, now: Temporal.Instant): number | undefined {
  const today = dayOf(now, university.timeZone);
  const passed = warnings(account, university).filter(({ day }) => day <= today);
  return passed.length === 0 ? undefined : Math.min(...passed.map(({ days }) => days));
}

/** Everything that will be due, or is, by urgency. */
function whatComes(account: Account, university: University, now: Temporal.Instant): Coming[] {
  const { state, suspendedOn, untold, lastDay, reasonEndsOn, grants = {} } = account;
  const { timeZone, closedAfterDays } = university;
  const today = dayOf(now, timeZone);
  const at = (what: DueKind, instant: Temporal.Instant): Coming => ({ what, at: instant });
  // Its files go last: while there are some, something may be left to erase.
  if (state === 'closed') return Object.keys(account.files).length > 0 ? [at('close', now)] : [];
  if (state === 'suspended') {
    const closes = at('close', startOfDay(daysAfter(suspendedOn ?? lastDay ?? today, closedAfterDays), timeZone));
    // Suspending it again changes nothing and tells its person. Closing comes first: a mail must not hold it up.
    return untold ? [closes, at('suspend', now)] : [closes];
  }
  const end = endOf(account, university);
  const ends = end ? [at(state === 'requested' ? 'close' : 'suspend', end)] : [];
  if (isWrong(account, university, today)) return [at('adjust', now), ...ends];
  if (hasEnded(account, today)) return ends;
  if (state === 'requested') {
    // Nobody hears of an account that no directory has yet. But it stands in the bucket of what comes once one has it: the
    // directory that was away comes back without a word to the buckets.
    const comes = whatComes({ ...account, state: 'provisioned' }, university, now);
    return [...ends, ...comes.filter((each) => each.what !== 'suspend' && isAhead(each, now))];
  }
  const graceAhead =
    state === 'active' && reasonEndsOn !== undefined && lastDay !== undefined && reasonEndsOn < lastDay;
  return [
    ...ends,
    ...(graceAhead ? [at('adjust', endOfDay(reasonEndsOn, timeZone))] : []),
    ...Object.values(grants).map(({ until }) => at('adjust', endOfDay(until, timeZone))),
    ...warnings(account, university).map(({ day }) => at('warn', startOfDay(day, timeZone))),
    ...reminder(account, university),
  ];
}

function isAhead({ at }: Coming, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(at, now) > 0;
}

/** Whether the account says something else than what follows from its files, its grants and the day. */
function isWrong(account: Account, university: University, today: string): boolean {
  const { revision, reasonEndsOn, lastDay, services, state } = account;
  // Before its credentials are generated it says nothing.
  if (revision === 0) return false;
  const dates = datesOf(account, university);
  if (dates.reasonEndsOn !== reasonEndsOn || dates.lastDay !== lastDay) return true;
  if (hasEnded(account, today)) return false;
  const entitled = new Set(entitlements(account, university, today).services);
  return (
    stateOn(account, today) !== state ||
    entitled.size !== services.length ||
    !services.every((each) => entitled.has(each))
  );
}

/** How many days before the last one the person of the account asked for this end: they are told at once. */
export function askedDaysBefore(
  { lastDay, endedEarly }: Pick<Account, 'lastDay' | 'endedEarly'>,
  { timeZone }: University,
): number | undefined {
  if (endedEarly?.by !== 'person' || endedEarly.on !== lastDay) return undefined;
  return daysBetween(dayOf(Temporal.Instant.from(endedEarly.at), timeZone), endedEarly.on);
}

/**
 * Warnings that were not sent for this last day: once one was, those farther from the last day are not any more. One whose day
 * was over when the account, or this end of it, came into being is none: the person was told the last day then.
 */
function warnings(account: Account, university: University): { days: number; day: string }[] {
  const { populations, timeZone } = university;
  const { lastDay, warned, state, population, createdAt, returnedOn, endedEarly } = account;
  if (lastDay === undefined || state === 'requested') return [];
  const told = [
    dayOf(Temporal.Instant.from(createdAt), timeZone),
    returnedOn ?? '',
    endedEarly?.on === lastDay ? dayOf(Temporal.Instant.from(endedEarly.at), timeZone) : '',
  ];
  const asked = askedDaysBefore(account, university);
  const before = (days: number) => ({ days, day: daysAfter(lastDay, -days) });
  return [
    ...(asked === undefined ? [] : [before(asked)]),
    ...populations[population].warningDays.map(before).filter(({ day }) => told.every((known) => day > known)),
  ].filter(({ days }) => warned?.lastDay !== lastDay || days < warned.days);
}

/** Somebody who has not activated their account is reminded once, while they can. */
function reminder(account: Account, { remindedAfterDays, timeZone }: University): Coming[] {
  const { state, reminded, lock, lastDay, createdAt, returnedOn } = account;
  if (state !== 'provisioned' || reminded || lock) return [];
  const day = daysAfter(returnedOn ?? dayOf(Temporal.Instant.from(createdAt), timeZone), remindedAfterDays);
  return lastDay !== undefined && day > lastDay ? [] : [{ what: 'remind', at: startOfDay(day, timeZone) }];
}
