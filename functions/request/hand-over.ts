import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { inRounds, moveGuests, placesOf } from './guest-count.ts';
import type { Stay } from './request.ts';
import type { NotChanged, RequestDeps } from './request-deps.ts';
import { findStay } from './request-repository.ts';
import { nextVersion, requestWrites, startRequest, without } from './save-request.ts';
import { hasSponsor, kindsToAskFor, maySponsor, sponsorNamed } from './sponsor.ts';
import { isCurrent } from './stay-dates.ts';

/**
 * Offers a guest to a colleague, who becomes the sponsor by accepting; an earlier offer is withdrawn by it.
 * @param change.colleague a login or a university address, as it was typed.
 * @param change.cri whether the CRI does it, for a guest whose sponsor has left or says that the guest is not theirs.
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export async function handOver(
  requestId: string,
  change: { readonly by: Pick<Account, 'accountId'>; readonly colleague: string; readonly cri?: boolean },
  deps: RequestDeps,
): Promise<'offered' | 'no-such-colleague' | NotChanged> {
  const { tables, start } = deps;
  const by = change.by.accountId;
  return inRounds(async () => {
    const stay = await findStay(requestId, tables);
    if (!stay) return 'not-yours';
    const byCri = change.cri === true && (stay.orphanedAt !== undefined || !(await hasSponsor(stay, deps)));
    if (!byCri && stay.sponsorId !== by) return 'not-yours';
    if (!isOpen(stay, deps)) return 'changed';
    const colleague = await sponsorNamed(change.colleague, deps);
    if (!colleague || colleague.accountId === stay.sponsorId || !(await mayTakeOver(stay, colleague, deps)))
      return 'no-such-colleague';
    if (stay.event === 'offered' && stay.handedTo === colleague.accountId) {
      await startRequest(stay, start);
      return 'offered';
    }
    const changed = nextVersion(stay, 'offered', { handedTo: colleague.accountId });
    const { conflicts } = await tables.transact(requestWrites(stay, changed, { by }, deps));
    if (conflicts.length > 0) return 'conflict';
    await startRequest(changed, start);
    return 'offered';
  });
}

/**
 * Takes a guest over: from this moment on the colleague answers for them, and nobody else does. Somebody whose own guests are as many as
 * may be can still take one over whose sponsor has left: nobody is orphaned for a number. Who says that a guest is not theirs
 * answers for them until somebody may.
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export async function acceptHandOver(
  requestId: string,
  by: Account,
  deps: RequestDeps,
): Promise<'accepted' | 'quota' | NotChanged> {
  const { tables, university, now, start } = deps;
  return inRounds(async () => {
    const stay = await findStay(requestId, tables);
    if (stay?.event === 'taken-over' && stay.sponsorId === by.accountId) {
      await startRequest(stay, start);
      return 'accepted';
    }
    if (stay?.handedTo !== by.accountId || !maySponsor(by, deps)) return 'not-yours';
    if (!isOpen(stay, deps)) return 'changed';
    if (!(await mayTakeOver(stay, by, deps))) return 'not-yours';
    const changed = nextVersion(without(stay, 'handedTo', 'orphanedAt'), 'taken-over', {
      sponsorId: by.accountId,
      formerSponsorId: stay.sponsorId,
    });
    const counts = await moveGuests(
      { remove: placesOf(stay, university), add: placesOf(changed, university) },
      {
        today: dayOf(now(), university.timeZone),
        tables,
        ...((await hasSponsor(stay, deps)) && { quotas: university.guestQuotas }),
      },
    );
    if (counts.outcome === 'quota') return 'quota';
    const { conflicts } = await tables.transact([
      ...requestWrites(stay, changed, { by: by.accountId }, deps),
      ...counts.writes,
    ]);
    if (conflicts.length > 0) return 'conflict';
    await startRequest(changed, start);
    return 'accepted';
  });
}

/**
 * Declines an offer: by the colleague. By the sponsor it takes the offer back, and a guest who was said not to be theirs.
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export async function declineHandOver(
  requestId: string,
  { accountId: by }: Pick<Account, 'accountId'>,
  deps: RequestDeps,
): Promise<'declined' | NotChanged> {
  const { tables, start } = deps;
  return inRounds(async () => {
    const stay = await findStay(requestId, tables);
    if (!stay || ![stay.sponsorId, stay.handedTo].includes(by)) return 'not-yours';
    const keeps = stay.sponsorId === by;
    if (stay.handedTo === undefined && !(keeps && stay.orphanedAt !== undefined)) return 'changed';
    if (keeps && !(await hasSponsor(stay, deps))) return 'not-yours';
    const changed = keeps
      ? nextVersion(without(stay, 'handedTo', 'orphanedAt'), 'kept')
      : nextVersion(without(stay, 'handedTo'), 'offer-declined');
    const { conflicts } = await tables.transact(requestWrites(stay, changed, { by }, deps));
    if (conflicts.length > 0) return 'conflict';
    await startRequest(changed, start);
    return 'declined';
  });
}

/** Whether there is still something to answer for. */
function isOpen(stay: Stay, { now, university }: RequestDeps): boolean {
  return stay.state === 'waiting' || isCurrent(stay, dayOf(now(), university.timeZone));
}

/** Not the guest, in whichever account; and a local account is for who may ask for one, unless nobody answers for it any more. */
export async function mayTakeOver(stay: Stay, colleague: Account, deps: RequestDeps): Promise<boolean> {
  const guest = stay.accountId === undefined ? undefined : await findAccount(stay.accountId, deps.tables);
  if (guest?.personId === colleague.personId) return false;
  return kindsToAskFor(colleague, deps).includes(stay.kind) || !(await hasSponsor(stay, deps));
}
