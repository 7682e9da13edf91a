import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { getAccount } from '../account/account-repository.ts';
import { whatIsDue } from '../account/what-comes.ts';
import { heldIn, pendingIn } from '../account/pending-directories.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { forgotten } from '../operation/operation-repository.ts';
import { RetryableError } from '../step/errors.ts';
import { changeOf, type Expiring, expiringInput, type ExpiringDeps, toTell } from './expiring.ts';
import { isNews, newsOf } from './news.ts';

export const contract = {
  input: expiringInput,
  output: z.object({ outcome: z.enum(['suspended', 'unchanged']), directories: toTell }),
};
type Output = z.infer<typeof contract.output>;

/**
 * Ends the use of an account: every directory is to show it, and what let anybody in is gone, sessions (K-10), links and a
 * password that waits in the vault. A new epoch begins, so that a choice of password that is under way ends as superseded. Run
 * twice, it finds its own work; an account that was prolonged since it was loaded, or of which an office or a sponsor has said
 * something new, is left alone (K-06).
 * @throws RetryableError when the account, a file or a stay changed meanwhile.
 */
export async function suspend({ executionId, file: { accountId } }: Expiring, deps: ExpiringDeps): Promise<Output> {
  const { tables, university, now } = deps;
  const account = await getAccount(accountId, tables);
  const held = heldIn(account);
  if (account.state === 'suspended') {
    const behind = held.filter((name) => account.directories[name]?.status === 'pending');
    return { outcome: 'suspended', directories: behind };
  }
  if (whatIsDue(account, university, now()) !== 'suspend') return { outcome: 'unchanged', directories: [] };
  const news = await newsOf(account, deps);
  if (isNews(news)) return { outcome: 'unchanged', directories: [] };
  const revision = account.revision + 1;
  const pending = pendingIn(held, { accountId, revision }, now());
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: {
        state: 'suspended',
        suspendedOn: dayOf(now(), university.timeZone),
        untold: true,
        revision,
        directories: pending.directories,
        liveLinks: [],
      },
      // Counted and not set, so that a password that is chosen at this moment does not stand in the way.
      add: { credentialEpoch: 1, sessionEpoch: 1 },
      remove: ['openPassword'],
      if: { equals: { revision: account.revision } },
    },
    ...(account.openPassword
      ? [
          {
            table: 'operations',
            update: { operationId: account.openPassword.operationId },
            set: forgotten(now()),
          } as const,
        ]
      : []),
    ...news.unchanged,
    { table: 'vault', delete: { accountId } },
    ...pending.writes,
    auditEntry(accountId, 'suspended', changeOf(executionId, revision), now()),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  return { outcome: 'suspended', directories: held };
}
