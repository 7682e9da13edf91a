import { Temporal } from 'temporal-polyfill';
import { mayWriteTo } from '../file/missing-pieces.ts';
import type { FileRecord } from '../file/file.ts';
import { comparableAddress } from '../mail/comparable-address.ts';
import type { Write } from '../table/tables.ts';
import type { University } from '../university/university.ts';
import type { Account } from './account.ts';
import { isInUse } from './account-state.ts';

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
  return recovery !== undefined || isInUse(state);
}

function usableOf({ recovery }: Account, now: Temporal.Instant): string | undefined {
  if (!recovery) return undefined;
  const usable = Temporal.Instant.compare(now, Temporal.Instant.from(recovery.usableFrom)) >= 0;
  return usable ? recovery.address : recovery.former;
}

/** What undoes a change of recovery address: of the account, and of what it is found by. */
export interface Undoing {
  readonly set: Pick<Account, 'recovery'>;
  readonly remove: readonly 'recovery'[];
  readonly more: readonly Write[];
  readonly undone: string;
}

/**
 * What undoes a change of recovery address that may not be used yet (B-17): the one before it, which recovers the account
 * still, takes its place again; where there was none, the account has none again.
 * @param at when the proof of before the change was given, or when the account is locked: the change waits then, or waited
 *   when it was asked for.
 * @returns `undefined` when nothing waits.
 */
export function withoutWaiting({ accountId, recovery }: Account, at: Temporal.Instant): Undoing | undefined {
  if (!recovery || Temporal.Instant.compare(at, Temporal.Instant.from(recovery.usableFrom)) >= 0) return undefined;
  const { address: undone, former: address } = recovery;
  const gone = recoveryAddressDelete(accountId, undone);
  if (address === undefined) return { set: {}, remove: ['recovery'], more: [gone], undone };
  const since = at.toString();
  return {
    set: { recovery: { address, confirmedAt: since, usableFrom: since } },
    remove: [],
    more: [recoveryAddressPut(accountId, address), gone],
    undone,
  };
}

/** Makes an account found by this address. A row that has become stale is harmless: who reads it asks the account. */
export function recoveryAddressPut(accountId: string, address: string): Write {
  return { table: 'recoveryAddresses', put: { address: comparableAddress(address), accountId } };
}

export function recoveryAddressDelete(accountId: string, address: string): Write {
  return { table: 'recoveryAddresses', delete: { address: comparableAddress(address), accountId } };
}
