import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { findAccount } from '../account/account-repository.ts';
import { mayHavePassword } from '../account/account-use.ts';
import type { Account } from '../account/account.ts';
import { mayRecover } from '../account/recovery-address.ts';
import { codeHash, codeLife, newCode } from './code.ts';
import { addresseeOf } from '../mail/addressee.ts';
import { addressCode } from '../mail/letters/address-code.tsx';
import { comparableAddress } from '../mail/comparable-address.ts';
import type { Mail } from '../mail/mail.ts';
import { mayMail, type MayMailDeps } from '../mail/may-mail.ts';
import { sendOnce } from '../mail/send-once.ts';
import { getOperation } from '../operation/operation-repository.ts';
import type { AddressOperation } from '../operation/operation.ts';
import type { CountMetric } from '../step/count-metric.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: z.object({ operationId: id }),
  output: z.object({
    outcome: z.enum(['sent', 'already-sent', 'refused', 'throttled', 'nothing-to-say', 'confirmed']),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps extends MayMailDeps {
  readonly tables: Tables;
  readonly mail: Mail;
  readonly university: University;
  readonly hmacKey: () => Promise<string>;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
}

/**
 * Mails a code to another recovery address that was asked for: whoever types it in the browser that asked reads the mail
 * of that address. The code exists in the mail alone: a try that runs again makes another one.
 * @returns `confirmed` when the code was typed already: its former address is still to be told.
 * @throws RetryableError when the tables, the key or the mail provider are away.
 */
export async function emailCode({ operationId }: Input, deps: Deps): Promise<Output> {
  const { tables, now } = deps;
  const operation = await getOperation(operationId, 'address', { tables });
  if (operation?.confirmedAt !== undefined) return { outcome: 'confirmed' };
  const account = operation && (await findAccount(operation.accountId, tables));
  if (!operation || !account || !mayChangeTo(operation.address, account, deps)) return { outcome: 'nothing-to-say' };

  const hmacKey = await deps.hmacKey();
  const code = newCode(deps.randomBytes);
  const outcome = await sendOnce(
    {
      mailKey: operationId,
      to: operation.address,
      // Without a name: whose address it is, nobody knows yet.
      write: () =>
        addressCode({ ...addresseeOf(account, undefined, deps.university), code, minutes: codeLife.minutes }),
      allowed: () => mayMail({ address: comparableAddress(operation.address) }, deps),
    },
    {
      ...deps,
      // The code counts once this run alone may send: a run beside it cannot put another one in its place.
      mail: {
        send: async (message) => {
          await keepCode(operation, codeHash(code, operationId, hmacKey), now().add(codeLife), tables);
          return deps.mail.send(message);
        },
      },
    },
  );
  return { outcome };
}

function mayChangeTo(address: string, account: Account, { university, now }: Deps): boolean {
  return mayHavePassword(account, university, now()) && mayRecover(address, account.affiliations, university);
}

async function keepCode(
  { operationId }: AddressOperation,
  hash: string,
  endsAt: Temporal.Instant,
  tables: Tables,
): Promise<void> {
  const kept = await tables.write({
    table: 'operations',
    update: { operationId },
    set: { codeHash: hash, codeEndsAt: endsAt.toString() },
    if: { equals: { kind: 'address' }, absent: ['confirmedAt'] },
  });
  if (kept === 'conflict') throw new RetryableError('The address was confirmed while its code was being mailed');
}
