import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import { grantServices } from '../request/grant-services.ts';
import { findStay } from '../request/request-repository.ts';
import { settleStay, type SettleStayDeps } from '../request/settle-stay.ts';
import { id } from '../step/id.ts';

export const contract = {
  input: z.object({ requestId: id }),
  output: z.object({ outcome: z.enum(['settled', 'no-account']) }),
};
type Output = z.infer<typeof contract.output>;

/**
 * Brings the account of a stay to what the stay says and no file can: the sponsor's end, or its undoing, and services that the CRI
 * granted to somebody whose population never has them, until the day that it decided on. Directories that are behind are left to the provisioning workflow.
 * @throws RetryableError when the tables or the engine are away, or the account changed meanwhile.
 */
export async function settleAccount({ requestId }: { requestId: string }, deps: SettleStayDeps): Promise<Output> {
  const { tables, university, now, start, newId } = deps;
  const stay = await findStay(requestId, tables);
  if (stay?.accountId === undefined) return { outcome: 'no-account' };
  await settleStay(stay, deps);
  const account = await findAccount(stay.accountId, tables);
  if (!account) return { outcome: 'no-account' };
  const { servicesUntil: until = '' } = stay;
  const isOver = stay.ended !== undefined || until < dayOf(now(), university.timeZone);
  const services = isOver ? [] : stay.services.filter((service) => !account.services.includes(service));
  if (services.length > 0) {
    const grant = { services, until, requestId };
    const behind = await grantServices(account, grant, { tables, university, now });
    for (const directory of behind) await start.provisioning(newId(), { directory });
  }
  return { outcome: 'settled' };
}
