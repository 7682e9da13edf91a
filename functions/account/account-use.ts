import type { Temporal } from 'temporal-polyfill';
import type { DirectoryName, University } from '../university/university.ts';
import { dayOf, hasEnded } from './account-dates.ts';
import type { Account } from './account.ts';

/** Whether a password may be set for the account now: operational, not locked, not past its last day (A-04, K-01). */
export function mayHavePassword(account: Account, { timeZone }: University, now: Temporal.Instant): boolean {
  const operational = ['provisioned', 'active', 'grace'].includes(account.state);
  return operational && !account.lock && !hasEnded(account, dayOf(now, timeZone));
}

/** Whether the person may be signed in now. */
export function mayBeUsed(account: Account, university: University, now: Temporal.Instant): boolean {
  return account.state !== 'provisioned' && mayHavePassword(account, university, now);
}

/** The directories that have the password of the current epoch, the strictest first: the first one is who is asked at sign-in. */
export function directoriesWithPassword(account: Account, { passwordOrder }: University): DirectoryName[] {
  return passwordOrder.filter((name) => {
    const held = account.passwords[name];
    return held?.status === 'verified' && held.epoch === account.credentialEpoch;
  });
}
