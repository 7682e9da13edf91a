import { AndFilter, EqualityFilter, type Entry as Found, SubstringFilter } from 'ldapts';
import { RetryableError } from '../step/errors.ts';
import type { ListedEntry } from './directory.ts';
import { isLogin } from './entry-rules.ts';
import type { LdapConnection, Reached } from './ldap-connection.ts';
import { ownerOf, textsOf, valuesOf } from './ldap-entry.ts';
import { groupsByMember } from './ldap-groups.ts';

/** Entries asked for at once. Servers allow pages of 500 (OpenLDAP) or 1,000 (Active Directory) unless told otherwise. */
const pageSize = 200;

/**
 * The entries of our class whose account ids end with a character, by the paged results control (RFC 2696). A page is a call
 * of its own; all are asked for on one connection, to which the server's place in the list belongs, and nobody else's
 * questions go there.
 */
export async function* listed(ldap: LdapConnection, character: string): AsyncGenerator<ListedEntry> {
  const alone = ldap.alone();
  try {
    const groups = await alone.perform(async (reached) => {
      const { groupsDn } = reached.connection;
      return groupsDn === undefined ? undefined : groupsByMember(reached, groupsDn);
    });
    const pages = await alone.perform((reached) => Promise.resolve(askedFor(reached, character)));
    for (;;) {
      const page = await alone.perform(() => pages.next());
      if (page.done) return;
      if (page.value.searchReferences.length > 0)
        throw new RetryableError('The directory gives a reference for its entries');
      yield* page.value.searchEntries.flatMap((entry) => known(entry, character, groups));
    }
  } finally {
    alone.end();
  }
}

function askedFor({ client, connection: { peopleDn } }: Reached, character: string) {
  const filters = [
    new EqualityFilter({ attribute: 'objectClass', value: 'matriculeAccount' }),
    new SubstringFilter({ attribute: 'matriculeAccountId', final: character }),
  ];
  // No size limit: ldapts takes the code of a search that exceeds it for success, and a short list for a whole one (I-15).
  return client.searchPaginated(peopleDn, {
    ...{ scope: 'one', filter: new AndFilter({ filters }), attributes: ['*', 'pwdEndTime'], paged: { pageSize } },
  });
}

/** What this port could have written: an entry that no login names is somebody else's, whatever its class. */
function known(
  entry: Found,
  character: string,
  groups: ReadonlyMap<string, readonly string[]> | undefined,
): ListedEntry[] {
  const attributes = textsOf(entry);
  const accountId = ownerOf(attributes);
  const dn = entry.dn.toLowerCase();
  const login = valuesOf(attributes, 'uid').find((uid) => isLogin(uid) && dn.startsWith(`uid=${uid},`));
  if (login === undefined || accountId?.endsWith(character) !== true) return [];
  return [{ login, accountId, attributes, ...(groups && { groups: groups.get(dn) ?? [] }) }];
}
