import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import type { Tables } from '../table/tables.ts';

/** Where a sweep that has never run begins: a year and a day of buckets is a second of reading, once. */
const firstNightDays = 366;

/** The first bucket that may still hold something: all before it were seen empty, and nothing is put into a past one. */
export async function sweptUpTo(today: string, tables: Tables): Promise<string> {
  const row = await tables.get('nights', { night });
  if (!row) return Temporal.PlainDate.from(today).subtract({ days: firstNightDays }).toString();
  const from = z.parse(day, row['day']);
  return from > today ? today : from;
}

/**
 * Moves the cursor to the first bucket that is not empty, and never beyond yesterday: what was put into yesterday's bucket
 * by a step that began before midnight is found the next night.
 */
export async function moveCursor(
  { from, today, firstLeft }: { from: string; today: string; firstLeft: string | undefined },
  tables: Tables,
): Promise<void> {
  const yesterday = Temporal.PlainDate.from(today).subtract({ days: 1 }).toString();
  const next = firstLeft !== undefined && firstLeft < yesterday ? firstLeft : yesterday;
  await tables.write({ table: 'nights', put: { night, day: next > from ? next : from } });
}

const night = 'cleanup';
