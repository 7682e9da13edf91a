import type { Tables } from '../table/tables.ts';
import type { Request } from './request.ts';

/**
 * One page of a desk: of a sponsor (the account's id: their guests, those they are asked to take over, and the services that
 * they asked for themselves) or `criDesk` (what waits, and guests whose sponsor has left). The oldest first.
 */
export function listDesk(
  desk: string,
  page: { readonly after?: string; readonly limit?: number },
  deps: { readonly tables: Pick<Tables, 'get' | 'query'> },
): Promise<{ readonly requests: readonly Request[]; readonly next?: string }> {
  throw new Error(`Not yet: ${desk} ${String(page.limit)} ${String(deps.tables)}`);
}
