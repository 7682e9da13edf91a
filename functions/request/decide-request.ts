import type { Account } from '../account/account.ts';
import type { ServiceName } from '../university/university.ts';
import type { RequestDeps } from './request-deps.ts';

export interface Verdict {
  readonly by: Account;
  readonly verdict: 'granted' | 'declined';
  readonly reason: string;
  /** The `version` of the request that was shown. */
  readonly version: number;
  /** Another last day than what was asked for, `YYYY-MM-DD`. */
  readonly until?: string;
  /** Fewer services, or others, than were asked for. */
  readonly services?: readonly ServiceName[];
}

export type RequestDecided =
  /** `changed`: somebody else decided, or it changed since it was shown. */
  | 'decided'
  | 'changed'
  | 'own-request'
  | 'not-found'
  /** Without a reason, or with one that is too long. */
  | 'reason'
  /** The last day is over, before the start or beyond what is allowed. */
  | 'until'
  /** A service that accounts of this kind are never given, or none for a local account. */
  | 'services';

/**
 * The CRI grants or declines what waits: a stay, a later end, a service. Whether `by` is of the CRI is asked by the page.
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export function decideRequest(requestId: string, verdict: Verdict, deps: RequestDeps): Promise<RequestDecided> {
  throw new Error(`Not yet: ${requestId} ${verdict.verdict} ${String(deps.now())}`);
}
