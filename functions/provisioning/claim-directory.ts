import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Tables } from '../table/tables.ts';
import { directories } from '../university/university.ts';
import { takeLease } from './lease.ts';

export const contract = {
  input: z.object({ directory: z.enum(directories), executionId: z.string() }),
  output: z.object({ outcome: z.enum(['claimed', 'claimed-by-another']) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/** Makes this execution the one that drains the directory. */
export async function claimDirectory(
  { directory, executionId }: Input,
  deps: { tables: Tables; now: () => Temporal.Instant },
): Promise<Output> {
  return { outcome: (await takeLease(directory, executionId, deps)) ? 'claimed' : 'claimed-by-another' };
}
