import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { sliceOf } from '../../../functions/account/slice.ts';
import { nightsOfRound, slicesOfNight } from '../../../functions/reconcile/slices.ts';

describe('the slices of a round', () => {
  const round = Array.from({ length: nightsOfRound }, (_, night) => slicesOfNight(night));

  test('hold every account once in thirty nights', () => {
    const all = round.flat();
    expect(new Set(all).size).toBe(all.length);
    for (let n = 0; n < 200; n += 1) expect(all).toContain(sliceOf(ulid()));
  });

  test('are one or two a night', () => {
    expect(new Set(round.map(({ length }) => length))).toEqual(new Set([1, 2]));
  });
});
