import { describe, expect, test } from 'vitest';
import { sweepWorld } from '../../support/sweep-world.ts';

const due = { day: '2027-10-02' };

describe('Report', () => {
  test('says that a night did its work when nothing is left in the buckets', async () => {
    const world = sweepWorld();
    const accountId = await world.holds(due);
    const { runId } = await world.find();
    await world.settle(accountId);
    await world.wrote(runId, [{ accountId, outcome: 'Warned' }]);
    expect(await world.report(runId)).toMatchObject({ outcome: 'done', due: 1, left: 0, held: 0 });
    expect(world.reportOf(runId)).toMatchObject({ counts: { Warned: 1 }, left: [] });
    expect(Object.fromEntries(world.metrics)).toEqual({
      ...{ CleanupDue: 1, CleanupHeld: 0, CleanupLeft: 0, MissedSchedules: 0 },
    });
  });

  test('believes the buckets, not the steps, that nothing was done', async () => {
    const world = sweepWorld();
    const accountId = await world.holds(due);
    const { runId } = await world.find();
    await world.wrote(runId, [{ accountId, outcome: 'Suspended' }]);
    expect(await world.report(runId)).toMatchObject({ outcome: 'nothing-done', due: 1, left: 1 });
  });

  test('names what is left, and how its chain ended', async () => {
    const world = sweepWorld();
    const [done, broken] = [await world.holds(due), await world.holds(due)];
    const { runId } = await world.find();
    await world.settle(done);
    await world.wrote(runId, [
      { accountId: done, outcome: 'Warned' },
      { accountId: broken, outcome: 'StepFailed' },
    ]);
    expect(await world.report(runId)).toMatchObject({ outcome: 'partly-done', left: 1 });
    expect(world.reportOf(runId).left).toEqual([{ accountId: broken, outcome: 'StepFailed' }]);
    expect(world.metrics.get('CleanupLeft')).toBe(1);
  });

  test('counts a chunk that broke as not processed', async () => {
    const world = sweepWorld();
    for (let n = 0; n < 26; n += 1) await world.holds(due);
    const { runId, manifestKey } = await world.find();
    const first = world.handedOn(manifestKey).slice(0, 25);
    for (const accountId of first) await world.settle(accountId);
    const results = first.map((accountId) => ({ accountId, outcome: 'Warned' }));
    await world.wrote(runId, results);
    expect(await world.report(runId)).toMatchObject({ outcome: 'partly-done', left: 1 });
    expect(world.reportOf(runId).counts).toEqual({ Warned: 25, NotProcessed: 1 });
  });

  test('tells for how many guests somebody was asked, and fails when that broke', async () => {
    const world = sweepWorld();
    const accountId = await world.holds(due);
    const { runId } = await world.find();
    await world.settle(accountId);
    await world.wrote(runId, [{ accountId, outcome: 'Suspended' }], { asked: 3, failed: 1 });
    expect(await world.report(runId)).toMatchObject({ outcome: 'partly-done', left: 0 });
    expect(world.reportOf(runId).contacts).toEqual({ asked: 3, failed: 1 });
  });

  test('finds a night in which nothing was due to be no failure', async () => {
    const world = sweepWorld();
    const { runId, outcome } = await world.find();
    expect(outcome).toBe('nothing-due');
    expect(await world.report(runId)).toMatchObject({ outcome: 'nothing-due', due: 0 });
  });

  test('keeps the cursor at a bucket in which something is left, until it is gone', async () => {
    const world = sweepWorld();
    const accountId = await world.holds({ day: '2027-09-20' });
    await world.report((await world.find()).runId);
    expect(world.tables.rows('nights')).toContainEqual({ night: 'cleanup', day: '2027-09-20' });
    await world.settle(accountId);
    await world.report((await world.find('again')).runId);
    expect(world.tables.rows('nights')).toContainEqual({ night: 'cleanup', day: '2027-10-01' });
  });

  test('takes a row away that its own account knows nothing of', async () => {
    const world = sweepWorld();
    const accountId = await world.holds({ day: '2027-12-01' });
    await world.tables.write({ table: 'due', put: { day: '2027-10-01', accountId } });
    await world.tables.write({ table: 'due', put: { day: '2027-10-01', accountId: '01K5M0Q7T8V9W0X1Y2Z3A4B5D9' } });
    const { runId } = await world.find();
    expect(await world.report(runId)).toMatchObject({ outcome: 'done', due: 2, left: 0 });
    expect(world.tables.rows('due')).toMatchObject([{ day: '2027-12-01', accountId }]);
  });

  test('reports what waits for a person, and takes it neither for done nor for left', async () => {
    const world = sweepWorld();
    for (let n = 0; n < 30; n += 1) {
      await world.holds({ day: '2027-10-01', endsOn: '2027-08-31', state: 'grace' });
    }
    const { runId } = await world.find();
    expect(await world.report(runId)).toMatchObject({ outcome: 'held', held: 30, left: 0 });
    expect(world.reportOf(runId).holds).toMatchObject([{ population: 'student', ends: 30, total: 30 }]);
    expect(world.metrics.get('CleanupHeld')).toBe(30);
    expect(world.tables.rows('due')).toHaveLength(30);
  });

  test('keeps what a child wrote first when it runs twice (J-03)', async () => {
    const world = sweepWorld();
    const accountId = await world.holds(due);
    const { runId } = await world.find();
    await world.settle(accountId);
    await world.wrote(runId, [{ accountId, outcome: 'Suspended' }]);
    await world.wrote(runId, [{ accountId, outcome: 'NothingDue' }]);
    await world.report(runId);
    expect(world.reportOf(runId).counts).toEqual({ Suspended: 1 });
  });
});
