import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { braked, type ListedHold } from '../../../functions/cleanup/brake.ts';
import { numberedId } from '../../support/sweep-world.ts';

const university = { brake: { share: 0.4, least: 20 } };
const ends = (count: number, from = 0): string[] => Array.from({ length: count }, (_, n) => numberedId(from + n));
const tonight = {
  ...{ holdId: numberedId(1_000), runId: 'cleanup-2027-10-02-00000000000000000000000001', day: '2027-10-02' },
  ...{ population: 'student' as const, foundAt: '2027-10-02T01:30:00Z' },
};
const confirmed = { by: numberedId(999), at: '2027-10-02T08:00:00Z', reason: 'The year is over' };
const held = (
  accountIds: readonly string[],
  more: Partial<Pick<ListedHold['hold'], 'confirmed'>> = {},
): ListedHold => ({
  hold: { ...tonight, holdId: numberedId(1_001), ends: accountIds.length, total: 60, ...more },
  accountIds: new Set(accountIds),
});
const night = (total: number, holds: readonly ListedHold[] = [], left: readonly string[] = []) => ({
  ...{ tonight, total, holds, left: new Set(left) },
});

describe('the brake', () => {
  test.each([
    ['lets a share through that is usual', 40, 100, 0],
    ['holds all of a share that is above it (H-08)', 41, 100, 41],
    ['lets a few through, whatever their share', 20, 20, 0],
    ['holds more than a few of a population that nobody counted', 21, 0, 21],
  ])('%s', (_, due, total, count) => {
    const result = braked(ends(due), night(total), university);
    expect(result.held).toHaveLength(count);
    expect(result.added?.hold).toEqual(count === 0 ? undefined : { ...tonight, ends: due, total });
  });

  test('goes on holding what waits for a person, however few are left of it', () => {
    const before = held(ends(30));
    const result = braked(ends(3), night(60, [before]), university);
    expect(result).toEqual({ held: ends(3), standing: [before.hold] });
  });

  test('asks nothing any more of what is put right', () => {
    expect(braked([], night(60, [held(ends(30))]), university)).toEqual({ held: [], standing: [] });
  });

  test('lets what a person confirmed go through, and others of the same day only if they are few', () => {
    const before = held(ends(30), { confirmed });
    const few = braked([...ends(30), ...ends(5, 100)], night(60, [before]), university);
    expect(few).toEqual({ held: [], standing: [before.hold] });
    const many = braked([...ends(30), ...ends(25, 100)], night(60, [before]), university);
    expect(many).toMatchObject({ held: ends(25, 100), standing: [before.hold], added: { hold: { ends: 25 } } });
  });

  test('asks of those that come too many after others, and of no other, while both wait', () => {
    const before = held(ends(30));
    const { held: all, standing, added } = braked(ends(55), night(60, [before]), university);
    expect(all).toEqual(ends(55));
    expect(standing).toEqual([before.hold]);
    expect(added).toEqual({ hold: { ...tonight, ends: 25, total: 60 }, accountIds: new Set(ends(25, 30)) });
  });

  test('lets a few new ends through beside those that wait', () => {
    const result = braked([...ends(30), ...ends(2, 100)], night(60, [held(ends(30))]), university);
    expect(result.held).toEqual(ends(30));
  });

  test('holds what schedules have left, however few, and what came with it, until it is confirmed', () => {
    const all = ends(5);
    const { held: found, added } = braked(all, night(2_000, [], ends(3)), university);
    expect(found).toEqual(all);
    expect(added?.hold.ends).toBe(5);
    expect(braked(all, night(2_000, [held(all, { confirmed })], ends(3)), university).held).toEqual([]);
  });

  const event = fc.oneof(
    fc.record({ what: fc.constant('come' as const), count: fc.integer({ min: 1, max: 80 }) }),
    fc.record({ what: fc.constant('put right' as const), count: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ what: fc.constant('confirm' as const), which: fc.nat({ max: 3 }) }),
    fc.record({ what: fc.constant('run' as const) }),
  );

  test('never lets more than a share through that nobody confirmed, whenever it came', () => {
    let runs = 0;
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 20, size: 'max' }),
        fc.integer({ min: 0, max: 100 }),
        (events, total) => {
          let [due, waiting, holds]: [string[], string[], ListedHold[]] = [[], [], []];
          let came = 0;
          /** What a person was told of, by hold; and what they said yes to. */
          const shown = new Map<string, readonly string[]>();
          const allowed = new Set<string>();
          for (const each of events) {
            if (each.what === 'come') {
              due.push(...ends(each.count, came));
              came += each.count;
            } else if (each.what === 'put right') {
              due = due.slice(each.count);
            } else if (each.what === 'confirm') {
              holds = holds.map((one, at) => (at === each.which ? { ...one, hold: { ...one.hold, confirmed } } : one));
              for (const end of shown.get(holds[each.which]?.hold.holdId ?? '') ?? []) allowed.add(end);
            } else {
              const holdId = numberedId(100_000 + (runs += 1));
              const result = braked(
                due,
                { tonight: { ...tonight, holdId }, total, holds, left: new Set<string>() },
                university,
              );
              const passed = due.filter((end) => !result.held.includes(end) && !allowed.has(end));
              expect(passed.length).toBeLessThanOrEqual(
                Math.max(university.brake.least, university.brake.share * total),
              );
              expect(passed.filter((end) => waiting.includes(end))).toEqual([]);
              const asked = result.held.filter((end) => !waiting.includes(end));
              expect(result.added?.hold.ends ?? 0).toBe(asked.length);
              shown.set(holdId, asked);
              holds = holds.filter(({ hold }) => result.standing.includes(hold));
              if (result.added) holds.push(result.added);
              waiting = result.held;
              due = [...result.held];
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
