import { Temporal } from 'temporal-polyfill';
import { dayOf } from '../account/account-dates.ts';
import { mayBeUsed } from '../account/account-use.ts';
import type { Account } from '../account/account.ts';
import type { Language } from '../university/university.ts';
import { saidReason } from './asked-stay.ts';
import { wholeDesk } from './list-desk.ts';
import type { Access } from './request.ts';
import type { RequestDeps } from './request-deps.ts';
import { requestIdOf } from './request-id.ts';
import { findRequest } from './request-repository.ts';
import { requestWrites, startRequest } from './save-request.ts';
import { servicesToAskFor } from './services-on-request.ts';
import { isDay } from './stay-dates.ts';

export type AccessAsked =
  | { readonly outcome: 'asked'; readonly requestId: string }
  /** `service`: not one that this account may ask for (`servicesToAskFor`). `until`: not a day from today to the account's last. `open`: asked for already. */
  | { readonly outcome: 'refused'; readonly problem: 'service' | 'until' | 'reason' | 'open' };

/** Nobody is given anything for longer at once. */
const longest = { years: 1 };

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
  const { accountId, lastDay } = account;
  const { form, language, until } = ask;
  const requestId = requestIdOf(form, [accountId, ask.service, until, ask.reason], await deps.hmacKey());
  const known = await findRequest(requestId, tables);
  if (known) {
    if (known.version === 1) await startRequest(known, start);
    return { outcome: 'asked', requestId };
  }
  const service = servicesToAskFor(account, university).find((each) => each === ask.service);
  if (service === undefined || !mayBeUsed(account, university, now()))
    return { outcome: 'refused', problem: 'service' };
  const today = dayOf(now(), university.timeZone);
  const latest = [lastDay ?? '9999-12-31', Temporal.PlainDate.from(today).add(longest).toString()].sort()[0] ?? today;
  if (!isDay(until) || until < today || until > latest) return { outcome: 'refused', problem: 'until' };
  const reason = saidReason(ask.reason);
  if (typeof reason !== 'string') return { outcome: 'refused', problem: 'reason' };
  const mine = await wholeDesk(accountId, deps);
  if (mine.some((each) => each.kind === 'access' && each.state === 'waiting' && each.service === service)) {
    return { outcome: 'refused', problem: 'open' };
  }
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
