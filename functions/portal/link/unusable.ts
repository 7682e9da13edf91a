import type { Temporal } from 'temporal-polyfill';
import { dayOf, hasEnded } from '../../account/account-dates.ts';
import type { Account } from '../../account/account.ts';
import type { OfficeName, University } from '../../university/university.ts';

export type Unusable = 'locked' | 'ended' | 'suspended' | 'closed';

/** Why nothing can be done with an account at this moment, if nothing can (A-04, K-01): a lock is told before all else. */
export function whyUnusable(
  account: Pick<Account, 'lock' | 'state' | 'lastDay'>,
  { timeZone }: University,
  now: Temporal.Instant,
): Unusable | undefined {
  const { lock, state } = account;
  if (lock) return 'locked';
  if (state === 'closed' || state === 'suspended') return state;
  return hasEnded(account, dayOf(now, timeZone)) ? 'ended' : undefined;
}

/** Who can change that: locks are the CRI's, dates those of the office behind the account. */
export function officeFor(reason: Unusable, { office }: Pick<Account, 'office'>): OfficeName {
  return reason === 'locked' ? 'cri' : office;
}
