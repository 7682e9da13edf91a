import { findAccount } from '../account/account-repository.ts';
import { mayBeUsed } from '../account/account-use.ts';
import type { Account } from '../account/account.ts';
import { accountIdNamed, signInName } from '../session/find-by-name.ts';
import { comparableAddress } from '../mail/comparable-address.ts';
import type { Tables } from '../table/tables.ts';
import { type Stay, type StayKind, stayKinds } from './request.ts';
import type { RequestDeps } from './request-deps.ts';
import { requestable } from './services-on-request.ts';

/** Whether somebody may answer for guests: staff with an account that is in use. */
export function maySponsor(account: Account, { university, now }: Pick<RequestDeps, 'university' | 'now'>): boolean {
  return account.population === 'staff' && mayBeUsed(account, university, now());
}

/** The kinds of stay that somebody may ask for: a local account is asked for by who has an ISIMA or LIMOS service. */
export function kindsToAskFor(sponsor: Account, deps: Pick<RequestDeps, 'university' | 'now'>): readonly StayKind[] {
  if (!maySponsor(sponsor, deps)) return [];
  const isContact = requestable(deps.university).some((service) => sponsor.services.includes(service));
  return isContact ? stayKinds : stayKinds.filter((kind) => kind !== 'local');
}

/** Whether who answers for a stay may still do so. */
export async function hasSponsor(
  { sponsorId }: Pick<Stay, 'sponsorId'>,
  deps: Pick<RequestDeps, 'university' | 'now'> & { readonly tables: Tables },
): Promise<boolean> {
  const sponsor = await findAccount(sponsorId, deps.tables);
  return sponsor !== undefined && maySponsor(sponsor, deps);
}

/** Who is meant by a login or an address of the university, as it was typed, if they may answer for guests. */
export async function sponsorNamed(
  typed: string,
  deps: Pick<RequestDeps, 'tables' | 'university' | 'now'>,
): Promise<Account | undefined> {
  const accountId = await accountIdNamed(signInName(comparableAddress(typed)), deps.tables);
  const account = accountId === undefined ? undefined : await findAccount(accountId, deps.tables);
  return account && maySponsor(account, deps) ? account : undefined;
}
