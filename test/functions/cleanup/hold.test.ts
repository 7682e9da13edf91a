import { describe, expect, test } from 'vitest';
import { confirmHold, listHolds } from '../../../functions/cleanup/hold.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { numberedId, sweepWorld } from '../../support/sweep-world.ts';

const by = numberedId(999);
const hold = { day: '2027-10-02', population: 'student' } as const;

/** Thirty students, all at their end. */
async function heldWorld() {
  const world = sweepWorld();
  for (let n = 0; n < 30; n += 1) {
    await world.holds({ day: '2027-10-01', endsOn: '2027-08-31', state: 'grace' });
  }
  await world.find();
  const confirm = async (reason: string, day: string = hold.day) =>
    confirmHold({ ...hold, day, by, reason }, world.deps);
  return { ...world, confirm };
}

describe('what the sweep holds', () => {
  test('is listed until a person confirms it', async () => {
    const world = await heldWorld();
    expect(await listHolds(world.tables)).toEqual([{ ...hold, ends: 30, total: 30, foundAt: '2027-10-02T01:30:00Z' }]);
    expect(await world.confirm('The year is over')).toBe('confirmed');
    expect(await listHolds(world.tables)).toEqual([]);
  });

  test('goes through in the run that the confirmation starts', async () => {
    const world = await heldWorld();
    await world.confirm('The year is over');
    expect(world.started).toEqual(['hold-2027-10-02-student']);
    expect(await world.find('hold-2027-10-02-student')).toMatchObject({ due: 30, held: 0 });
  });

  test('goes through the next night should that run be lost', async () => {
    const world = await heldWorld();
    await world.confirm('The year is over');
    world.clock.at = world.clock.at.add({ hours: 24 });
    expect(await world.find('the next night')).toMatchObject({ due: 30, held: 0 });
  });

  test('is confirmed once, with the first reason, in the journal', async () => {
    const world = await heldWorld();
    await world.confirm('The year is over');
    await world.confirm('Another reason');
    expect(world.started).toEqual(['hold-2027-10-02-student', 'hold-2027-10-02-student']);
    expect(world.tables.rows('audit')).toEqual([
      {
        ...{ subject: 'hold#student', event: 'ends-confirmed#2027-10-02', at: '2027-10-02T01:30:00Z' },
        ...{ by, reason: 'The year is over', ends: 30, total: 30 },
      },
    ]);
  });

  test('is gone when the files were put right meanwhile', async () => {
    const world = await heldWorld();
    for (const accountId of world.accountIds()) await world.settle(accountId);
    await world.find('again');
    expect(await listHolds(world.tables)).toEqual([]);
    expect(world.tables.rows('nights')).toEqual([]);
    expect(await world.confirm('Too late')).toBe('gone');
    expect(world.started).toEqual([]);
  });

  test('of another day is not what was confirmed', async () => {
    const world = await heldWorld();
    expect(await world.confirm('A wrong day', '2027-10-01')).toBe('gone');
    expect(await world.find('again')).toMatchObject({ held: 30 });
  });

  test('is decided anew when two people confirm at once', async () => {
    const world = await heldWorld();
    const both = await Promise.allSettled([world.confirm('One'), world.confirm('Other')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((each) => each.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(RetryableError);
  });
});
