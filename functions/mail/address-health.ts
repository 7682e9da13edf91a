import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { RetryableError } from '../step/errors.ts';
import type { Tables, Write } from '../table/tables.ts';
import { comparableAddress } from './comparable-address.ts';

/** Why mail to an address does not reach its person: it came back for good, or they called it spam. */
export const addressTroubles = ['bounced', 'complained'] as const;
export type AddressTrouble = (typeof addressTroubles)[number];

const schema = z.object({ status: z.enum(addressTroubles), at: z.string() });
type Marked = z.infer<typeof schema>;

/**
 * How long it is known after it last happened. It outlives what the address belonged to, a guest who was declined too, and
 * nobody else erases it; and an address that was given up may be somebody's again. One that is still dead says so at the
 * next mail, and SES keeps a list of its own.
 */
const kept = Temporal.Duration.from({ hours: 365 * 24 });

/**
 * What is known of an address (G-05); checked in code, since a table forgets late (B-07).
 * @throws RetryableError when the table is away.
 */
export async function addressHealth(
  address: string,
  { tables, now }: { tables: Pick<Tables, 'get'>; now: () => Temporal.Instant },
): Promise<'well' | AddressTrouble> {
  const known = await marked(comparableAddress(address), tables);
  return known && Temporal.Instant.compare(now(), forgottenAt(known)) < 0 ? known.status : 'well';
}

/**
 * Notes what became of a mail to an address. What happened last counts, in whatever order and however often it is heard
 * of; of two things in the same instant, the complaint.
 * @returns `known` when the same or something later was noted before.
 * @throws RetryableError when the table is away, or another event about the address comes in between.
 */
export async function markAddress(
  { address, status, at }: { address: string; status: AddressTrouble; at: Temporal.Instant },
  { tables }: { tables: Pick<Tables, 'get' | 'write'> },
): Promise<'marked' | 'known'> {
  const key = comparableAddress(address);
  const before = await marked(key, tables);
  const now: Marked = { status, at: at.toString() };
  if (before && !isLater(now, before)) return 'known';
  const written = await tables.write({
    table: 'addressHealth',
    put: { address: key, ...now, expiresAt: Math.floor(forgottenAt(now).epochMilliseconds / 1000) },
    if: before ? { equals: { ...before } } : { absent: ['address'] },
  });
  if (written === 'conflict') throw new RetryableError('Something else happened to this address meanwhile');
  return 'marked';
}

/** Forgets what was noted of an address, in the transaction that takes a code typed from its mail: it works. */
export function clearedAddress(address: string): Write {
  return { table: 'addressHealth', delete: { address: comparableAddress(address) } };
}

async function marked(address: string, tables: Pick<Tables, 'get'>): Promise<Marked | undefined> {
  const row = await tables.get('addressHealth', { address });
  return row && z.parse(schema, row);
}

function forgottenAt({ at }: Marked): Temporal.Instant {
  return Temporal.Instant.from(at).add(kept);
}

function isLater(one: Marked, other: Marked): boolean {
  const order = Temporal.Instant.compare(Temporal.Instant.from(one.at), Temporal.Instant.from(other.at));
  return order > 0 || (order === 0 && rank(one) > rank(other));
}

function rank({ status }: Marked): number {
  return addressTroubles.indexOf(status);
}
