import { countUses } from './count-uses.ts';
import type { Limit, ThrottleDeps } from './throttle.ts';

/**
 * By client address once all together have used up their hour: who asks asks once, and is not kept out by those who flood
 * (D-11). The cost is bounded by the addresses that a flood comes from, and no longer by its requests.
 */
const inAFlood: Limit = { uses: 1, windowSeconds: 3600 };

/**
 * Counts one request of a form that anybody may send among those of everybody together (D-04, D-10).
 * @param request.form names the buckets.
 * @param request.client of `clientBucket`: the campus is not bounded.
 * @param request.refused by what has counted it before, if anything: it uses up nothing of what all have together, by the
 *   same calls (D-02).
 * @returns `refused`, one id for all that are refused in this window, by this or before; and whether the request is part of a
 *   flood, of which the operator is told.
 * @throws RetryableError when the table is away (D-07).
 */
export async function countByAll(
  {
    form,
    limit,
    client,
    refused,
  }: {
    readonly form: string;
    readonly limit: Limit;
    readonly client: string | undefined;
    readonly refused: string | undefined;
  },
  deps: ThrottleDeps,
): Promise<{ readonly refused: string | undefined; readonly isFlood: boolean }> {
  const shared = refused === undefined ? `all#${form}` : `all#${form}#refused`;
  const flooded = await countUses([{ bucket: shared, limit }], deps);
  const again =
    client === undefined ? undefined : await countUses([{ bucket: `flood#${form}#${client}`, limit: inAFlood }], deps);
  return {
    refused: refused ?? (again === undefined ? undefined : flooded),
    isFlood: flooded !== undefined && refused === undefined,
  };
}
