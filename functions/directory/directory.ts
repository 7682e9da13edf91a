/** A directory that must know an account: an LDAP server that people and services ask. */
export interface Directory {
  /**
   * Writes the account's entry: adds it, or brings the entry that is already this account's up to date. Safe to repeat:
   * after a RetryableError nobody knows whether it was written, and the next call finds out.
   * @returns `'written'`, or why this directory will never accept it as it is.
   * @throws RetryableError when the directory is away, busy, or hung up before answering; within five seconds.
   * @throws ContractError for a login or a group that is none, or an attribute that is not the caller's (see `Entry`).
   */
  write(entry: Entry): Promise<'written' | Refusal>;

  /**
   * Reads an entry back, whoever owns it.
   * @throws RetryableError when the directory is away.
   * @throws ContractError for a login that is none.
   */
  read(login: string): Promise<StoredEntry | undefined>;

  /**
   * Removes the account's entry and its memberships of service groups, and nothing that is anybody else's. Safe to repeat,
   * as `write` is.
   * @returns `'removed'` also when there is no entry; a refusal when the entry is not this account's, or may not be removed.
   * @throws RetryableError as `write`.
   * @throws ContractError for a login that is none, or an account without an id.
   */
  remove(login: string, accountId: string): Promise<'removed' | Refusal>;

  /**
   * Lists the entries of our class whose account ids end with a character, a page at a time: as they are when their page
   * comes, their groups as they were at the beginning. Other calls may be made between two entries.
   * @param character one of a ULID: `0`–`9`, `A`–`Z` without I, L, O and U.
   * @throws RetryableError from the iteration, when the directory is away or hangs up: the list begins anew, or is not whole.
   * @throws ContractError from the iteration, for anything that is no such character.
   */
  list(character: string): AsyncIterable<ListedEntry>;

  /**
   * Asks whether the directory can be written to now.
   * @throws RetryableError when it cannot.
   */
  probe(): Promise<void>;
}

export interface Entry {
  /** `a`–`z`, then digits. */
  readonly login: string;
  /** Who owns the entry: an entry without this id is never adopted (I-09). */
  readonly accountId: string;
  /** Classes are added to an entry, never taken away. */
  readonly objectClasses: readonly string[];
  /**
   * Everything else that the entry says, by LDAP attribute name (RFC 4519, eduPerson, SupAnn, ppolicy), every value a
   * UTF-8 string; an empty list removes the attribute. Attributes that are not named are left as they are. The port itself
   * writes `objectClass`, `uid`, `matriculeAccountId` and, at 0 and once, `matriculeVersion`; nobody names these here, nor
   * `userPassword`.
   */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /**
   * Services whose groups the entry is a member of, `cn=<service>` under `groupsDn`: of these exactly, and of no other group
   * there. The groups themselves are the directory's; one that is missing is a refusal, after the entry was written. A
   * directory without `groupsDn` ignores this.
   */
  readonly groups: readonly string[];
}

export interface StoredEntry {
  /** Absent when the entry is not of our class. */
  readonly accountId?: string;
  /** Every attribute of the entry, the asked-for operational one (`pwdEndTime`) too. Never a password. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** The service groups that hold it, in order; absent where the directory has none. */
  readonly groups?: readonly string[];
}

export interface ListedEntry extends StoredEntry {
  readonly login: string;
  readonly accountId: string;
}

export interface Refusal {
  /** `foreign-entry`: somebody else's entry holds the login. `rejected`: the directory's considered answer. */
  readonly refused: 'foreign-entry' | 'rejected';
  /** For the operator, with no value of any attribute: the LDAP result code and its name, `19 constraintViolation`. */
  readonly reason: string;
}
