import * as z from 'zod/mini';
import { getAccount } from '../account/account-repository.ts';
import { countAccount } from '../account/population-count.ts';
import { whatIsDue } from '../account/what-comes.ts';
import { heldIn, pendingIn } from '../account/pending-directories.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { RetryableError } from '../step/errors.ts';
import { changeOf, type Expiring, expiringInput, type ExpiringDeps, toTell } from './expiring.ts';
import { isNews, newsOf } from './news.ts';

export const contract = {
  input: expiringInput,
  output: z.object({ outcome: z.enum(['closed', 'unchanged']), directories: toTell }),
};
type Output = z.infer<typeof contract.output>;

/**
 * Closes an account for good: its entries are to be removed, and from here on nothing but erasing is left. Nothing of it is
 * erased yet, since its person is still to be told. Run twice, it finds its own work; an account of which an office or a
 * sponsor has said something new since it was loaded is left alone (K-06).
 * @throws RetryableError when the account, a file or a stay changed meanwhile.
 */
export async function close({ executionId, file: { accountId } }: Expiring, deps: ExpiringDeps): Promise<Output> {
  const { tables, university, now } = deps;
  const account = await getAccount(accountId, tables);
  const held = heldIn(account);
  if (account.state === 'closed') {
    const behind = held.filter((name) => account.directories[name]?.status === 'pending');
    return { outcome: 'closed', directories: behind };
  }
  if (whatIsDue(account, university, now()) !== 'close') return { outcome: 'unchanged', directories: [] };
  const news = await newsOf(account, deps);
  if (isNews(news)) return { outcome: 'unchanged', directories: [] };
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
    // What is said at this moment is of an account that is still there, or of the next one.
    ...news.unchanged,
    { table: 'vault', delete: { accountId } },
    ...pending.writes,
    auditEntry(accountId, 'closed', changeOf(executionId, revision), now()),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  await countAccount(account.population, -1, tables);
  return { outcome: 'closed', directories: held };
}
