import { Temporal } from 'temporal-polyfill';
import { datesOf, endOf } from '../account/account-dates.ts';
import { mayMove } from '../account/account-state.ts';
import type { Account } from '../account/account.ts';
import { whatIsDue } from '../account/what-comes.ts';
import type { University } from '../university/university.ts';

/**
 * Whether an account would be suspended, or closed, tonight: what the brake counts. By its files, since the chain puts the
 * dates right before it ends anything. One that is closed already and not wholly erased is no new end.
 */
export function endsTonight(account: Account, now: Temporal.Instant, university: University): boolean {
  const { state, endedEarly } = account;
  if (state === 'closed') return false;
  if (state === 'suspended') return whatIsDue(account, university, now) === 'close';
  const { lastDay } = datesOf(account, university);
  const ends = endOf({ ...(lastDay !== undefined && { lastDay }), ...(endedEarly && { endedEarly }) }, university);
  return ends !== undefined && Temporal.Instant.compare(ends, now) <= 0;
}

/** A schedule comes at its minute, and its execution takes another: after an hour it is not coming any more. */
const patience = { hours: 1 };

/**
 * Whether the account's own schedule should have ended it before, and has not (K-03). An end that was brought forward is left
 * to the sweep, which comes at most a night after it: no schedule was missed.
 */
export function isScheduleMissed(account: Account, now: Temporal.Instant, university: University): boolean {
  if (!university.populations[account.population].ownSchedule || !mayMove(account.state, 'suspended')) return false;
  if (account.endedEarly !== undefined && account.endedEarly.on === account.lastDay) return false;
  const ends = endOf(account, university);
  return ends !== undefined && Temporal.Instant.compare(ends.add(patience), now) < 0;
}
