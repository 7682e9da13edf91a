import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf, stateOn } from '../account/account-dates.ts';
import { getAccount } from '../account/account-repository.ts';
import { isInUse } from '../account/account-state.ts';
import { nextDateWrites } from '../account/next-date-writes.ts';
import { heldIn, pendingIn } from '../account/pending-directories.ts';
import { nextDate } from '../account/what-comes.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { directories, type University } from '../university/university.ts';

export const contract = {
  input: z.object({ operationId: id, file: z.object({ accountId: id }) }),
  output: z.object({
    outcome: z.enum(['activated', 'not-activated']),
    /** The directories that are to show it. */
    directories: z.array(z.enum(directories)),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Puts the account in use once a directory has its password, in its grace where that has begun: every directory is to show
 * it, and stands in `pending` until it does. Its next date is another one from then on: nobody is to be reminded. One that is
 * in use already, as when this runs twice, only has what is still pending written; one that was suspended meanwhile is left
 * alone.
 * @throws RetryableError when the account changed meanwhile.
 */
export async function activate(
  { operationId, file: { accountId } }: Input,
  { tables, university, now }: { tables: Tables; university: University; now: () => Temporal.Instant },
): Promise<Output> {
  const account = await getAccount(accountId, tables);
  const held = heldIn(account);
  if (isInUse(account.state)) {
    const behind = held.filter((name) => account.directories[name]?.status === 'pending');
    return { outcome: 'activated', directories: behind };
  }
  const known = Object.values(account.passwords).some(
    ({ status, epoch }) => status === 'verified' && epoch === account.credentialEpoch,
  );
  if (account.state !== 'provisioned' || !known) return { outcome: 'not-activated', directories: [] };
  const revision = account.revision + 1;
  const pending = pendingIn(held, { accountId, revision }, now());
  const state = stateOn({ ...account, state: 'active' }, dayOf(now(), university.timeZone));
  const next = nextDateWrites(account, nextDate({ ...account, state }, university, now()));
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: {
        state,
        revision,
        directories: pending.directories,
        ...next.set,
      },
      remove: next.remove,
      if: { equals: { revision: account.revision, state: 'provisioned' } },
    },
    ...next.due,
    ...pending.writes,
    auditEntry(accountId, 'activated', operationId, now()),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  return { outcome: 'activated', directories: held };
}
