import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Directory } from '../directory/directory.ts';
import type { CountMetric } from '../step/count-metric.ts';
import { RetryableError } from '../step/errors.ts';
import type { Tables } from '../table/tables.ts';
import { type DirectoryName, directories } from '../university/university.ts';
import { renewLease } from './lease.ts';
import { noteOutage } from './note-outage.ts';

export const contract = {
  input: z.object({
    directory: z.enum(directories),
    executionId: z.string(),
    probe: z.optional(z.object({ rounds: z.number() })),
  }),
  output: z.object({
    outcome: z.enum(['up', 'away', 'tired', 'lost']),
    /** How often this execution has probed. */
    rounds: z.number(),
    /** How long to wait before the next probe, in seconds. */
    waitSeconds: z.number(),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/** An execution's history ends at 25,000 events: at 8 a round, this stays below 10,000 (J-08). */
export const mostRounds = 1_000;
/** From 5 seconds, doubled at each probe, to a quarter of an hour. */
const wait = { first: 5, longest: 900 };
/**
 * Asks whether the directory answers; tells the operator, once, of one that has been away for a day. One that answers may
 * still refuse every write: the drain says when an outage is over.
 */
export async function probe(
  { directory: name, executionId, probe: last }: Input,
  deps: {
    tables: Tables;
    directory: (name: DirectoryName) => Directory;
    countMetric: CountMetric;
    now: () => Temporal.Instant;
  },
): Promise<Output> {
  const rounds = (last?.rounds ?? 0) + 1;
  const waitSeconds = Math.min(wait.first * 2 ** (rounds - 1), wait.longest);
  if (rounds > mostRounds) return { outcome: 'tired', rounds, waitSeconds };
  if (await answers(deps.directory(name))) {
    const held = await renewLease(name, executionId, 'as it was', deps);
    return { outcome: held ? 'up' : 'lost', rounds, waitSeconds };
  }
  const held = await noteOutage(name, executionId, deps);
  return { outcome: held ? 'away' : 'lost', rounds, waitSeconds };
}

async function answers(directory: Directory): Promise<boolean> {
  try {
    await directory.probe();
    return true;
  } catch (error) {
    if (error instanceof RetryableError) return false;
    throw error;
  }
}
