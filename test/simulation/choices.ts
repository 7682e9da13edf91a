import { Temporal } from 'temporal-polyfill';
import { isInUse } from '../../functions/account/account-state.ts';
import { endEarly, undoEnd } from '../../functions/account/end-early.ts';
import { directories } from '../../functions/university/university.ts';
import { plus } from './days.ts';
import { type Expected, hasReason, redate } from './expected.ts';
import type { Event } from './plan.ts';
import type { Simulated } from './simulated.ts';

/** Somebody chooses a first password, or one after a return. */
export async function activates(expected: Expected, event: Event, all: Simulated): Promise<void> {
  const { world, today } = all;
  if (expected.password !== undefined || expected.suspendedOn !== undefined || !hasReason(expected, today)) return;
  // A directory that is away would have the choice wait: the tests of passwords look at that. Here they try again.
  const { state } = await world.account(expected.accountId);
  if (world.away.size > 0 || state === 'requested') {
    all.later(plus(today, 1), event);
    return;
  }
  const password = `a good password ${world.newId()}`;
  if (!(await world.choosePassword(expected.accountId, password, expected.life.address))) {
    all.breaks('cannot choose a password', expected);
    return;
  }
  await world.settle();
  expected.password = password;
  all.count('activated');
}

/** “I do not need it any more.” */
export async function ends(
  expected: Expected,
  { days }: Extract<Event, { what: 'end' }>,
  { world, today, at, university, breaks }: Simulated,
): Promise<void> {
  if (expected.suspendedOn !== undefined || !hasReason(expected, today) || expected.endedEarly || expected.lost) return;
  const on = plus(today, days);
  const undoUntil = at(plus(on, 1), '00:00');
  const account = await world.account(expected.accountId);
  if (!isInUse(account.state)) return;
  const outcome = await endEarly(account, { on, by: 'person', undoUntil }, world.deps);
  if (outcome !== 'ended') breaks(`cannot be ended: ${outcome}`, expected);
  expected.endedEarly = { on, undoUntil };
  redate(expected, today, university);
}

export async function undoes(expected: Expected, { world, today, university, breaks }: Simulated): Promise<void> {
  const { endedEarly } = expected;
  if (!endedEarly || Temporal.Instant.compare(world.clock.at, endedEarly.undoUntil) >= 0) return;
  const outcome = await undoEnd(await world.account(expected.accountId), world.deps);
  if (outcome !== 'undone') breaks(`cannot be taken back: ${outcome}`, expected);
  delete expected.endedEarly;
  redate(expected, today, university);
}

/** The entry of one person says something else from now on, until the comparison finds it. */
export async function changeByHand({ world, accounts, byHand, random, today }: Simulated): Promise<void> {
  const known = [...accounts.values()].filter(
    ({ closedOn, accountId }) => closedOn === undefined && !byHand.has(accountId),
  );
  if (known.length === 0) return;
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
