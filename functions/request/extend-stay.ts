import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { saidReason } from './asked-stay.ts';
import { type ReasonProblem, reasonProblems, type Refused, type UntilProblem, untilProblems } from './form-problem.ts';
import { inRounds, moveGuests, placesOf } from './guest-count.ts';
import type { NotChanged, RequestDeps } from './request-deps.ts';
import { findStay } from './request-repository.ts';
import { nextVersion, requestWrites, startRequest, without } from './save-request.ts';
import { maySponsor } from './sponsor.ts';
import type { Stay } from './request.ts';
import { extensionDays } from './stay-dates.ts';

export type StayExtended =
  /**
   * `asked`: the CRI decides. `extended`: a temporary guest, and it is done. `quota`: it had ended, and there is no room for
   * one guest more.
   */
  { readonly outcome: 'asked' | 'extended' | 'quota' | NotChanged } | Refused<UntilProblem | ReasonProblem>;

/**
 * Asks for a later end of a granted stay, as long as the account is there. One that the sponsor ended is not extended: the end
 * is undone, or a new stay is asked for.
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export async function extendStay(
  requestId: string,
  { by, until, reason: typed }: { readonly by: Account; readonly until: string; readonly reason: string },
  deps: RequestDeps,
): Promise<StayExtended> {
  const { tables, university, now, start } = deps;
  return inRounds(async () => {
    const stay = await findStay(requestId, tables);
    if (stay?.sponsorId !== by.accountId || !maySponsor(by, deps)) return { outcome: 'not-yours' };
    const again = isDone(stay, until);
    if (again) {
      await startRequest(stay, start);
      return { outcome: again };
    }
    if (stay.state !== 'granted' || stay.ended !== undefined) return { outcome: 'changed' };
    const account = stay.accountId === undefined ? undefined : await findAccount(stay.accountId, tables);
    if (account?.state === 'closed') return { outcome: 'changed' };
    const reason = saidReason(typed);
    const today = dayOf(now(), university.timeZone);
    const problems = [...untilProblems(until, extensionDays(stay, today, university)), ...reasonProblems(reason)];
    if (problems.length > 0 || typeof reason !== 'string') return { outcome: 'refused', problems };

    const asked = { askedBy: by.accountId, reason };
    const alone = stay.kind === 'temporary-guest';
    const changed = alone
      ? nextVersion(without(stay, 'wantedEnd'), 'extended', { ...asked, endsOn: until })
      : nextVersion(stay, 'extension-asked', { ...asked, wantedEnd: until });
    const counts = await moveGuests(
      { remove: placesOf(stay, university), add: placesOf(changed, university) },
      { today, quotas: university.guestQuotas, tables },
    );
    if (counts.outcome === 'quota') return { outcome: 'quota' };
    const { conflicts } = await tables.transact([
      ...requestWrites(stay, changed, { by: by.accountId }, deps),
      ...counts.writes,
    ]);
    if (conflicts.length > 0) return 'conflict';
    await startRequest(changed, start);
    return { outcome: alone ? 'extended' : 'asked' };
  });
}

/** The same form again. */
function isDone({ event, wantedEnd, endsOn }: Stay, until: string): 'asked' | 'extended' | undefined {
  if (event === 'extension-asked' && wantedEnd === until) return 'asked';
  return event === 'extended' && endsOn === until ? 'extended' : undefined;
}
