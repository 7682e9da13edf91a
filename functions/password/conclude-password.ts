import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { getAccount } from '../account/account-repository.ts';
import { type Account, passwordPurposes, type PasswordStatus } from '../account/account.ts';
import { mayHavePassword } from '../account/account-use.ts';
import { pendingPut } from '../account/pending-directories.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { forgotten, getOperation } from '../operation/operation-repository.ts';
import type { PasswordOperation } from '../operation/operation.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Write } from '../table/tables.ts';
import { type DirectoryName, directories } from '../university/university.ts';
import { emptyVault, hasLeftVault } from '../vault/vault-row.ts';
import { givesUpAnother } from './given-up.ts';
import { holdsSomewhere, type PasswordDeps } from './settle-password.ts';

/**
 * `everywhere`: every directory has it, and a bind has shown it. `somewhere`, `nowhere`: others, or all, are still to get
 * it. `refused`: it was written in no directory. `partly`: one has it and another refused it. `cleared`: where it did
 * not arrive in time, no password works any more, or is to. `inactive`: one has it, and the account is to become active before anything
 * is said. `ended`: the account ended while it waited. `superseded`: a newer choice, a lock or a suspension holds.
 */
const passwordOutcomes = [
  'everywhere',
  'somewhere',
  'nowhere',
  'refused',
  'partly',
  'cleared',
  'inactive',
  'ended',
  'superseded',
] as const;
type PasswordOutcome = (typeof passwordOutcomes)[number];

