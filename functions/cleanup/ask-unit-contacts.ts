import * as z from 'zod/mini';
import { mayBeUsed } from '../account/account-use.ts';
import { findAccount } from '../account/account-repository.ts';
import { getFile } from '../file/file-repository.ts';
import { requestOf } from '../request/request-of.ts';
import type { RequestDeps } from '../request/request-deps.ts';
import { askContactFor, askUnitContact } from '../request/unit-contact.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import { contactsSchema } from './run.ts';

export const contract = {
  input: z.object({ items: z.array(z.object({ accountId: id })) }),
  output: contactsSchema,
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps extends RequestDeps {
  /** Is told of what an account threw, which stops no other one. */
  readonly accountFailed: (at: { accountId: string }, error: unknown) => void;
}

/**
 * Sees to it that somebody answers for every guest, among the accounts of a chunk: a sponsor who has just been suspended
 * leaves theirs to the unit's contact, and so does a guest who is warned and whose sponsor is gone. Nobody's last day moves.
 * Safe to repeat: who was asked is not asked again.
 * @throws RetryableError once every account has been tried, when the tables or the engine were away for one.
 */
export async function askUnitContacts({ items }: Input, deps: Deps): Promise<Output> {
  let asked = 0;
  let failed = 0;
  let away: RetryableError | undefined;
  for (const { accountId } of items) {
    try {
      asked += await askFor(accountId, deps);
    } catch (error) {
      if (error instanceof RetryableError) away = error;
      else deps.accountFailed({ accountId }, error);
      failed += 1;
    }
  }
  if (away) throw away;
  return { asked, failed };
}

/** For how many stays of an account somebody was asked. */
async function askFor(accountId: string, deps: Deps): Promise<number> {
  const { tables, university, now } = deps;
  const account = await findAccount(accountId, tables);
  // Erasing a closed account has emptied its desk, long after its guests were handed on.
  if (!account || account.state === 'closed') return 0;
  if (account.population === 'staff') {
    return mayBeUsed(account, university, now()) || account.state === 'provisioned'
      ? 0
      : (await askUnitContact(account, deps)).stays;
  }
  const file = account.office === 'cri' ? await getFile(account.leadingFileId, tables) : undefined;
  const stay = file && (await requestOf(file, tables));
  return stay && (await askContactFor(stay.requestId, deps)) === 'asked' ? 1 : 0;
}
