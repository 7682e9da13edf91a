import type { Account } from '../account/account.ts';
import type { NotChanged, RequestDeps } from './request-deps.ts';

export type StayExtended =
  /** The CRI decides. */
  | 'asked'
  /** A temporary guest: it is done. */
  | 'extended'
  | 'reason'
  /** No later day, not a day, or beyond what is allowed. */
  | 'until'
  /** It had ended, and there is no room for one guest more. */
  | 'quota'
  | NotChanged;

/** Asks for a later end of a granted stay. */
export function extendStay(
  requestId: string,
  change: { readonly by: Account; readonly until: string; readonly reason: string },
  deps: RequestDeps,
): Promise<StayExtended> {
  throw new Error(`Not yet: ${requestId} ${change.until} ${String(deps.now())}`);
}
