import type { Account } from '../account/account.ts';
import type { NotChanged, RequestDeps } from './request-deps.ts';

/** Takes back what waits for the CRI: a stay, a later end of one, a service. */
export function withdraw(
  requestId: string,
  by: Pick<Account, 'accountId'>,
  deps: RequestDeps,
): Promise<'withdrawn' | NotChanged> {
  throw new Error(`Not yet: ${requestId} ${by.accountId} ${String(deps.now())}`);
}
