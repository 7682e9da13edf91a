import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf, hasEnded } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import { mayMove } from '../account/account-state.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: z.object({ accountId: id }),
  output: z.object({ outcome: z.enum(['ended', 'prolonged', 'nothing-due']), accountId: id }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/** Reads the account again before anything is done to it: a reminder may be older than a renewal (K-06). */
export async function loadAccount(
  { accountId }: Input,
  { tables, university, now }: { tables: Tables; university: University; now: () => Temporal.Instant },
): Promise<Output> {
  const account = await findAccount(accountId, tables);
  if (account?.state === 'suspended') {
    // A run that died on its way has told not every directory: this one does.
    const pending = Object.values(account.directories).some(({ status }) => status === 'pending');
    return { outcome: pending ? 'ended' : 'nothing-due', accountId };
  }
  if (!account || !mayMove(account.state, 'suspended')) return { outcome: 'nothing-due', accountId };
  return { outcome: hasEnded(account, dayOf(now(), university.timeZone)) ? 'ended' : 'prolonged', accountId };
}
