import { describe, expect, test } from 'vitest';
import { sweepCost } from '../../support/sweep-cost.ts';

describe('what a night asks for', () => {
  test('is the same at 2,000 and at 20,000 people with the same number due: it never scans', async () => {
    const small = await sweepCost({ people: 2_000, due: 50 });
    expect(await sweepCost({ people: 20_000, due: 50 })).toEqual(small);
    expect(small.tables['get']).toBeLessThan(50 + 20);
  }, 60_000);

  test('grows with what is due', async () => {
    const few = await sweepCost({ people: 300, due: 10 });
    const many = await sweepCost({ people: 300, due: 110 });
    expect((many.tables['get'] ?? 0) - (few.tables['get'] ?? 0)).toBe(100);
  });
});
