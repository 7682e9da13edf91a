import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { getAccount } from '../account/account-repository.ts';
import { grantServices } from '../request/grant-services.ts';
import { findRequest, isStay } from '../request/request-repository.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { directories, type University } from '../university/university.ts';

export const contract = {
  input: z.object({ requestId: id, file: z.object({ accountId: id }) }),
  output: z.object({
    outcome: z.enum(['granted', 'nothing']),
    /** The directories that do not hold the account as it now is. */
    directories: z.array(z.enum(directories)),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Opens the service that the CRI granted, until the last day that it named.
 * @throws RetryableError when the tables are away, or the account changed meanwhile.
 */
export async function grant(
  { requestId, file: { accountId } }: Input,
  deps: { tables: Tables; university: University; now: () => Temporal.Instant },
): Promise<Output> {
  const request = await findRequest(requestId, deps.tables);
  if (!request || isStay(request) || request.state !== 'granted' || request.accountId !== accountId)
    return { outcome: 'nothing', directories: [] };
  const account = await getAccount(accountId, deps.tables);
  const { service, until } = request;
  const behind = await grantServices(account, { services: [service], until, requestId }, deps);
  return { outcome: 'granted', directories: behind };
}
