import { endEarly, type EndEarlyDeps, undoEnd } from '../account/end-early.ts';
import { findAccount } from '../account/account-repository.ts';
import { Temporal } from 'temporal-polyfill';
import type { Tables } from '../table/tables.ts';
import type { Stay } from './request.ts';

export type SettleStayDeps = Omit<EndEarlyDeps, 'tables'> & { readonly tables: Tables };

/**
 * Brings the account of a guest to what the stay says of its end: ended by the sponsor, or that end taken back. Right
 * after the sponsor said so; and once more by the workflow, since the account may come into being in between.
 * @throws RetryableError when the tables or the engine are away, or the account changed meanwhile.
 */
export async function settleStay(
  { accountId, ended, sponsorId: actor }: Stay,
  deps: SettleStayDeps,
): Promise<'settled' | 'nothing'> {
  const account = accountId === undefined ? undefined : await findAccount(accountId, deps.tables);
  if (!account) return 'nothing';
  const bySponsor = account.endedEarly?.by === 'sponsor';
  if (ended && !bySponsor) {
    const end = { on: ended.on, by: 'sponsor', undoUntil: Temporal.Instant.from(ended.undoUntil), actor } as const;
    return (await endEarly(account, end, deps)) === 'ended' ? 'settled' : 'nothing';
  }
  if (!ended && bySponsor) return (await undoEnd(account, deps, { actor })) === 'undone' ? 'settled' : 'nothing';
  return 'nothing';
}
