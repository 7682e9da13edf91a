import * as z from 'zod/mini';
import { dayOf, daysBetween } from '../account/account-dates.ts';
import { findAccount, getAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { otherAccounts } from '../account/other-accounts.ts';
import { recoveryAddressOf } from '../account/recovery-address.ts';
import { askedDaysBefore, warningDue, whatIsDue } from '../account/what-comes.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getFile } from '../file/file-repository.ts';
import type { FileRecord } from '../file/file.ts';
import { addresseeOf } from '../mail/addressee.ts';
import { accountEnding } from '../mail/letters/account-ending.tsx';
import { endAsked } from '../mail/letters/end-asked.tsx';
import { guestEnding } from '../mail/letters/guest-ending.tsx';
import type { Mail } from '../mail/mail.ts';
import { reachableAddress, type ReachableAddressDeps } from '../mail/reachable-address.ts';
import { type Notice, sendNotices } from '../mail/send-notices.ts';
import type { Stay } from '../request/request.ts';
import { requestOf } from '../request/request-of.ts';
import { maySponsor } from '../request/sponsor.ts';
import { deskOf, stayLink, type StayLinkDeps } from '../request/stay-link.ts';
import { contactAddress } from '../request/unit-contact.ts';
import type { CountMetric } from '../step/count-metric.ts';
import { RetryableError } from '../step/errors.ts';
import { changeOf, type Expiring, expiringInput, type ExpiringDeps } from './expiring.ts';

export const contract = {
  input: expiringInput,
  output: z.object({ outcome: z.enum(['warned', 'unchanged']) }),
};
type Output = z.infer<typeof contract.output>;

export interface WarnDeps extends ExpiringDeps, ReachableAddressDeps, StayLinkDeps {
  readonly mail: Mail;
  readonly publicUrl: string;
  readonly countMetric: CountMetric;
}

/**
 * Tells somebody that their last day is near, and of a guest who can extend the stay too: each once for this last day and these days before
 * it, whatever is run again. Of warnings that were missed, the nearest stands for all. Who has no address is warned by
 * nobody but their sponsor, and is taken for warned. Of an end that the person asked for, the first one says that they did.
 * @throws RetryableError when the tables or the mail provider are away, or the account changed meanwhile.
 */
export async function warn({ executionId, file: { accountId } }: Expiring, deps: WarnDeps): Promise<Output> {
  const { tables, university, now } = deps;
  const account = await getAccount(accountId, tables);
  const { lastDay, revision } = account;
  const days = warningDue(account, university, now());
  if (lastDay === undefined || days === undefined || whatIsDue(account, university, now()) !== 'warn')
    return { outcome: 'unchanged' };
  const file = await getFile(account.leadingFileId, tables);
  const daysLeft = daysBetween(dayOf(now(), university.timeZone), lastDay);
  const event = `warning#${accountId}#${lastDay}#${String(days)}`;
  const notices =
    days === askedDaysBefore(account, university)
      ? await ofAskedEnd(event, account, { file, lastDay }, deps)
      : [
          ...(await toPerson(event, account, { file, lastDay, daysLeft }, deps)),
          ...(file ? await toSponsor(event, account, { file, lastDay, daysLeft }, deps) : []),
        ];
  await sendNotices(notices, deps);
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: { warned: { lastDay, days } },
      if: { equals: { revision } },
    },
    auditEntry(accountId, 'warned', `${changeOf(executionId, revision)}#${String(days)}`, now(), { lastDay, days }),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  return { outcome: 'warned' };
}

interface Ending {
  readonly file: FileRecord | undefined;
  readonly lastDay: string;
  readonly daysLeft: number;
}

/** To every address of the account: who asked for its end may have been somebody else, at a session that stood open. */
async function ofAskedEnd(
  event: string,
  account: Account,
  { file, lastDay }: Omit<Ending, 'daysLeft'>,
  deps: WarnDeps,
): Promise<Notice[]> {
  const { university, publicUrl, now } = deps;
  const { login, office, mailAddress } = account;
  const recovery = await reachableAddress(recoveryAddressOf(account, file, now(), university), deps);
  const write = () =>
    endAsked({ ...addresseeOf(account, file, university), login, office, lastDay, portalUrl: publicUrl });
  return [
    ...(recovery === undefined ? [] : [{ mailKey: `${event}#recovery`, to: recovery, write }]),
    ...(mailAddress === undefined ? [] : [{ mailKey: `${event}#university`, to: mailAddress, write }]),
  ];
}

/** To the recovery address; where it cannot be reached, to the mailbox that the account itself opens. */
async function toPerson(
  event: string,
  account: Account,
  { file, ...ending }: Ending,
  deps: WarnDeps,
): Promise<Notice[]> {
  const { tables, university, publicUrl, now } = deps;
  const { login, population, office, mailAddress, state } = account;
  const recovery = await reachableAddress(recoveryAddressOf(account, file, now(), university), deps);
  const to = recovery ?? (state === 'provisioned' ? undefined : mailAddress);
  if (to === undefined) return [];
  const write = async () =>
    accountEnding({
      ...addresseeOf(account, file, university),
      ...{ login, population, office, ...ending, portalUrl: publicUrl },
      early: account.endedEarly?.on === ending.lastDay ? account.endedEarly.by : undefined,
      others: (await otherAccounts(account, tables)).map((other) => other.population),
    });
  return [{ mailKey: event, to, write }];
}

/** To who answers for a guest, with the desk where the stay can be extended; a sponsor who has left is told nothing more. */
async function toSponsor(
  event: string,
  guest: Account,
  { file, ...ending }: Ending & { readonly file: FileRecord },
  deps: WarnDeps,
): Promise<Notice[]> {
  const { tables, university, publicUrl, now } = deps;
  const stay = await requestOf(file, tables);
  if (!stay || guest.endedEarly) return [];
  const mailKey = `${event}#sponsor`;
  const said = { guest: `${file.firstName} ${file.lastName}`, ...ending };
  const sponsor = await findAccount(stay.sponsorId, tables);
  const account = await who(stay, sponsor, deps);
  if (!account) {
    const write = () => guestEnding({ university, firstName: '', ...said, link: deskOf(stay, publicUrl) });
    return [{ mailKey, to: contactAddress(stay, sponsor, university), write }];
  }
  const own = await getFile(account.leadingFileId, tables);
  const recovery = await reachableAddress(recoveryAddressOf(account, own, now(), university), deps);
  const to = account.mailAddress ?? recovery;
  if (to === undefined) return [];
  const answers = account.accountId === stay.sponsorId;
  const write = async () =>
    guestEnding({
      ...addresseeOf(account, own, university),
      ...said,
      ...(answers ? await stayLink(stay, account, deps) : { link: deskOf(stay, publicUrl) }),
    });
  return [{ mailKey, to, write }];
}

/** The sponsor, or else who is asked to become it; nobody who may be told, and the unit's contact is an address. */
async function who({ handedTo }: Stay, sponsor: Account | undefined, deps: WarnDeps): Promise<Account | undefined> {
  if (sponsor && maySponsor(sponsor, deps)) return sponsor;
  const asked = handedTo === undefined ? undefined : await findAccount(handedTo, deps.tables);
  return asked && maySponsor(asked, deps) ? asked : undefined;
}
