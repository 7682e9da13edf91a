import * as z from 'zod/mini';
import { getAccount } from '../account/account-repository.ts';
import { recoveryAddressOf } from '../account/recovery-address.ts';
import { whatIsDue } from '../account/what-comes.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getFile } from '../file/file-repository.ts';
import { letInLink, type MailedLinkDeps } from '../link/mailed-link.ts';
import { addresseeOf } from '../mail/addressee.ts';
import { notActivated } from '../mail/letters/not-activated.tsx';
import { reachableAddress } from '../mail/reachable-address.ts';
import { sendNotices } from '../mail/send-notices.ts';
import { RetryableError } from '../step/errors.ts';
import { changeOf, type Expiring, expiringInput } from './expiring.ts';
import type { WarnDeps } from './warn.ts';

export const contract = {
  input: expiringInput,
  output: z.object({ outcome: z.enum(['reminded', 'unchanged']) }),
};
type Output = z.infer<typeof contract.output>;

/**
 * Reminds somebody who has not activated their account, once, with a fresh link.
 * @throws RetryableError when the tables or the mail provider are away, or the account changed meanwhile.
 */
export async function remind(
  { executionId, file: { accountId } }: Expiring,
  deps: WarnDeps & MailedLinkDeps,
): Promise<Output> {
  const { tables, university, now } = deps;
  const account = await getAccount(accountId, tables);
  if (whatIsDue(account, university, now()) !== 'remind') return { outcome: 'unchanged' };
  const { login, office, services, lastDay, credentialEpoch, revision } = account;
  const file = await getFile(account.leadingFileId, tables);
  const to = await reachableAddress(recoveryAddressOf(account, file, now(), university), deps);
  // One that returns begins a new epoch, and may be reminded again.
  const mailKey = `reminder#${accountId}#${String(credentialEpoch)}`;
  const write = async () =>
    notActivated({
      ...addresseeOf(account, file, university),
      ...{ login, office, services, link: (await letInLink(account, file, mailKey, deps)).link },
      ...(lastDay !== undefined && { lastDay }),
    });
  await sendNotices(to === undefined ? [] : [{ mailKey, to, write }], deps);
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: { reminded: true },
      if: { equals: { revision, state: 'provisioned' } },
    },
    auditEntry(accountId, 'reminded', changeOf(executionId, revision), now()),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  return { outcome: 'reminded' };
}
