import { ContractError } from '../step/errors.ts';
import type { Entry } from './directory.ts';

/** What the directory port writes by itself, by attribute: who owns the entry, its version, its name and its classes. */
const reserved = ['uid', 'objectclass', 'matriculeaccountid', 'matriculeversion', 'userpassword'];

/**
 * Nothing but a login ever enters a distinguished name (I-05, I-07), and a login has no character that means something in
 * one.
 * @throws ContractError for anything else, without saying what.
 */
export function checkLogin(login: string): void {
  if (!isLogin(login)) {
    throw new ContractError('A directory was asked about a login that is not one');
  }
}

export function isLogin(login: unknown): login is string {
  return typeof login === 'string' && /^[a-z]+[0-9]*$/.test(login);
}

/** @throws ContractError for anything but one character of a ULID, the last of which spreads accounts evenly. */
export function checkCharacter(character: string): void {
  if (typeof character !== 'string' || !/^[0-9A-HJKMNP-TV-Z]$/.test(character))
    throw new ContractError('A directory was asked for a list by something else than a character of an id');
}

/** @throws ContractError for an account without an id: it would own every entry that nobody owns. */
export function checkAccountId(accountId: string): void {
  if (typeof accountId !== 'string' || accountId === '')
    throw new ContractError('A directory was asked about an account without an id');
}

/** @throws ContractError for a login or a group that is not one, or an attribute that is not the caller's to write. */
export function checkEntry({ login, attributes, groups }: Entry): void {
  checkLogin(login);
  if (!groups.every((group) => /^[a-z][a-z0-9-]*$/.test(group)))
    throw new ContractError('An entry may only be in groups that are named as services are');
  const wrong = Object.keys(attributes).filter((name) => reserved.includes(name.toLowerCase()));
  if (wrong.length > 0) throw new ContractError(`An entry may not name ${wrong.join(', ')}`);
}
