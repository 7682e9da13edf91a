import { dayOf } from '../account/account-dates.ts';
import type { Account } from '../account/account.ts';
import type { Tables } from '../table/tables.ts';
import type { Language } from '../university/university.ts';
import { type AskedStay, parseAskedStay, type SaidOfStay, type StayProblem } from './asked-stay.ts';
import type { Refused } from './form-problem.ts';
import { inRounds, moveGuests, placesOf } from './guest-count.ts';
import type { Stay } from './request.ts';
import type { RequestDeps } from './request-deps.ts';
import { requestIdOf } from './request-id.ts';
import { findStay } from './request-repository.ts';
import { mostWrites, requestWrites, startRequest } from './save-request.ts';
import { kindsToAskFor, maySponsor } from './sponsor.ts';

/** Rows of one form. */
export const mostRows = 50;

export type StaysAsked =
  | { readonly outcome: 'asked'; readonly requestIds: readonly string[] }
  | Refused<StayProblem>
  /** Guests at a time, waiting ones included: how many more there may be. */
  | { readonly outcome: 'quota'; readonly of: 'sponsor' | 'university'; readonly left: number }
  | { readonly outcome: 'not-a-sponsor' };

/** Stays of one transaction, which holds 100 writes: with them go two counts. */
const atOnce = Math.floor(98 / mostWrites);

/**
 * Asks for stays: all of the rows or none. A temporary guest is welcome at once, unless a service of ISIMA or LIMOS is asked for;
 * everything else waits for the CRI. What a sponsor types links nobody to anybody: each stay becomes a person of its own.
 * @param form the id that was minted with the page: a form that is sent twice is one request. With other rows it is another
 *   one, so that no row rides on what was counted for others.
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export async function askForStays(
  rows: readonly AskedStay[],
  { sponsor, form, language }: { sponsor: Account; form: string; language: Language },
  deps: RequestDeps & { readonly hmacKey: () => Promise<string> },
): Promise<StaysAsked> {
  const { tables, university, start, now } = deps;
  if (rows.length < 1 || rows.length > mostRows) throw new Error('A form has 1 to 50 rows');
  const hmacKey = await deps.hmacKey();
  const requestIds = rows.map((row) => requestIdOf(form, [sponsor.accountId, row, rows], hmacKey));

  // Sent again, perhaps after midnight: what was asked for then is not judged once more.
  const known = await storedOf(requestIds, tables);
  if (known.every((stay) => stay !== undefined)) {
    await Promise.all(known.filter((stay) => stay.version === 1).map((stay) => startRequest(stay, start)));
    return { outcome: 'asked', requestIds };
  }
  if (!maySponsor(sponsor, deps)) return { outcome: 'not-a-sponsor' };

  const at = now().toString();
  const today = dayOf(now(), university.timeZone);
  const kinds = kindsToAskFor(sponsor, deps);
  const parsed = rows.map((row, index) =>
    requestIds.indexOf(requestIds[index] ?? '') < index
      ? { problems: [{ field: 'lastName' as const, code: 'repeated' as const }] }
      : parseAskedStay(row, { kinds, today, university }),
  );
  const problems = parsed.flatMap((each, row) =>
    'problems' in each ? each.problems.map((problem) => ({ row, ...problem })) : [],
  );
  if (problems.length > 0) return { outcome: 'refused', problems };

  const stays = parsed.flatMap((each, index): Stay[] =>
    'said' in each
      ? [
          {
            ...each.said,
            requestId: requestIds[index] ?? '',
            version: 1,
            event: 'asked',
            state: isGrantedAtOnce(each.said) ? 'granted' : 'waiting',
            askedAt: at,
            askedBy: sponsor.accountId,
            sponsorId: sponsor.accountId,
            language,
            ...(rows.length > 1 && { group: { first: requestIds[0] ?? '', of: rows.length } }),
          },
        ]
      : [],
  );
  const stored = await inRounds(() => store(stays, today, deps));
  if (stored !== 'stored') return stored;
  // Read again: of a form that was sent twice at once, the other one's stays may be the ones that stand there.
  const asked = await storedOf(requestIds, tables);
  await Promise.all(asked.flatMap((stay) => (stay ? [startRequest(stay, start)] : [])));
  return { outcome: 'asked', requestIds };
}

/** The sponsor alone decides on a temporary guest, but never on ISIMA or LIMOS. */
function isGrantedAtOnce({ kind, services }: SaidOfStay): boolean {
  return kind === 'temporary-guest' && services.length === 0;
}

/**
 * The first transaction counts all of the stays, the ones behind it none: when a form is sent again after a failure in
 * between, its first stays are there and have been counted for.
 */
async function store(
  stays: readonly Stay[],
  today: string,
  deps: RequestDeps,
): Promise<'stored' | 'conflict' | Extract<StaysAsked, { outcome: 'quota' }>> {
  const { tables, university } = deps;
  const known = await storedOf(
    stays.map(({ requestId }) => requestId),
    tables,
  );
  const missing = stays.filter((_, index) => known[index] === undefined);
  const counts = known.some((stay) => stay !== undefined)
    ? { outcome: 'within' as const, writes: [] }
    : await moveGuests(
        { add: stays.flatMap((stay) => placesOf(stay, university)) },
        { today, quotas: university.guestQuotas, tables },
      );
  if (counts.outcome === 'quota') return counts;
  for (let from = 0; from < missing.length; from += atOnce) {
    const chunk = missing.slice(from, from + atOnce);
    const writes = chunk.flatMap((stay) => requestWrites(undefined, stay, { by: stay.askedBy }, deps));
    const { conflicts } = await tables.transact([...(from === 0 ? counts.writes : []), ...writes]);
    if (conflicts.length > 0) return 'conflict';
  }
  return 'stored';
}

function storedOf(requestIds: readonly string[], tables: Tables): Promise<(Stay | undefined)[]> {
  return Promise.all(requestIds.map((requestId) => findStay(requestId, tables)));
}
