import type { Account, PasswordStatus } from '../../account/account.ts';
import type { PasswordRefusal } from '../../directory/password-directory.ts';
import type { PasswordOperation } from '../../operation/operation.ts';
import { givesUpAnother } from '../../password/given-up.ts';
import { type DirectoryName, directories } from '../../university/university.ts';

/**
 * What a directory has come to with a password that was chosen. `unchanged`: another one refused it before this one was asked.
 * `clearing`: it does not arrive there any more, and the one before it is to be deleted. `cleared`: that is done.
 */
export type PasswordLight = 'verified' | 'pending' | 'refused' | 'unchanged' | 'clearing' | 'cleared';

/** What lets the person in at a directory that does not have the new password. */
export type Held = 'former' | 'none' | 'unknown' | 'clearing';

export interface PasswordProgress {
  /**
   * `running`: under way. `waiting`: a directory is away. `everywhere`: each directory has it, and a bind has shown it.
   * `refused`: nothing has changed in any directory. `given-up`: refused, and the one before it was not everywhere yet: it gets
   * nowhere else any more. `partly`: it holds in one and not in another. `cleared`: no password holds
   * where it did not arrive in time.
   */
  readonly state: 'running' | 'waiting' | 'everywhere' | 'refused' | 'given-up' | 'partly' | 'cleared';
  readonly directories: readonly {
    readonly directory: DirectoryName;
    readonly light: PasswordLight;
    /** Of a refusal. */
    readonly reason?: PasswordRefusal;
    /** Of `refused`, `unchanged` and `pending`; what is to be deleted is nothing to build on. */
    readonly holds?: Held;
  }[];
  /** Whether another password would help. */
  readonly another: boolean;
}

/** Whether it has come to an end that is no success. */
export function endedOtherwise({ state }: Pick<PasswordProgress, 'state'>): boolean {
  return ['refused', 'given-up', 'partly', 'cleared'].includes(state);
}

/**
 * How a choice of password stands, by directory.
 * @param account in the epoch of that choice.
 */
export function passwordProgress(account: Account, operation: PasswordOperation): PasswordProgress {
  const lights = directories.flatMap((directory) =>
    account.directories[directory] ? [{ directory, ...lightOf(directory, account, operation) }] : [],
  );
  const refusals = lights.flatMap(({ reason }) => reason ?? []);
  return {
    state: stateOf(account, operation, lights),
    directories: lights,
    // Where there is no entry no password is taken, whichever it is.
    another: refusals.some((reason) => reason !== 'no-entry') || operation.outcome === 'cleared',
  };
}

type Light = Omit<PasswordProgress['directories'][number], 'directory'>;

/** What one directory has come to with a choice of password. */
export function lightOf(
  directory: DirectoryName,
  account: Account,
  { outcome, refusals, before }: PasswordOperation,
): Light {
  const now = account.passwords[directory];
  const isClearing = now?.status === 'pending' && !account.openPassword;
  const holds = isClearing ? 'clearing' : heldBefore(now?.status === 'cleared' ? now : before[directory]);
  const reason = refusals?.[directory] ?? (now?.status === 'refused' ? (now.reason ?? 'rejected') : undefined);
  if (reason !== undefined) return { light: 'refused', reason, holds };
  if (isClearing) return { light: 'clearing' };
  // Once it was refused, what stands in the account is what held before.
  if (outcome === 'refused' && before[directory]?.status !== 'pending') return { light: 'unchanged', holds };
  if (!now) return { light: 'refused', reason: 'no-entry', holds: 'none' };
  return now.status === 'pending' ? { light: 'pending', holds } : { light: now.status };
}

/** What holds in a directory that has not taken the password, by what it held before. */
function heldBefore(before: PasswordStatus | undefined): Held {
  if (!before || before.status === 'cleared') return 'none';
  return before.status === 'verified' ? 'former' : 'unknown';
}

function stateOf(
  { state }: Account,
  operation: PasswordOperation,
  lights: readonly Light[],
): PasswordProgress['state'] {
  const { outcome, purpose } = operation;
  switch (outcome) {
    case 'everywhere':
      if (purpose === 'activation' && state === 'provisioned') return 'running';
      // Nothing is called a success that does not hold in every directory of the account.
      return lights.every(({ light }) => light === 'verified') ? 'everywhere' : 'partly';
    case 'refused':
      return givesUpAnother(operation) ? 'given-up' : 'refused';
    case 'partly':
    case 'cleared':
      return outcome;
    case 'somewhere':
    case 'nowhere':
      return 'waiting';
    case undefined:
    default:
      return 'running';
  }
}
