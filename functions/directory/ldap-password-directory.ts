import { InsufficientAccessError, PasswordPolicyControl, PasswordPolicyError } from 'ldapts';
import { RetryableError } from '../step/errors.ts';
import type { FindConnection } from './connection.ts';
import { checkLogin } from './entry-rules.ts';
import { ldapConnection, type LdapOptions, type Reached } from './ldap-connection.ts';
import {
  type Attributes,
  change,
  codes,
  distinguishedName,
  entryAt,
  ownerOf,
  refusalOf,
  valuesOf,
} from './ldap-entry.ts';
import { groupsOf } from './ldap-groups.ts';
import type { PasswordDirectory, PasswordEntry, PasswordPolicy, PasswordRefusal } from './password-directory.ts';
import { checkPassword, checkPasswordEntry, isPassword } from './password-rules.ts';
import { resultCode } from './result-codes.ts';
import { type Role, roles } from './role.ts';

/**
 * The passwords of an LDAP directory. They are written in clear inside TLS, so that the directory applies its policy and
 * makes the hash (I-11); its password policy control (draft-behera-ldap-password-policy-10) tells why it refuses.
 * @param findConnection how it is reached, as the identity that writes passwords.
 */
export function ldapPasswordDirectory(findConnection: FindConnection, options: LdapOptions = {}): PasswordDirectory {
  const ldap = ldapConnection(findConnection, options);
  return {
    async set(entry, password) {
      checkPasswordEntry(entry);
      checkPassword(password);
      const result = await ldap.perform((reached) => swapped(reached, entry, [password]));
      return typeof result === 'string' ? result : { refused: result.refused };
    },
    async clear(entry) {
      checkPasswordEntry(entry);
      const result = await ldap.perform((reached) => swapped(reached, entry, []));
      // No policy has a say in it: the identity lacks a right, which an operator can give it.
      if (typeof result !== 'string') throw new RetryableError(`The directory answers ${resultCode(result.code)}`);
      return result;
    },
    async bind(login, password) {
      checkLogin(login);
      if (!isPassword(password)) return 'wrong';
      return ldap.apart((reached) => boundAs(reached, login, password));
    },
    policy: () => ldap.perform(policyOf),
    async roles(login) {
      checkLogin(login);
      return ldap.perform((reached) => rolesOf(reached, login));
    },
  };
}

interface Refused {
  readonly refused: PasswordRefusal;
  readonly code: number;
}

/** Replaces the password by these values, one or none, if the entry is this account's and at an older version. */
async function swapped(
  reached: Reached,
  entry: PasswordEntry,
  passwords: readonly string[],
): Promise<'written' | 'superseded' | 'absent' | Refused> {
  const version = await versionOf(reached, entry);
  if (version === undefined) return 'absent';
  if (version >= entry.version) return version === entry.version ? 'written' : 'superseded';
  const { client, connection } = reached;
  const control = new PasswordPolicyControl();
  const code = await refusalOf(
    client.modify(
      distinguishedName(entry.login, connection.peopleDn),
      [
        change('delete', 'matriculeVersion', [String(version)]),
        change('add', 'matriculeVersion', [String(entry.version)]),
        // To replace by nothing is to delete, also where nothing is (RFC 4511, 4.6).
        change('replace', 'userPassword', passwords),
      ],
      control,
    ),
  );
  if (code === undefined) return 'written';
  if (code === codes.noSuchObject) return 'absent';
  // OpenLDAP asks its policy before it compares the version: what it holds against the password may come from another
  // write, even from this very one whose answer was lost and whose password is now the one in use.
  if (code === codes.noSuchAttribute || (await versionOf(reached, entry)) !== version)
    throw new RetryableError('The entry changed meanwhile');
  return { refused: refusals.get(control.value?.error) ?? 'rejected', code };
}

/** What the control's error says of a password; another error, or none, says nothing that its owner could do. */
const refusals = new Map<number | undefined, PasswordRefusal>([
  [PasswordPolicyError.InsufficientPasswordQuality, 'too-weak'],
  [PasswordPolicyError.PasswordTooShort, 'too-short'],
  [PasswordPolicyError.PasswordTooYoung, 'too-young'],
  [PasswordPolicyError.PasswordInHistory, 'in-history'],
  // passwordTooLong is OpenLDAP's own, since 2.5 (its ldap.h); the draft ends at 8.
  [9, 'too-long'],
]);

/** The version of the account's entry; none when there is no entry, or it is not this account's. */
async function versionOf(reached: Reached, { login, accountId }: PasswordEntry): Promise<number | undefined> {
  const dn = distinguishedName(login, reached.connection.peopleDn);
  const attributes = await entryAt(reached, dn, ['objectClass', 'matriculeAccountId', 'matriculeVersion']);
  if (!attributes || ownerOf(attributes) !== accountId) return undefined;
  const version = wholeNumber(valuesOf(attributes, 'matriculeVersion'));
  if (version === undefined) throw new RetryableError('The entry shows no version');
  return version;
}

async function boundAs({ client, connection }: Reached, login: string, password: string) {
  const control = new PasswordPolicyControl();
  const code = await refusalOf(client.bind(distinguishedName(login, connection.peopleDn), password, control));
  if (code === undefined) return 'bound';
  // OpenLDAP says accountLocked for an entry past its end too, whatever the password.
  const hasEnded = [PasswordPolicyError.PasswordExpired, PasswordPolicyError.AccountLocked].some(
    (each) => each === control.value?.error,
  );
  return hasEnded ? 'ended' : 'wrong';
}

async function policyOf(reached: Reached): Promise<PasswordPolicy> {
  const policy = (await policyEntry(reached)) ?? {};
  const minimumLength = wholeNumber(valuesOf(policy, 'pwdMinLength'));
  const maximumLength = wholeNumber(valuesOf(policy, 'pwdMaxLength'));
  // A length of 0 asks for nothing.
  return { ...(minimumLength && { minimumLength }), ...(maximumLength && { maximumLength }) };
}

async function rolesOf(reached: Reached, login: string): Promise<Role[]> {
  const { peopleDn, rolesDn } = reached.connection;
  if (rolesDn === undefined) return [];
  const groups = await groupsOf(reached, rolesDn, distinguishedName(login, peopleDn));
  return roles.filter((role) => groups.includes(role));
}

/** Nothing where nobody says which entry it is, and where the identity may not look at it. */
async function policyEntry(reached: Reached): Promise<Attributes | undefined> {
  const { policyDn } = reached.connection;
  if (policyDn === undefined) return undefined;
  try {
    return await entryAt(reached, policyDn, ['pwdMinLength', 'pwdMaxLength']);
  } catch (error) {
    if (error instanceof InsufficientAccessError) return undefined;
    throw error;
  }
}

function wholeNumber([value]: readonly string[]): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
