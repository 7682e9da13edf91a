import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf, endOfDay, nextDate } from '../account/account-dates.ts';
import { getAccount } from '../account/account-repository.ts';
import type { Schedules } from '../account/schedules.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: z.object({ file: z.object({ accountId: id }) }),
  output: z.object({ outcome: z.enum(['scheduled', 'no-end']) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Puts the account into the bucket of its next date, out of the one where it stood, and sets the one schedule of a
 * population that has its own. The sweep reads the buckets; a schedule is a reminder that comes sooner.
 */
export async function scheduleExpiry(
  { file: { accountId } }: Input,
  deps: { tables: Tables; schedules: Schedules; university: University; now: () => Temporal.Instant },
): Promise<Output> {
  const { tables, schedules, university, now } = deps;
  const account = await getAccount(accountId, tables);
  const population = university.populations[account.population];
  const next = nextDate(account.lastDay, population.warningDays, dayOf(now(), university.timeZone));
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      ...(next === undefined ? { remove: ['nextDateOn'] } : { set: { nextDateOn: next } }),
      if: { equals: { revision: account.revision } },
    },
    ...(account.nextDateOn !== undefined && account.nextDateOn !== next
      ? [{ table: 'due', delete: { day: account.nextDateOn, accountId } } as const]
      : []),
    ...(next === undefined ? [] : [{ table: 'due', put: { day: next, accountId } } as const]),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  if (population.ownSchedule && account.lastDay !== undefined) {
    await schedules.set(accountId, endOfDay(account.lastDay, university.timeZone));
  }
  return { outcome: next === undefined ? 'no-end' : 'scheduled' };
}
