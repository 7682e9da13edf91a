import * as z from 'zod/mini';
import { getAccount } from '../account/account-repository.ts';
import { getFile } from '../file/file-repository.ts';
import type { RequestDeps } from '../request/request-deps.ts';
import { requestOf } from '../request/request-of.ts';
import { askContactFor } from '../request/unit-contact.ts';
import { type Expiring, expiringInput } from './expiring.ts';

export const contract = {
  input: expiringInput,
  output: z.object({ outcome: z.enum(['asked', 'not-needed']) }),
};
type Output = z.infer<typeof contract.output>;

/**
 * Sees to it, before a guest is warned, that somebody answers for them who can extend the stay: else the unit's contact is asked
 * (K-08). Run again, it asks nobody twice.
 * @throws RetryableError when the tables or the engine are away.
 */
export async function askContact({ file: { accountId } }: Expiring, deps: RequestDeps): Promise<Output> {
  const { tables } = deps;
  const { office, leadingFileId } = await getAccount(accountId, tables);
  const file = office === 'cri' ? await getFile(leadingFileId, tables) : undefined;
  const stay = file && (await requestOf(file, tables));
  return { outcome: stay ? await askContactFor(stay.requestId, deps) : 'not-needed' };
}
