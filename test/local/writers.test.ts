import { describe, expect, it } from 'vitest';
import { synthesize } from '../support/synthesize.ts';

describe('L-07: what is stopped for a restore', () => {
  const { functions, machines } = synthesize();

  it('is all that writes: the functions of two stacks, which workflows call and do nothing else', () => {
    expect(new Set([...functions.values()].map(({ stack }) => stack))).toEqual(
      new Set(['Matricule-Portal', 'Matricule-Workflows']),
    );
    expect(machines.size).toBeGreaterThan(0);
    expect(JSON.stringify([...machines.values()])).not.toMatch(/dynamodb/i);
  });

  it('loses nothing when it starts again: no function reserves concurrency', () => {
    for (const { properties } of functions.values())
      expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});
