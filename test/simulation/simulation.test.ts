import { expect, test } from 'vitest';
import { uca } from '../../functions/university/uca.ts';
import type { University } from '../../functions/university/university.ts';
import { faults } from './faults.ts';
import { plan } from './people.ts';
import { type Broken, play } from './play.ts';

// The small version of `npm run simulate`: a year and a bit of a few people, who are erased two months after their end.

const university: University = { ...uca, closedAfterDays: 60 };

test.each([1, 2])(
  'keeps what was promised to everybody over a year, whatever goes wrong (seed %i, K-01 to K-06)',
  async (seed) => {
    const planned = plan({ seed, people: 40, first: 2026, count: 1 });
    const broken: Broken[] = [];
    const total: Record<string, number> = {};
    for await (const day of play(planned, { seed, university, faults: faults({ seed, ...planned }) })) {
      broken.push(...day.broken);
      for (const [name, count] of Object.entries(day.counts)) total[name] = (total[name] ?? 0) + count;
    }
    expect(broken).toEqual([]);
    // Otherwise nothing was shown.
    for (const name of ['onboarded', 'activated', 'warned', 'suspended', 'closed'])
      expect(total[name], name).toBeGreaterThan(5);
  },
  60_000,
);
