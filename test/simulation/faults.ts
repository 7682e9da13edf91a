import { type DirectoryName, directories } from '../../functions/university/university.ts';
import { chance } from './chance.ts';
import { daysFrom, plus } from './days.ts';
import type { Death } from './dying-steps.ts';

/** What goes wrong, and when. */
export interface Faults {
  /** The directories that are away, from the morning of a day to the evening of another, both included. */
  readonly away: readonly { readonly directory: DirectoryName; readonly from: string; readonly to: string }[];
  /** Nights on which the sweep does not run. */
  readonly lostNights: ReadonlySet<string>;
  /** Nights on which it runs a second time. */
  readonly replayedNights: ReadonlySet<string>;
  /** Days on which somebody changes an entry of a directory by hand. */
  readonly changedByHand: ReadonlySet<string>;
  /** Of the reminders that are set, so many are forgotten, and of those that come, so many come twice. */
  readonly losesSchedule: () => boolean;
  readonly repeatsSchedule: () => boolean;
  /** Whether a step dies now. */
  readonly dies: () => Death | undefined;
}

/** The days on which clocks change, and the leap day: the sweep comes twice. */
const oddNights = [
  ...['2026-10-25', '2027-03-28', '2027-10-31', '2028-02-29', '2028-03-26', '2028-10-29', '2029-03-25'],
  ...['2029-10-28', '2030-03-31', '2030-10-27'],
];

/**
 * Drawn from a seed; no directory is away and no night is lost in the first and the last weeks.
 * @param deaths of so many steps one dies.
 */
export function faults({ seed, from, to, deaths }: { seed: number; from: string; to: string; deaths: number }): Faults {
  const random = chance(seed, -1_000);
  const dying = chance(seed, -1_001);
  const days = Array.from({ length: daysFrom(from, to) - 60 }, (_, day) => plus(from, day + 30));
  const some = (share: number): Set<string> => new Set(days.filter(() => random.happens(share)));
  const away = directories.flatMap((directory) =>
    [...some(1 / 120)].map((day) => ({ directory, from: day, to: plus(day, random.between(0, 6)) })),
  );
  // The end of September, when students leave, sees one of them go for days, every year.
  const years = [...new Set(days.map((day) => day.slice(0, 4)))];
  const september = years.map((year) => ({ directory: 'uca', from: `${year}-09-29`, to: `${year}-10-02` }) as const);
  return {
    away: [...away, ...september],
    lostNights: some(1 / 60),
    replayedNights: new Set([...some(1 / 30), ...oddNights]),
    changedByHand: some(1 / 45),
    losesSchedule: () => random.happens(0.1),
    repeatsSchedule: () => random.happens(0.2),
    dies: () => (dying.happens(1 / deaths) ? { acted: dying.happens(0.5), forGood: dying.happens(0.4) } : undefined),
  };
}
