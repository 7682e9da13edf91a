import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { nightlyRunId, nightlyRunIdOf } from '../cleanup/nightly-run.ts';
import type { Tables } from '../table/tables.ts';
import { directories, type University } from '../university/university.ts';
import { partSchema } from './finding.ts';
import { slicesOfNight } from './slices.ts';

export const contract = {
  input: z.object({ executionId: z.string() }),
  output: z.object({
    runId: nightlyRunId,
    day: z.string(),
    /** Of the round, from 0. */
    night: z.number(),
    parts: z.array(z.extend(partSchema, { runId: nightlyRunId })),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/** Takes the slices that come after those of the last night that was compared: one that failed is taken again. */
export async function chooseSlices(
  { executionId }: Input,
  { tables, university, now }: { tables: Tables; university: University; now: () => Temporal.Instant },
): Promise<Output> {
  const day = dayOf(now(), university.timeZone);
  const runId = nightlyRunIdOf('reconcile', day, executionId);
  const row = await tables.get('nights', { night: 'reconcile' });
  const night = row ? z.parse(z.number(), row['next']) : 0;
  const parts = slicesOfNight(night).flatMap((slice) => directories.map((directory) => ({ slice, directory })));
  return { runId, day, night, parts: parts.map((each, part) => ({ runId, part, ...each })) };
}
