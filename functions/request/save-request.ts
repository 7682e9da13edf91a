import { isDeepStrictEqual } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Row, Write } from '../table/tables.ts';
import type { University } from '../university/university.ts';
import { criDesk, isWaiting, type Request, type RequestEvent, type Stay, workDesk } from './request.ts';
import type { RequestDeps } from './request-deps.ts';
import { isStay } from './request-repository.ts';

/** Names of people who were never let in are kept as long as somebody may ask why. */
const keptDays = 90;

/** Who did it, for the journal: the id of an account, or a word of ours. */
export interface DoneBy {
  readonly by: string;
  readonly details?: Row;
}

/** The most writes that a new request comes to, in a transaction of at most 100. */
export const mostWrites = 5;

/**
 * The writes that put a new request, or a change of one, into the tables: the request itself, provided nobody else has
 * changed it; the desks where it stands; what its workflow still has to do; and the journal. The first one is the request.
 */
export function requestWrites(
  before: Request | undefined,
  changed: Request,
  { by, details }: DoneBy,
  { now, university }: Pick<RequestDeps, 'now' | 'university'>,
): Write[] {
  const { requestId, version, event } = changed;
  const after = withExpiry(changed, now(), university);
  // Ids alone stand on a desk, and the account that a stay may still get would need it there.
  const expires =
    after.expiresAt === undefined || (isStay(after) && after.state === 'granted') ? {} : { expiresAt: after.expiresAt };
  const desks = new Set(desksOf(after));
  const left = (before ? desksOf(before) : []).filter((desk) => !desks.has(desk));
  return [
    before ? update(before, after) : { table: 'requests', put: after, if: { absent: ['requestId'] } },
    ...[...desks].map((desk): Write => ({ table: 'desks', put: { desk, requestId, ...expires } })),
    ...left.map((desk): Write => ({ table: 'desks', delete: { desk, requestId } })),
    { table: 'desks', put: workRow(after, now()) },
    auditEntry(requestId, event, `v${version}`, now(), { by, ...details }),
  ];
}

/** Days for which what was not done is started again every night. */
const workKeptDays = 30;

function workRow({ requestId, version, event }: Request, now: Temporal.Instant): Row {
  const expiresAt = Math.floor(now.add({ hours: workKeptDays * 24 }).epochMilliseconds / 1000);
  return { desk: workDesk, requestId, version, event, since: now.toString(), expiresAt };
}

/** A change of a request: the next version, which says what happened. */
export function nextVersion<R extends Request>(before: R, event: RequestEvent, change: Partial<R> = {}): R {
  return { ...before, ...change, version: before.version + 1, event };
}

type OptionalOfStay = 'wantedEnd' | 'handedTo' | 'orphanedAt' | 'ended' | 'expiresAt';

/** A stay without some of what it may have. */
export function without(stay: Stay, ...fields: readonly OptionalOfStay[]): Stay {
  const kept: Stay = { ...stay };
  for (const field of fields) Reflect.deleteProperty(kept, field);
  return kept;
}

/** Every desk where a request stands, but the workflow's. */
function desksOf(request: Request): readonly string[] {
  const cri = isWaiting(request) ? [criDesk] : [];
  if (!isStay(request)) return [request.accountId, ...cri];
  const { sponsorId, handedTo, orphanedAt } = request;
  return [
    ...new Set([
      sponsorId,
      ...(handedTo === undefined ? [] : [handedTo]),
      ...(orphanedAt === undefined ? cri : [criDesk]),
    ]),
  ];
}

/** Starts what follows from the version of a request. @throws RetryableError when the engine is away. */
export async function startRequest(request: Request, start: RequestDeps['start']): Promise<void> {
  await run(request, `${request.requestId}-${request.version}`, start);
}

/**
 * Starts it again, once a day: an execution that has failed keeps its name.
 * @throws RetryableError when the engine is away.
 */
export async function restartRequest(request: Request, today: string, start: RequestDeps['start']): Promise<void> {
  await run(request, `${request.requestId}-${request.version}-${today.replaceAll('-', '')}`, start);
}

async function run(
  { requestId, version, event, kind }: Request,
  name: string,
  start: RequestDeps['start'],
): Promise<void> {
  const workflow = kind === 'access' ? start.access : start.guest;
  await workflow(name, { requestId, version: String(version), event });
}

/** Only what changed: the workflow notes beside it which file and account came of the request. */
function update(before: Request, after: Request): Write {
  const was: Row = before;
  const is: Row = after;
  const { requestId, version } = before;
  return {
    table: 'requests',
    update: { requestId },
    set: Object.fromEntries(Object.entries(is).filter(([name, value]) => !isDeepStrictEqual(was[name], value))),
    remove: Object.keys(was).filter((name) => is[name] === undefined),
    if: { equals: { version } },
  };
}

/**
 * What opened an account is forgotten with it, and `storeStay` says when there is one; anything else 90 days after it could
 * have mattered. One that was ended may have no account, and until the closing of the one that it has, it can still be asked
 * about, and says on which desks it stands.
 */
function withExpiry(request: Request, now: Temporal.Instant, university: University): Request {
  const opens = request.state === 'granted' && isStay(request) && request.accountId !== undefined && !request.ended;
  if (opens) return without(request, 'expiresAt');
  const over = request.state === 'declined' || request.state === 'withdrawn';
  const from = over ? now : endOf(request, university.timeZone);
  const days = keptDays + (over ? 0 : daysUntilClosed(request, university));
  const seconds = Math.floor(from.add({ hours: days * 24 }).epochMilliseconds / 1000);
  return { ...request, expiresAt: seconds };
}

/** From the end of a request to the closing of the account that it opened. */
function daysUntilClosed(request: Request, { populations, closedAfterDays }: University): number {
  if (!isStay(request) || request.accountId === undefined) return 0;
  return populations[request.kind].graceDays + closedAfterDays;
}

function endOf(request: Request, timeZone: string): Temporal.Instant {
  const last = isStay(request) ? request.endsOn : request.until;
  return Temporal.PlainDate.from(last).add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
}
