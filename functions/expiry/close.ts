import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { getAccount } from '../account/account-repository.ts';
import { countAccount } from '../account/population-count.ts';
import { whatIsDue } from '../account/what-comes.ts';
import { heldIn, pendingIn } from '../account/pending-directories.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { filesOf } from '../file/files-of.ts';
import { RetryableError } from '../step/errors.ts';
import { changeOf, type Expiring, expiringInput, type ExpiringDeps, toTell } from './expiring.ts';
import { newsAmong, unchangedFiles } from './news.ts';

export const contract = {
  input: expiringInput,
  output: z.object({ outcome: z.enum(['closed', 'unchanged']), directories: toTell }),
};
type Output = z.infer<typeof contract.output>;

/**
 * Closes an account for good: its entries are to be removed, and from here on nothing but erasing is left. Nothing of it is
 * erased yet, since its person is still to be told. Run twice, it finds its own work; an account of which an office has said
 * something new since it was loaded is left alone (K-06).
 * @throws RetryableError when the account or a file changed meanwhile.
 */
export async function close(
  { executionId, file: { accountId } }: Expiring,
  { tables, university, now }: ExpiringDeps,
): Promise<Output> {
  const account = await getAccount(accountId, tables);
  const held = heldIn(account);
  if (account.state === 'closed') {
    const behind = held.filter((name) => account.directories[name]?.status === 'pending');
    return { outcome: 'closed', directories: behind };
  }
  if (whatIsDue(account, university, now()) !== 'close') return { outcome: 'unchanged', directories: [] };
  const files = await filesOf(account, tables);
  const news = newsAmong(files, account, university, dayOf(now(), university.timeZone));
  if (news.length > 0) return { outcome: 'unchanged', directories: [] };
  const revision = account.revision + 1;
  const pending = pendingIn(held, { accountId, revision }, now());
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: { state: 'closed', revision, directories: pending.directories, liveLinks: [], passwords: {} },
      add: { credentialEpoch: 1, sessionEpoch: 1 },
      remove: ['openPassword'],
      if: { equals: { revision: account.revision } },
    },
    // What an office hands over at this moment is of an account that is still there, or of the next one.
    ...unchangedFiles(files),
    { table: 'vault', delete: { accountId } },
    ...pending.writes,
    auditEntry(accountId, 'closed', changeOf(executionId, revision), now()),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  await countAccount(account.population, -1, tables);
  return { outcome: 'closed', directories: held };
}
