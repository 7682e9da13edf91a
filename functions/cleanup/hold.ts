import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { auditEntry } from '../audit/audit-entry.ts';
import { RetryableError } from '../step/errors.ts';
import type { Row, Tables } from '../table/tables.ts';
import { type PopulationName, populations } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import { type Hold, holdSchema } from './brake.ts';

// One row for each population, so that what waits is read by six keys and not looked for.

/** What the sweep left to a person and nobody has confirmed yet, the oldest first. */
export async function listHolds(tables: Pick<Tables, 'get'>): Promise<Hold[]> {
  const all = [...(await holdsOf(tables)).values()].flat();
  return all.filter(({ confirmed }) => !confirmed).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/**
 * Lets what was held go through, and starts the sweep again for it. Said twice, it is done once, and the first reason stays.
 * @param hold which one, who confirms it (the id of their account), and why.
 * @returns `gone` when there is nothing of it any more: the files were put right, or the accounts ended otherwise.
 * @throws RetryableError when the sweep or somebody else changed it at this moment.
 */
export async function confirmHold(
  { holdId, population, by, reason }: Pick<Hold, 'holdId' | 'population'> & { by: string; reason: string },
  { tables, startCleanup, now }: { tables: Tables; startCleanup: StartWorkflow; now: () => Temporal.Instant },
): Promise<'confirmed' | 'gone'> {
  const known = await holdsOfPopulation(population, tables);
  const found = known.find((hold) => hold.holdId === holdId);
  if (!found) return 'gone';
  if (!found.confirmed) {
    const at = now();
    const { day, ends, total } = found;
    const holds = known.map((hold) =>
      hold === found ? { ...hold, confirmed: { by, at: at.toString(), reason } } : hold,
    );
    const { conflicts } = await tables.transact([
      { table: 'nights', update: { night: nightOf(population) }, set: { holds }, if: { equals: { holds: known } } },
      auditEntry(nightOf(population), 'ends-confirmed', holdId, at, { by, reason, day, ends, total }),
    ]);
    if (conflicts.length > 0) throw new RetryableError('What is held changed meanwhile');
  }
  // The night that comes goes through them too, should this run be lost.
  await startCleanup(`hold-${holdId}`, {});
  return 'confirmed';
}

/** What is held, confirmed or not, by population. */
export async function holdsOf(tables: Pick<Tables, 'get'>): Promise<Map<PopulationName, Hold[]>> {
  const each = populations.map(async (name) => [name, await holdsOfPopulation(name, tables)] as const);
  return new Map(await Promise.all(each));
}

/**
 * Writes what stands of a population after a night.
 * @throws RetryableError when a person confirmed something meanwhile: it is decided again.
 */
export async function keepHolds(
  population: PopulationName,
  before: readonly Hold[],
  holds: readonly Hold[],
  tables: Tables,
): Promise<void> {
  if (JSON.stringify(before) === JSON.stringify(holds)) return;
  const night = nightOf(population);
  const asRead = before.length === 0 ? { absent: ['night'] } : { equals: { holds: before } };
  const written = await tables.write(
    holds.length === 0
      ? { table: 'nights', delete: { night }, if: asRead }
      : { table: 'nights', put: { night, holds }, if: asRead },
  );
  if (written === 'conflict') throw new RetryableError('What is held changed meanwhile');
}

const rowSchema = z.object({ holds: z.array(holdSchema) });

async function holdsOfPopulation(population: PopulationName, tables: Pick<Tables, 'get'>): Promise<Hold[]> {
  const row: Row | undefined = await tables.get('nights', { night: nightOf(population) });
  return row ? z.parse(rowSchema, row).holds : [];
}

function nightOf(population: PopulationName): string {
  return `hold#${population}`;
}
