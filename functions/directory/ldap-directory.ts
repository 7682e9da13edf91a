import { Attribute, type Change, EqualityFilter } from 'ldapts';
import { RetryableError } from '../step/errors.ts';
import type { FindConnection } from './connection.ts';
import type { Directory, Entry, Refusal, StoredEntry } from './directory.ts';
import { checkAccountId, checkCharacter, checkEntry, checkLogin } from './entry-rules.ts';
import { AssertionControl } from './ldap-assertion.ts';
import { ldapConnection, type LdapOptions, type Reached } from './ldap-connection.ts';
import { change, codes, distinguishedName, entryAt, ownerOf, refusalOf, valuesOf } from './ldap-entry.ts';
import { groupsOf, setGroups } from './ldap-groups.ts';
import { listed } from './ldap-list.ts';
import { resultCode } from './result-codes.ts';

/** The entries of an LDAP directory. @param findConnection how it is reached, as the identity that provisions. */
export function ldapDirectory(findConnection: FindConnection, options: LdapOptions = {}): Directory {
  const ldap = ldapConnection(findConnection, options);
  return {
    async write(entry) {
      checkEntry(entry);
      return ldap.perform(async (reached) => {
        const result = await written(reached, entry);
        return result === 'written' ? ((await groupsRefused(reached, entry)) ?? result) : result;
      });
    },
    async read(login) {
      checkLogin(login);
      return ldap.perform(async (reached) => {
        const [entry, groups] = await Promise.all([stored(reached, login), heldGroups(reached, login)]);
        return entry && { ...entry, ...(groups && { groups }) };
      });
    },
    async remove(login, accountId) {
      checkLogin(login);
      checkAccountId(accountId);
      return ldap.perform((reached) => removed(reached, login, accountId));
    },
    async *list(character) {
      checkCharacter(character);
      yield* listed(ldap, character);
    },
    probe: () =>
      ldap.perform(async ({ client, connection }) => {
        await client.search(connection.peopleDn, { scope: 'base', attributes: ['1.1'] });
      }),
  };
}

async function written(reached: Reached, entry: Entry): Promise<'written' | Refusal> {
  const { client, connection } = reached;
  const dn = distinguishedName(entry.login, connection.peopleDn);
  const notAdded = await refusalOf(client.add(dn, attributesOf(entry)));
  if (notAdded === undefined) return 'written';
  // Somebody's entry, or ours whose answer was lost (I-09, I-10). A server may check what is asked for before it looks
  // whether the entry is there: what is too little for a new entry may be all that an old one needs.
  const before = await stored(reached, entry.login);
  if (!before) {
    if (notAdded === codes.entryAlreadyExists) throw new RetryableError('The entry is there and is not');
    return { refused: 'rejected', reason: resultCode(notAdded) };
  }
  if (before.accountId !== entry.accountId)
    return { refused: 'foreign-entry', reason: resultCode(codes.entryAlreadyExists) };
  const changes = changesOf(entry, before);
  if (changes.length === 0) return 'written';
  const notChanged = await refusalOf(client.modify(dn, changes));
  if (notChanged === undefined) return 'written';
  // It was deleted, or given the same class, since we read it.
  const hasRaced =
    notChanged === codes.noSuchObject ||
    (notChanged === codes.attributeOrValueExists && changes.some(({ operation }) => operation === 'add'));
  if (hasRaced) throw new RetryableError('The entry changed meanwhile');
  return { refused: 'rejected', reason: resultCode(notChanged) };
}

async function removed(reached: Reached, login: string, accountId: string): Promise<'removed' | Refusal> {
  const { client, connection } = reached;
  const before = await stored(reached, login);
  if (before && before.accountId !== accountId)
    return { refused: 'foreign-entry', reason: resultCode(codes.entryAlreadyExists) };
  // Also where the entry is gone already: a login is never used again, so whatever names it is ours to take away.
  const left = await groupsRefused(reached, { login, groups: [] });
  if (left || !before) return left ?? 'removed';
  const stillOurs = new AssertionControl(new EqualityFilter({ attribute: 'matriculeAccountId', value: accountId }));
  const notRemoved = await refusalOf(client.del(distinguishedName(login, connection.peopleDn), stillOurs));
  // Somebody else removed it since we read it, or made it another's.
  if (notRemoved === undefined || notRemoved === codes.noSuchObject) return 'removed';
  if (notRemoved === codes.assertionFailed) throw new RetryableError('The entry changed meanwhile');
  return { refused: 'rejected', reason: resultCode(notRemoved) };
}

/** Puts the entry into its groups and no others. @returns the refusal, if there was one. */
async function groupsRefused(
  reached: Reached,
  { login, groups }: Pick<Entry, 'login' | 'groups'>,
): Promise<Refusal | undefined> {
  const { peopleDn, groupsDn } = reached.connection;
  if (groupsDn === undefined) return undefined;
  const code = await setGroups(reached, groupsDn, distinguishedName(login, peopleDn), groups);
  return code === undefined ? undefined : { refused: 'rejected', reason: resultCode(code) };
}

async function heldGroups(reached: Reached, login: string): Promise<string[] | undefined> {
  const { peopleDn, groupsDn } = reached.connection;
  return groupsDn === undefined ? undefined : groupsOf(reached, groupsDn, distinguishedName(login, peopleDn));
}

async function stored(reached: Reached, login: string): Promise<StoredEntry | undefined> {
  const attributes = await entryAt(reached, distinguishedName(login, reached.connection.peopleDn), ['*', 'pwdEndTime']);
  if (!attributes) return undefined;
  const accountId = ownerOf(attributes);
  return { attributes, ...(accountId !== undefined && { accountId }) };
}

/** The whole of a new entry. Its version is 0: nobody has set a password yet. */
function attributesOf({ login, accountId, objectClasses, attributes }: Entry): Attribute[] {
  const all = {
    objectClass: objectClasses,
    uid: [login],
    matriculeAccountId: [accountId],
    matriculeVersion: ['0'],
    ...attributes,
  };
  return Object.entries(all)
    .filter(([, values]) => values.length > 0)
    .map(([type, values]) => new Attribute({ type, values: [...values] }));
}

/** What a repeated write has left to do. The version and the password are another identity's, and stay. */
function changesOf({ objectClasses, attributes }: Entry, before: StoredEntry): Change[] {
  const classes = valuesOf(before.attributes, 'objectClass').map((each) => each.toLowerCase());
  const missing = objectClasses.filter((each) => !classes.includes(each.toLowerCase()));
  return [
    ...(missing.length > 0 ? [change('add', 'objectClass', missing)] : []),
    ...Object.entries(attributes)
      .filter(([name, values]) => !sameValues(values, valuesOf(before.attributes, name)))
      .map(([name, values]) => change('replace', name, values)),
  ];
}

function sameValues(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((value) => others.includes(value));
}
