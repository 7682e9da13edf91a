import { describe, expect, test } from 'vitest';
import { close } from '../../functions/expiry/close.ts';
import { suspend } from '../../functions/expiry/suspend.ts';
import { decideRequest } from '../../functions/request/decide-request.ts';
import { extendStay } from '../../functions/request/extend-stay.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { guestWorld, intern, visitor } from '../support/guest-world.ts';

/** A visitor until the 17th, or an intern until the 30th of September, whose account is in use. */
async function staying(kind: 'visitor' | 'intern' = 'visitor') {
  const world = guestWorld();
  const [sponsor, cri] = [await world.staff('macurie'), await world.staff('cricri')];
  const { requestId } = await world.invite(sponsor, kind === 'visitor' ? visitor : { ...intern, endsOn: '2026-09-30' });
  const decide = async () =>
    decideRequest(
      requestId,
      { by: cri, verdict: 'granted', reason: 'Vu.', version: (await world.stay(requestId)).version },
      world,
    );
  if (kind === 'intern') await decide();
  await world.work();
  const { accountId = '' } = await world.stay(requestId);
  await world.change(accountId, { state: 'active' });
  /** The sponsor extends, and what follows is not started. */
  const extend = async (until: string): Promise<void> => {
    const wanted = { by: sponsor, until, reason: 'Suite.' };
    world.engine.away = true;
    await expect(extendStay(requestId, wanted, world)).rejects.toThrow('away');
    if (kind === 'intern') await expect(decide()).rejects.toThrow('away');
    world.engine.away = false;
  };
  return { world, requestId, accountId, extend };
}

describe('a stay that was extended on its last day, when nothing has followed', () => {
  test('K-06: is brought to its end at midnight instead of the account', async () => {
    const { world, requestId, accountId, extend } = await staying();
    world.wait({ hours: 60 });
    await extend('2026-09-30');
    // Of that version an execution had begun, and failed.
    await world.start.guest(`${requestId}-2`, { requestId, version: '2', event: 'extended' });
    world.waiting.clear();
    world.wait({ hours: 3 });
    expect((await world.expire(accountId)).path.at(-1)).toBe('Renewed');
    expect(await world.account(accountId)).toMatchObject({ state: 'active', nextDateOn: '2026-09-19' });
    await world.work();
    expect(await world.account(accountId)).toMatchObject({ state: 'active', lastDay: '2026-09-30' });
    expect((await world.expire(accountId)).path.at(-1)).toBe('NothingDue');
  });

  test('K-06: is found by a run that has begun to end the account', async () => {
    const { world, accountId, extend } = await staying();
    world.wait({ hours: 63 });
    let extended = false;
    const { path } = await world.expire(accountId, {
      Suspend: async (state) => {
        if (!extended) await extend('2026-09-30');
        extended = true;
        return world.steps['Suspend']?.(state);
      },
    });
    expect(path.at(-1)).toBe('Renewed');
    expect((await world.account(accountId)).state).toBe('active');
  });

  test('K-06: makes the very transaction fail that ends the account', async () => {
    const { world, accountId, extend } = await staying();
    world.wait({ hours: 63 });
    const tables: typeof world.tables = {
      ...world.tables,
      transact: async (writes) => {
        await extend('2026-09-30');
        return world.tables.transact(writes);
      },
    };
    const step = { executionId: 'run', file: { accountId } };
    await expect(suspend(step, { ...world, tables })).rejects.toThrow(RetryableError);
    expect((await world.account(accountId)).state).toBe('active');
  });

  test('K-06: keeps an account from being closed, whose files its person comes back to', async () => {
    const { world, accountId, extend } = await staying('intern');
    world.wait({ hours: 24 * 16 });
    await world.expire(accountId);
    expect(await world.account(accountId)).toMatchObject({ state: 'suspended', suspendedOn: '2026-10-01' });
    world.wait({ hours: 24 * 365 });
    const tables: typeof world.tables = {
      ...world.tables,
      transact: async (writes) => {
        await extend('2027-12-31');
        return world.tables.transact(writes);
      },
    };
    await expect(close({ executionId: 'run', file: { accountId } }, { ...world, tables })).rejects.toThrow(
      RetryableError,
    );
    expect((await world.expire(accountId)).path.at(-1)).toBe('Renewed');
    await world.work();
    expect(await world.account(accountId)).toMatchObject({ state: 'provisioned', lastDay: '2027-12-31' });
  });

  test('is no reason to keep the account once the later day is over too', async () => {
    const { world, accountId, extend } = await staying();
    await extend('2026-09-19');
    world.wait({ hours: 24 * 5 });
    expect((await world.expire(accountId)).path.at(-1)).toBe('Suspended');
  });
});
