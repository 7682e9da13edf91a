import { Temporal } from 'temporal-polyfill';
import { type AccountState, accountStates } from '../../functions/account/account-state.ts';
import { type Account, accountSchema } from '../../functions/account/account.ts';
import { endEarly, undoEnd } from '../../functions/account/end-early.ts';
import { directories, type University } from '../../functions/university/university.ts';
import { chance } from './chance.ts';
import { bindsOf, entriesOf } from './check-directories.ts';
import { isWarning, missedWarnings, noteWarning } from './check-warnings.ts';
import { engine } from './engine.ts';
import {
  accept,
  type Expected,
  forgetPassword,
  hasReason,
  lastDay,
  lastDayOf,
  redate,
  stateOf,
  suspendedFrom,
} from './expected.ts';
import type { Faults } from './faults.ts';
import { type Event, type Life, type Plan, plus } from './people.ts';

/** What one day came to. */
export interface Day {
  readonly day: string;
  readonly states: Readonly<Record<AccountState, number>>;
  readonly counts: Readonly<Record<Counted, number>>;
}

const counted = ['files', 'onboarded', 'activated', 'returned', 'warned', 'suspended', 'closed'] as const;
export type Counted = (typeof counted)[number];

/** A promise that was broken, and on which day. */
export interface Broken {
  readonly day: string;
  readonly what: string;
}

/**
 * Plays the days of a university through the workflows of the product, with what goes wrong in between, and looks after each
 * whether what was promised holds. Every day it yields what the day came to and what was broken.
 */
