import * as z from 'zod/mini';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { Request } from './request.ts';
import { findRequest } from './request-repository.ts';

const deskRow = z.object({ requestId: id });

/** As many as a person looks at; each is one read more. */
const mostShown = 50;

/**
 * One page of a desk: of a sponsor (the account's id: their guests, those they are asked to take over, and the services that
 * they asked for themselves) or `criDesk` (what waits, and guests whose sponsor has left). The oldest first. What the tables have begun to
 * forget is left out, so that a page may be short without being the last.
 */
export async function listDesk(
  desk: string,
  { after, limit = mostShown }: { readonly after?: string; readonly limit?: number },
  { tables }: { readonly tables: Pick<Tables, 'get' | 'query'> },
): Promise<{ readonly requests: readonly Request[]; readonly next?: string }> {
  const { rows, next } = await tables.query('desks', { desk }, { limit, ...(after !== undefined && { after }) });
  const found = await Promise.all(rows.map((row) => findRequest(z.parse(deskRow, row).requestId, tables)));
  return { requests: found.filter((request) => request !== undefined), ...(next !== undefined && { next }) };
}

/** Every request on a desk. */
export async function wholeDesk(
  desk: string,
  deps: { readonly tables: Pick<Tables, 'get' | 'query'> },
): Promise<Request[]> {
  const requests: Request[] = [];
  let after: string | undefined;
  do {
    const page = await listDesk(desk, after === undefined ? {} : { after }, deps);
    requests.push(...page.requests);
    after = page.next;
  } while (after !== undefined);
  return requests;
}
