import * as z from 'zod/mini';
import { getAccount } from '../account/account-repository.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import { directories } from '../university/university.ts';
import { type PasswordDeps, settledPasswords, settlePassword } from './settle-password.ts';

export const contract = {
  input: z.object({ accountId: id, directory: z.enum(directories) }),
  output: z.object({ directory: z.enum(directories), outcome: z.enum(settledPasswords) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Sets the password in one directory while a person waits: the workflow asks the strictest one first and has then waited
 * for it long enough. An entry that is not there yet gets it from the run that writes the entry.
 * @throws RetryableError when the directory or the vault's key is away.
 */
export async function setPassword({ accountId, directory }: Input, deps: PasswordDeps): Promise<Output> {
  const account = await getAccount(accountId, deps.tables);
  const outcome = await settlePassword(account, directory, { ahead: true }, deps);
  if (outcome === 'ended') throw new RetryableError('The directory still says that the account is over');
  return { directory, outcome };
}
