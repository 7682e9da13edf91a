import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { RetryableError } from '../step/errors.ts';
import type { Tables, Write } from '../table/tables.ts';
import type { University } from '../university/university.ts';
import type { Stay } from './request.ts';

/** A guest who takes a place until the end of a day. */
interface Counted {
  readonly sponsorId: string;
  readonly until: string;
}

/** Ends that come to stand in a count, or leave it. */
export interface CountMove {
  readonly add?: readonly Counted[];
  readonly remove?: readonly Counted[];
}

/** Guests at a time, by the last day of each: whoever is over counts no longer, without anybody doing anything. */
interface Count {
  readonly counter: string;
  readonly version: number;
  readonly ends: Readonly<Record<string, number>>;
}

const schema = z.object({ version: z.number(), ends: z.record(z.string(), z.number()) });

export interface GuestQuotas {
  readonly perSponsor: number;
  readonly altogether: number;
}

export type CountMoved =
  | { readonly outcome: 'within'; readonly writes: readonly Write[] }
  /** How many more there may be. */
  | { readonly outcome: 'quota'; readonly of: 'sponsor' | 'university'; readonly left: number };

/**
 * The place that a stay takes, if any. It is kept for what may still come: a later end that the CRI decides on, the undoing of
 * an end. So neither can pass a quota that others have filled meanwhile.
 */
export function placesOf({ sponsorId, state, endsOn, wantedEnd, ended }: Stay, { timeZone }: University): Counted[] {
  if (state !== 'waiting' && state !== 'granted') return [];
  if (!ended) return [{ sponsorId, until: wantedEnd ?? endsOn }];
  const undone = dayOf(Temporal.Instant.from(ended.undoUntil), timeZone);
  return [{ sponsorId, until: undone < endsOn ? undone : endsOn }];
}

/**
 * The writes that move guests from one last day or sponsor to another, for the transaction that changes their stays: it fails
 * when somebody else is counted meanwhile, so that no quota is passed however many ask at once. Only one more guest is
 * held to the quotas: an end, its undoing, or a later end of a guest who is counted always goes through.
 * @param quotas absent where nobody may be refused.
 */
export async function moveGuests(
  { add = [], remove = [] }: CountMove,
  {
    today,
    quotas,
    tables,
  }: { readonly today: string; readonly quotas?: GuestQuotas; readonly tables: Pick<Tables, 'get'> },
): Promise<CountMoved> {
  const sponsors = [...new Set([...add, ...remove].map(({ sponsorId }) => sponsorId))];
  const writes: Write[] = [];
  for (const sponsorId of [undefined, ...sponsors]) {
    const mine = (all: readonly Counted[]): string[] =>
      all.filter((each) => sponsorId === undefined || each.sponsorId === sponsorId).map(({ until }) => until);
    const count = await countOf(sponsorId === undefined ? 'guests' : `guests#${sponsorId}`, tables);
    const before = prune(count.ends, today);
    const after = prune(moved(before, mine(add), mine(remove)), today);
    if (sameEnds(before, after)) continue;
    const quota = sponsorId === undefined ? quotas?.altogether : quotas?.perSponsor;
    const [was, is] = [sum(before), sum(after)];
    if (quota !== undefined && is > was && is > quota) {
      return {
        outcome: 'quota',
        of: sponsorId === undefined ? 'university' : 'sponsor',
        left: Math.max(0, quota - was),
      };
    }
    writes.push(written(count, after));
  }
  return { outcome: 'within', writes };
}

/** How many guests somebody answers for, or `undefined` for the whole university. */
export async function guestsOf(
  sponsorId: string | undefined,
  today: string,
  tables: Pick<Tables, 'get'>,
): Promise<number> {
  const { ends } = await countOf(sponsorId === undefined ? 'guests' : `guests#${sponsorId}`, tables);
  return sum(prune(ends, today));
}

async function countOf(counter: string, tables: Pick<Tables, 'get'>): Promise<Count> {
  const row = await tables.get('counters', { counter });
  return { counter, ...(row ? z.parse(schema, row) : { version: 0, ends: {} }) };
}

function written({ counter, version }: Count, ends: Count['ends']): Write {
  return {
    table: 'counters',
    put: { counter, version: version + 1, ends },
    if: version === 0 ? { absent: ['counter'] } : { equals: { version } },
  };
}

function moved(ends: Count['ends'], add: readonly string[], remove: readonly string[]): Count['ends'] {
  const next = new Map(Object.entries(ends));
  for (const day of add) next.set(day, (next.get(day) ?? 0) + 1);
  for (const day of remove) next.set(day, (next.get(day) ?? 0) - 1);
  return Object.fromEntries([...next].filter(([, guests]) => guests > 0));
}

function prune(ends: Count['ends'], today: string): Count['ends'] {
  return Object.fromEntries(Object.entries(ends).filter(([day]) => day >= today));
}

function sum(ends: Count['ends']): number {
  return Object.values(ends).reduce((all, guests) => all + guests, 0);
}

function sameEnds(one: Count['ends'], other: Count['ends']): boolean {
  const days = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return days.every((day) => one[day] === other[day]);
}

/** The rounds of a race for the same rows, each of which somebody wins. */
const mostRounds = 10;

/** Tries again what met somebody else's change, from the reading on. */
export async function inRounds<T>(round: () => Promise<T | 'conflict'>): Promise<T> {
  for (let tried = 0; tried < mostRounds; tried += 1) {
    const done = await round();
    if (done !== 'conflict') return done;
  }
  throw new RetryableError('Others keep changing the same requests');
}
