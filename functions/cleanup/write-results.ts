import * as z from 'zod/mini';
import type { Objects } from '../intake/objects.ts';
import { runKeys } from '../intake/run-keys.ts';
import { nightlyRunId } from './nightly-run.ts';
import { contactsSchema, resultSchema } from './run.ts';

export const contract = {
  input: z.object({ runId: nightlyRunId, chunk: z.number(), results: z.array(resultSchema), contacts: contactsSchema }),
  output: z.object({ outcome: z.literal('written'), accounts: z.number() }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/** Writes what became of the accounts of a chunk. The first results stay: a child that runs a second time finds its own work. */
export async function writeResults(
  { runId, chunk, results: accounts, contacts }: Input,
  { objects }: { objects: Objects },
): Promise<Output> {
  const key = runKeys.results(runId, chunk);
  if (!(await objects.head(key))) await objects.write(key, JSON.stringify({ accounts, contacts }));
  return { outcome: 'written', accounts: accounts.length };
}
