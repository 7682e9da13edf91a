import { Temporal } from 'temporal-polyfill';
import type { AccountState } from '../../functions/account/account-state.ts';
import type { PopulationName, University } from '../../functions/university/university.ts';
import { plus } from './days.ts';
import type { Life } from './plan.ts';

// What is to become of an account, worked out from what happened to it and from nothing that the product keeps.

/** What the offices and the people made of one account. */
export interface Expected {
  readonly accountId: string;
  readonly life: Life;
  /** The day it was onboarded. */
  readonly createdOn: string;
  population: PopulationName;
  /** The ends of the complete files, by file number; `undefined` for one without. */
  readonly ends: Map<string, string | undefined>;
  /** A complete file of which the onboarding was lost: it counts once the account is looked at. */
  lost?: { readonly fileNumber: string; readonly endsOn: string | undefined };
  endedEarly?: { readonly on: string; readonly undoUntil: Temporal.Instant };
  /** Lets them in; absent until one is chosen. */
  password?: string;
  /** Those that must let nobody in any more. */
  readonly formerPasswords: string[];
  returnedOn?: string;
  suspendedOn?: string;
  closedOn?: string;
  /** Every last day that it had, with the day on which that became known: the last one holds. */
  readonly lastDays: { readonly lastDay: string | undefined; readonly since: string }[];
  /** The days of the warnings that arrived, by last day and days before it. */
  readonly warned: Map<string, string>;
  /** The day until which it is known that no warning was missed. */
  checkedTo: string;
  /** From this day on a directory has the account: nobody is warned of the end of one that nobody hears of. */
  operationalOn?: string;
}

/** The last day by the files that count, and by an end that came earlier. */
export function lastDayOf({ ends, population, endedEarly }: Expected, { populations }: University): string | undefined {
  const all = [...ends.values()];
  const latest = all.includes(undefined) ? undefined : (all as string[]).sort().at(-1);
  const promised = latest === undefined ? undefined : plus(latest, populations[population].graceDays);
  if (!endedEarly) return promised;
  return promised === undefined || endedEarly.on < promised ? endedEarly.on : promised;
}

/** The end of the files, after which there is grace. */
function reasonOf({ ends }: Expected): string | undefined {
  const all = [...ends.values()];
  return all.includes(undefined) ? undefined : (all as string[]).sort().at(-1);
}

/** The last day that holds. */
export function lastDay(expected: Expected): string | undefined {
  return expected.lastDays.at(-1)?.lastDay;
}

/** What counts of a complete file. */
export interface Accepted {
  readonly fileNumber: string;
  readonly endsOn?: string | undefined;
  readonly population: PopulationName;
}

/** A complete file counts from now on. */
export function accept(
  expected: Expected,
  { fileNumber, endsOn, population }: Accepted,
  day: string,
  university: University,
): void {
  const before = expected.ends.get(fileNumber);
  const later = !expected.ends.has(fileNumber) || (before !== undefined && (endsOn === undefined || endsOn > before));
  expected.ends.set(fileNumber, endsOn);
  expected.population = population;
  // Who renews an account that was ended before its time has a reason for it again.
  if (later) delete expected.endedEarly;
  redate(expected, day, university);
  const holds = lastDay(expected);
  if (expected.suspendedOn !== undefined && (holds === undefined || holds >= day)) {
    delete expected.suspendedOn;
    forgetPassword(expected);
    expected.returnedOn = day;
  }
}

/** The last day may have moved. */
export function redate(expected: Expected, day: string, university: University): void {
  const holds = lastDayOf(expected, university);
  const before = expected.lastDays.at(-1);
  if (!before || before.lastDay !== holds) expected.lastDays.push({ lastDay: holds, since: day });
}

/** The account ended, or returned: its password lets nobody in any more. */
export function forgetPassword(expected: Expected): void {
  if (expected.password !== undefined) expected.formerPasswords.push(expected.password);
  delete expected.password;
}

/** Whether somebody has a reason for the account on a day. */
export function hasReason(expected: Expected, day: string): boolean {
  const holds = lastDay(expected);
  return holds === undefined || holds >= day;
}

/** The day on whose morning an account is to be suspended: its last day is over, and that cannot be undone any more. */
export function suspendedFrom(expected: Expected, { timeZone }: University): string | undefined {
  const holds = lastDay(expected);
  if (holds === undefined) return undefined;
  const after = plus(holds, 1);
  const { endedEarly } = expected;
  if (endedEarly?.on !== holds) return after;
  const undone = endedEarly.undoUntil.subtract({ nanoseconds: 1 }).toZonedDateTimeISO(timeZone).toPlainDate();
  const next = undone.add({ days: 1 }).toString();
  return next > after ? next : after;
}

/** The state that everything shows at the end of a day on which nothing was in the way; `undefined` where two are right. */
export function stateOf(expected: Expected, day: string): AccountState | undefined {
  if (expected.closedOn !== undefined) return 'closed';
  if (expected.suspendedOn !== undefined) return 'suspended';
  if (expected.password === undefined) return 'provisioned';
  if (expected.endedEarly) return undefined;
  const reason = reasonOf(expected);
  return reason !== undefined && reason < day ? 'grace' : 'active';
}
