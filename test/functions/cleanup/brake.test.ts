import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { braked, type End, type Hold } from '../../../functions/cleanup/brake.ts';
import { numberedId } from '../../support/sweep-world.ts';

const university = { brake: { share: 0.4, least: 20 } };
const today = '2027-10-02';
const ends = (count: number, day = today, from = 0): End[] =>
  Array.from({ length: count }, (_, n) => ({ accountId: numberedId(from + n), day }));
const hold = (day: string, more: Partial<Hold> = {}): Hold => ({
  ...{ population: 'student', day, ends: 30, total: 60, foundAt: `${day}T01:30:00Z`, ...more },
});
const confirmed = { by: numberedId(999), at: '2027-10-02T08:00:00Z', reason: 'The year is over' };
const night = (total: number, holds: readonly Hold[] = []) => ({
  ...{ population: 'student' as const, total, holds, today, now: `${today}T01:30:00Z` },
});

describe('the brake', () => {
  test.each([
    ['lets a share through that is usual', 40, 100, 0],
    ['holds all of a share that is above it (H-08)', 41, 100, 41],
    ['lets a few through, whatever their share', 20, 20, 0],
    ['holds more than a few of a population that nobody counted', 21, 0, 21],
  ])('%s', (_, due, total, held) => {
    const result = braked(ends(due), night(total), university);
    expect(result.held).toHaveLength(held);
    expect(result.holds).toEqual(
      held === 0 ? [] : [{ population: 'student', day: today, ends: due, total, foundAt: '2027-10-02T01:30:00Z' }],
    );
  });

  test('goes on holding what waits for a person, however few are left of it', () => {
    const before = [hold('2027-10-01')];
    const result = braked(ends(3, '2027-10-01'), night(60, before), university);
    expect(result).toEqual({ held: ends(3, '2027-10-01'), holds: before });
  });

  test('asks nothing any more of what is put right', () => {
    expect(braked([], night(60, [hold('2027-10-01')]), university)).toEqual({ held: [], holds: [] });
  });

  test('lets what a person confirmed go through, and the ends of later days only if they are few', () => {
    const before = [hold('2027-10-01', { confirmed })];
    const few = braked([...ends(30, '2027-10-01'), ...ends(5, today, 100)], night(60, before), university);
    expect(few).toEqual({ held: [], holds: before });
    const many = braked([...ends(30, '2027-10-01'), ...ends(25, today, 100)], night(60, before), university);
    expect(many.held).toEqual(ends(25, today, 100));
    expect(many.holds).toEqual([...before, expect.objectContaining({ day: today, ends: 25 })]);
  });

  test('lets a few new ends through beside those that wait', () => {
    const before = [hold('2027-10-01')];
    const result = braked([...ends(30, '2027-10-01'), ...ends(2, today, 100)], night(60, before), university);
    expect(result.held).toEqual(ends(30, '2027-10-01'));
  });

  test('never lets more than a share through that nobody confirmed', () => {
    const days = ['2027-09-30', '2027-10-01', today] as const;
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...days), { maxLength: 120 }),
        fc.integer({ min: 0, max: 200 }),
        fc.array(fc.tuple(fc.constantFrom(...days), fc.boolean()), { maxLength: 3 }),
        (buckets, total, holdsOfDays) => {
          const all = buckets.map((day, n) => ({ accountId: numberedId(n), day }));
          const holds = holdsOfDays.map(([day, yes]) => hold(day, yes ? { confirmed } : {}));
          const { held } = braked(all, night(total, holds), university);
          const passed = all.filter((end) => !held.includes(end));
          const unconfirmed = passed.filter((end) => !holds.some((each) => each.confirmed && end.day <= each.day));
          expect(unconfirmed.length).toBeLessThanOrEqual(
            Math.max(university.brake.least, university.brake.share * total),
          );
          const open = holds.filter((each) => !each.confirmed);
          expect(unconfirmed.filter((end) => open.some((each) => end.day <= each.day))).toEqual([]);
        },
      ),
    );
  });
});
