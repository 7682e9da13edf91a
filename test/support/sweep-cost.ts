import { sweepWorld } from './sweep-world.ts';

/** Requests that a night makes of the tables, by operation, and of the bucket. */
export interface SweepCost {
  readonly tables: Readonly<Record<string, number>>;
  readonly objects: number;
}

/**
 * What a night costs around the chain of each account, which asks for that account alone: finding what is due, and reporting.
 * @param people altogether, each in the bucket of some day; `due` of them tonight.
 */
export async function sweepCost({ people, due }: { people: number; due: number }): Promise<SweepCost> {
  const world = sweepWorld({ at: '2027-03-02T01:30:00Z' });
  await world.report((await world.find('the night before')).runId);
  const dueTonight: string[] = [];
  for (let n = 0; n < people; n += 1) {
    // The others are warned and end in the year that comes.
    const ahead = world.clock.at.add({ hours: 24 * (1 + (n % 300)) }).toString();
    const accountId = await world.holds({ day: n < due ? '2027-03-02' : ahead.slice(0, 10) });
    if (n < due) dueTonight.push(accountId);
  }
  const [before, written] = [world.tables.requests.length, calls(world.objects.calls)];
  const { runId } = await world.find();
  const found = world.tables.requests.slice(before);
  for (const accountId of dueTonight) await world.settle(accountId);
  const after = world.tables.requests.length;
  await world.report(runId);
  const all = [...found, ...world.tables.requests.slice(after)];
  const tables: Record<string, number> = {};
  for (const { operation } of all) tables[operation] = (tables[operation] ?? 0) + 1;
  return { tables, objects: calls(world.objects.calls) - written };
}

function calls(counted: Readonly<Record<string, number>>): number {
  return Object.values(counted).reduce((sum, count) => sum + count, 0);
}
