import { createHmac } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { idFrom } from '../operation/id-from.ts';
import type { Tables } from '../table/tables.ts';

/** So many uses in each window; windows follow each other from the epoch on, the same for everybody. */
export interface Limit {
  readonly uses: number;
  readonly windowSeconds: number;
}

export interface ThrottleDeps {
  readonly tables: Pick<Tables, 'write'>;
  readonly hmacKey: string;
  readonly now: () => Temporal.Instant;
}

const counted = z.object({ uses: z.number() });

/**
 * Counts one use of a bucket and tells whether it is within the limit. One unconditional update, so that parallel uses
 * are all counted (D-06) and a use that is refused costs the same call as one that is not.
 * @param bucket whose uses are counted: a number that was typed, a client address. The table holds a keyed hash of it.
 * @throws RetryableError when the table is away: nothing that is limited may go on then (D-07).
 */
export async function countUse(bucket: string, limit: Limit, deps: ThrottleDeps): Promise<boolean> {
  const { tables, now } = deps;
  const written = await tables.write({
    table: 'throttle',
    update: { bucket: keyOf(bucket, limit, deps).toString('base64url') },
    add: { uses: 1 },
    set: { expiresAt: endOf(limit, now()) },
  });
  const { uses } = z.parse(counted, written === 'conflict' ? undefined : written.row);
  return uses <= limit.uses;
}

/**
 * Takes a use back that `countUse` has counted, and that turned out to be none of those that are limited. One update on the
 * counter as it then is, so that uses beside it stay counted (D-06).
 * @param deps with the time at which it was counted.
 * @throws RetryableError when the table is away: the use may stay counted.
 */
export async function giveBackUse(bucket: string, limit: Limit, deps: ThrottleDeps): Promise<void> {
  await deps.tables.write({
    table: 'throttle',
    update: { bucket: keyOf(bucket, limit, deps).toString('base64url') },
    add: { uses: -1 },
    // Of a counter that the table has forgotten nothing is to be made.
    if: { equals: { expiresAt: endOf(limit, deps.now()) } },
  });
}

/** One id for all uses of a bucket in the current window, for what is done once however many uses are refused. */
export function windowId(bucket: string, limit: Limit, deps: Omit<ThrottleDeps, 'tables'>): string {
  return idFrom(keyOf(`refused\0${bucket}`, limit, deps));
}

function keyOf(bucket: string, limit: Limit, { hmacKey, now }: Omit<ThrottleDeps, 'tables'>): Buffer {
  const hmac = createHmac('sha256', hmacKey);
  return hmac.update(`throttle\0${bucket}\0${limit.windowSeconds}\0${windowOf(limit, now())}`).digest();
}

/** Epoch seconds. */
function endOf(limit: Limit, now: Temporal.Instant): number {
  return (windowOf(limit, now) + 1) * limit.windowSeconds;
}

function windowOf({ windowSeconds }: Limit, now: Temporal.Instant): number {
  return Math.floor(now.epochMilliseconds / 1000 / windowSeconds);
}
