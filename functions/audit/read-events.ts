import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Row, Tables } from '../table/tables.ts';

/** A line of the journal as its person may read it. */
export interface AuditEvent {
  /** `signed-in`, `locked`, …: what `auditEntry` was given. */
  readonly what: string;
  readonly at: string;
}

/** Signing in happens every day, everything else some times a year: of it, what is as old as this is not shown. */
const signInsShown = Temporal.Duration.from({ hours: 30 * 24 });

/** The `what` of signing in. Its entries are in the order of time, so that the old ones need not be read. */
export const signedIn = 'signed-in';

/** Who adds an entry of signing in: the instant first, which is what these entries are sorted by. */
export function signInBy(at: Temporal.Instant, id: string): string {
  return `${at.toString({ smallestUnit: 'millisecond' })}#${id}`;
}

/**
 * The newest events of an account, the newest first; signing in counts for 30 days.
 * @param whats the events that are asked for.
 */
export async function newestEvents(
  subject: string,
  { most, whats }: { most: number; whats: readonly string[] },
  { tables, now }: { tables: Pick<Tables, 'query'>; now: () => Temporal.Instant },
): Promise<readonly AuditEvent[]> {
  const since = now().subtract(signInsShown).toString({ smallestUnit: 'millisecond' });
  const before = await pages(subject, undefined, tables, (event) => event.startsWith(`${signedIn}#`));
  const others = before.filter(({ event }) => !event.startsWith(`${signedIn}#`));
  const after = await pages(subject, `${signedIn}#${since}`, tables);
  const events = new Map([...others, ...after].map((row) => [row.event, row]));
  return newestFirst([...events.values()].filter(({ what }) => whats.includes(what)))
    .slice(0, most)
    .map(({ what, at }) => ({ what, at }));
}

/** Every event of an account, the newest first. */
export async function allEvents(
  subject: string,
  { tables }: { tables: Pick<Tables, 'query'> },
): Promise<readonly AuditEvent[]> {
  return newestFirst(await pages(subject, undefined, tables)).map(({ what, at }) => ({ what, at }));
}

interface Entry extends AuditEvent {
  readonly event: string;
}

const schema = z.object({ event: z.string(), at: z.string() });

/** @param isEnough tells of the last key of a page whether the next one need not be read. */
async function pages(
  subject: string,
  after: string | undefined,
  tables: Pick<Tables, 'query'>,
  isEnough: (event: string) => boolean = () => false,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  let from = after;
  do {
    const { rows, next } = await tables.query(
      'audit',
      { subject },
      { limit: 100, ...(from !== undefined && { after: from }) },
    );
    entries.push(...rows.map(entryOf));
    from = next === undefined || isEnough(next) ? undefined : next;
  } while (from !== undefined);
  return entries;
}

function entryOf(row: Row): Entry {
  const { event, at } = z.parse(schema, row);
  return { event, at, what: event.slice(0, event.indexOf('#')) };
}

function newestFirst(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
