import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { getAccount, nextOf } from '../account/account-repository.ts';
import { populationTotal } from '../account/population-count.ts';
import { isTooMany } from '../cleanup/brake.ts';
import { endsTonight } from '../cleanup/end-tonight.ts';
import { type ExpiringDeps, expiringInput, type Expiring } from './expiring.ts';

export const contract = {
  input: expiringInput,
  output: z.object({ outcome: z.enum(['may-end', 'left']) }),
};
type Output = z.infer<typeof contract.output>;

/**
 * Counts an end that a schedule brings, and leaves it to the sweep where it is one too many of its population for one day: its
 * row in the bucket says so, and what is left so waits there for a person. Run twice it counts twice, which leaves sooner.
 * @throws RetryableError when the tables are away.
 */
export async function countEnd(
  { file: { accountId } }: Pick<Expiring, 'file'>,
  { tables, university, now }: ExpiringDeps,
): Promise<Output> {
  const account = await getAccount(accountId, tables);
  if (!endsTonight(account, now(), university)) return { outcome: 'may-end' };
  const { population, nextDateOn } = account;
  const ends = await nextOf(`ends#${population}#${dayOf(now(), university.timeZone)}`, tables);
  if (!isTooMany(ends, await populationTotal(population, tables), university)) return { outcome: 'may-end' };
  if (nextDateOn !== undefined) {
    await tables.write({
      table: 'due',
      update: { day: nextDateOn, accountId },
      set: { left: true },
      if: { equals: { accountId } },
    });
  }
  return { outcome: 'left' };
}
