import { Attribute, Change } from 'ldapts';
import { inject } from 'vitest';
import type { Role } from '../../functions/directory/role.ts';
import type { ServiceName } from '../../functions/university/university.ts';
import { asAdmin, type DirectoryName } from './directory-by-hand.ts';

/** Makes somebody a member of the group that gives a role, as the operator does: no service identity of the product can. */
export async function giveRole(login: string, role: Role): Promise<void> {
  const { suffix, peopleDn } = inject('world').directories.uca;
  const modification = new Attribute({ type: 'member', values: [`uid=${login},${peopleDn}`] });
  await asAdmin('uca', (client) =>
    client.modify(`cn=${role},ou=groups,${suffix}`, new Change({ operation: 'add', modification })),
  );
}

/** The logins in the group that opens a service. */
export async function membersOf(name: DirectoryName, service: ServiceName): Promise<string[]> {
  const { suffix } = inject('world').directories[name];
  const group = `cn=${service},ou=access,${suffix}`;
  const { searchEntries } = await asAdmin(name, (client) =>
    client.search(group, { scope: 'base', attributes: ['member'], explicitBufferAttributes: [] }),
  );
  return [searchEntries[0]?.['member'] ?? []]
    .flat()
    .flatMap((dn) => /^uid=([^,]+),/.exec(String(dn))?.[1] ?? [])
    .sort();
}
