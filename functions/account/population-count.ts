import * as z from 'zod/mini';
import type { Tables } from '../table/tables.ts';
import { type PopulationName, populations } from '../university/university.ts';

// How many accounts of a population are not closed, for the brake of the sweep: a share is all that it asks for, so that
// one that is counted twice or not at all, when a step dies at that moment, does no harm. Never in a transaction: in a
// bulk every one of them would meet the others on this row.

/** Counts an account in, or out when it closes or goes to another population. */
export async function countAccount(population: PopulationName, change: 1 | -1, tables: Tables): Promise<void> {
  await tables.write({ table: 'counters', update: { counter: counterOf(population) }, add: { value: change } });
}

/** The accounts of each population that are not closed. */
export async function populationTotals(tables: Tables): Promise<Map<PopulationName, number>> {
  return new Map(
    await Promise.all(populations.map(async (name) => [name, await populationTotal(name, tables)] as const)),
  );
}

/** The accounts of one population that are not closed. */
export async function populationTotal(population: PopulationName, tables: Tables): Promise<number> {
  const row = await tables.get('counters', { counter: counterOf(population) });
  return row ? Math.max(0, z.parse(z.number(), row['value'])) : 0;
}

function counterOf(population: PopulationName): string {
  return `population#${population}`;
}