export async function* play(
  plan: Plan,
  { seed, faults, university }: { seed: number; faults: Faults; university: University },
): AsyncGenerator<Day & { readonly broken: readonly Broken[] }> {
  const { timeZone } = university;
  const at = (day: string, time: string): Temporal.Instant =>
    Temporal.PlainDate.from(day)
      .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
      .toInstant();
  const random = chance(seed, -2);
  const world = engine({
    ...{ at: at(plan.from, '00:00'), university, random: chance(seed, -3) },
    losesSchedule: faults.losesSchedule,
  });
  const accounts = new Map<string, Expected>();
  const byLife = new Map<string, Expected>();
  const byAddress = new Map<string, Expected>();
  /** Of files that are not complete yet, or of which nothing runs. */
  const accountIdOf = new Map<string, string>();
  const logins = new Map<string, string>();
  const states = new Map<string, AccountState>();
  const events = new Map(plan.events);
  const unagreed = new Set<string>();
  const byHand = new Map<string, string>();
  let broken: Broken[] = [];
  let counts = noCounts();
  let today = plan.from;

  const breaks = (what: string, expected?: Expected): void => {
    broken.push({ day: today, what: expected ? `${expected.life.key} (${expected.accountId}) ${what}` : what });
  };
  const later = (day: string, event: Event): void => void events.set(day, [...(events.get(day) ?? []), event]);
  const accountOf = async (accountId: string): Promise<Account | undefined> => {
    const row = await world.kept.get('accounts', { accountId });
    return row && accountSchema.parse(row);
  };

  for (; today <= plan.to; today = plus(today, 1)) {
    counts = noCounts();
    broken = [];
    await midnight();
    await night();
    await morning();
    await noon();
    await evening();
    const all = Object.fromEntries(accountStates.map((state) => [state, 0])) as Record<AccountState, number>;
    for (const state of states.values()) all[state] += 1;
    yield { day: today, states: all, counts, broken };
  }

  /** The last second of yesterday, the first of today, and the reminders that come then. */
  async function midnight(): Promise<void> {
    const yesterday = plus(today, -1);
    const ending = [...accounts.values()].filter(
      (expected) => lastDay(expected) === yesterday && expected.suspendedOn === undefined && !expected.lost,
    );
    for (const [day, instant] of [
      [yesterday, at(today, '00:00').subtract({ seconds: 1 })],
      [today, at(today, '00:00')],
    ] as const) {
      world.clock.at = instant;
      for (const expected of ending) {
        for (const wrong of await bindsOf(expected, await world.account(expected.accountId), day, world))
          breaks(wrong, expected);
      }
    }
    await remind();
  }

  /** The schedules whose time has come, some of them twice. */
  async function remind(): Promise<void> {
    const now = world.clock.at;
    for (const [accountId, instant] of [...world.scheduled]) {
      if (Temporal.Instant.compare(instant, now) > 0) continue;
      world.scheduled.delete(accountId);
      await world.runExpiry(accountId);
      if (faults.repeatsSchedule()) await world.runExpiry(accountId);
      await world.settle();
      await readMails();
    }
  }

  async function night(): Promise<void> {
    world.clock.at = Temporal.Instant.from(`${today}T01:30:00Z`);
    // Whoever is looked at first learns of a file of which the onboarding was lost: a month before the end at the latest.
    if (!faults.lostNights.has(today)) {
      await world.runCleanup(`night-${today}`);
      if (faults.replayedNights.has(today)) await world.runCleanup(`again-${today}`);
    }
    await readMails();
    world.clock.at = Temporal.Instant.from(`${today}T02:30:00Z`);
    await world.runReconcile();
    await world.settle();
    for (const expected of accounts.values()) if (expected.lost) await findLost(expected, expected.lost);
  }

  /** A renewal that nobody ran counts from the night on on which the account is looked at, and not later than its first warning. */
  async function findLost(expected: Expected, lost: NonNullable<Expected['lost']>): Promise<void> {
    const account = await world.account(expected.accountId);
    const isKnown = account.lastDay !== lastDay(expected);
    const latest = plus(lastDay(expected) ?? today, -29);
    if (!isKnown && today < latest) return;
    if (!isKnown) breaks('has a file that was never found', expected);
    const { population } = expected;
    delete expected.lost;
    accept(expected, { ...lost, population }, today, university);
  }

  async function morning(): Promise<void> {
    world.clock.at = at(today, '08:00');
    for (const { directory, from } of faults.away) if (from === today) world.reach(directory, false);
    for (const hold of await world.holds())
      await world.confirm({ ...hold, by: world.newId(), reason: 'The year is over' });
    await remind();
    const handed = (events.get(today) ?? []).filter((event) => event.what === 'file');
    const stored: { event: (typeof handed)[number]; accountId: string }[] = [];
    for (const event of handed) {
      const known = byLife.get(event.life.key);
      // Somebody who was suspended tonight may come back this morning.
      if (known) await checkEnd(known, true);
      const file = await world.handOver(event.row);
      if (!('fileId' in file)) {
        breaks(`the file of ${event.life.key} is held: ${file.columns.join(', ')}`);
        continue;
      }
      counts.files += 1;
      stored.push({ event, accountId: file.accountId });
      if (event.row.missing.length === 0) sameAccount(event.life, file.accountId);
      if (!event.lost) await world.startOnboarding(file.fileId);
    }
    await world.settle();
    for (const { event, accountId } of stored) await onboarded(event, accountId);
    await readMails();
  }

  /** One account per person and office until it is closed, and then another one. */
  function sameAccount({ key }: Life, accountId: string): void {
    const before = byLife.get(key);
    if (!before) return;
    const isSame = before.accountId === accountId;
    if (before.closedOn === undefined && !isSame) breaks(`has a second account, ${accountId}`, before);
    if (before.closedOn !== undefined && isSame) breaks('comes back though it was closed', before);
  }

  async function onboarded(event: Extract<Event, { what: 'file' }>, accountId: string): Promise<void> {
    const { life, row, lost } = event;
    if (row.missing.length > 0) return void accountIdOf.set(life.key, accountId);
    let expected = accounts.get(accountId);
    if (lost && expected && expected.suspendedOn === undefined && hasReason(expected, today)) {
      expected.lost = { fileNumber: row.fileNumber, endsOn: row.endsOn };
      return;
    }
    if (lost) {
      // Nobody would look at it: the office, whose report says so, hands the file over again.
      later(plus(today, 1), { what: 'file', life, row });
      return;
    }
    if (!expected) {
      counts.onboarded += 1;
      expected = {
        ...{ accountId, life, createdOn: today, population: row.population },
        ...{ ends: new Map(), formerPasswords: [], lastDays: [], warned: new Map() },
      };
      accounts.set(accountId, expected);
      byLife.set(life.key, expected);
      byAddress.set(life.address, expected);
      const { login } = await world.account(accountId);
      const holder = logins.get(login);
      if (holder !== undefined) breaks(`has the login ${login} of ${holder}`, expected);
      logins.set(login, accountId);
      if (life.activates) later(plus(today, life.dallies), { what: 'activate', life });
    }
    const wasSuspended = expected.suspendedOn !== undefined;
    if (expected.lost) await findLostNow(expected);
    accept(expected, row, today, university);
    if (wasSuspended && expected.suspendedOn === undefined) {
      counts.returned += 1;
      if (life.activates) later(plus(today, life.dallies), { what: 'activate', life });
    }
  }

  /** What was lost counts at the latest with the next file. */
  async function findLostNow(expected: Expected): Promise<void> {
    const { lost } = expected;
    const account = await world.account(expected.accountId);
    if (!lost || !Object.values(account.files).some(({ endsOn }) => endsOn === lost.endsOn)) return;
    delete expected.lost;
    accept(expected, { ...lost, population: expected.population }, today, university);
  }

  async function noon(): Promise<void> {
    world.clock.at = at(today, '12:00');
    for (const event of events.get(today) ?? []) {
      const expected = byLife.get(event.life.key);
      if (event.what === 'file' || !expected || expected.closedOn !== undefined) continue;
      if (event.what === 'activate') await activates(expected, event);
      if (event.what === 'end') await ends(expected, event);
      if (event.what === 'undo') await undoes(expected);
    }
    if (faults.changedByHand.has(today)) await changeByHand();
    events.delete(today);
    await world.settle();
  }

  async function activates(expected: Expected, event: Event): Promise<void> {
    if (expected.password !== undefined || expected.suspendedOn !== undefined || !hasReason(expected, today)) return;
    // A directory that is away would have the choice wait: issue 4's tests look at that. Here they try again.
    if (world.away.size > 0) {
      later(plus(today, 1), event);
      return;
    }
    const password = `a good password ${world.newId()}`;
    if (!(await world.choosePassword(expected.accountId, password, expected.life.address))) {
      breaks('cannot choose a password', expected);
      return;
    }
    await world.settle();
    expected.password = password;
    counts.activated += 1;
  }

  async function ends(expected: Expected, { days, by }: Extract<Event, { what: 'end' }>): Promise<void> {
    if (expected.suspendedOn !== undefined || !hasReason(expected, today) || expected.endedEarly || expected.lost)
      return;
    const on = plus(today, days);
    const undoUntil = by === 'sponsor' ? world.clock.at.add({ hours: 24 }) : at(plus(on, 1), '00:00');
    const account = await world.account(expected.accountId);
    if (by === 'person' && account.state !== 'active' && account.state !== 'grace') return;
    const outcome = await endEarly(account, { on, by, undoUntil }, world.deps);
    if (outcome !== 'ended') breaks(`cannot be ended: ${outcome}`, expected);
    expected.endedEarly = { on, undoUntil };
    redate(expected, today, university);
  }

  async function undoes(expected: Expected): Promise<void> {
    const { endedEarly } = expected;
    if (!endedEarly || Temporal.Instant.compare(world.clock.at, endedEarly.undoUntil) >= 0) return;
    const outcome = await undoEnd(await world.account(expected.accountId), world.deps);
    if (outcome !== 'undone') breaks(`cannot be taken back: ${outcome}`, expected);
    delete expected.endedEarly;
    redate(expected, today, university);
  }

  /** The entry of one person says something else from now on, until the comparison finds it. */
  async function changeByHand(): Promise<void> {
    const known = [...accounts.values()].filter(
      ({ closedOn, accountId }) => closedOn === undefined && !byHand.has(accountId),
    );
    const { accountId } = random.pick(known);
    const name = random.pick(directories);
    const { login } = await world.account(accountId);
    if (world.away.has(name) || !world.servers[name].entries()[login]) return;
    await world.servers[name].write({
      ...{ login, accountId, objectClasses: [], groups: [] },
      attributes: { supannRessourceEtat: ['{COMPTE}A:Nothing'] },
    });
    // 30 nights, and as many more as a directory was away.
    byHand.set(accountId, plus(today, 60));
  }

  async function evening(): Promise<void> {
    world.clock.at = at(today, '19:00');
    for (const { directory, to } of faults.away) {
      const again = faults.away.some(
        (other) => other.directory === directory && other.from <= today && other.to > today,
      );
      if (to === today && !again) world.reach(directory, true);
    }
    await world.everyHour();
    world.clock.at = at(today, '22:00');
    await check();
    world.forgetRequests();
  }

  async function readMails(): Promise<void> {
    for (const message of world.mails()) {
      if (!isWarning(message)) continue;
      const expected = byAddress.get(message.to);
      counts.warned += 1;
      if (!expected) breaks('somebody is warned who has no account');
      else {
        if (expected.lost) await findLost(expected, expected.lost);
        for (const wrong of noteWarning(message, expected, today, university)) breaks(wrong, expected);
      }
    }
  }

  async function check(): Promise<void> {
    for (const failed of world.broken.splice(0)) breaks(failed);
    const everyone = today.endsWith('-01');
    const nightLost = faults.lostNights.has(today);
    for (const expected of accounts.values()) {
      if (expected.closedOn !== undefined && !everyone) continue;
      await checkEnd(expected, nightLost);
      if (!nightLost) {
        const patience = faults.lostNights.has(plus(today, -1)) ? [0, 1] : [0];
        for (const wrong of patience.flatMap((days) => missedWarnings(expected, today, days, university)))
          if (!expected.lost) breaks(wrong, expected);
      }
    }
    const changed = new Set(world.changedAccounts);
    world.changedAccounts.clear();
    world.changedLogins.forEach((login) => changed.add(logins.get(login) ?? ''));
    world.changedLogins.clear();
    for (const accountId of changed) unagreed.add(accountId);
    if (everyone) for (const accountId of accounts.keys()) unagreed.add(accountId);
    for (const accountId of [...changed, ...(everyone ? accounts.keys() : [])]) {
      const account = await accountOf(accountId);
      if (account) states.set(accountId, account.state);
    }
    if (world.away.size === 0) {
      for (const accountId of unagreed) await checkAgreement(accountId, nightLost);
      if (!nightLost) unagreed.clear();
      const pending = world.kept.rows('pending').length;
      if (pending > 0) breaks(`${String(pending)} rows are pending though every directory is up`);
    }
  }

  /** Suspended and closed on the day, or the day after where the night was lost; and nobody else is. */
  async function checkEnd(expected: Expected, nightLost: boolean): Promise<void> {
    if (expected.closedOn !== undefined) return;
    if (expected.suspendedOn === undefined) {
      const due = suspendedFrom(expected, university);
      if (due === undefined || due > today) {
        // Within the day on which an end can be taken back no more, either is right.
        if (due !== plus(today, 1) || !expected.endedEarly) return;
      }
      const account = await world.account(expected.accountId);
      if (account.state === 'suspended') {
        expected.suspendedOn = account.suspendedOn ?? today;
        if (expected.suspendedOn !== today) breaks(`is suspended since ${expected.suspendedOn}`, expected);
        forgetPassword(expected);
        counts.suspended += 1;
      } else if (due <= today && !nightLost) breaks(`is ${account.state} after ${lastDay(expected) ?? ''}`, expected);
      return;
    }
    const due = plus(expected.suspendedOn, university.closedAfterDays);
    if (due > today) return;
    const account = await world.account(expected.accountId);
    if (account.state === 'closed') {
      expected.closedOn = today;
      counts.closed += 1;
      for (const what of await leftOf(account)) breaks(`is closed and leaves ${what}`, expected);
    } else if (!nightLost) breaks(`is not closed after ${due}`, expected);
  }

  /** Everything but the tombstone is erased. */
  async function leftOf({ accountId, login, files, recovery }: Account): Promise<string[]> {
    const kept = await world.kept.get('logins', { login });
    const files_ = await world.kept.query('accountFiles', { accountId }, { limit: 1 });
    return [
      ...(kept?.['accountId'] === accountId ? [] : ['no tombstone of its login']),
      ...(Object.keys(files).length > 0 || files_.rows.length > 0 ? ['files'] : []),
      ...(recovery ? ['a recovery address'] : []),
    ];
  }

  async function checkAgreement(accountId: string, nightLost: boolean): Promise<void> {
    const expected = accounts.get(accountId);
    const account = await accountOf(accountId);
    if (!account) return;
    if (!expected) {
      breaks(`nobody knows why there is ${accountId}`);
      return;
    }
    const state = stateOf(expected, today);
    const isEnded = account.state === 'suspended' || account.state === 'closed';
    if (isEnded && expected.suspendedOn === undefined && !expected.lost)
      breaks(`has a reason until ${lastDay(expected) ?? 'ever'} and is ${account.state}`, expected);
    else if (
      state !== undefined &&
      hasReason(expected, today) &&
      account.state !== state &&
      !nightLost &&
      !expected.lost
    )
      breaks(`is ${account.state} and should be ${state}`, expected);
    if (!expected.lost && account.lastDay !== lastDayOf(expected, university) && expected.closedOn === undefined)
      breaks(`has the last day ${account.lastDay ?? 'never'}, not ${lastDay(expected) ?? 'never'}`, expected);
    const until = byHand.get(accountId);
    const wrong = expected.lost ? [] : await entriesOf(expected, account, world, university);
    if (until === undefined || until < today) wrong.forEach((each) => breaks(each, expected));
    if (wrong.length === 0) byHand.delete(accountId);
    for (const each of expected.lost ? [] : await bindsOf(expected, account, today, world)) breaks(each, expected);
  }
}

function noCounts(): Record<Counted, number> {
  return Object.fromEntries(counted.map((name) => [name, 0])) as Record<Counted, number>;
}
