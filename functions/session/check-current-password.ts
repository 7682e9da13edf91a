import type { Account } from '../account/account.ts';
import { directoriesWithPassword } from '../account/account-use.ts';
import type { PasswordDirectory } from '../directory/password-directory.ts';
import { passwordTyped } from '../password/password-shape.ts';
import { RetryableError } from '../step/errors.ts';
import { countUse, giveBackUse, type Limit, type ThrottleDeps } from '../throttle/throttle.ts';
import type { DirectoryName, University } from '../university/university.ts';

/** C-08: wrong ones, by account, whoever holds a session of it. PWM allows a user 10 in 5 minutes who has proved nothing yet. */
export const triesOfCurrentPassword: Limit = { uses: 5, windowSeconds: 10 * 60 };

export interface CheckCurrentPasswordDeps extends ThrottleDeps {
  readonly university: University;
  readonly passwordDirectory: (name: DirectoryName) => PasswordDirectory;
}

/**
 * Whether this is the password of somebody who is signed in: one bind to one directory that has it (C-07, C-08). An empty
 * one reaches none. It counts as wrong until it is known to be right, so that however many come at once no sixth wrong one is tried.
 * @returns `unknown` while no directory has verified the password of this epoch.
 * @throws RetryableError when the table of counts is away: nothing is tried then (D-07).
 */
export async function checkCurrentPassword(
  account: Account,
  typed: string,
  deps: CheckCurrentPasswordDeps,
): Promise<'right' | 'wrong' | 'too-often' | 'away' | 'unknown'> {
  const password = passwordTyped(typed);
  if (password === '') return 'wrong';
  const [verified] = directoriesWithPassword(account, deps.university);
  if (verified === undefined) return 'unknown';
  const at = deps.now();
  const bucket = `current-password#${account.accountId}`;
  const counted = { ...deps, now: () => at };
  if (!(await countUse(bucket, triesOfCurrentPassword, counted))) return 'too-often';
  let bound: boolean;
  try {
    bound = (await deps.passwordDirectory(verified).bind(account.login, password)) === 'bound';
  } catch (error) {
    if (error instanceof RetryableError) return 'away';
    throw error;
  }
  if (!bound) return 'wrong';
  await giveBackUse(bucket, triesOfCurrentPassword, counted).catch((error: unknown) => {
    // It stays counted: no reason to refuse a right password.
    if (!(error instanceof RetryableError)) throw error;
  });
  return 'right';
}
