import type { Role } from './role.ts';

/**
 * What a directory does with passwords, through an identity that may write them, on entries of our class, and nothing else.
 * Every call answers within five seconds.
 */
export interface PasswordDirectory {
  /**
   * Sets a password by compare and swap: one Modify that deletes the version which was read, adds ours and replaces
   * `userPassword` (I-11). A lost answer is found out by the next call (I-10): an entry at our version is `written` again
   * without a write, so that a retry meets no password history.
   * @returns `superseded` when the entry has a greater version; `absent` when there is no entry of this account.
   * @throws RetryableError when the directory is away or busy, or the version changed between reading and writing.
   */
  set(entry: PasswordEntry, password: string): Promise<'written' | 'superseded' | 'absent' | PasswordRefused>;

  /**
   * Deletes the password by the same compare and swap: nobody binds until another one is set.
   * @throws RetryableError as `set`.
   */
  clear(entry: PasswordEntry): Promise<'written' | 'superseded' | 'absent'>;

  /**
   * Binds as the person, once, on a connection of its own.
   * @returns `ended` when the password may be right but the entry is past its `pwdEndTime` or locked, as far as the directory
   *   says so; `wrong` for everything else that is no success, an empty password included (I-04).
   * @throws RetryableError when the directory is away or busy.
   */
  bind(login: string, password: string): Promise<'bound' | 'wrong' | 'ended'>;

  /**
   * What the directory's policy says that it asks of a password, as far as it lets itself be read.
   * @throws RetryableError when the directory is away.
   */
  policy(): Promise<PasswordPolicy>;

  /**
   * Reads which roles the directory's own groups give somebody: `cn=<role>` under `rolesDn`. No service identity writes them.
   * @returns none for who has no entry, and where the directory has no such groups.
   * @throws RetryableError when the directory is away: nobody knows then, and nobody is let in for it.
   * @throws ContractError for a login that is none.
   */
  roles(login: string): Promise<Role[]>;
}

export interface PasswordEntry {
  /** `a`–`z`, then digits. */
  readonly login: string;
  /** Whose entry it is: no other is touched. */
  readonly accountId: string;
  /** 1 or more; greater for what is newer. */
  readonly version: number;
}

/** Why a directory does not take a password, from the password policy's response control (I-17). */
export const passwordRefusals = [
  'in-history',
  'too-short',
  'too-long',
  'too-young',
  'too-weak',
  'no-entry',
  'rejected',
] as const;
export type PasswordRefusal = (typeof passwordRefusals)[number];

interface PasswordRefused {
  readonly refused: PasswordRefusal;
}

/** Bytes of UTF-8, as OpenLDAP counts; what the directory does not say is absent. */
export interface PasswordPolicy {
  readonly minimumLength?: number;
  readonly maximumLength?: number;
}
