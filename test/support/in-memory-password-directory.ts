import type { StoredEntry } from '../../functions/directory/directory.ts';
import { checkLogin } from '../../functions/directory/entry-rules.ts';
import type {
  PasswordDirectory,
  PasswordEntry,
  PasswordPolicy,
  PasswordRefusal,
} from '../../functions/directory/password-directory.ts';
import type { Role } from '../../functions/directory/role.ts';
import { checkPassword, checkPasswordEntry, isPassword } from '../../functions/directory/password-rules.ts';

export type PasswordCall = keyof PasswordDirectory;

/** What tests decide and see of the passwords of a directory. */
export interface PasswordControls {
  readonly passwords: PasswordDirectory;
  /** What it asks of a password, and what it says that it asks. */
  policy: PasswordPolicy;
  /** The next password that would be written is refused. */
  refuseNextPassword(reason: PasswordRefusal): void;
  /** The password that lets this login in, if one does. */
  passwordOf(login: string): string | undefined;
  /** The version of the entry, if there is one of our class. */
  versionOf(login: string): number | undefined;
  /** The roles that groups of the directory give, by login; tests set them. */
  readonly roles: Map<string, readonly Role[]>;
  /** Whose entry each bind was to. */
  readonly boundAs: string[];
  /** A password and those before it go with their entry. */
  forget(login: string): void;
}

export interface PasswordsOptions {
  readonly entries: Map<string, StoredEntry>;
  /** Counts the call, and throws while the server is away or busy. */
  readonly answer: (call: PasswordCall) => Promise<void>;
  /** Throws when the answer of this write is to be lost. */
  readonly lose: () => void;
  readonly now: () => number;
}

/** Passwords that OpenLDAP remembers beside the one in use, as `local/slapd.ts` sets it. */
const remembered = 5;

/** The passwords of the entries of `inMemoryDirectory`, held to `password-directory.contract.ts`. */
export function inMemoryPasswords({ entries, answer, lose, now }: PasswordsOptions): PasswordControls {
  const current = new Map<string, string>();
  const former = new Map<string, readonly string[]>();
  let refusal: PasswordRefusal | undefined;

  function versionOf(login: string): number | undefined {
    const [version] = entries.get(login)?.attributes['matriculeVersion'] ?? [];
    return version === undefined ? undefined : Number(version);
  }

  /** What forbids a change at this version, or says that it was made. */
  function standing({ login, accountId, version }: PasswordEntry): 'written' | 'superseded' | 'absent' | undefined {
    if (entries.get(login)?.accountId !== accountId) return 'absent';
    const stored = versionOf(login) ?? 0;
    if (stored === version) return 'written';
    return stored > version ? 'superseded' : undefined;
  }

  function raise({ login, version }: PasswordEntry): void {
    const entry = entries.get(login);
    if (!entry) throw new Error('There is no such entry');
    const attributes = Object.freeze({ ...entry.attributes, matriculeVersion: Object.freeze([String(version)]) });
    entries.set(login, Object.freeze({ ...entry, attributes }));
  }

  function refusalOf(login: string, password: string): PasswordRefusal | undefined {
    const told = refusal;
    refusal = undefined;
    if (told) return told;
    const { minimumLength = 0, maximumLength = Infinity } = controls.policy;
    const length = Buffer.byteLength(password);
    if (length < minimumLength) return 'too-short';
    if (length > maximumLength) return 'too-long';
    // OpenLDAP cannot look into a hash that somebody made elsewhere.
    if (/^\{(?:ARGON2|CLEARTEXT|CRYPT|MD5|SASL|SHA|SMD5|SSHA|UNIX)\}/i.test(password)) return 'too-weak';
    return [current.get(login), ...(former.get(login) ?? [])].includes(password) ? 'in-history' : undefined;
  }

  const controls: PasswordControls = {
    policy: { minimumLength: 12 },
    refuseNextPassword: (reason) => void (refusal = reason),
    passwordOf: (login) => current.get(login),
    versionOf,
    roles: new Map(),
    boundAs: [],
    forget(login) {
      current.delete(login);
      former.delete(login);
    },
    passwords: {
      async set(entry, password) {
        checkPasswordEntry(entry);
        checkPassword(password);
        await answer('set');
        const stands = standing(entry);
        if (stands) return stands;
        const refused = refusalOf(entry.login, password);
        if (refused) return { refused };
        const before = current.get(entry.login);
        if (before !== undefined)
          former.set(entry.login, [before, ...(former.get(entry.login) ?? [])].slice(0, remembered));
        current.set(entry.login, password);
        raise(entry);
        lose();
        return 'written';
      },
      async clear(entry) {
        checkPasswordEntry(entry);
        await answer('clear');
        const stands = standing(entry);
        if (stands) return stands;
        current.delete(entry.login);
        raise(entry);
        lose();
        return 'written';
      },
      async bind(login, password) {
        checkLogin(login);
        if (!isPassword(password)) return 'wrong';
        controls.boundAs.push(login);
        await answer('bind');
        const end = entries.get(login)?.attributes['pwdEndTime']?.[0];
        // As OpenLDAP, which looks at the day before it looks at the password.
        if (end !== undefined && instantOf(end) <= now()) return 'ended';
        return current.get(login) === password ? 'bound' : 'wrong';
      },
      async policy() {
        await answer('policy');
        return { ...controls.policy };
      },
      async roles(login) {
        checkLogin(login);
        await answer('roles');
        return [...(controls.roles.get(login) ?? [])];
      },
    },
  };
  return controls;
}

/** GeneralizedTime of whole seconds in UTC, as the entry port writes it: `20261231225959Z`. */
function instantOf(time: string): number {
  return Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
