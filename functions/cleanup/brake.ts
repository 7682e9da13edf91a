import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import { id } from '../step/id.ts';
import { type PopulationName, populations, type University } from '../university/university.ts';

/**
 * The ends of one population that a night left to a person: all that stood in the buckets up to `day`. Once it is confirmed,
 * the next run goes through them.
 */
export const holdSchema = z.object({
  /** The night. */
  day,
  population: z.enum(populations),
  /** How many accounts of the population had come to their end, of how many altogether. */
  ends: z.number(),
  total: z.number(),
  foundAt: z.string(),
  confirmed: z.exactOptional(z.object({ by: id, at: z.string(), reason: z.string() })),
});
export type Hold = z.infer<typeof holdSchema>;

/** An account whose next date is the end of its use, or of its keeping. */
export interface End {
  readonly accountId: string;
  /** The bucket in which it stands. */
  readonly day: string;
}

/**
 * What a night may end of one population. What a person confirmed goes through; what waits for one goes on waiting, however
 * few are left of it; of the others, more than the share of the population is more than a night may end.
 * @returns the ends that are held, and the holds that still stand for something.
 */
export function braked(
  ends: readonly End[],
  { population, total, holds, today, now }: Night,
  { brake }: Pick<University, 'brake'>,
): { held: End[]; holds: Hold[] } {
  const isCovered = (end: End, some: readonly Hold[]) => some.some((hold) => end.day <= hold.day);
  const confirmed = holds.filter((hold) => hold.confirmed);
  const open = holds.filter((hold) => !hold.confirmed);
  const unconfirmed = ends.filter((end) => !isCovered(end, confirmed));
  const waiting = unconfirmed.filter((end) => isCovered(end, open));
  const fresh = unconfirmed.filter((end) => !isCovered(end, open));
  const tooMany = fresh.length > brake.least && fresh.length > brake.share * total;
  return {
    held: tooMany ? unconfirmed : waiting,
    holds: [
      ...holds.filter((hold) => ends.some((end) => end.day <= hold.day)),
      ...(tooMany ? [{ population, day: today, ends: fresh.length, total, foundAt: now }] : []),
    ],
  };
}

interface Night {
  readonly population: PopulationName;
  /** Accounts of the population that are not closed. */
  readonly total: number;
  /** As they stand from earlier nights. */
  readonly holds: readonly Hold[];
  readonly today: string;
  readonly now: string;
}
