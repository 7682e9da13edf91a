import type { Account } from '../account/account.ts';
import { mayBeUsed } from '../account/account-use.ts';
import type { RequestDeps } from './request-deps.ts';
import type { Stay, StayKind } from './request.ts';

/** Whether somebody may answer for guests: staff with an account that is in use. */
export function maySponsor(account: Account, { university, now }: Pick<RequestDeps, 'university' | 'now'>): boolean {
  return account.population === 'staff' && mayBeUsed(account, university, now());
}

/** The kinds of stay that somebody may ask for: a local account is asked for by who has an ISIMA or LIMOS service. */
export function kindsToAskFor(sponsor: Account, deps: Pick<RequestDeps, 'university' | 'now'>): readonly StayKind[] {
  throw new Error(`Not yet: ${sponsor.accountId} ${String(deps.now())}`);
}

/** Whether who answers for a stay may still do so. */
export function hasSponsor(stay: Stay, deps: Pick<RequestDeps, 'tables' | 'university' | 'now'>): Promise<boolean> {
  throw new Error(`Not yet: ${stay.requestId} ${String(deps.now())}`);
}

/**
 * Asks the unit's contact to take over every guest of a sponsor who leaves. Nothing is cut off: each stay keeps its last day.
 * Run again, it asks again for those that nobody has taken over, once a month.
 */
export function askUnitContact(sponsor: Account, deps: RequestDeps): Promise<{ readonly stays: number }> {
  throw new Error(`Not yet: ${sponsor.accountId} ${String(deps.now())}`);
}
