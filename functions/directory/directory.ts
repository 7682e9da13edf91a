/** A directory that must know an account: an LDAP server that people and services ask. */
export interface Directory {
  /**
   * Writes the account's entry: adds it, or brings the entry that is already this account's up to date. Safe to repeat:
   * after a RetryableError nobody knows whether it was written, and the next call finds out.
   * @returns `'written'`, or why this directory will never accept it as it is.
   * @throws RetryableError when the directory is away, busy, or hung up before answering; within five seconds.
   * @throws ContractError for a login that is none, or an attribute that is not the caller's (see `Entry`).
   */
  write(entry: Entry): Promise<'written' | Refusal>;

  /**
   * Reads an entry back, whoever owns it.
   * @throws RetryableError when the directory is away.
   * @throws ContractError for a login that is none.
   */
  read(login: string): Promise<StoredEntry | undefined>;

  /**
   * Removes the account's entry, and nothing that is anybody else's. Safe to repeat, as `write` is.
   * @returns `'removed'` also when there is no entry; a refusal when the entry is not this account's, or may not be removed.
   * @throws RetryableError as `write`.
   * @throws ContractError for a login that is none, or an account without an id.
   */
  remove(login: string, accountId: string): Promise<'removed' | Refusal>;

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
}

export interface StoredEntry {
  /** Absent when the entry is not of our class. */
  readonly accountId?: string;
  /** Every attribute of the entry, the asked-for operational one (`pwdEndTime`) too. Never a password. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

export interface Refusal {
  /** `foreign-entry`: somebody else's entry holds the login. `rejected`: the directory's considered answer. */
  readonly refused: 'foreign-entry' | 'rejected';
  /** For the operator, with no value of any attribute: the LDAP result code and its name, `19 constraintViolation`. */
  readonly reason: string;
}
