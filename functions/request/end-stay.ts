import type { Account } from '../account/account.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import type { NotChanged, RequestDeps } from './request-deps.ts';

export interface EndStayDeps extends RequestDeps {
  readonly start: RequestDeps['start'] & Readonly<Record<'provisioning', StartWorkflow>>;
}

/** Ends a granted stay at once; it can be undone for 24 hours (`stay.ended.undoUntil`). */
export function endStay(
  requestId: string,
  by: Pick<Account, 'accountId'>,
  deps: EndStayDeps,
): Promise<'ended' | NotChanged> {
  throw new Error(`Not yet: ${requestId} ${by.accountId} ${String(deps.now())}`);
}

/** Takes an end back. @returns `changed` also when it is too late. */
export function undoEnd(
  requestId: string,
  by: Pick<Account, 'accountId'>,
  deps: EndStayDeps,
): Promise<'undone' | NotChanged> {
  throw new Error(`Not yet: ${requestId} ${by.accountId} ${String(deps.now())}`);
}
