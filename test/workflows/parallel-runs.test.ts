import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import { grant } from '../../functions/access/grant.ts';
import { close } from '../../functions/expiry/close.ts';
import { erase } from '../../functions/expiry/erase.ts';
import { suspend } from '../../functions/expiry/suspend.ts';
import { settleAccount } from '../../functions/guest/settle-account.ts';
import { storeStay } from '../../functions/guest/store-stay.ts';
import { askForAccess } from '../../functions/request/ask-for-access.ts';
import { decideRequest } from '../../functions/request/decide-request.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { broken, withGuest } from '../support/expiry-world.ts';
import { guestWorld } from '../support/guest-world.ts';

// J-01: a step that Lambda runs twice at once, and the engine's retries of whichever run lost.

/** Two runs at once; a run that finds the other in its way comes again, as the engine has it. */
async function twice<T>(run: () => Promise<T>): Promise<T[]> {
  const settled = await Promise.allSettled([run(), run()]);
  return Promise.all(
    settled.map(async (each) => {
      if (each.status === 'fulfilled') return each.value;
      expect(each.reason).toBeInstanceOf(RetryableError);
      return run();
    }),
  );
}

const lines = (world: { tables: ReturnType<typeof guestWorld>['tables'] }, what: string) =>
  world.tables.rows('audit').filter(({ event }) => typeof event === 'string' && event.startsWith(`${what}#`));

test('J-01: StoreStay, run twice at once, makes one file of one account', async () => {
  const world = guestWorld();
  const { requestId } = await world.invite(await world.staff('macurie'));
  const [one, other] = await twice(() => storeStay({ requestId }, world));
  expect(one).toMatchObject({ outcome: 'to-onboard' });
  expect(other).toEqual(one);
  expect(world.tables.rows('files').filter(({ fileNumber }) => fileNumber === requestId)).toHaveLength(1);
  expect(lines(world, 'handed-over')).toHaveLength(1);
});

test('J-01: SettleAccount, run twice at once, grants a service once', async () => {
  const world = guestWorld();
  const [sponsor, by] = [await world.staff('macurie'), await world.staff('cricri')];
  const { requestId } = await world.invite(sponsor, { services: ['isima'] });
  await world.work();
  await decideRequest(requestId, { by, verdict: 'granted', reason: 'Vu.', version: 1 }, world);
  // The account is there, and nothing is granted to it yet.
  await world.work({ SettleAccount: broken });
  const before = await world.account((await world.stay(requestId)).accountId);
  await twice(() => settleAccount({ requestId }, world));
  const after = await world.account(before.accountId);
  expect(after.grants).toEqual({ isima: { until: '2026-09-17', requestId } });
  expect(after.revision).toBe(before.revision + 1);
  expect(lines(world, 'services-granted')).toHaveLength(1);
});

test('J-01: Grant, run twice at once, grants a service once', async () => {
  const world = guestWorld();
  const [sponsor, by] = [await world.staff('macurie'), await world.staff('cricri')];
  const stay = await world.invite(sponsor, { endsOn: '2026-10-10' });
  await world.work();
  const { accountId = '' } = await world.stay(stay.requestId);
  await world.change(accountId, { state: 'active' });
  const account = await world.account(accountId);
  const ask = { service: 'isima', until: '2026-09-30', reason: 'Un cours.', form: ulid(), language: 'en' } as const;
  const asked = await askForAccess(account, ask, world);
  if (asked.outcome !== 'asked') throw new Error(JSON.stringify(asked.problems));
  const { requestId } = asked;
  await decideRequest(requestId, { by, verdict: 'granted', reason: 'Vu.', version: 1 }, world);
  const before = await world.account(accountId);
  const granted = await twice(() => grant({ requestId, file: before }, world));
  expect(granted).toEqual([granted[0], granted[0]]);
  expect((await world.account(accountId)).revision).toBe(before.revision + 1);
  expect(lines(world, 'services-granted')).toHaveLength(1);
});

test('J-01: Suspend, Close and Erase, each run twice at once, end an account once', async () => {
  const { world, accountId } = await withGuest();
  const run = { executionId: ulid(), file: { accountId } };
  const account = () => world.account(accountId);
  world.on('2027-02-01');
  const inUse = await account();
  expect(await twice(() => suspend(run, world))).toMatchObject([{ outcome: 'suspended' }, { outcome: 'suspended' }]);
  const suspended = await account();
  expect(suspended).toMatchObject({
    state: 'suspended',
    revision: inUse.revision + 1,
    credentialEpoch: inUse.credentialEpoch + 1,
    sessionEpoch: inUse.sessionEpoch + 1,
  });
  expect(lines(world, 'suspended')).toHaveLength(1);

  world.on('2028-02-02');
  expect(await twice(() => close(run, world))).toMatchObject([{ outcome: 'closed' }, { outcome: 'closed' }]);
  expect(await account()).toMatchObject({ state: 'closed', revision: suspended.revision + 1 });
  expect(lines(world, 'closed')).toHaveLength(1);

  // The sweep and a schedule, too.
  expect(await twice(() => erase({ ...run, executionId: ulid() }, world))).toContainEqual({ outcome: 'erased' });
  expect(await account()).toMatchObject({ state: 'closed', files: {} });
  expect(lines(world, 'erased')).toHaveLength(1);
});
