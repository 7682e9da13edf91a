import { Temporal } from 'temporal-polyfill';
import type { Directory, Entry, Refusal, StoredEntry } from '../../functions/directory/directory.ts';
import { checkAccountId, checkCharacter, checkEntry, checkLogin } from '../../functions/directory/entry-rules.ts';
import { resultCode } from '../../functions/directory/result-codes.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { inMemoryPasswords, type PasswordCall, type PasswordControls } from './in-memory-password-directory.ts';

type Call = keyof Directory | PasswordCall;

/** A directory with both ports on the same entries: it is the entry port itself, and has `passwords`. */
export interface InMemoryDirectory extends Directory, PasswordControls {
  /** Every entry by login, also those of others. */
  entries(): Readonly<Record<string, StoredEntry>>;
  /** How often each port was called, failures included. */
  readonly calls: Readonly<Record<Call, number>>;
  /** From now on nothing is reached. */
  away(): void;
  back(): void;
  /** While true the server answers `51 busy` to everything. */
  busy: boolean;
  /** The next write or removal is refused with this LDAP result code, 19 (constraintViolation) unless told. */
  refuseNext(code?: number): void;
  /** Somebody else's entry takes a login. */
  plantForeign(login: string): void;
  /** The next write, of an entry or a password, or removal is done, and its answer is lost. */
  loseNextAnswer(): void;
}

/**
 * An LDAP server as the ports see it, in this process; `directory.contract.ts` and `password-directory.contract.ts` in
 * `test/functions/directory` hold both to the same rules. It knows no schema: every attribute is accepted.
 * @param now decides whether an entry is past its `pwdEndTime`.
 * @param hasGroups whether it has groups that open services: one for whatever service is named.
 */
export function inMemoryDirectory({
  now = Temporal.Now.instant,
  hasGroups = true,
}: { now?: () => Temporal.Instant; hasGroups?: boolean } = {}): InMemoryDirectory {
  const entries = new Map<string, StoredEntry>();
  const calls = { write: 0, read: 0, remove: 0, list: 0, probe: 0, set: 0, clear: 0, bind: 0, policy: 0, roles: 0 };
  let isAway = false;
  let refusal: Refusal | undefined;
  let losesAnswer = false;

  const groupsOf = (names: readonly string[]) => (hasGroups ? [...new Set(names)].sort() : undefined);

  async function answer(call: Call): Promise<void> {
    calls[call] += 1;
    await Promise.resolve();
    if (isAway) throw new RetryableError('The directory cannot be reached: ECONNREFUSED');
    if (fake.busy) throw new RetryableError(`The directory answers ${resultCode(51)}`);
  }

  function lose(): void {
    if (!losesAnswer) return;
    losesAnswer = false;
    throw new RetryableError('The directory cannot be reached: the connection ended');
  }

  const ofEntries: Omit<InMemoryDirectory, keyof PasswordControls> = {
    calls,
    busy: false,
    entries: () => Object.fromEntries(entries),
    away: () => void (isAway = true),
    back: () => void (isAway = false),
    refuseNext: (code = 19) => void (refusal = { refused: 'rejected', reason: resultCode(code) }),
    loseNextAnswer: () => void (losesAnswer = true),
    plantForeign(login) {
      entries.set(
        login,
        frozen({ objectClass: ['inetOrgPerson'], uid: [login], cn: [login], sn: ['Elsewhere'] }, groupsOf([])),
      );
    },
    async write(entry) {
      checkEntry(entry);
      await answer('write');
      const refused = refusal;
      refusal = undefined;
      if (refused) return refused;
      const before = entries.get(entry.login);
      if (before && before.accountId !== entry.accountId) return { refused: 'foreign-entry', reason: resultCode(68) };
      entries.set(entry.login, frozen(written(entry, before), groupsOf(entry.groups), entry.accountId));
      lose();
      return 'written';
    },
    async read(login) {
      checkLogin(login);
      await answer('read');
      return entries.get(login);
    },
    async remove(login, accountId) {
      checkLogin(login);
      checkAccountId(accountId);
      await answer('remove');
      const before = entries.get(login);
      if (!before) return 'removed';
      if (before.accountId !== accountId) return { refused: 'foreign-entry', reason: resultCode(68) };
      const refused = refusal;
      refusal = undefined;
      if (refused) return refused;
      entries.delete(login);
      ofPasswords.forget(login);
      lose();
      return 'removed';
    },
    async *list(character) {
      checkCharacter(character);
      await answer('list');
      for (const [login, entry] of [...entries]) {
        const { accountId } = entry;
        if (accountId?.endsWith(character) === true) yield Object.freeze({ ...entry, login, accountId });
      }
    },
    probe: () => answer('probe'),
  };
  const ofPasswords = inMemoryPasswords({ entries, answer, lose, now: () => now().epochMilliseconds });
  const fake: InMemoryDirectory = Object.assign(ofPasswords, ofEntries);
  return fake;
}

type Attributes = StoredEntry['attributes'];

function written({ login, accountId, objectClasses, attributes }: Entry, before: StoredEntry | undefined): Attributes {
  const classes = before?.attributes['objectClass'] ?? [];
  const all = {
    uid: [login],
    matriculeAccountId: [accountId],
    matriculeVersion: ['0'],
    ...before?.attributes,
    objectClass: [...new Set([...classes, ...objectClasses])],
    ...attributes,
  };
  return Object.fromEntries(Object.entries(all).filter(([, values]) => values.length > 0));
}

/** Copies that nobody can change, so that no caller shares state with the directory. */
function frozen(attributes: Attributes, groups: readonly string[] | undefined, accountId?: string): StoredEntry {
  const copies = Object.entries(attributes).map(([name, values]) => [name, Object.freeze([...values])] as const);
  return Object.freeze({
    attributes: Object.freeze(Object.fromEntries(copies)),
    ...(accountId !== undefined && { accountId }),
    ...(groups && { groups: Object.freeze([...groups]) }),
  });
}
