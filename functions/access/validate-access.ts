import * as z from 'zod/mini';
import { findRequest, isStay } from '../request/request-repository.ts';
import { requestState, type RequestState } from '../request/request-state.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';

export const contract = {
  input: requestState,
  output: z.object({
    /** `nothing`: the tables have forgotten it, or it was withdrawn. */
    outcome: z.enum(['waiting', 'granted', 'declined', 'nothing']),
    /** Whose it is. */
    accountId: z.exactOptional(id),
  }),
};
type Output = z.infer<typeof contract.output>;

/** Reads what the holder of an account asked for, or the CRI decided, as it is by now. */
export async function validateAccess(
  { requestId }: RequestState,
  { tables }: { tables: Pick<Tables, 'get'> },
): Promise<Output> {
  const request = await findRequest(requestId, tables);
  if (!request || isStay(request) || request.state === 'withdrawn') return { outcome: 'nothing' };
  return { outcome: request.state, accountId: request.accountId };
}
