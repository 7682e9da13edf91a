import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Everything that is left to chance, drawn from one seed. */
export interface Chance {
  /** A whole number, both included. */
  between(least: number, most: number): number;
  /** True so often, of 1. */
  happens(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** From 0 to 1. */
  readonly float: () => number;
}

/** @param stream one of many of the same seed: what is drawn from one moves no other. */
export function chance(seed: number, stream = 0): Chance {
  const generator = xoroshiro128plus(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b));
  const float = (): number => uniformFloat64(generator);
  const between = (least: number, most: number): number => uniformInt(generator, least, most);
  return {
    between,
    float,
    happens: (share) => float() < share,
    pick: <T>(list: readonly T[]): T => {
      const picked = list[between(0, list.length - 1)];
      if (picked === undefined) throw new Error('Nothing to pick from');
      return picked;
    },
  };
}