export const contract = {
  input: z.object({ operationId: id }),
  output: z.object({
    outcome: z.enum(passwordOutcomes),
    accountId: id,
    purpose: z.enum(passwordPurposes),
    /** Whether something else than the password is to be told: another recovery address, or of a refused one, that another is given up. */
    beside: z.enum(['changed', 'unchanged']),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Says how a choice of password stands, and ends it once no directory is left that may still take it: the vault is emptied
 * then, and what every directory was to be told is taken off its list. When no directory took it, what held before holds
 * again, in the new epoch, or is to be deleted where nobody knows what that is. One that waits for an account that has ended
 * ends with it: where it has not arrived, the password of before is deleted if the account ever returns. Run again, it says
 * the same.
 * @throws RetryableError when the account changed meanwhile.
 */
export async function concludePassword(
  { operationId }: Input,
  { tables, university, now }: Pick<PasswordDeps, 'tables' | 'university' | 'now'>,
): Promise<Output> {
  const operation = await getOperation(operationId, 'password', { tables });
  if (!operation) throw new Error('No choice of password has this id');
  const { accountId, purpose } = operation;
  const account = await getAccount(accountId, tables);
  const answer = (outcome: PasswordOutcome): Output => {
    const isChanged = operation.former !== undefined || (outcome === 'refused' && givesUpAnother(operation));
    return { outcome, accountId, purpose, beside: isChanged ? 'changed' : 'unchanged' };
  };

  if (account.credentialEpoch !== operation.epoch) {
    await emptyVault({ accountId, operationId }, tables);
    await tables.write({ table: 'operations', update: { operationId }, set: forgotten(now()) });
    return answer('superseded');
  }
  if (account.openPassword?.operationId !== operationId) {
    return answer(z.parse(z.enum(passwordOutcomes), operation.outcome));
  }
  const isOver = !mayHavePassword(account, university, now());
  if (!isOver && awaitsActivation(account)) return answer('inactive');
  const outcome = isOver ? 'ended' : outcomeOf(account, now());
  const ended = isOver || isConcludable(account, now());
  const { passwords, passwordChosenAt } = afterwards(outcome, account, operation);
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: { passwords, ...(passwordChosenAt !== undefined && { passwordChosenAt }) },
      remove: [...(ended ? ['openPassword'] : []), ...(passwordChosenAt === undefined ? ['passwordChosenAt'] : [])],
      if: { equals: { passwords: account.passwords, credentialEpoch: operation.epoch, revision: account.revision } },
    },
    {
      table: 'operations',
      update: { operationId },
      set: { outcome, ...refusalsOf(account), ...(ended && forgotten(now())) },
    },
    ...(ended ? [{ table: 'vault', delete: { accountId } } as const] : []),
    ...told({ ...account, passwords }),
    ...(ended && !isOver ? toTell(accountId, passwords, now()) : []),
    ...(ended ? [auditEntry(accountId, `password-${outcome}`, operationId, now())] : []),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  return answer(outcome);
}

/** Whether a first password has arrived somewhere, and nobody has made the account active yet. */
export function awaitsActivation({ state, openPassword, passwords, credentialEpoch }: Account): boolean {
  const arrived = Object.values(passwords).some(
    ({ status, epoch }) => status === 'verified' && epoch === credentialEpoch,
  );
  return state === 'provisioned' && openPassword?.purpose === 'activation' && arrived;
}

/**
 * Whether no directory is left that may still take the password: what is pending behind a refusal, or once the vault has lost
 * it, will not be written.
 */
export function isConcludable(account: Account, now: Temporal.Instant): boolean {
  return ['refused', 'cleared'].includes(outcomeOf(account, now)) || !statuses(account).includes('pending');
}

/** Whether a choice waits for directories that the vault has lost the password for. */
export function isLost(account: Account, now: Temporal.Instant): boolean {
  const { openPassword, passwordChosenAt } = account;
  if (!openPassword || passwordChosenAt === undefined || !statuses(account).includes('pending')) return false;
  return hasLeftVault(passwordChosenAt, now);
}

function statuses({ passwords }: Pick<Account, 'passwords'>): PasswordStatus['status'][] {
  return Object.values(passwords).map(({ status }) => status);
}

/** How a choice of password stands, by what the directories did with it. */
function outcomeOf(
  account: Account,
  now: Temporal.Instant,
): Exclude<PasswordOutcome, 'inactive' | 'ended' | 'superseded'> {
  const all = statuses(account);
  const some = (status: PasswordStatus['status']) => all.includes(status);
  if (some('refused') && !some('cleared') && !holdsSomewhere(account)) return 'refused';
  // Before a refusal: where the former password was deleted, or is to be, it does not hold again.
  if (some('cleared') || isLost(account, now)) return 'cleared';
  if (some('refused')) return 'partly';
  if (some('pending')) return some('verified') ? 'somewhere' : 'nowhere';
  if (all.length === 0) return 'nowhere';
  return notReached(account).length > 0 ? 'partly' : 'everywhere';
}

/** Directories of the account that no choice of password has ever reached: they refuse its entry, or did so then. */
export function notReached({ directories: entries, passwords }: Account): DirectoryName[] {
  return directories.filter((name) => entries[name] !== undefined && passwords[name] === undefined);
}

/** Kept with the choice: an account of which nothing changed says nothing of a refusal any more. */
function refusalsOf({ passwords }: Account): Pick<PasswordOperation, 'refusals'> {
  const refused = Object.entries(passwords).filter(([, { status }]) => status === 'refused');
  if (refused.length === 0) return {};
  return { refusals: Object.fromEntries(refused.map(([name, { reason = 'rejected' }]) => [name, reason])) };
}

/** What is said of the account once the choice stands like this. */
function afterwards(
  outcome: PasswordOutcome,
  account: Account,
  operation: PasswordOperation,
): Pick<Account, 'passwords' | 'passwordChosenAt'> {
  if (outcome === 'refused') return asBefore(operation);
  if (outcome !== 'cleared') return account;
  // No mark is left of a run that has begun to write it: what that one comes to counts no more.
  const passwords = Object.entries(account.passwords).map(
    ([name, { status, epoch, reason }]) => [name, { status, epoch, ...(reason !== undefined && { reason }) }] as const,
  );
  return { ...account, passwords: Object.fromEntries(passwords) };
}

/** Nothing was written anywhere: what each directory held, it holds still. */
function asBefore({ before, epoch, chosenBefore }: PasswordOperation): Pick<Account, 'passwords' | 'passwordChosenAt'> {
  return {
    passwords: Object.fromEntries(Object.entries(before).map(([name, held]) => [name, { ...held, epoch }])),
    ...(chosenBefore !== undefined && { passwordChosenAt: chosenBefore }),
  };
}

/** Directories whose password is still to be deleted. */
function toTell(accountId: string, passwords: Account['passwords'], now: Temporal.Instant): Write[] {
  return directories
    .filter((name) => passwords[name]?.status === 'pending')
    .map((directory) => pendingPut(accountId, directory, now));
}

/** Directories that hold the account as it is, password and all, have nothing left to be told. */
function told({ accountId, directories: held, passwords }: Account): Write[] {
  const isTold = (name: DirectoryName) =>
    held[name] !== undefined && held[name].status !== 'pending' && passwords[name]?.status !== 'pending';
  return directories.filter(isTold).map((directory) => ({ table: 'pending', delete: { directory, accountId } }));
}
