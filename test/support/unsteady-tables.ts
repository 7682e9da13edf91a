import { RetryableError } from '../../functions/step/errors.ts';
import type { Tables } from '../../functions/table/tables.ts';

/** What goes wrong with the tables of a walk. */
export interface Unsteady {
  /** The request after so many others fails, once; `applied`: it takes effect, and only its answer is lost. */
  readonly failures: { skip: number; readonly applied: boolean }[];
  /** While true, each request is answered at once. */
  steady: boolean;
}

/**
 * Tables whose requests take a different time each, so that what happens in the same moment interleaves, another way for each
 * seed; and that fail when they are told to.
 */
export function unsteadyTables(tables: Tables, seed: number): { tables: Tables; unsteady: Unsteady } {
  const unsteady: Unsteady = { failures: [], steady: false };
  let state = seed;

  async function answered<T>(run: () => Promise<T>): Promise<T> {
    if (unsteady.steady) return run();
    // The generator of Numerical Recipes: its high bits are random enough to shuffle.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    for (let turns = state >>> 28; turns > 0; turns -= 1) await Promise.resolve();
    const failing = unsteady.failures.find((failure) => failure.skip-- <= 0);
    if (failing) unsteady.failures.splice(unsteady.failures.indexOf(failing), 1);
    if (failing && !failing.applied) throw new RetryableError('The tables are away');
    const result = await run();
    if (failing) throw new RetryableError('The tables are away');
    return result;
  }
  return {
    unsteady,
    tables: {
      get: (table, key) => answered(() => tables.get(table, key)),
      query: (table, partition, page) => answered(() => tables.query(table, partition, page)),
      write: (write) => answered(() => tables.write(write)),
      transact: (writes) => answered(() => tables.transact(writes)),
    },
  };
}
