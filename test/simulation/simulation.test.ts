import { expect, test } from 'vitest';
import { uca } from '../../functions/university/uca.ts';
import type { University } from '../../functions/university/university.ts';
import { faults } from './faults.ts';
import { plan } from './people.ts';
import { play } from './play.ts';
import { type Broken, counted, type Counted } from './simulated.ts';

// The small version of `npm run simulate`: a year and a bit of a few people and their guests, who are erased two months after their end.

const university: University = { ...uca, closedAfterDays: 60 };

/** Too few return within a year, but for what the larger version shows. */
const shown = counted.filter((name) => name !== 'returned');

// Each shows everything that is counted; the second year has a 29 February.
test.each([
  [12, 2026],
  [5, 2027],
])(
  'keeps what was promised to everybody over a year, guests and sponsors too, whatever goes wrong (seed %i, %i, K-01 to K-09)',
  async (seed, first) => {
    const planned = plan({ seed, people: 40, guests: 40, staff: 0.4, lost: 0.3, first, count: 1 });
    const broken: Broken[] = [];
    const total = new Map<Counted, number>();
    for await (const day of play(planned, { seed, university, faults: faults({ seed, ...planned, deaths: 150 }) })) {
      broken.push(...day.broken);
      for (const name of counted) total.set(name, (total.get(name) ?? 0) + day.counts[name]);
    }
    expect(broken).toEqual([]);
    // Otherwise nothing was shown.
    for (const name of shown) expect(total.get(name), name).toBeGreaterThan(0);
    for (const name of ['onboarded', 'activated', 'warned', 'suspended', 'closed', 'asked'] as const)
      expect(total.get(name), name).toBeGreaterThan(20);
  },
);
