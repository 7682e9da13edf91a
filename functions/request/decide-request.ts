import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import type { ServiceName } from '../university/university.ts';
import { requestedServices, saidReason } from './asked-stay.ts';
import { type ReasonProblem, reasonProblems, type Refused, type UntilProblem, untilProblems } from './form-problem.ts';
import { inRounds, moveGuests, placesOf } from './guest-count.ts';
import { isWaiting, type Request } from './request.ts';
import type { RequestDeps } from './request-deps.ts';
import { findRequest, isStay } from './request-repository.ts';
import { nextVersion, requestWrites, startRequest, without } from './save-request.ts';
import { accessDays, extensionDays, grantDays, latestEnd } from './stay-dates.ts';

export interface Verdict {
  readonly by: Account;
  /** `granted` or `declined`. */
  readonly verdict: string;
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
  { readonly outcome: 'decided' | 'changed' | 'own-request' | 'not-found' } | Refused<DecisionProblem>;

/** Of a last day and of services, only where something is granted. */
export type DecisionProblem =
  | { readonly field: 'verdict'; readonly code: 'required' }
  | UntilProblem
  | { readonly field: 'services'; readonly code: 'never-granted' | 'required' }
  | ReasonProblem;

/**
 * The CRI grants or declines what waits: a stay, a later end, a service. Whether `by` is of the CRI is asked by the page; nobody
 * decides on what they asked for, answer for, were offered or would be given themselves, in whichever of their accounts (K-09).
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export async function decideRequest(requestId: string, verdict: Verdict, deps: RequestDeps): Promise<RequestDecided> {
  return inRounds(async () => {
    const request = await findRequest(requestId, deps.tables);
    if (!request) return { outcome: 'not-found' };
    if (isMine(request, verdict)) {
      await startRequest(request, deps.start);
      return { outcome: 'decided' };
    }
    if (request.version !== verdict.version || !isWaiting(request)) return { outcome: 'changed' };
    if (await isOwn(request, verdict.by, deps)) return { outcome: 'own-request' };
    const reason = saidReason(verdict.reason);
    const what = verdicts.find((each) => each === verdict.verdict);
    const grant = what === 'granted' ? await grantOf(request, verdict, deps) : undefined;
    const problems: DecisionProblem[] = [
      ...(what === undefined ? [{ field: 'verdict', code: 'required' } as const] : []),
      ...(grant?.problems ?? []),
      ...reasonProblems(reason),
    ];
    if (problems.length > 0 || what === undefined || typeof reason !== 'string')
      return { outcome: 'refused', problems };

    const { by } = verdict;
    const decision = { by: by.accountId, at: deps.now().toString(), verdict: what, reason };
    const decided = grant ? granted(request, grant, decision, deps) : declined(request, decision);
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
    return { outcome: 'decided' };
  });
}

type Decision = NonNullable<Request['decision']>;
const verdicts = ['granted', 'declined'] as const satisfies readonly Decision['verdict'][];

/** What is granted: what was asked for, unless the verdict says something else. */
interface Grant {
  readonly until: string;
  readonly services: ServiceName[];
  readonly problems: readonly DecisionProblem[];
}

async function grantOf(request: Request, verdict: Verdict, { tables, university, now }: RequestDeps): Promise<Grant> {
  const today = dayOf(now(), university.timeZone);
  if (!isStay(request)) {
    const { until = request.until } = verdict;
    const account = await findAccount(request.accountId, tables);
    return { until, services: [], problems: untilProblems(until, accessDays(account ?? {}, today)) };
  }
  if (request.state !== 'waiting') {
    const { until = request.wantedEnd ?? '' } = verdict;
    return {
      ...{ until, services: request.services },
      problems: untilProblems(until, extensionDays(request, today, university)),
    };
  }
  const { until = request.endsOn, services: named = request.services } = verdict;
  const services = requestedServices(request.kind, named, university);
  const problems = untilProblems(until, grantDays(request, today, university));
  return 'problem' in services
    ? { until, services: [], problems: [...problems, { field: 'services', code: services.problem }] }
    : { until, services, problems };
}

function granted(
  request: Request,
  { until, services }: Grant,
  decision: Decision,
  { university, now }: RequestDeps,
): Request {
  if (!isStay(request)) return nextVersion(request, 'decided', { state: 'granted', decision, until });
  if (request.state === 'waiting') {
    return nextVersion(request, 'decided', {
      ...{ state: 'granted', decision, endsOn: until, services },
      ...(services.length > 0 && { servicesUntil: until }),
    });
  }
  const { kind, startsOn } = request;
  return nextVersion(without(request, 'wantedEnd'), 'extension-decided', {
    decision,
    endsOn: until,
    // A renewal beyond the longest stay begins again.
    ...(until > latestEnd(kind, startsOn, university) && { startsOn: dayOf(now(), university.timeZone) }),
  });
}

function declined(request: Request, decision: Decision): Request {
  if (!isStay(request)) return nextVersion(request, 'decided', { state: 'declined', decision });
  return request.state === 'waiting'
    ? // Nobody is needed any more who would take over what opens nothing.
      nextVersion(without(request, 'handedTo', 'orphanedAt'), 'decided', { state: 'declined', decision })
    : nextVersion(without(request, 'wantedEnd'), 'extension-decided', { decision });
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
