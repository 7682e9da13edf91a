import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { getAccount } from '../account/account-repository.ts';
import { whatIsDue } from '../account/what-comes.ts';
import { heldIn, pendingIn } from '../account/pending-directories.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { filesOf } from '../file/files-of.ts';
import { forgotten } from '../operation/operation-repository.ts';
import { RetryableError } from '../step/errors.ts';
import { changeOf, type Expiring, expiringInput, type ExpiringDeps, toTell } from './expiring.ts';
import { newsAmong, unchangedFiles } from './news.ts';

export const contract = {
  input: expiringInput,
  output: z.object({ outcome: z.enum(['suspended', 'unchanged']), directories: toTell }),
};
type Output = z.infer<typeof contract.output>;

/**
 * Ends the use of an account: every directory is to show it, and what let anybody in is gone, sessions (K-10), links and a
 * password that waits in the vault. A new epoch begins, so that a choice of password that is under way ends as superseded. Run
 * twice, it finds its own work; an account that was prolonged since it was loaded, or of which an office has said something new,
 * is left alone (K-06).
 * @throws RetryableError when the account or a file changed meanwhile.
 */
export async function suspend(
  { executionId, file: { accountId } }: Expiring,
  { tables, university, now }: ExpiringDeps,
): Promise<Output> {
  const account = await getAccount(accountId, tables);
  const held = heldIn(account);
  if (account.state === 'suspended') {
    const behind = held.filter((name) => account.directories[name]?.status === 'pending');
    return { outcome: 'suspended', directories: behind };
  }
  if (whatIsDue(account, university, now()) !== 'suspend') return { outcome: 'unchanged', directories: [] };
  const files = await filesOf(account, tables);
  const today = dayOf(now(), university.timeZone);
  if (newsAmong(files, account, university, today).length > 0) return { outcome: 'unchanged', directories: [] };
  const revision = account.revision + 1;
  const pending = pendingIn(held, { accountId, revision }, now());
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: {
        state: 'suspended',
        suspendedOn: today,
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
    ...unchangedFiles(files),
    { table: 'vault', delete: { accountId } },
    ...pending.writes,
    auditEntry(accountId, 'suspended', changeOf(executionId, revision), now()),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  return { outcome: 'suspended', directories: held };
}
