import { describe, expect, test } from 'vitest';
import { findDue } from '../../../functions/cleanup/find-due.ts';
import { confirmHold, listHolds } from '../../../functions/cleanup/hold.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { numberedId, sweepWorld } from '../../support/sweep-world.ts';

const by = numberedId(999);
const population = 'student';

/** Thirty students, all at their end. */
async function heldWorld() {
  const world = sweepWorld();
  const end = async (count: number, day: string) => {
    for (let n = 0; n < count; n += 1) await world.holds({ day, endsOn: '2027-08-31', state: 'grace' });
  };
  await end(30, '2027-10-01');
  await world.find();
  const [hold] = await listHolds(world.tables);
  const { holdId = '', runId = '' } = hold ?? {};
  const confirm = async (reason: string, which = holdId) =>
    confirmHold({ holdId: which, population, by, reason }, world.deps);
  return { ...world, holdId, runId, end, confirm };
}

describe('what the sweep holds', () => {
  test('is listed until a person confirms it', async () => {
    const world = await heldWorld();
    expect(await listHolds(world.tables)).toEqual([
      {
        ...{ holdId: world.holdId, runId: world.runId, day: '2027-10-02', population },
        ...{ ends: 30, total: 30, foundAt: '2027-10-02T01:30:00Z' },
      },
    ]);
    expect(await world.confirm('The year is over')).toBe('confirmed');
    expect(await listHolds(world.tables)).toEqual([]);
  });

  test('goes through in the run that the confirmation starts', async () => {
    const world = await heldWorld();
    await world.confirm('The year is over');
    expect(world.started).toEqual([`hold-${world.holdId}`]);
    expect(await world.find('the run')).toMatchObject({ due: 30, held: 0 });
  });

  test('goes through the next night should that run be lost', async () => {
    const world = await heldWorld();
    await world.confirm('The year is over');
    world.clock.at = world.clock.at.add({ hours: 24 });
    expect(await world.find('the next night')).toMatchObject({ due: 30, held: 0 });
  });

  test('is confirmed without what comes to its end later on the same day, which is a question of its own', async () => {
    const world = await heldWorld();
    await world.confirm('The year is over');
    // An export of the afternoon: the bucket is today's.
    await world.end(31, '2027-10-02');
    world.clock.at = world.clock.at.add({ hours: 12 });
    const { manifestKey, ...found } = await world.find('the run');
    expect(found).toMatchObject({ due: 30, held: 31 });
    expect(world.handedOn(manifestKey)).toEqual(world.accountIds().slice(0, 30));
    const [second, ...others] = await listHolds(world.tables);
    expect(others).toEqual([]);
    expect(second).toMatchObject({ day: '2027-10-02', ends: 31 });
    await world.confirm('So is this one', second?.holdId);
    expect(world.started).toEqual([`hold-${world.holdId}`, `hold-${second?.holdId ?? ''}`]);
    expect(await world.find('the other run')).toMatchObject({ due: 61, held: 0 });
  });

  test('is confirmed as it was shown, though a later run held it beside others', async () => {
    const world = await heldWorld();
    await world.end(25, '2027-10-02');
    expect(await world.find('the next run')).toMatchObject({ due: 0, held: 55 });
    const [, second] = await listHolds(world.tables);
    expect(second).toMatchObject({ ends: 25 });
    await world.confirm('Only these', second?.holdId);
    expect(await world.find('the run')).toMatchObject({ due: 25, held: 30 });
  });

  test('is counted anew when the list of its accounts is kept no more', async () => {
    const world = await heldWorld();
    await world.confirm('The year is over');
    const objects = { ...world.objects, read: () => Promise.resolve(undefined) };
    expect(await findDue({ executionId: 'a year later' }, { ...world.deps, objects })).toMatchObject({ held: 30 });
    expect(await listHolds(world.tables)).toMatchObject([{ ends: 30 }]);
  });

  test('is confirmed once, with the first reason, in the journal', async () => {
    const world = await heldWorld();
    await world.confirm('The year is over');
    await world.confirm('Another reason');
    expect(world.started).toEqual([`hold-${world.holdId}`, `hold-${world.holdId}`]);
    expect(world.tables.rows('audit')).toEqual([
      {
        ...{ subject: 'hold#student', event: `ends-confirmed#${world.holdId}`, at: '2027-10-02T01:30:00Z' },
        ...{ by, reason: 'The year is over', day: '2027-10-02', ends: 30, total: 30 },
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

  test('of another name is not what was confirmed', async () => {
    const world = await heldWorld();
    expect(await world.confirm('A wrong one', numberedId(998))).toBe('gone');
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
