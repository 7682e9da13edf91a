import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { mayBeUsed } from '../../../functions/account/account-use.ts';
import { endEarly, mayUndo, undoEnd } from '../../../functions/account/end-early.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { university } from '../../../functions/university/uca.ts';
import { expiryWorld } from '../../support/expiry-world.ts';
import { grace, marie } from '../../support/people.ts';

const at = (instant: string) => Temporal.Instant.from(instant);
const byPerson = { on: '2026-12-10', by: 'person', undoUntil: at('2026-12-10T23:00:00Z') } as const;
const bySponsor = { on: '2026-11-04', by: 'sponsor', undoUntil: at('2026-11-06T08:00:00Z') } as const;

async function withGuest() {
  const world = expiryWorld();
  const account = await world.inUse();
  return { world, account, read: () => world.account(account.accountId) };
}

describe('an account that is ended before its files', () => {
  test('has the chosen last day everywhere, and can be taken back until its end', async () => {
    const { world, account, read } = await withGuest();
    expect(await endEarly(account, byPerson, world)).toBe('ended');
    const ended = await read();
    expect(ended).toMatchObject({
      state: 'active',
      lastDay: '2026-12-10',
      // Its person is to be told that it was asked for.
      nextDateOn: '2026-11-05',
      reasonEndsOn: '2027-01-31',
    });
    expect(world.tables.rows('pending').map((row) => row['directory'])).toEqual(['isima-limos', 'uca']);
    expect(world.started.filter(({ workflow }) => workflow === 'provisioning')).toHaveLength(2);
    expect(world.tables.rows('due')).toMatchObject([{ day: '2026-11-05' }]);
    expect(mayUndo(ended, at('2026-12-10T22:59:59Z'))).toBe(true);
    expect(mayUndo(ended, at('2026-12-10T23:00:00Z'))).toBe(false);

    world.on('2026-12-10');
    expect(await undoEnd(ended, world)).toBe('undone');
    const undone = await read();
    expect(undone).toMatchObject({ lastDay: '2027-01-31', nextDateOn: '2027-01-01' });
    expect(undone).not.toHaveProperty('endedEarly');
    expect(world.tables.rows('due')).toMatchObject([{ day: '2027-01-01' }]);
  });

  test('by a sponsor cannot be used from that second on, and can again once that is undone', async () => {
    const { world, account, read } = await withGuest();
    await endEarly(account, { ...bySponsor, actor: account.accountId }, world);
    expect(mayBeUsed(await read(), university, world.now())).toBe(false);
    await undoEnd(await read(), world);
    expect(mayBeUsed(await read(), university, world.now())).toBe(true);
  });

  test('cannot be taken back when it is too late, or was never ended', async () => {
    const { world, account, read } = await withGuest();
    expect(await undoEnd(account, world)).toBe('too-late');
    await endEarly(account, bySponsor, world);
    world.on('2026-11-06', '08:00');
    expect(await undoEnd(await read(), world)).toBe('too-late');
    expect(await read()).toMatchObject({ lastDay: '2026-11-04' });
  });

  test('is ended once by the same form sent twice, and sooner by a sponsor', async () => {
    const { world, account, read } = await withGuest();
    await endEarly(account, byPerson, world);
    const { revision } = await read();
    expect(await endEarly(await read(), { ...byPerson, on: '2026-12-24' }, world)).toBe('ended');
    expect(await read()).toMatchObject({ revision, lastDay: '2026-12-10' });
    expect(await endEarly(await read(), bySponsor, world)).toBe('ended');
    expect(await read()).toMatchObject({ lastDay: '2026-11-04', endedEarly: { by: 'sponsor' } });
    expect(await endEarly(await read(), byPerson, world)).toBe('ended');
    expect(await read()).toMatchObject({ lastDay: '2026-11-04' });
  });

  test('ends permanent staff too, and gives them no end again when that is undone', async () => {
    const world = expiryWorld();
    const account = await world.inUse(marie);
    await endEarly(account, byPerson, world);
    expect(await world.account(account.accountId)).toMatchObject({ lastDay: '2026-12-10' });
    await undoEnd(await world.account(account.accountId), world);
    expect(await world.account(account.accountId)).not.toHaveProperty('lastDay');
    expect(world.tables.rows('due')).toEqual([]);
  });

  test('changes nothing when its proof is gone, or the account has changed', async () => {
    const { world, account, read } = await withGuest();
    const spend = [{ table: 'links', delete: { tokenHash: 'gone' }, if: { equals: { purpose: 'stay' } } } as const];
    expect(await endEarly(account, { ...bySponsor, spend }, world)).toBe('proof-gone');
    await world.onboard({ ...grace, programme: 'other' });
    await expect(endEarly(account, bySponsor, world)).rejects.toThrow(RetryableError);
    expect(await read()).not.toHaveProperty('endedEarly');
  });

  test('is not possible once it is suspended', async () => {
    const { world, account, read } = await withGuest();
    world.on('2027-02-01');
    await world.expire(account.accountId);
    expect(await endEarly(await read(), byPerson, world)).toBe('not-possible');
  });
});
