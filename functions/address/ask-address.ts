import type { Temporal } from 'temporal-polyfill';
import type { Account } from '../account/account.ts';
import { mintLink } from '../link/mint-link.ts';
import { operationKeptSeconds, saveOperation } from '../operation/operation-repository.ts';
import type { Tables } from '../table/tables.ts';
import { countUse, type Limit } from '../throttle/throttle.ts';
import type { Language, University } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import { type AddressFault, readAddress } from './read-address.ts';

/** D-10: each ask sends a mail to an address that somebody typed. A person corrects a mistype two or three times. */
export const asksByAccount: Limit = { uses: 5, windowSeconds: 15 * 60 };

export interface AskAddressDeps {
  readonly tables: Pick<Tables, 'write' | 'transact'>;
  readonly start: Readonly<Record<'address', StartWorkflow>>;
  readonly hmacKey: string;
  readonly university: University;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly now: () => Temporal.Instant;
}

/**
 * Has a code mailed to another recovery address that a proven person typed. The address counts for nothing until the code
 * is typed in the same browser, which alone has the token.
 * @param operationId of this account, form and address: the same form sent twice is one mail.
 * @returns the token of an `address` link, for a cookie; or why there is none.
 * @throws RetryableError when the tables or the engine are away: sending the same form again is safe.
 */
export async function askAddress(
  account: Account,
  typed: string,
  { operationId, language }: { operationId: string; language: Language },
  deps: AskAddressDeps,
): Promise<{ outcome: 'asked'; token: string } | { outcome: 'refused'; fault: AddressFault | 'too-often' }> {
  const { tables, start, university, now } = deps;
  const { accountId, credentialEpoch } = account;
  const read = readAddress(typed, account, university);
  if ('fault' in read) return { outcome: 'refused', ...read };
  if (!(await countUse(`address-of#${accountId}`, asksByAccount, deps))) {
    return { outcome: 'refused', fault: 'too-often' };
  }
  const askedAt = now();
  await saveOperation(
    {
      kind: 'address',
      ...{ operationId, accountId, address: read.address, tries: 0, language },
      askedAt: askedAt.toString(),
      expiresAt: Math.floor(askedAt.epochMilliseconds / 1000) + operationKeptSeconds,
    },
    { tables },
  );
  const link = { purpose: 'address', accountId, epoch: credentialEpoch, operationId } as const;
  const { token } = await mintLink(link, undefined, deps);
  await start.address(operationId, { operationId });
  return { outcome: 'asked', token };
}
