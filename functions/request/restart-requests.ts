import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { id } from '../step/id.ts';
import { workDesk } from './request.ts';
import type { RequestDeps } from './request-deps.ts';
import { findRequest } from './request-repository.ts';
import { restartRequest } from './save-request.ts';

export const contract = { input: z.object({}), output: z.object({ started: z.number() }) };

const workRow = z.object({ requestId: id, since: z.string() });

/** Hours after which what follows from a change of a request is not on its way any more: an execution takes minutes. */
const deadAfterHours = 1;

/** Rows of one page. */
const atOnce = 100;

/**
 * Starts again what follows from the changes of requests that no execution has brought to its end: the engine was away when the form
 * was sent and nobody sent it again, or a step failed. Once a day for each: every step is safe to run twice.
 * @throws RetryableError when the tables or the engine are away.
 */
export async function restartRequests({
  tables,
  university,
  start,
  now,
}: RequestDeps): Promise<{ readonly started: number }> {
  const today = dayOf(now(), university.timeZone);
  let started = 0;
  let after: string | undefined;
  do {
    const page = await tables.query(
      'desks',
      { desk: workDesk },
      { limit: atOnce, ...(after !== undefined && { after }) },
    );
    for (const row of page.rows) {
      const { requestId, since } = z.parse(workRow, row);
      const dead = Temporal.Instant.from(since).add({ hours: deadAfterHours });
      const request = await findRequest(requestId, tables);
      if (!request || Temporal.Instant.compare(now(), dead) < 0) continue;
      await restartRequest(request, today, start);
      started += 1;
    }
    after = page.next;
  } while (after !== undefined);
  return { started };
}
