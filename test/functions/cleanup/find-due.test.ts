import { describe, expect, test } from 'vitest';
import { runSchema } from '../../../functions/cleanup/run.ts';
import { runKeys } from '../../../functions/intake/run-keys.ts';
import { countEnd } from '../../../functions/expiry/count-end.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { sweepWorld, type SweepWorld } from '../../support/sweep-world.ts';

const runOf = (world: SweepWorld, runId: string) => runSchema.parse(JSON.parse(world.objects.text(runKeys.run(runId))));

/** A student whose last day was the 30th of September. */
const ended = { day: '2027-10-01', endsOn: '2027-08-31', state: 'grace' } as const;

describe('FindDue', () => {
  test('finds who is due today, who was left on an earlier day, and nobody else', async () => {
    const world = sweepWorld();
    const left = await world.holds(ended);
    const today = await world.holds({ day: '2027-10-02' });
    await world.holds({ day: '2027-10-03' });
    await world.holds({});
    const { outcome, manifestKey, due } = await world.find();
    expect(outcome).toBe('due');
    expect(due).toBe(2);
    expect(world.handedOn(manifestKey)).toEqual([left, today]);
  });

  test('looks back a year the first night, and then no farther than yesterday', async () => {
    const world = sweepWorld();
    const { runId } = await world.find();
    await world.report(runId);
    expect(runOf(world, runId).from).toBe('2026-10-01');
    expect(runOf(world, (await world.find('again')).runId).from).toBe('2027-10-01');
  });

  test('cuts what is due into chunks of 25, each account once', async () => {
    const world = sweepWorld();
    for (let n = 0; n < 60; n += 1) await world.holds({ day: '2027-10-02' });
    const { chunks, manifestKey } = await world.find();
    expect(chunks).toBe(3);
    const handedOn = world.handedOn(manifestKey);
    expect(handedOn).toHaveLength(60);
    expect(new Set(handedOn).size).toBe(60);
  });

  test('takes an account once that stands in two buckets', async () => {
    const world = sweepWorld();
    const accountId = await world.holds({ day: '2027-10-02' });
    await world.tables.write({ table: 'due', put: { day: '2027-10-01', accountId } });
    expect(world.handedOn((await world.find()).manifestKey)).toEqual([accountId]);
  });

  test('writes over its own objects when it runs twice', async () => {
    const world = sweepWorld();
    await world.holds({ day: '2027-10-02' });
    const first = await world.find();
    expect(await world.find()).toEqual(first);
  });

  test('holds the ends of a population that are too many, and lets its warnings go (H-08)', async () => {
    const world = sweepWorld();
    for (let n = 0; n < 30; n += 1) await world.holds(ended);
    for (let n = 0; n < 10; n += 1) await world.holds({});
    const warned = await world.holds({ day: '2027-10-02', endsOn: '2027-09-09' });
    const { manifestKey, held, runId } = await world.find();
    expect(held).toBe(30);
    expect(world.handedOn(manifestKey)).toEqual([warned]);
    expect(runOf(world, runId).holds).toMatchObject([
      { population: 'student', day: '2027-10-02', ends: 30, total: 41 },
    ]);
  });

  test('counts each population for itself', async () => {
    const world = sweepWorld();
    for (let n = 0; n < 30; n += 1) await world.holds(ended);
    const staff = await world.holds({ ...ended, office: 'hr', population: 'staff' });
    expect(world.handedOn((await world.find()).manifestKey)).toEqual([staff]);
  });

  test('counts closings as ends', async () => {
    const world = sweepWorld();
    for (let n = 0; n < 21; n += 1) {
      await world.holds({ day: '2027-10-02', endsOn: '2026-09-01', state: 'suspended', suspendedOn: '2026-10-02' });
    }
    expect((await world.find()).held).toBe(21);
  });

  test('counts an end that can be undone only once it cannot any more', async () => {
    const world = sweepWorld();
    const at = '2027-10-01T20:00:00Z';
    const endedEarly = { on: '2027-10-01', by: 'sponsor', at, undoUntil: '2027-10-02T20:00:00Z' } as const;
    for (let n = 0; n < 21; n += 1) await world.holds({ day: '2027-10-02', endedEarly });
    expect((await world.find()).held).toBe(0);
    world.clock.at = world.clock.at.add({ hours: 24 });
    expect((await world.find('the next night')).held).toBe(21);
  });

  test('counts by the files: a last day that they do not bear out is put right and ends nobody', async () => {
    const world = sweepWorld();
    for (let n = 0; n < 21; n += 1) await world.holds({ day: '2027-10-02', lastDay: '2027-10-01' });
    expect(await world.find()).toMatchObject({ due: 21, held: 0 });
  });

  test('counts the guests whose own schedule was lost (K-03)', async () => {
    const world = sweepWorld();
    const guest = { office: 'cri', population: 'guest', day: '2027-10-02' } as const;
    const missed = await world.holds({ ...guest, endsOn: '2027-10-01' });
    await world.holds({ ...guest, endsOn: '2027-10-01', state: 'suspended', suspendedOn: '2027-10-02' });
    await world.holds({ ...guest, endsOn: '2027-10-03' });
    await world.holds(ended);
    expect(runOf(world, (await world.find()).runId).missedSchedules).toEqual([missed]);
  });

  test('holds what was too much for the schedules of a day, and misses none of them (H-08)', async () => {
    const world = sweepWorld();
    const guest = { office: 'cri', population: 'guest', day: '2027-10-02', endsOn: '2027-09-01' } as const;
    const left: string[] = [];
    for (let n = 0; n < 30; n += 1) {
      const accountId = await world.holds(guest);
      if ((await countEnd({ file: { accountId } }, world.deps)).outcome === 'left') left.push(accountId);
      else await world.settle(accountId);
    }
    expect(left).toHaveLength(10);
    const { runId, manifestKey, held } = await world.find();
    expect([held, world.handedOn(manifestKey)]).toEqual([10, []]);
    expect(runOf(world, runId)).toMatchObject({
      ...{ held: left, missedSchedules: [], holds: [{ population: 'guest', ends: 10, total: 30 }] },
    });
  });

  test('waits out tables that are away', async () => {
    const world = sweepWorld();
    world.tables.failNext();
    await expect(world.find()).rejects.toBeInstanceOf(RetryableError);
  });
});
