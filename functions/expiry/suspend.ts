import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf, hasEnded } from '../account/account-dates.ts';
import { getAccount } from '../account/account-repository.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { directories, type University } from '../university/university.ts';

export const contract = {
  input: z.object({ executionId: z.string(), file: z.object({ accountId: id }) }),
  output: z.object({ outcome: z.enum(['suspended', 'prolonged']), directories: z.array(z.enum(directories)) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Ends the use of an account: from now on every directory is to show it. Run twice, it finds its own work; an account
 * that was prolonged since it was loaded is left alone (K-06).
 */
export async function suspend(
  { executionId, file: { accountId } }: Input,
  { tables, university, now }: { tables: Tables; university: University; now: () => Temporal.Instant },
): Promise<Output> {
  const account = await getAccount(accountId, tables);
  const held = directories.filter((name) => account.directories[name] !== undefined);
  if (account.state === 'suspended') return { outcome: 'suspended', directories: held };
  if (!hasEnded(account, dayOf(now(), university.timeZone))) return { outcome: 'prolonged', directories: [] };
  const revision = account.revision + 1;
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: {
        state: 'suspended',
        revision,
        directories: Object.fromEntries(held.map((name) => [name, { status: 'pending', revision }])),
      },
      if: { equals: { revision: account.revision } },
    },
    auditEntry(accountId, 'suspended', executionId, now()),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  return { outcome: 'suspended', directories: held };
}
