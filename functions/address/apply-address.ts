import { createHmac } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Account } from '../account/account.ts';
import { recoveryAddressDelete, recoveryAddressOf, recoveryAddressPut } from '../account/recovery-address.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { clearedAddress } from '../mail/address-health.ts';
import { comparableAddress } from '../mail/comparable-address.ts';
import { idFrom } from '../operation/id-from.ts';
import type { AddressOperation } from '../operation/operation.ts';
import { RetryableError } from '../step/errors.ts';
import type { Tables, Write } from '../table/tables.ts';
import type { University } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';

/** B-17: until then whoever holds the former address can undo what a thief at an open session did. */
const addressWaits = Temporal.Duration.from({ hours: 72 });

export interface ApplyAddressDeps {
  readonly tables: Pick<Tables, 'transact'>;
  readonly start: Readonly<Record<'address', StartWorkflow>>;
  readonly hmacKey: string;
  readonly university: University;
  readonly now: () => Temporal.Instant;
}

/**
 * Makes an address that a code has confirmed the recovery address: it recovers the account after 72 hours, and until then the
 * one does that could before. Going back to that one ends the waiting at once. The former address is told. Done again, it
 * tells again and changes nothing.
 * @throws RetryableError when the tables or the engine are away, or the account changed meanwhile: the code may be sent again.
 */
export async function applyAddress(
  account: Account,
  { operationId, address, confirmedAt }: AddressOperation,
  { tables, start, hmacKey, university, now }: ApplyAddressDeps,
): Promise<void> {
  const { accountId, credentialEpoch, recovery } = account;
  if (confirmedAt === undefined) throw new Error('An address counts once its code was typed');
  const at = now();
  const former = recoveryAddressOf(account, undefined, at, university);
  const isBack = former !== undefined && comparableAddress(former) === comparableAddress(address);
  const journal = auditEntry(accountId, 'recovery-address-changed', operationId, at);
  const { conflicts } = await tables.transact([
    journal,
    {
      table: 'accounts',
      update: { accountId },
      set: {
        recovery: {
          address,
          confirmedAt,
          usableFrom: (isBack ? at : at.add(addressWaits)).toString(),
          ...(former !== undefined && !isBack && { former }),
        },
      },
      if: recovery ? { equals: { credentialEpoch, recovery } } : { equals: { credentialEpoch }, absent: ['recovery'] },
    },
    recoveryAddressPut(accountId, address),
    ...dropped(account, [address, ...(former === undefined ? [] : [former])]),
    clearedAddress(address),
  ]);
  // The journal has it: this code was typed before, and what has happened since stays.
  if (conflicts.length > 0 && !conflicts.includes(0)) throw new RetryableError('The account changed meanwhile');
  await start.address(toldBy(operationId, hmacKey), { operationId });
}

/** An address that was on its way, and that another one overtakes, or the one before the last, finds the account no more. */
function dropped({ accountId, recovery }: Account, kept: readonly string[]): Write[] {
  const known = [recovery?.address, recovery?.former].flatMap((each) => each ?? []).map(comparableAddress);
  const gone = new Set(known.filter((each) => !kept.map(comparableAddress).includes(each)));
  return [...gone].map((each) => recoveryAddressDelete(accountId, each));
}

/** The execution that tells: the one of the same operation's id has mailed the code. */
function toldBy(operationId: string, hmacKey: string): string {
  return idFrom(createHmac('sha256', hmacKey).update(`told\0${operationId}`).digest());
}
