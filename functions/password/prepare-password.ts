import * as z from 'zod/mini';
import { getAccount } from '../account/account-repository.ts';
import { mayHavePassword } from '../account/account-use.ts';
import type { PasswordPolicy, PasswordRefusal } from '../directory/password-directory.ts';
import { getOperation } from '../operation/operation-repository.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import { type DirectoryName, directories } from '../university/university.ts';
import { openVault } from '../vault/vault-row.ts';
import { holdsSomewhere, type PasswordDeps } from './settle-password.ts';

export const contract = {
  input: z.object({ operationId: id }),
  output: z.object({
    /** `refused`: a directory's policy says beforehand that it will not take it. `superseded`: there is nothing left of it to do. */
    outcome: z.enum(['ready', 'refused', 'superseded']),
    accountId: id,
    /** The directory that is asked first: none or one. */
    strictest: z.array(z.enum(directories)),
    others: z.array(z.enum(directories)),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Finds what is left to do of a choice of password, and asks the directories' policies, as far as they can be read, before
 * any of them is written (C-09).
 * @throws RetryableError when the tables or the vault's key are away; a directory that is away is not asked.
 */
export async function preparePassword({ operationId }: Input, deps: PasswordDeps): Promise<Output> {
  const operation = await getOperation(operationId, 'password', deps);
  if (!operation) throw new Error('No choice of password has this id');
  const { accountId } = operation;
  const account = await getAccount(accountId, deps.tables);
  const done = { accountId, strictest: [], others: [] };
  if (account.openPassword?.operationId !== operationId) return { outcome: 'superseded', ...done };
  if (!mayHavePassword(account, deps.university, deps.now())) return { outcome: 'superseded', ...done };

  const { credentialEpoch: epoch } = account;
  const pending = deps.university.passwordOrder.filter((name) => account.passwords[name]?.status === 'pending');
  const password = await openVault({ accountId, operationId }, deps);
  if (password !== undefined && !holdsSomewhere(account)) {
    const [refusal] = (await Promise.all(pending.map((name) => refusalOf(name, password, deps)))).flat();
    if (refusal) {
      const { name, reason } = refusal;
      const written = await deps.tables.write({
        table: 'accounts',
        update: { accountId },
        set: { [`passwords.${name}`]: { status: 'refused', reason, epoch } },
        if: { equals: { credentialEpoch: epoch, passwords: account.passwords } },
      });
      // A drain was at it in the same moment: it is told by the directory itself.
      if (written === 'conflict') throw new RetryableError('A directory answered meanwhile');
      return { outcome: 'refused', ...done };
    }
  }
  return { outcome: 'ready', accountId, strictest: pending.slice(0, 1), others: pending.slice(1) };
}

async function refusalOf(
  name: DirectoryName,
  password: string,
  { passwordDirectory }: PasswordDeps,
): Promise<{ name: DirectoryName; reason: PasswordRefusal }[]> {
  const policy = await passwordDirectory(name)
    .policy()
    .catch((error: unknown): PasswordPolicy => {
      if (error instanceof RetryableError) return {};
      throw error;
    });
  const { minimumLength = 0, maximumLength = Infinity } = policy;
  const bytes = Buffer.byteLength(password);
  if (bytes < minimumLength) return [{ name, reason: 'too-short' }];
  return bytes > maximumLength ? [{ name, reason: 'too-long' }] : [];
}
