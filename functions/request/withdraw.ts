import { dayOf } from '../account/account-dates.ts';
import type { Account } from '../account/account.ts';
import { inRounds, moveGuests, placesOf } from './guest-count.ts';
import type { Request } from './request.ts';
import type { NotChanged, RequestDeps } from './request-deps.ts';
import { findRequest, isStay } from './request-repository.ts';
import { nextVersion, requestWrites, startRequest, without } from './save-request.ts';

/**
 * Takes back what waits for the CRI: a stay, a later end of one, a service.
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export async function withdraw(
  requestId: string,
  { accountId }: Pick<Account, 'accountId'>,
  deps: RequestDeps,
): Promise<'withdrawn' | NotChanged> {
  const { tables, university, now, start } = deps;
  return inRounds(async () => {
    const request = await findRequest(requestId, tables);
    if (!request || (isStay(request) ? request.sponsorId : request.accountId) !== accountId) return 'not-yours';
    if (request.event === 'withdrawn' || request.event === 'extension-withdrawn') {
      await startRequest(request, start);
      return 'withdrawn';
    }
    const changed = withdrawn(request);
    if (!changed) return 'changed';
    const counts = await moveGuests(
      isStay(request) && isStay(changed)
        ? { remove: placesOf(request, university), add: placesOf(changed, university) }
        : {},
      { today: dayOf(now(), university.timeZone), tables },
    );
    const { conflicts } = await tables.transact([
      ...requestWrites(request, changed, { by: accountId }, deps),
      ...(counts.outcome === 'within' ? counts.writes : []),
    ]);
    if (conflicts.length > 0) return 'conflict';
    await startRequest(changed, start);
    return 'withdrawn';
  });
}

function withdrawn(request: Request): Request | undefined {
  if (!isStay(request)) {
    return request.state === 'waiting' ? nextVersion(request, 'withdrawn', { state: 'withdrawn' }) : undefined;
  }
  if (request.state === 'waiting') {
    return nextVersion(without(request, 'handedTo', 'orphanedAt'), 'withdrawn', { state: 'withdrawn' });
  }
  return request.wantedEnd === undefined
    ? undefined
    : nextVersion(without(request, 'wantedEnd'), 'extension-withdrawn');
}
