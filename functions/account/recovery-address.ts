import { Temporal } from 'temporal-polyfill';
import { mayWriteTo } from '../file/missing-pieces.ts';
import type { FileRecord } from '../file/file.ts';
import { comparableAddress } from '../mail/comparable-address.ts';
import type { Write } from '../table/tables.ts';
import type { University } from '../university/university.ts';
import type { Account } from './account.ts';

/**
 * Where mail about an account, or about a file that has none yet, goes, as it is stored (B-14): before activation the
 * address that the office gave; afterwards the recovery address, and while a changed one may not be used yet, the one
 * before it (B-17). Never across accounts. Members of some schools are written to at their school only, and nobody inside
 * the university, in every case.
 * @returns `undefined` when there is no such address.
 */
export function recoveryAddressOf(
  account: Account | undefined,
  file: FileRecord | undefined,
  now: Temporal.Instant,
  university: University,
): string | undefined {
  const address = account && isActivated(account) ? usableOf(account, now) : file?.personalEmail;
  const affiliations = [...(account?.affiliations ?? []), ...(file?.affiliations ?? [])];
  return address !== undefined && mayRecover(address, affiliations, university) ? address : undefined;
}

/** Whether an account of these affiliations may be recovered by this address. */
export function mayRecover(address: string, affiliations: readonly string[], university: University): boolean {
  return mayWriteTo({ personalEmail: address, affiliations: [...affiliations] }, university);
}

/** What the file says counts until activation; later exports only propose another address. */
function isActivated({ recovery, state }: Account): boolean {
  return recovery !== undefined || state === 'active' || state === 'grace';
}

function usableOf({ recovery }: Account, now: Temporal.Instant): string | undefined {
  if (!recovery) return undefined;
  const usable = Temporal.Instant.compare(now, Temporal.Instant.from(recovery.usableFrom)) >= 0;
  return usable ? recovery.address : recovery.former;
}

/** Makes an account found by this address. A row that has become stale is harmless: who reads it asks the account. */
export function recoveryAddressPut(accountId: string, address: string): Write {
  return { table: 'recoveryAddresses', put: { address: comparableAddress(address), accountId } };
}

export function recoveryAddressDelete(accountId: string, address: string): Write {
  return { table: 'recoveryAddresses', delete: { address: comparableAddress(address), accountId } };
}
