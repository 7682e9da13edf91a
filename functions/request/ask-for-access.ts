import { dayOf } from '../account/account-dates.ts';
import { mayBeUsed } from '../account/account-use.ts';
import type { Account } from '../account/account.ts';
import type { Language } from '../university/university.ts';
import { saidReason } from './asked-stay.ts';
import { type ReasonProblem, reasonProblems, type Refused, type UntilProblem, untilProblems } from './form-problem.ts';
import { wholeDesk } from './list-desk.ts';
import type { Access } from './request.ts';
import type { RequestDeps } from './request-deps.ts';
import { requestIdOf } from './request-id.ts';
import { findRequest } from './request-repository.ts';
import { requestWrites, startRequest } from './save-request.ts';
import { servicesToAskFor } from './services-on-request.ts';
import { accessDays } from './stay-dates.ts';

export type AccessAsked = { readonly outcome: 'asked'; readonly requestId: string } | Refused<AccessProblem>;

/** Of the service, `unknown`: not one that this account may ask for (`servicesToAskFor`). `open`: asked for already. */
export type AccessProblem =
  { readonly field: 'service'; readonly code: 'unknown' | 'open' } | UntilProblem | ReasonProblem;

/**
 * The holder of an account asks for a service, which the CRI decides on as a ticket.
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export async function askForAccess(
  account: Account,
  ask: {
    readonly service: string;
    readonly until: string;
    readonly reason: string;
    readonly form: string;
    readonly language: Language;
  },
  deps: RequestDeps & { readonly hmacKey: () => Promise<string> },
): Promise<AccessAsked> {
  const { tables, university, start, now } = deps;
  const { accountId } = account;
  const { form, language, until } = ask;
  const requestId = requestIdOf(form, [accountId, ask.service, until, ask.reason], await deps.hmacKey());
  const known = await findRequest(requestId, tables);
  if (known) {
    if (known.version === 1) await startRequest(known, start);
    return { outcome: 'asked', requestId };
  }
  const service = servicesToAskFor(account, university).find((each) => each === ask.service);
  const isPossible = service !== undefined && mayBeUsed(account, university, now());
  const mine = isPossible ? await wholeDesk(accountId, deps) : [];
  const isOpen = mine.some((each) => each.kind === 'access' && each.state === 'waiting' && each.service === service);
  const reason = saidReason(ask.reason);
  const problems: AccessProblem[] = [
    ...(isPossible && !isOpen ? [] : [{ field: 'service', code: isPossible ? 'open' : 'unknown' } as const]),
    ...untilProblems(until, accessDays(account, dayOf(now(), university.timeZone))),
    ...reasonProblems(reason),
  ];
  if (problems.length > 0 || service === undefined || typeof reason !== 'string')
    return { outcome: 'refused', problems };
  const request: Access = {
    ...{ requestId, accountId, service, until, reason, language },
    kind: 'access',
    version: 1,
    event: 'asked',
    state: 'waiting',
    askedAt: now().toString(),
    askedBy: accountId,
  };
  const { conflicts } = await tables.transact(requestWrites(undefined, request, { by: accountId }, deps));
  // Sent twice at once: the other one is the same request.
  const stored = conflicts.length === 0 ? request : await findRequest(requestId, tables);
  if (stored) await startRequest(stored, start);
  return { outcome: 'asked', requestId };
}
