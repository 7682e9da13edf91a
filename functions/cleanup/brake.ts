import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import { id } from '../step/id.ts';
import { populations, type University } from '../university/university.ts';
import { nightlyRunId } from './nightly-run.ts';

/**
 * The ends of one population that a run left to a person. Once it is confirmed, the next run goes through them: through those
 * of the accounts that the run has listed (`runKeys.hold`), and through no other.
 */
export const holdSchema = z.object({
  holdId: id,
  runId: nightlyRunId,
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

/** What is known of a hold by the row of its population, and by what its run has listed. */
export interface ListedHold {
  readonly hold: Hold;
  readonly accountIds: ReadonlySet<string>;
}

/** Whether so many ends of a population are more than one night, or one day of its schedules, may bring. */
export function isTooMany(ends: number, total: number, { brake }: Pick<University, 'brake'>): boolean {
  return ends > brake.least && ends > brake.share * total;
}

/**
 * What a night may end of one population. What a person confirmed goes through; what waits for one goes on waiting, however
 * few are left of it; of the others, more than the share of the population is more than a night may end, and so is the rest
 * of what was too much for its schedules.
 * @param ends the accounts whose next date is the end of their use, or of their keeping.
 * @returns the ends that are held, the holds that still stand for something, and the one that is added.
 */
export function braked(
  ends: readonly string[],
  { tonight, total, holds, left }: Night,
  university: Pick<University, 'brake'>,
): { held: string[]; standing: Hold[]; added?: ListedHold } {
  const isIn = (accountId: string, some: readonly ListedHold[]) => some.some((each) => each.accountIds.has(accountId));
  const confirmed = holds.filter(({ hold }) => hold.confirmed);
  const open = holds.filter(({ hold }) => !hold.confirmed);
  const unconfirmed = ends.filter((end) => !isIn(end, confirmed));
  const waiting = unconfirmed.filter((end) => isIn(end, open));
  const fresh = unconfirmed.filter((end) => !isIn(end, open));
  const tooMany = isTooMany(fresh.length, total, university) || fresh.some((end) => left.has(end));
  return {
    held: tooMany ? unconfirmed : waiting,
    standing: holds.filter((each) => ends.some((end) => isIn(end, [each]))).map(({ hold }) => hold),
    ...(tooMany && { added: { hold: { ...tonight, ends: fresh.length, total }, accountIds: new Set(fresh) } }),
  };
}

interface Night {
  /** What a hold of this night would be. */
  readonly tonight: Pick<Hold, 'holdId' | 'runId' | 'day' | 'population' | 'foundAt'>;
  /** Accounts of the population that are not closed. */
  readonly total: number;
  /** As they stand from earlier runs. */
  readonly holds: readonly ListedHold[];
  /** Accounts that their own schedules have left to the sweep. */
  readonly left: ReadonlySet<string>;
}
