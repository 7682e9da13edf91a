import * as z from 'zod/mini';
import { daysAfter, toldLastDay } from '../account/account-dates.ts';
import { getAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { otherAccounts } from '../account/other-accounts.ts';
import { recoveryAddressOf } from '../account/recovery-address.ts';
import { getFile } from '../file/file-repository.ts';
import type { FileRecord } from '../file/file.ts';
import { addresseeOf } from '../mail/addressee.ts';
import { accountClosed } from '../mail/letters/account-closed.tsx';
import { accountSuspended } from '../mail/letters/account-suspended.tsx';
import type { Letter } from '../mail/mail.ts';
import { reachableAddress } from '../mail/reachable-address.ts';
import { sendNotices } from '../mail/send-notices.ts';
import { type Expiring, expiringInput } from './expiring.ts';
import type { WarnDeps } from './warn.ts';

export const contract = {
  input: expiringInput,
  output: z.object({ outcome: z.enum(['told', 'nobody-to-tell']) }),
};
type Output = z.infer<typeof contract.output>;

/**
 * Tells somebody, once, that their account is suspended, when it will be erased and how to come back; or that it is closed and
 * that nothing is kept. One that was never provisioned is closed without a word: its person was told of none. A suspension
 * stays due until somebody was told of it, or nobody can be.
 * @throws RetryableError when the tables or the mail provider are away.
 */
export async function tellEnd({ file: { accountId } }: Expiring, deps: WarnDeps): Promise<Output> {
  const { tables } = deps;
  const account = await getAccount(accountId, tables);
  const { state, suspendedOn } = account;
  if ((state !== 'suspended' && state !== 'closed') || suspendedOn === undefined) return { outcome: 'nobody-to-tell' };
  const outcome = await tell(account, suspendedOn, deps);
  if (state === 'suspended') {
    // One that came back meanwhile has nothing left to be told.
    await tables.write({
      table: 'accounts',
      update: { accountId },
      remove: ['untold'],
      if: { equals: { state, revision: account.revision } },
    });
  }
  return { outcome };
}

async function tell(account: Account, suspendedOn: string, deps: WarnDeps): Promise<Output['outcome']> {
  const { tables, university, now } = deps;
  const file = await getFile(account.leadingFileId, tables);
  const to = await reachableAddress(recoveryAddressOf(account, file, now(), university), deps);
  if (to === undefined) return 'nobody-to-tell';
  const mailKey = `${account.state}#${account.accountId}#${suspendedOn}`;
  const write = () => letterFor(account, suspendedOn, file, deps);
  return (await sendNotices([{ mailKey, to, write }], deps)) ? 'told' : 'nobody-to-tell';
}

async function letterFor(
  account: Account,
  suspendedOn: string,
  file: FileRecord | undefined,
  { tables, university }: WarnDeps,
): Promise<Letter> {
  const { login, office, population, lastDay, mailAddress, endedEarly } = account;
  const others = (await otherAccounts(account, tables)).map((other) => other.population);
  const common = { ...addresseeOf(account, file, university), login, population, others };
  if (account.state === 'closed') {
    return accountClosed({ ...common, ...(mailAddress !== undefined && { mailAddress }) });
  }
  const erasedOn = daysAfter(suspendedOn, university.closedAfterDays);
  const early = endedEarly?.on === lastDay ? endedEarly?.by : undefined;
  return accountSuspended({ ...common, office, erasedOn, early, ...toldLastDay(account, university) });
}
