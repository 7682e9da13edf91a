import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { getAccount } from '../account/account-repository.ts';
import { getFile } from '../file/file-repository.ts';
import { type MailedLinkDeps, notMeLink } from '../link/mailed-link.ts';
import { addressChanged } from '../mail/letters/address-changed.tsx';
import { addresseeOf } from '../mail/addressee.ts';
import type { Mail } from '../mail/mail.ts';
import { reachableAddress, type ReachableAddressDeps } from '../mail/reachable-address.ts';
import { sendNotices } from '../mail/send-notices.ts';
import { getOperation } from '../operation/operation-repository.ts';
import type { CountMetric } from '../step/count-metric.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: z.object({ operationId: id }),
  output: z.object({ outcome: z.enum(['told', 'nobody-to-tell']) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps extends MailedLinkDeps, ReachableAddressDeps {
  readonly tables: Tables;
  readonly mail: Mail;
  readonly university: University;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
}

/**
 * Tells the recovery address of before and the university address, once each, that another one was confirmed, and from
 * when on it recovers the account (B-17, 6.3.7). An account that is not active yet has none of before: what is decided with
 * its first password is told with it.
 * @throws RetryableError when the tables or the mail provider are away.
 */
export async function tellFormer({ operationId }: Input, deps: Deps): Promise<Output> {
  const { tables, university, now } = deps;
  const operation = await getOperation(operationId, 'address', { tables });
  if (operation?.confirmedAt === undefined) throw new Error('No confirmed change of address has this id');
  const account = await getAccount(operation.accountId, tables);
  const { recovery, login, accountId, credentialEpoch: epoch, mailAddress } = account;
  // Another address has taken its place since: that change has a run of its own.
  if (recovery?.address !== operation.address) return { outcome: 'nobody-to-tell' };
  const file = await getFile(account.leadingFileId, tables);

  const usableFrom = Temporal.Instant.from(recovery.usableFrom);
  const waits = Temporal.Instant.compare(usableFrom, now()) > 0;
  const write = async () =>
    addressChanged({
      ...addresseeOf(account, file, university),
      login,
      ...(waits && { usableFrom: dayOf(usableFrom, university.timeZone) }),
      notMeLink: await notMeLink({ operationId, accountId, epoch }, deps),
    });
  const former = await reachableAddress(recovery.former, deps);
  const told = await sendNotices(
    [
      ...(former === undefined ? [] : [{ mailKey: `${operationId}#former`, to: former, write }]),
      ...(mailAddress === undefined ? [] : [{ mailKey: `${operationId}#university`, to: mailAddress, write }]),
    ],
    deps,
  );
  return { outcome: told ? 'told' : 'nobody-to-tell' };
}
