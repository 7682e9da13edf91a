import { AndFilter, DN, EqualityFilter, type Filter } from 'ldapts';
import { RetryableError } from '../step/errors.ts';
import type { Reached } from './ldap-connection.ts';
import { type Attributes, change, codes, refusalOf, textsOf, valuesOf } from './ldap-entry.ts';

/** Reads the names of the groups in a branch that hold a member (groupOfNames, RFC 4519, 3.5). @param member a distinguished name. */
export async function groupsOf(reached: Reached, branch: string, member: string): Promise<string[]> {
  const groups = await groupsIn(reached, branch, [new EqualityFilter({ attribute: 'member', value: member })], ['cn']);
  return groups.flatMap(({ attributes }) => valuesOf(attributes, 'cn')).sort();
}

/** Reads a whole branch: the names of the groups that hold a member, by its distinguished name in small letters. */
export async function groupsByMember(reached: Reached, branch: string): Promise<ReadonlyMap<string, string[]>> {
  const groups = await groupsIn(reached, branch, [], ['cn', 'member']);
  const memberships = groups.flatMap(({ attributes }) =>
    valuesOf(attributes, 'member').map((dn) => ({ member: dn.toLowerCase(), names: valuesOf(attributes, 'cn') })),
  );
  const byMember = Map.groupBy(memberships, ({ member }) => member);
  return new Map([...byMember].map(([member, held]) => [member, held.flatMap(({ names }) => names).sort()]));
}

/**
 * Makes somebody a member of exactly these groups of a branch, one value at a time: who else is in a group is none of ours.
 * @returns the code of a refusal, if there was one; a group that is not there is refused, since nobody here makes groups.
 */
export async function setGroups(
  reached: Reached,
  branch: string,
  member: string,
  names: readonly string[],
): Promise<number | undefined> {
  const { client } = reached;
  const held = await groupsIn(reached, branch, [new EqualityFilter({ attribute: 'member', value: member })], ['cn']);
  const isWanted = ({ attributes }: Group) => valuesOf(attributes, 'cn').some((name) => names.includes(name));
  const has = held.flatMap(({ attributes }) => valuesOf(attributes, 'cn'));
  const leaving = held.filter((group) => !isWanted(group));
  const joining = names.filter((name) => !has.includes(name));
  for (const { dn } of leaving) {
    const code = await refusalOf(client.modify(dn, change('delete', 'member', [member])));
    // Somebody else was as quick, or an answer was lost: it is as it should be (I-10).
    if (code !== undefined && code !== codes.noSuchAttribute && code !== codes.noSuchObject) return code;
  }
  for (const name of joining) {
    const dn = `${new DN().addPairRDN('cn', name).toString()},${branch}`;
    const code = await refusalOf(client.modify(dn, change('add', 'member', [member])));
    if (code !== undefined && code !== codes.attributeOrValueExists) return code;
  }
  return undefined;
}

interface Group {
  readonly dn: string;
  readonly attributes: Attributes;
}

async function groupsIn(
  { client }: Reached,
  branch: string,
  filters: readonly Filter[],
  attributes: readonly string[],
): Promise<Group[]> {
  const ofOurKind = new EqualityFilter({ attribute: 'objectClass', value: 'groupOfNames' });
  // No size limit: ldapts takes the code of a search that exceeds it for success (I-15).
  const found = await client.search(branch, {
    ...{ scope: 'one', filter: new AndFilter({ filters: [ofOurKind, ...filters] }), attributes: [...attributes] },
  });
  if (found.searchReferences.length > 0) throw new RetryableError('The directory gives a reference for its groups');
  return found.searchEntries.map((entry) => ({ dn: entry.dn, attributes: textsOf(entry) }));
}
