import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { findAccount } from '../account/account-repository.ts';
import type { PasswordPurpose } from '../account/account.ts';
import { isLost } from '../password/conclude-password.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { directories } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';

export const contract = {
  input: z.object({
    directory: z.enum(directories),
    lost: z.optional(z.object({ next: z.optional(id) })),
  }),
  output: z.object({
    /** The account after which the next look begins; absent when it begins anew. */
    next: z.optional(id),
    /** Choices of password that were given to their workflow. */
    started: z.number(),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/** Accounts that are read at once: some 10 ms. */
const pageRows = 25;

/** Half of what the function has: some tens of thousands of accounts. */
const longestSeconds = 30;

interface Deps {
  readonly tables: Tables;
  readonly startPassword: Readonly<Record<PasswordPurpose, StartWorkflow>>;
  readonly newId: () => string;
  readonly now: () => Temporal.Instant;
  /** Is told of what a row threw, which stops no other row: the next look comes to it again. */
  readonly rowFailed: (at: { directory: string; accountId: string }, error: unknown) => void;
}

/**
 * While a directory takes nothing: a choice of password that has waited there until the vault lost it is concluded now, so
 * that its person hears within the day that it does not arrive, and not when the directory is back. Goes through all that
 * waits there, or goes on later where it was. Run again, it finds nothing that was concluded.
 */
export async function concludeLost({ directory, lost }: Input, deps: Deps): Promise<Output> {
  const began = deps.now();
  let after = lost?.next;
  let started = 0;
  do {
    const { rows, next } = await deps.tables.query(
      'pending',
      { directory },
      { limit: pageRows, ...(after !== undefined && { after }) },
    );
    const accountIds = rows.map((row) => z.parse(id, row['accountId']));
    const concluding = await Promise.all(accountIds.map((accountId) => concludes({ directory, accountId }, deps)));
    started += concluding.filter(Boolean).length;
    after = next === undefined ? undefined : z.parse(id, next);
  } while (after !== undefined && deps.now().since(began).total('seconds') < longestSeconds);
  return { started, ...(after !== undefined && { next: after }) };
}

async function concludes(row: { directory: string; accountId: string }, deps: Deps): Promise<boolean> {
  try {
    const account = await findAccount(row.accountId, deps.tables);
    if (!account?.openPassword || !isLost(account, deps.now())) return false;
    const { operationId, purpose } = account.openPassword;
    await deps.startPassword[purpose](deps.newId(), { operationId });
    return true;
  } catch (error) {
    deps.rowFailed(row, error);
    return false;
  }
}
