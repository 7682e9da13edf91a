import * as z from 'zod/mini';
import { isWaiting, type Stay } from '../request/request.ts';
import { findStay } from '../request/request-repository.ts';
import { requestState, type RequestState } from '../request/request-state.ts';
import type { Tables } from '../table/tables.ts';

export const contract = {
  input: requestState,
  output: z.object({
    /** `granted`: its file is to become an account, or has. `nothing`: the tables have forgotten it. */
    outcome: z.enum(['granted', 'not-granted', 'nothing']),
    /** Whether the CRI is to be told that something waits. */
    waits: z.enum(['yes', 'no']),
    /** How it stands, once everybody is told. */
    stands: z.enum(['invited', 'awaiting', 'declined', 'told']),
  }),
};
type Output = z.infer<typeof contract.output>;

/** Reads what a sponsor asked for, or the CRI decided, as it is by now. */
export async function validateRequest(
  { requestId, event }: RequestState,
  { tables }: { tables: Pick<Tables, 'get'> },
): Promise<Output> {
  const stay = await findStay(requestId, tables);
  if (!stay) return { outcome: 'nothing', waits: 'no', stands: 'told' };
  const asks = event === 'asked' || event === 'extension-asked';
  return {
    outcome: stay.state === 'granted' ? 'granted' : 'not-granted',
    waits: asks && isWaiting(stay) ? 'yes' : 'no',
    stands: standingOf(stay, event),
  };
}

const invites: readonly RequestState['event'][] = ['asked', 'decided', 'extension-decided', 'extended', 'undone'];

function standingOf(stay: Stay, event: RequestState['event']): Output['stands'] {
  if (isWaiting(stay)) return 'awaiting';
  const declined = event === 'extension-decided' && stay.decision?.verdict === 'declined';
  if (stay.state === 'declined' || declined) return 'declined';
  return stay.state === 'granted' && invites.includes(event) ? 'invited' : 'told';
}
