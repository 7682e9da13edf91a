import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';

/** An account in the bucket of its next date; `left`, when its own schedule went off and left its end to the sweep. */
const dueRow = z.object({ day, accountId: id, left: z.exactOptional(z.literal(true)) });
export type DueRow = z.infer<typeof dueRow>;

/** The rows of every bucket from a day to another, both included, the oldest first. */
export async function* dueRows(from: string, to: string, tables: Tables): AsyncGenerator<DueRow> {
  for (let each = from; each <= to; each = dayAfter(each)) {
    let after: string | undefined;
    do {
      const { rows, next } = await tables.query(
        'due',
        { day: each },
        { limit: 100, ...(after !== undefined && { after }) },
      );
      for (const row of rows) yield z.parse(dueRow, row);
      after = next;
    } while (after !== undefined);
  }
}

function dayAfter(date: string): string {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toString();
}
