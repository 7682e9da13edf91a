import type { Temporal } from 'temporal-polyfill';
import type { Account } from '../account/account.ts';
import { findLink } from '../link/find-link.ts';
import { isLive } from '../link/link.ts';
import { getOperation } from '../operation/operation-repository.ts';
import type { AddressOperation } from '../operation/operation.ts';
import type { Tables } from '../table/tables.ts';
import { codeMatches } from './code.ts';

/** D-06: wrong codes of one mail that are looked at. One in 20 million guesses is right then, of 8 digits. */
export const triesOfCode = 5;

export interface AddressDeps {
  readonly tables: Tables;
  readonly hmacKey: string;
  readonly now: () => Temporal.Instant;
}

/**
 * The other address that this browser has asked for, while that counts: for this account, in the epoch in which it
 * was asked for, and as long as its link lives.
 */
export async function askedAddress(
  token: string,
  account: Account,
  deps: AddressDeps,
): Promise<AddressOperation | undefined> {
  const link = await findLink(token, deps);
  if (link?.accountId !== account.accountId || !isLive(link, account, 'address', deps.now())) return undefined;
  const operation = link.operationId === undefined ? undefined : await getOperation(link.operationId, 'address', deps);
  return operation?.accountId === account.accountId ? operation : undefined;
}

/**
 * Compares a code that was typed with the one that was mailed last. The try is counted first, and not above five, so that
 * however many come at once no sixth is looked at (D-06). What is no code of 8 digits is not counted.
 * @returns `dead` when there is nothing to confirm any more in this browser.
 * @throws RetryableError when the tables are away: no code is looked at then (D-07).
 */
export async function confirmCode(
  token: string,
  account: Account,
  typed: string,
  deps: AddressDeps,
): Promise<'confirmed' | 'wrong' | 'malformed' | 'dead'> {
  const { tables, now } = deps;
  const asked = await askedAddress(token, account, deps);
  if (!asked) return 'dead';
  if (asked.confirmedAt !== undefined) return 'confirmed';
  const code = typed.replaceAll(/\s/g, '');
  if (!/^\d{8}$/.test(code)) return 'malformed';
  const { operationId } = asked;
  const counted = await tables.write({
    table: 'operations',
    update: { operationId },
    add: { tries: 1 },
    if: { below: { tries: triesOfCode } },
  });
  if (counted === 'conflict') return 'dead';
  if (!codeMatches(asked, code, deps)) return asked.tries + 1 < triesOfCode ? 'wrong' : 'dead';
  const confirmed = await tables.write({
    table: 'operations',
    update: { operationId },
    set: { confirmedAt: now().toString() },
    if: { equals: { codeHash: asked.codeHash ?? '' } },
  });
  return confirmed === 'conflict' ? 'wrong' : 'confirmed';
}
