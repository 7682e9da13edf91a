import { ContractError } from '../step/errors.ts';
import { checkLogin } from './entry-rules.ts';
import type { PasswordEntry } from './password-directory.ts';

/**
 * Whether anybody can have this as a password. An empty one makes an anonymous bind, which servers answer with success
 * (RFC 4513, 5.1.2; I-04); what is behind a NUL is cut off by hashes of C; half a surrogate pair has no UTF-8 of its own.
 */
export function isPassword(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !value.includes('\0') && value.isWellFormed();
}

/** @throws ContractError for a password that nobody can have. */
export function checkPassword(password: string): void {
  if (!isPassword(password)) throw new ContractError('A directory was given a password that is none');
}

/** @throws ContractError for a login that is not one, an account without an id, or a version that no change of a password has. */
export function checkPasswordEntry({ login, accountId, version }: PasswordEntry): void {
  checkLogin(login);
  if (typeof accountId !== 'string' || accountId === '')
    throw new ContractError('A password belongs to an account with an id');
  if (!Number.isSafeInteger(version) || version < 1)
    throw new ContractError('The version of a password is a whole number from 1 on');
}
