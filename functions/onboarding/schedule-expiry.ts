import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { getAccount } from '../account/account-repository.ts';
import { nextDateWrites } from '../account/next-date-writes.ts';
import type { Schedules } from '../account/schedules.ts';
import { nextDate, tomorrow } from '../account/what-comes.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  /** `renewed` when the account is left alone for today: what renews it is under way. */
  input: z.object({ file: z.object({ accountId: id, outcome: z.optional(z.string()) }) }),
  output: z.object({ outcome: z.enum(['scheduled', 'no-end']) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Puts the account into the bucket of its next date, out of the one where it stood, and sets the one schedule of a
 * population that has its own. The sweep reads the buckets; a schedule is a reminder that comes sooner.
 */
export async function scheduleExpiry(
  { file: { accountId, outcome } }: Input,
  deps: { tables: Tables; schedules: Schedules; university: University; now: () => Temporal.Instant },
): Promise<Output> {
  const { tables, schedules, university, now } = deps;
  const account = await getAccount(accountId, tables);
  const next = outcome === 'renewed' ? tomorrow(university, now()) : nextDate(account, university, now());
  const { set, remove, due } = nextDateWrites(account, next);
  const { conflicts } = await tables.transact([
    { table: 'accounts', update: { accountId }, set, remove, if: { equals: { revision: account.revision } } },
    ...due,
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  if (next && university.populations[account.population].ownSchedule) await schedules.set(accountId, next.at);
  return { outcome: next ? 'scheduled' : 'no-end' };
}
