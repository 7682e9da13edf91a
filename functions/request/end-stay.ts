import { Temporal } from 'temporal-polyfill';
import { dayOf, daysAfter } from '../account/account-dates.ts';
import type { Account } from '../account/account.ts';
import type { Write } from '../table/tables.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import { inRounds, moveGuests, placesOf } from './guest-count.ts';
import type { NotChanged, RequestDeps } from './request-deps.ts';
import { findStay } from './request-repository.ts';
import { nextVersion, requestWrites, startRequest, without } from './save-request.ts';
import { settleStay } from './settle-stay.ts';
import { isCurrent } from './stay-dates.ts';

export interface EndStayDeps extends RequestDeps {
  readonly start: RequestDeps['start'] & Readonly<Record<'provisioning', StartWorkflow>>;
}

/** A sponsor's end can be taken back for a day. */
export const undoLife = Temporal.Duration.from({ hours: 24 });

/**
 * Ends a granted stay at once; it can be undone for 24 hours (`stay.ended.undoUntil`), and for so long its place is given to
 * nobody else.
 * @param spend what consumes the proof of who is not signed in.
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export async function endStay(
  requestId: string,
  { accountId: by }: Pick<Account, 'accountId'>,
  deps: EndStayDeps,
  spend: readonly Write[] = [],
): Promise<'ended' | NotChanged> {
  const { tables, university, now, start } = deps;
  const done = await inRounds(async () => {
    const stay = await findStay(requestId, tables);
    if (stay?.sponsorId !== by) return 'not-yours';
    if (stay.event === 'ended' && stay.ended) return stay;
    const at = now();
    const today = dayOf(at, university.timeZone);
    if (!isCurrent(stay, today)) return 'changed';
    const changed = nextVersion(without(stay, 'wantedEnd', 'handedTo', 'orphanedAt'), 'ended', {
      ended: { on: daysAfter(today, -1), at: at.toString(), undoUntil: at.add(undoLife).toString() },
    });
    const counts = await moveGuests(
      { remove: placesOf(stay, university), add: placesOf(changed, university) },
      { today, tables },
    );
    const { conflicts } = await tables.transact([
      ...requestWrites(stay, changed, { by }, deps),
      ...(counts.outcome === 'within' ? counts.writes : []),
      ...spend,
    ]);
    return conflicts.length > 0 ? 'conflict' : changed;
  });
  if (typeof done === 'string') return done;
  await settle(requestId, deps);
  await startRequest(done, start);
  return 'ended';
}

/**
 * Takes an end back: the last day that was promised holds again, and the guest takes the place that was kept.
 * @returns `changed` also when it is too late.
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export async function undoEnd(
  requestId: string,
  { accountId: by }: Pick<Account, 'accountId'>,
  deps: EndStayDeps,
): Promise<'undone' | NotChanged> {
  const { tables, university, start } = deps;
  // One moment for the stay and its account.
  const at = deps.now();
  const then = { ...deps, now: () => at };
  const done = await inRounds(async () => {
    const stay = await findStay(requestId, tables);
    if (stay?.sponsorId !== by) return 'not-yours';
    if (stay.event === 'undone') return stay;
    if (!stay.ended || Temporal.Instant.compare(at, stay.ended.undoUntil) >= 0) return 'changed';
    const changed = nextVersion(without(stay, 'ended'), 'undone');
    const counts = await moveGuests(
      { remove: placesOf(stay, university), add: placesOf(changed, university) },
      { today: dayOf(at, university.timeZone), tables },
    );
    const { conflicts } = await tables.transact([
      ...requestWrites(stay, changed, { by }, then),
      ...(counts.outcome === 'within' ? counts.writes : []),
    ]);
    return conflicts.length > 0 ? 'conflict' : changed;
  });
  if (typeof done === 'string') return done;
  await settle(requestId, then);
  await startRequest(done, start);
  return 'undone';
}

/** As the stay is now: the workflow may have noted its account meanwhile. */
async function settle(requestId: string, deps: EndStayDeps): Promise<void> {
  const stay = await findStay(requestId, deps.tables);
  if (stay) await settleStay(stay, deps);
}
