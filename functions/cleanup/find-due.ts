import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import { populationTotals } from '../account/population-count.ts';
import type { Account } from '../account/account.ts';
import { readJson } from '../intake/json-object.ts';
import type { Objects } from '../intake/objects.ts';
import { rowsPerChunk } from '../intake/rows-per-chunk.ts';
import { runKeys } from '../intake/run-keys.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { type PopulationName, type University } from '../university/university.ts';
import { braked, type Hold, type ListedHold } from './brake.ts';
import { sweptUpTo } from './cursor.ts';
import { type DueRow, dueRows } from './due-rows.ts';
import { endsTonight, isScheduleMissed } from './end-tonight.ts';
import { holdsOf, keepHolds } from './hold.ts';
import { nightlyRunId, nightlyRunIdOf } from './nightly-run.ts';
import type { Chunk, CleanupRun } from './run.ts';

export const contract = {
  input: z.object({ executionId: z.string() }),
  output: z.object({
    outcome: z.enum(['due', 'nothing-due']),
    runId: nightlyRunId,
    manifestKey: z.string(),
    due: z.number(),
    chunks: z.number(),
    held: z.number(),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps {
  readonly tables: Tables;
  readonly objects: Objects;
  readonly university: University;
  readonly newId: () => string;
  readonly now: () => Temporal.Instant;
}

/**
 * Finds everybody with something due, by the buckets of the days, and writes them into chunks below `runs/`, where nothing
 * triggers. What is asked of the tables grows with what is due and with the days since the last night, never with how many
 * people there are. Ends that are more than a night may bring stay out of the chunks. Nothing is done to an account here.
 */
export async function findDue({ executionId }: Input, deps: Deps): Promise<Output> {
  const { tables, objects, university } = deps;
  const now = deps.now();
  const today = dayOf(now, university.timeZone);
  const runId = nightlyRunIdOf('cleanup', today, executionId);
  const from = await sweptUpTo(today, tables);
  const found = await accountsDue(from, today, tables);

  const ends = new Map<PopulationName, string[]>();
  const missedSchedules: string[] = [];
  const left = new Set(found.flatMap(({ row }) => (row.left ? [row.accountId] : [])));
  for (const { account } of found) {
    if (!account) continue;
    const { accountId, population } = account;
    if (!left.has(accountId) && isScheduleMissed(account, now, university)) missedSchedules.push(accountId);
    if (endsTonight(account, now, university)) ends.set(population, [...(ends.get(population) ?? []), accountId]);
  }
  const { held, holds } = await applyBrake(ends, left, { runId, day: today, foundAt: now.toString() }, deps);
  const items = found
    .filter(({ row }) => !held.has(row.accountId))
    .map(({ row: { accountId, day } }) => ({ accountId, executionId: runId, day }));

  const chunks = chunksOf(runId, items);
  const manifestKey = runKeys.manifest(runId);
  await objects.write(manifestKey, chunks.map((chunk) => `${JSON.stringify(chunk)}\n`).join(''));
  const run: CleanupRun = {
    ...{ runId, day: today, from, startedAt: now.toString(), due: items.length, chunks: chunks.length },
    ...{ holds: holds.filter(({ confirmed }) => !confirmed), held: [...held], missedSchedules },
  };
  await objects.write(runKeys.run(runId), JSON.stringify(run));
  return {
    outcome: items.length > 0 ? 'due' : 'nothing-due',
    ...{ runId, manifestKey, due: items.length, chunks: chunks.length, held: held.size },
  };
}

/** Accounts read at once: a table answers in some 5 ms, so that 15,000 students of September take seconds. */
const readsAtOnce = 25;

/** Every account with something due, once, by its oldest row; and the account itself, where it is still there. */
async function accountsDue(
  from: string,
  today: string,
  tables: Tables,
): Promise<{ row: DueRow; account: Account | undefined }[]> {
  const rows = new Map<string, DueRow>();
  for await (const row of dueRows(from, today, tables)) if (!rows.has(row.accountId)) rows.set(row.accountId, row);
  const all = [...rows.values()];
  const found = [];
  for (let at = 0; at < all.length; at += readsAtOnce) {
    const some = all.slice(at, at + readsAtOnce);
    found.push(
      ...(await Promise.all(some.map(async (row) => ({ row, account: await findAccount(row.accountId, tables) })))),
    );
  }
  return found;
}

/** Holds ends back, by population, and keeps what a person is asked. */
async function applyBrake(
  ends: ReadonlyMap<PopulationName, readonly string[]>,
  left: ReadonlySet<string>,
  night: Pick<Hold, 'runId' | 'day' | 'foundAt'>,
  { tables, objects, university, newId }: Deps,
): Promise<{ held: Set<string>; holds: Hold[] }> {
  const totals = ends.size > 0 ? await populationTotals(tables) : new Map<PopulationName, number>();
  const before = await holdsOf(tables);
  const held = new Set<string>();
  const holds: Hold[] = [];
  for (const [population, known] of before) {
    const total = totals.get(population) ?? 0;
    const tonight = { ...night, population, holdId: newId() };
    const listed = await Promise.all(known.map((hold) => listedHold(hold, objects)));
    const result = braked(ends.get(population) ?? [], { tonight, total, holds: listed, left }, university);
    const { standing, added } = result;
    // The list goes first: a hold without one would stand for nobody.
    if (added) await objects.write(runKeys.hold(night.runId, tonight.holdId), JSON.stringify([...added.accountIds]));
    const stand = [...standing, ...(added ? [added.hold] : [])];
    await keepHolds(population, known, stand, tables);
    for (const accountId of result.held) held.add(accountId);
    holds.push(...stand);
  }
  return { held, holds };
}

/** A list is kept for a year: what nobody has decided on until then is counted anew. */
async function listedHold(hold: Hold, objects: Objects): Promise<ListedHold> {
  const accountIds = await readJson(objects, runKeys.hold(hold.runId, hold.holdId), z.array(id));
  return { hold, accountIds: new Set(accountIds) };
}

function chunksOf(runId: string, items: Chunk['items']): Chunk[] {
  return Array.from({ length: Math.ceil(items.length / rowsPerChunk) }, (_, chunk) => ({
    runId,
    chunk,
    items: items.slice(chunk * rowsPerChunk, (chunk + 1) * rowsPerChunk),
  }));
}
