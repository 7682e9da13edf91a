import type { Account } from '../account/account.ts';
import { mayRecover } from '../account/recovery-address.ts';
import { isOutside } from '../file/missing-pieces.ts';
import { isWellFormedAddress } from '../intake/well-formed-address.ts';
import { isOneAddress } from '../mail/one-address.ts';
import type { University } from '../university/university.ts';

/** Why an address is not taken: it is not one address, it is the university's own, or another than that of the person's school. */
export type AddressFault = 'missing' | 'malformed' | 'inside' | 'not-of-school';

/** The address that was typed as one to recover this account by, or why it cannot be one (G-02, G-03). */
export function readAddress(
  typed: string,
  { affiliations }: Pick<Account, 'affiliations'>,
  university: University,
): { address: string } | { fault: AddressFault } {
  const address = typed.trim();
  if (address === '') return { fault: 'missing' };
  // What a mail server could take for something else, and what ours would not send to.
  if (!isWellFormedAddress(address) || !isOneAddress(address)) return { fault: 'malformed' };
  if (!isOutside(address, university.mailDomains)) return { fault: 'inside' };
  return mayRecover(address, affiliations, university) ? { address } : { fault: 'not-of-school' };
}
