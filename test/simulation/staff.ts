import type { Account } from '../../functions/account/account.ts';
import { isInUse } from '../../functions/account/account-state.ts';
import { type Expected, hasReason } from './expected.ts';
import { unitContact } from './people.ts';
import type { Simulated } from './simulated.ts';

/** Whether somebody has a reason to answer for guests today: staff, with a password. */
export function maySponsor(expected: Expected | undefined, today: string): boolean {
  if (expected?.population !== 'staff' || expected.password === undefined) return false;
  return expected.suspendedOn === undefined && hasReason(expected, today);
}

/** The account of who answers for somebody, if they still do and can sign in. */
export async function answers(accountId: string | undefined, all: Simulated): Promise<Account | undefined> {
  if (accountId === undefined || !maySponsor(all.accounts.get(accountId), all.today)) return undefined;
  const account = await all.accountOf(accountId);
  return isInUse(account?.state) ? account : undefined;
}

/** One of the staff who can sign in today. @param isContact with a service of ISIMA or LIMOS. */
export async function staffMember(
  all: Simulated,
  { not = [], isContact = false }: { not?: readonly (string | undefined)[]; isContact?: boolean },
): Promise<Account | undefined> {
  const { accounts, random, today } = all;
  const candidates = [...accounts.values()].filter(
    (each) => each.life.key !== unitContact.key && !not.includes(each.accountId) && maySponsor(each, today),
  );
  for (let tries = Math.min(candidates.length, 20); tries > 0; tries -= 1) {
    const account = await answers(random.pick(candidates).accountId, all);
    const fits = !isContact || account?.services.some((service) => service === 'isima' || service === 'limos');
    if (account && fits) return account;
  }
  return undefined;
}
