import * as z from 'zod/mini';
import { mayBeUsed } from '../account/account-use.ts';
import { findAccount } from '../account/account-repository.ts';
import type { RequestDeps } from '../request/request-deps.ts';
import { askUnitContact } from '../request/unit-contact.ts';
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
 * Sees to it that somebody answers for the guests of the sponsors among the accounts of a chunk: who is suspended or locked leaves
 * theirs to the unit's contact. A guest whose sponsor is gone is seen to once more before each warning. Nobody's last day moves.
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
  if (account?.population !== 'staff' || account.state === 'closed') return 0;
  const isComing = account.state === 'provisioned' && !account.lock;
  return isComing || mayBeUsed(account, university, now()) ? 0 : (await askUnitContact(account, deps)).stays;
}
