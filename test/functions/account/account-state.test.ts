import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accountStates, mayMove, moves, supannStates } from '../../../functions/account/account-state.ts';

describe('the table of account states', () => {
  test('reaches every state from a request', () => {
    const reached = new Set(['requested']);
    for (const state of reached) for (const next of moves[state as keyof typeof moves]) reached.add(next);
    expect([...reached].sort()).toEqual([...accountStates].sort());
  });

  test('leaves closed never, and itself never', () => {
    expect(moves.closed).toEqual([]);
    for (const state of accountStates) expect(mayMove(state, state)).toBe(false);
  });

  test('lets every state end as closed', () => {
    const endsAsClosed = (state: keyof typeof moves, seen: string[] = []): boolean =>
      state === 'closed' || moves[state].some((next) => !seen.includes(next) && endsAsClosed(next, [...seen, state]));
    for (const state of accountStates) expect(endsAsClosed(state)).toBe(true);
  });

  test('is what the README draws', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
    const drawn = [...readme.matchAll(/^ {2}([a-z]+) --> ([a-z]+)$/gm)].map(([, from, to]) => `${from} ${to}`);
    const said = accountStates.flatMap((from) => moves[from].map((to) => `${from} ${to}`));
    expect(drawn.sort()).toEqual(said.sort());
  });

  test('shows each state as the SupAnn sub-state of the design', () => {
    expect(Object.values(supannStates).map((shown) => shown.split(':')[1])).toEqual([
      'SupannPrecree',
      'SupannCree',
      'SupannActif',
      'SupannSursis',
      'SupannExpire',
      'SupannSupprCompte',
    ]);
  });
});
