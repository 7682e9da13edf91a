import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { findAccount } from '../account/account-repository.ts';
import { recoveryAddressOf } from '../account/recovery-address.ts';
import type { Account } from '../account/account.ts';
import { getFile } from '../file/file-repository.ts';
import { addresseeOf } from '../mail/addressee.ts';
import { sponsorNews, type SponsorNewsKind } from '../mail/letters/sponsor-news.tsx';
import type { Mail } from '../mail/mail.ts';
import { reachableAddress, type ReachableAddressDeps } from '../mail/reachable-address.ts';
import { type Notice, sendNotices } from '../mail/send-notices.ts';
import { type Stay, workDesk } from '../request/request.ts';
import { findStay } from '../request/request-repository.ts';
import { isCurrentVersion, requestState, type RequestState } from '../request/request-state.ts';
import { maySponsor } from '../request/sponsor.ts';
import { deskOf, stayLink, type StayLinkDeps } from '../request/stay-link.ts';
import { contactAddress } from '../request/unit-contact.ts';
import { endedOn } from '../request/stay-dates.ts';
import type { CountMetric } from '../step/count-metric.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: requestState,
  output: z.object({ outcome: z.enum(['told', 'nobody-to-tell']) }),
};
type Output = z.infer<typeof contract.output>;

export interface TellSponsorDeps extends StayLinkDeps, ReachableAddressDeps {
  readonly tables: Tables;
  readonly mail: Mail;
  readonly university: University;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
}

/**
 * Tells everybody who answers for a guest, did or is asked to, what became of the stay, and notes that this change of it needs
 * nothing more. It is the last step.
 * @throws RetryableError when the tables or the mail provider are away.
 */
export async function tellSponsor(state: RequestState, deps: TellSponsorDeps): Promise<Output> {
  const { tables } = deps;
  const stay = await findStay(state.requestId, tables);
  const notices = stay && isCurrentVersion(stay, state) ? await noticesOf(stay, deps) : [];
  const told = await sendNotices(notices, deps);
  await tables.write({
    table: 'desks',
    delete: { desk: workDesk, requestId: state.requestId },
    if: { equals: { version: Number(state.version) } },
  });
  return { outcome: told ? 'told' : 'nobody-to-tell' };
}

async function noticesOf(stay: Stay, deps: TellSponsorDeps): Promise<Notice[]> {
  const { sponsorId, handedTo, formerSponsorId } = stay;
  const toAccount = async (accountId: string | undefined, kind: SponsorNewsKind | undefined): Promise<Notice[]> => {
    const account = accountId === undefined || !kind ? undefined : await findAccount(accountId, deps.tables);
    return account && kind ? notice(stay, kind, account, deps) : [];
  };
  const toSponsor = await toAccount(sponsorId, newsOf(stay));
  if (stay.event === 'offered') return toAccount(handedTo, 'offered');
  if (stay.event === 'taken-over') return [...toSponsor, ...(await toAccount(formerSponsorId, 'handed-over'))];
  return stay.event === 'orphaned' ? [...toSponsor, ...(await toContact(stay, deps))] : toSponsor;
}

function newsOf({ event, state, decision, group, requestId }: Stay): SponsorNewsKind | undefined {
  switch (event) {
    case 'asked':
      if (group && group.first !== requestId) return undefined;
      return state === 'waiting' ? 'waiting' : 'granted';
    case 'decided':
      return state === 'declined' ? 'declined' : 'granted';
    case 'extension-asked':
      return 'extension-waiting';
    case 'extension-decided':
      return decision?.verdict === 'declined' ? 'extension-declined' : 'extended';
    case 'extended':
    case 'ended':
    case 'undone':
    case 'offer-declined':
    case 'taken-over':
      return event;
    case 'orphaned':
      return 'disowned';
    case 'withdrawn':
    case 'extension-withdrawn':
    case 'offered':
    case 'kept':
      return undefined;
  }
}

/** What the mail of which can be ended, or undone, without a sign-in. */
const withCode: readonly SponsorNewsKind[] = ['granted', 'extended', 'undone', 'taken-over', 'ended', 'disowned'];

/** Who has handed a guest over is led to their own guests: that one’s page is for the colleague. */
async function notice(stay: Stay, kind: SponsorNewsKind, account: Account, deps: TellSponsorDeps): Promise<Notice[]> {
  const { tables, university, publicUrl, now } = deps;
  const file = await getFile(account.leadingFileId, tables);
  // A sponsor who has left is told nothing more about the guest, nor could they do anything.
  if (!maySponsor(account, deps)) return [];
  const recovery = await reachableAddress(recoveryAddressOf(account, file, now(), university), deps);
  const to = account.mailAddress ?? recovery;
  if (to === undefined) return [];
  const write = async () =>
    sponsorNews({
      ...addresseeOf(account, file, university),
      ...about(stay, kind, university),
      ...(withCode.includes(kind) && isAlone(stay)
        ? await stayLink(stay, account, deps)
        : { link: kind === 'handed-over' ? `${publicUrl}/sponsor` : deskOf(stay, publicUrl) }),
    });
  return [{ mailKey: `sponsor#${stay.requestId}#${stay.version}#${kind}`, to, write }];
}

/** The unit's contact is an address: who reads it may have an account or none, and signs in to answer. */
async function toContact(stay: Stay, { tables, university, publicUrl }: TellSponsorDeps): Promise<Notice[]> {
  const sponsor = await findAccount(stay.sponsorId, tables);
  const write = () =>
    sponsorNews({ university, firstName: '', ...about(stay, 'orphaned', university), link: deskOf(stay, publicUrl) });
  const to = contactAddress(stay, sponsor, university);
  return [{ mailKey: `sponsor#${stay.requestId}#${stay.version}#orphaned`, to, write }];
}

function about(stay: Stay, kind: SponsorNewsKind, university: University) {
  const { firstName, lastName, startsOn, endsOn, wantedEnd, services, decision, event, group } = stay;
  const ended = endedOn(stay, university);
  const decided = event === 'decided' || event === 'extension-decided';
  return {
    ...{ kind, guest: `${firstName} ${lastName}`, startsOn, endsOn },
    // What has ended opens nothing any more.
    ...(ended === undefined ? { services } : { services: [], endedOn: ended }),
    ...(wantedEnd !== undefined && { wantedEnd }),
    ...(decided && decision && { reason: decision.reason }),
    ...(event === 'asked' && group && { guests: group.of }),
  };
}

/** A mail about many guests ends none of them. */
function isAlone({ event, group }: Stay): boolean {
  return event !== 'asked' || group === undefined;
}
