import { type AccountState, accountStates } from '../../functions/account/account-state.ts';
import { bindsOf, entriesOf, isOver, openTo } from './check-directories.ts';
import { checkEnd } from './check-end.ts';
import { stayChecks } from './check-stays.ts';
import { missedWarnings } from './check-warnings.ts';
import { type Expected, hasReason, lastDay, lastDayOf, stateOf } from './expected.ts';
import type { Simulated } from './simulated.ts';

export interface DayChecks {
  /** Looks whether everything that was promised holds, late in the evening. */
  check(): Promise<void>;
  /** Accounts by state, as they were seen last. */
  states(): Readonly<Record<AccountState, number>>;
}

export function dayChecks(all: Simulated): DayChecks {
  const { world, accounts, university, byHand, breaks } = all;
  const states = new Map<string, AccountState>();
  /** What changed since it was last seen to agree with the directories. */
  const unagreed = new Set<string>();
  const checkStays = stayChecks(all);

  /** The dates of everybody, every day. */
  async function checkDates(expected: Expected, nightLost: boolean): Promise<void> {
    const { today } = all;
    const mayWait = nightLost || all.interrupted.has(expected.accountId);
    await checkEnd(expected, mayWait, all);
    if (expected.operationalOn === undefined && (await all.accountOf(expected.accountId))?.state !== 'requested')
      expected.operationalOn = today;
    if (mayWait) return;
    if (!expected.lost) for (const wrong of missedWarnings(expected, today, university)) breaks(wrong, expected);
    expected.checkedTo = today;
  }

  /** Nobody past the last day can bind, nor who is suspended or closed: everybody, every day (K-01). */
  async function checkBinds(): Promise<void> {
    const { today } = all;
    for (const [login, accountId] of all.logins) {
      const expected = accounts.get(accountId);
      if (!expected || expected.lost || !isOver(expected, today)) continue;
      const open = await openTo(login, world);
      if (open.length > 0)
        breaks(`past the last day, ${lastDay(expected) ?? ''}, and let in by ${open.join(', ')}`, expected);
    }
  }

  /** Table, directories and expectation agree. */
  async function checkAgreement(accountId: string, nightLost: boolean): Promise<void> {
    const { today } = all;
    const expected = accounts.get(accountId);
    const account = await all.accountOf(accountId);
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

  return {
    async check() {
      const { today } = all;
      const nightLost = all.faults.lostNights.has(today);
      for (const failed of world.broken.splice(0)) breaks(failed);
      all.interrupted = await world.interrupted();
      for (const expected of accounts.values())
        if (expected.closedOn === undefined) await checkDates(expected, nightLost);
      await checkBinds();
      await checkStays();

      const changed = new Set(world.changedAccounts);
      world.changedLogins.forEach((login) => changed.add(all.logins.get(login) ?? ''));
      world.changedAccounts.clear();
      world.changedLogins.clear();
      // Of whom nothing was written since, nothing but the date has changed, and who is let in, which were looked at above: they are looked at once a month.
      if (today.endsWith('-01')) for (const accountId of accounts.keys()) changed.add(accountId);
      for (const accountId of changed) {
        unagreed.add(accountId);
        const account = await all.accountOf(accountId);
        if (account) states.set(accountId, account.state);
      }
      if (world.away.size > 0) return;
      for (const accountId of unagreed) {
        // What died today is left to the night.
        if (all.interrupted.has(accountId)) continue;
        await checkAgreement(accountId, nightLost);
        if (!nightLost) unagreed.delete(accountId);
      }
      const pending = world.kept.rows('pending').length;
      if (pending > 0) breaks(`${String(pending)} rows are pending though every directory is up`);
    },
    states: () => {
      const counts = Object.fromEntries(accountStates.map((state) => [state, 0])) as Record<AccountState, number>;
      for (const state of states.values()) counts[state] += 1;
      return counts;
    },
  };
}
