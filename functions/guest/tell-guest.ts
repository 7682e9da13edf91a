import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { findAccount } from '../account/account-repository.ts';
import { recoveryAddressOf } from '../account/recovery-address.ts';
import { getFile } from '../file/file-repository.ts';
import { addresseeOf } from '../mail/addressee.ts';
import { guestNews, type GuestNewsKind } from '../mail/letters/guest-news.tsx';
import type { Mail } from '../mail/mail.ts';
import { mayMail, type MayMailDeps } from '../mail/may-mail.ts';
import { reachableAddress, type ReachableAddressDeps } from '../mail/reachable-address.ts';
import { sendOnce } from '../mail/send-once.ts';
import { comparableAddress } from '../mail/comparable-address.ts';
import type { Stay } from '../request/request.ts';
import { findStay } from '../request/request-repository.ts';
import { isCurrentVersion, requestState, type RequestState } from '../request/request-state.ts';
import { endedOn } from '../request/stay-dates.ts';
import type { CountMetric } from '../step/count-metric.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: requestState,
  output: z.object({
    outcome: z.enum(['sent', 'already-sent', 'refused', 'throttled', 'no-address', 'nothing-to-say']),
  }),
};
type Output = z.infer<typeof contract.output>;

export interface TellGuestDeps extends MayMailDeps, ReachableAddressDeps {
  readonly tables: Tables;
  readonly mail: Mail;
  readonly university: University;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
}

/**
 * Tells the guest what became of their stay; the welcome to an account comes with its onboarding. Before the CRI has decided the
 * address is what a sponsor typed: mail to it is limited as mail that anybody can ask for (B-18).
 * @throws RetryableError when the tables or the mail provider are away.
 */
export async function tellGuest(state: RequestState, deps: TellGuestDeps): Promise<Output> {
  const { tables, university, now } = deps;
  const stay = await findStay(state.requestId, tables);
  const kind = stay && isCurrentVersion(stay, state) ? newsOf(stay) : undefined;
  if (!stay || !kind) return { outcome: 'nothing-to-say' };

  const account = stay.accountId === undefined ? undefined : await findAccount(stay.accountId, tables);
  const file = stay.fileId === undefined ? undefined : await getFile(stay.fileId, tables);
  const known = account ? recoveryAddressOf(account, file, now(), university) : stay.mail;
  const to = await reachableAddress(known, deps);
  if (to === undefined) return { outcome: 'no-address' };
  const { firstName, startsOn, endsOn, wantedEnd, decision } = stay;
  const ended = endedOn(stay, university);
  const outcome = await sendOnce(
    {
      mailKey: `guest#${stay.requestId}#${state.version}`,
      to,
      write: async () =>
        guestNews({
          ...{ ...addresseeOf(account ?? {}, file, university), firstName, kind, startsOn, endsOn },
          ...(ended !== undefined && { endedOn: ended }),
          ...(wantedEnd !== undefined && { wantedEnd }),
          // Of a first request only who asked is told why: the address is what a sponsor typed.
          ...(kind === 'extension-declined' && decision && { reason: decision.reason }),
          sponsor: await nameOf(stay.sponsorId, tables),
        }),
      allowed: async () => isDecided(stay) || mayMail({ address: comparableAddress(to) }, deps),
    },
    deps,
  );
  return { outcome };
}

/** Each decision is one of the CRI, which nobody repeats a thousand times; and it comes minutes after the request at times. */
function isDecided({ state, event }: Stay): boolean {
  return state === 'granted' || event === 'decided';
}

function newsOf({ event, state, decision }: Stay): GuestNewsKind | undefined {
  switch (event) {
    case 'asked':
      return state === 'waiting' ? 'waiting' : undefined;
    case 'decided':
      return state === 'declined' ? 'declined' : undefined;
    case 'extension-decided':
      return decision?.verdict === 'granted' ? 'extended' : 'extension-declined';
    case 'extension-asked':
      return 'extension-waiting';
    case 'extension-withdrawn':
    case 'withdrawn':
    case 'extended':
    case 'ended':
    case 'undone':
    case 'taken-over':
      return event;
    case 'offered':
    case 'offer-declined':
    case 'orphaned':
    case 'kept':
      return undefined;
  }
}

async function nameOf(accountId: string, tables: Tables): Promise<string> {
  const account = await findAccount(accountId, tables);
  const file = account && (await getFile(account.leadingFileId, tables));
  return file ? `${file.firstName} ${file.lastName}` : '';
}
