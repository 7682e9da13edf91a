import { Temporal } from 'temporal-polyfill';
import type { AccountState } from '../../functions/account/account-state.ts';
import type { University } from '../../functions/university/university.ts';
import { type DayChecks, dayChecks } from './check-day.ts';
import { bindsOf } from './check-directories.ts';
import { isWarning, noteWarning } from './check-warnings.ts';
import { activates, changeByHand, ends, undoes } from './choices.ts';
import { plus } from './days.ts';
import { lastDay } from './expected.ts';
import type { Faults } from './faults.ts';
import { findLost, handOverFiles } from './files.ts';
import { welcome } from './guests.ts';
import { takeOverOrphans } from './orphans.ts';
import type { Event, Plan } from './plan.ts';
import { type Broken, type Counted, type Simulated, simulated } from './simulated.ts';
import { asks, goesOn } from './sponsors.ts';

/** What one day came to. */
export interface Day {
  readonly day: string;
  readonly states: Readonly<Record<AccountState, number>>;
  readonly counts: Readonly<Record<Counted, number>>;
  readonly broken: readonly Broken[];
}

/**
 * Plays the days of a university through the workflows of the product, with what goes wrong in between, and looks after each
 * whether what was promised holds. Every day it yields what the day came to and what was broken.
 */
export async function* play(
  plan: Plan,
  given: { seed: number; faults: Faults; university: University },
): AsyncGenerator<Day> {
  const all = simulated(plan, given);
  const checks = dayChecks(all);
  for (; all.today <= plan.to; all.today = plus(all.today, 1)) {
    await midnight(all);
    await night(all);
    await morning(all);
    await noon(all);
    await evening(all, checks);
    yield { day: all.today, states: checks.states(), ...all.close() };
  }
}

/** The last second of yesterday, the first of today, and the reminders that come then. */
async function midnight(all: Simulated): Promise<void> {
  const { world, today, at } = all;
  const yesterday = plus(today, -1);
  const ending = [...all.accounts.values()].filter(
    (expected) => lastDay(expected) === yesterday && expected.suspendedOn === undefined && !expected.lost,
  );
  for (const [day, instant] of [
    [yesterday, at(today, '00:00').subtract({ seconds: 1 })],
    [today, at(today, '00:00')],
  ] as const) {
    world.clock.at = instant;
    for (const expected of ending) {
      for (const wrong of await bindsOf(expected, await world.account(expected.accountId), day, world))
        all.breaks(wrong, expected);
    }
  }
  await remind(all);
}

/** The schedules whose time has come, some of them twice. */
async function remind(all: Simulated): Promise<void> {
  const { world, faults } = all;
  const now = world.clock.at;
  for (const [accountId, instant] of [...world.scheduled]) {
    if (Temporal.Instant.compare(instant, now) > 0) continue;
    world.scheduled.delete(accountId);
    await world.runExpiry(accountId);
    if (faults.repeatsSchedule()) await world.runExpiry(accountId);
    await world.settle();
    await readMails(all);
  }
}

/** The three rules of the night, at their hours (lib/workflows-stack.ts). */
async function night(all: Simulated): Promise<void> {
  const { world, faults, today } = all;
  const clock = (time: string): void => void (world.clock.at = Temporal.Instant.from(`${today}T${time}Z`));
  clock('01:30:00');
  // Whoever is looked at first learns of a file of which the onboarding was lost: a month before the end at the latest.
  if (!faults.lostNights.has(today)) {
    await world.runCleanup(`night-${today}`);
    if (faults.replayedNights.has(today)) await world.runCleanup(`again-${today}`);
  }
  await readMails(all);
  clock('03:00:00');
  await world.runReconcile();
  await world.settle();
  clock('04:00:00');
  await world.runRestart();
  await welcome(all);
  for (const expected of all.accounts.values()) if (expected.lost) await findLost(expected, expected.lost, all);
}

async function morning(all: Simulated): Promise<void> {
  const { world, faults, today, at } = all;
  world.clock.at = at(today, '08:00');
  for (const { directory, from } of faults.away) if (from === today) world.reach(directory, false);
  for (const hold of await world.holds())
    await world.confirm({ ...hold, by: world.newId(), reason: 'The year is over' });
  await remind(all);
  await handOverFiles(all);
  await readMails(all);
}

/** What people do; what they take back they take back in the afternoon. */
async function noon(all: Simulated): Promise<void> {
  const { world, today, at } = all;
  const done = new Set<Event>();
  for (const [time, undo] of [
    ['12:00', false],
    ['15:00', true],
  ] as const) {
    world.clock.at = at(today, time);
    for (const event of all.eventsOf(today)) {
      const isUndo = event.what === 'undo' || event.what === 'undo-stay';
      if (done.has(event) || (isUndo && !undo)) continue;
      done.add(event);
      await acts(event, all);
    }
    await world.settle();
    await welcome(all);
  }
  await takeOverOrphans(all);
  if (all.faults.changedByHand.has(today)) await changeByHand(all);
}

async function acts(event: Event, all: Simulated): Promise<void> {
  if (event.what === 'file') return;
  if (event.what === 'ask') return asks(event, all);
  const { life } = event;
  if (event.what !== 'activate' && event.what !== 'end' && event.what !== 'undo')
    return goesOn({ what: event.what, life }, all);
  const expected = all.byLife.get(life.key);
  if (!expected || expected.closedOn !== undefined) return;
  if (event.what === 'activate') await activates(expected, event, all);
  if (event.what === 'end') await ends(expected, event, all);
  if (event.what === 'undo') await undoes(expected, all);
}

async function evening(all: Simulated, checks: DayChecks): Promise<void> {
  const { world, faults, today, at } = all;
  world.clock.at = at(today, '19:00');
  for (const { directory, to } of faults.away) {
    const again = faults.away.some((other) => other.directory === directory && other.from <= today && other.to > today);
    if (to === today && !again) world.reach(directory, true);
  }
  // The drains of the last hours: what died at noon is taken up.
  world.calm(true);
  await world.everyHour();
  await readMails(all);
  world.clock.at = at(today, '22:00');
  await checks.check();
  world.calm(false);
  const { once, forGood, redriven, restarted } = world.deaths();
  all.count('retried', once);
  all.count('died', forGood);
  all.count('redriven', redriven);
  all.count('restarted', restarted);
  world.forgetRequests();
}

async function readMails(all: Simulated): Promise<void> {
  const { today, university } = all;
  for (const message of all.world.mails()) {
    if (!isWarning(message)) continue;
    const expected = all.byAddress.get(message.to);
    all.count('warned');
    if (!expected) {
      all.breaks('somebody is warned who has no account');
      continue;
    }
    if (expected.lost) await findLost(expected, expected.lost, all);
    for (const wrong of noteWarning(message, expected, today, university)) all.breaks(wrong, expected);
  }
}
