import { Temporal } from 'temporal-polyfill';
import type { Account } from '../account/account.ts';
import { comparableAddress } from '../mail/comparable-address.ts';
import { mintLink } from '../link/mint-link.ts';
import { forgotten, saveOperation } from '../operation/operation-repository.ts';
import type { Tables } from '../table/tables.ts';
import { countUse, type Limit } from '../throttle/throttle.ts';
import type { Language, University } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import { codeTimes } from './code.ts';
import { askedAddress } from './confirm-code.ts';
import { type AddressFault, readAddress } from './read-address.ts';

/** D-10: each ask sends a mail to an address that somebody typed. A person corrects a mistype two or three times. */
export const asksByAccount: Limit = { uses: 5, windowSeconds: 15 * 60 };

export interface AskAddressDeps {
  readonly tables: Tables;
  readonly start: Readonly<Record<'address', StartWorkflow>>;
  readonly hmacKey: string;
  readonly university: University;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly now: () => Temporal.Instant;
}

/**
 * Has a code mailed to another recovery address that a proven person typed. The address counts for nothing until the code
 * is typed in the same browser, which alone has the token.
 *
 * Asked for again in the same browser before another code can be sent, what was asked for first stays: another one in its
 * place would get no mail, and the code that has left would count for nothing (B-18).
 *
 * @param operationId of this account, form and address: the same form sent twice is one mail.
 * @param held the token that this browser has from an earlier ask.
 * @returns the token of an `address` link, for a cookie; or why there is none.
 * @throws RetryableError when the tables or the engine are away: sending the same form again is safe.
 */
export async function askAddress(
  account: Account,
  typed: string,
  { operationId, language, held }: { operationId: string; language: Language; held: string | undefined },
  deps: AskAddressDeps,
): Promise<{ outcome: 'asked'; token: string } | { outcome: 'refused'; fault: AddressFault | 'too-often' }> {
  const { tables, start, university, now } = deps;
  const { accountId, credentialEpoch } = account;
  const read = readAddress(typed, account, university);
  if ('fault' in read) return { outcome: 'refused', ...read };
  const before = held === undefined ? undefined : await askedAddress(held, account, deps);
  if (held !== undefined && before && isSame(before.address, read.address) && before.confirmedAt === undefined) {
    if (Temporal.Instant.compare(now(), codeTimes(before).next) < 0) {
      // Again, for the case that it never was.
      await start.address(before.operationId, { operationId: before.operationId });
      return { outcome: 'asked', token: held };
    }
  }
  if (!(await countUse(`address-of#${accountId}`, asksByAccount, deps))) {
    return { outcome: 'refused', fault: 'too-often' };
  }
  const askedAt = now();
  await saveOperation(
    {
      kind: 'address',
      ...{ operationId, accountId, address: read.address, tries: 0, language },
      askedAt: askedAt.toString(),
      ...forgotten(askedAt),
    },
    { tables },
  );
  const link = { purpose: 'address', accountId, epoch: credentialEpoch, operationId } as const;
  const { token } = await mintLink(link, undefined, deps);
  await start.address(operationId, { operationId });
  return { outcome: 'asked', token };
}

function isSame(one: string, other: string): boolean {
  return comparableAddress(one) === comparableAddress(other);
}
