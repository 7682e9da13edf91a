import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import type { ServiceName } from '../university/university.ts';
import { requestedServices, saidReason } from './asked-stay.ts';
import { inRounds, moveGuests, placesOf } from './guest-count.ts';
import { type Access, isWaiting, type Request, type Stay } from './request.ts';
import type { RequestDeps } from './request-deps.ts';
import { findRequest, isStay } from './request-repository.ts';
import { nextVersion, requestWrites, startRequest, without } from './save-request.ts';
import { isDay, latestEnd, latestExtension, latestGrant } from './stay-dates.ts';

export interface Verdict {
  readonly by: Account;
  readonly verdict: 'granted' | 'declined';
  readonly reason: string;
  /** The `version` of the request that was shown. */
  readonly version: number;
  /** Another last day than what was asked for, `YYYY-MM-DD`. */
  readonly until?: string;
  /** Fewer services, or others, than were asked for. */
  readonly services?: readonly ServiceName[];
}

export type RequestDecided =
  /** `changed`: somebody else decided, or it changed since it was shown. */
  | 'decided'
  | 'changed'
  | 'own-request'
  | 'not-found'
  /** Without a reason, or with one that is too long. */
  | 'reason'
  /** The last day is over, before the start or beyond what is allowed. */
  | 'until'
  /** A service that accounts of this kind are never given, or none for a local account. */
  | 'services';

/**
 * The CRI grants or declines what waits: a stay, a later end, a service. Whether `by` is of the CRI is asked by the page; nobody
 * decides on what they asked for, answer for, were offered or would be given themselves, in whichever of their accounts (K-09).
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export async function decideRequest(requestId: string, verdict: Verdict, deps: RequestDeps): Promise<RequestDecided> {
  return inRounds(async () => {
    const request = await findRequest(requestId, deps.tables);
    if (!request) return 'not-found';
    if (isMine(request, verdict)) {
      await startRequest(request, deps.start);
      return 'decided';
    }
    if (request.version !== verdict.version || !isWaiting(request)) return 'changed';
    if (await isOwn(request, verdict.by, deps)) return 'own-request';
    const reason = saidReason(verdict.reason);
    if (typeof reason !== 'string') return 'reason';

    const { by, verdict: what } = verdict;
    const decision = { by: by.accountId, at: deps.now().toString(), verdict: what, reason };
    const decided = isStay(request)
      ? decidedStay(request, verdict, decision, deps)
      : await decidedAccess(request, verdict, decision, deps);
    if (typeof decided === 'string') return decided;
    const counts = await moveGuests(countsOf(request, decided, deps), {
      today: dayOf(deps.now(), deps.university.timeZone),
      tables: deps.tables,
    });
    const { conflicts } = await deps.tables.transact([
      ...requestWrites(request, decided, { by: by.accountId, details: { verdict: what } }, deps),
      ...(counts.outcome === 'within' ? counts.writes : []),
    ]);
    if (conflicts.length > 0) return 'conflict';
    await startRequest(decided, deps.start);
    return 'decided';
  });
}

type Decision = NonNullable<Request['decision']>;

async function decidedAccess(
  request: Access,
  { verdict, until = request.until }: Verdict,
  decision: Decision,
  { tables, university, now }: RequestDeps,
): Promise<Access | 'until'> {
  if (verdict === 'declined') return nextVersion(request, 'decided', { state: 'declined', decision });
  const account = await findAccount(request.accountId, tables);
  const tooLate = account?.lastDay !== undefined && until > account.lastDay;
  if (!isDay(until) || tooLate || until < dayOf(now(), university.timeZone)) return 'until';
  return nextVersion(request, 'decided', { state: 'granted', decision, until });
}

function decidedStay(stay: Stay, verdict: Verdict, decision: Decision, deps: RequestDeps): Stay | 'until' | 'services' {
  return stay.state === 'waiting'
    ? decidedNew(stay, verdict, decision, deps)
    : decidedExtension(stay, verdict, decision, deps);
}

function decidedNew(
  stay: Stay,
  { verdict, until = stay.endsOn, services = stay.services }: Verdict,
  decision: Decision,
  { university, now }: RequestDeps,
): Stay | 'until' | 'services' {
  // Nobody is needed any more who would take over what opens nothing.
  if (verdict === 'declined') {
    return nextVersion(without(stay, 'handedTo', 'orphanedAt'), 'decided', { state: 'declined', decision });
  }
  const { kind, startsOn } = stay;
  const today = dayOf(now(), university.timeZone);
  if (!isDay(until) || until < today || until < startsOn || until > latestGrant(stay, today, university))
    return 'until';
  const granted = requestedServices(kind, services, university);
  if (granted === 'never-granted' || (kind === 'local' && granted.length === 0)) return 'services';
  return nextVersion(stay, 'decided', {
    ...{ state: 'granted', decision, endsOn: until, services: granted },
    ...(granted.length > 0 && { servicesUntil: until }),
  });
}

function decidedExtension(
  stay: Stay,
  { verdict, until = stay.wantedEnd ?? '' }: Verdict,
  decision: Decision,
  { university, now }: RequestDeps,
): Stay | 'until' {
  const answered = without(stay, 'wantedEnd');
  if (verdict === 'declined') return nextVersion(answered, 'extension-decided', { decision });
  const { kind, endsOn } = stay;
  const today = dayOf(now(), university.timeZone);
  if (!isDay(until) || until <= endsOn || until < today || until > latestExtension(stay, today, university))
    return 'until';
  return nextVersion(answered, 'extension-decided', {
    decision,
    endsOn: until,
    // A renewal beyond the longest stay begins again.
    ...(until > latestEnd(kind, stay.startsOn, university) && { startsOn: today }),
  });
}

/** The same form again, after an answer that was lost. */
function isMine({ decision, version, event }: Request, { by, verdict, version: shown }: Verdict): boolean {
  return (
    version === shown + 1 &&
    (event === 'decided' || event === 'extension-decided') &&
    decision?.by === by.accountId &&
    decision.verdict === verdict
  );
}

async function isOwn(request: Request, by: Account, { tables }: RequestDeps): Promise<boolean> {
  const concerned = isStay(request)
    ? [request.askedBy, request.sponsorId, request.handedTo, request.accountId]
    : [request.askedBy, request.accountId];
  const accountIds = [...new Set(concerned.filter((accountId) => accountId !== undefined))];
  const accounts = await Promise.all(accountIds.map((accountId) => findAccount(accountId, tables)));
  return accounts.some((account) => account?.accountId === by.accountId || account?.personId === by.personId);
}

function countsOf(before: Request, after: Request, { university }: RequestDeps): Parameters<typeof moveGuests>[0] {
  if (!isStay(before) || !isStay(after)) return {};
  return { remove: placesOf(before, university), add: placesOf(after, university) };
}
