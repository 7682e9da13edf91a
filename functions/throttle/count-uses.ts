import { countUse, type Limit, type ThrottleDeps, windowId } from './throttle.ts';

export interface Counted {
  readonly bucket: string;
  readonly limit: Limit;
}

/**
 * Counts one use of each bucket, also of those behind one that is used up: a use that is refused costs the same calls (D-02).
 * @returns one id for all that the first bucket refuses in this window; `undefined` when each lets it through.
 * @throws RetryableError when the table is away (D-07).
 */
export async function countUses(counted: readonly Counted[], deps: ThrottleDeps): Promise<string | undefined> {
  let refused: string | undefined;
  for (const { bucket, limit } of counted) {
    if (!(await countUse(bucket, limit, deps))) refused ??= windowId(bucket, limit, deps);
  }
  return refused;
}
