import type { Account } from '../account/account.ts';
import type { NotChanged, RequestDeps } from './request-deps.ts';

/**
 * Offers a guest to a colleague, who becomes the sponsor by accepting; an earlier offer is withdrawn by it.
 * @param change.colleague a login or a university address, as it was typed.
 * @param change.cri whether the CRI does it, for a guest whose sponsor has left.
 */
export function handOver(
  requestId: string,
  change: { readonly by: Pick<Account, 'accountId'>; readonly colleague: string; readonly cri?: boolean },
  deps: RequestDeps,
): Promise<'offered' | 'no-such-colleague' | NotChanged> {
  throw new Error(`Not yet: ${requestId} ${change.colleague} ${String(deps.now())}`);
}

export function acceptHandOver(
  requestId: string,
  by: Account,
  deps: RequestDeps,
): Promise<'accepted' | 'quota' | NotChanged> {
  throw new Error(`Not yet: ${requestId} ${by.accountId} ${String(deps.now())}`);
}

/** By the colleague; by the sponsor it takes the offer back. */
export function declineHandOver(
  requestId: string,
  by: Pick<Account, 'accountId'>,
  deps: RequestDeps,
): Promise<'declined' | NotChanged> {
  throw new Error(`Not yet: ${requestId} ${by.accountId} ${String(deps.now())}`);
}
