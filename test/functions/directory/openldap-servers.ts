import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Attribute, Change, Client } from 'ldapts';
import { type Authority, createAuthority, createServerCertificate } from '../../../local/certificates.ts';
import { Children } from '../../../local/children.ts';
import { freePorts } from '../../../local/ports.ts';
import { type Identity, type LocalDirectory, startDirectory } from '../../../local/slapd.ts';
import { roles } from '../../../functions/directory/role.ts';
import type { Connection } from '../../../functions/directory/connection.ts';

/** OpenLDAP servers of one file of tests, in a folder of their own. */
export class OpenLdapServers {
  readonly #folder: string;
  readonly #children: Children;
  readonly #authority: Authority;

  private constructor(folder: string, authority: Authority) {
    this.#folder = folder;
    this.#children = new Children(join(folder, 'processes'));
    this.#authority = authority;
  }

  static async create(): Promise<OpenLdapServers> {
    const folder = await mkdtemp(join(tmpdir(), 'matricule-directory-'));
    return new OpenLdapServers(folder, await createAuthority(folder));
  }

  async start(name: string, suffix: string): Promise<LocalDirectory> {
    const [port] = await freePorts(1);
    const certificate = await createServerCertificate(this.#authority, this.#folder, name);
    const folder = join(this.#folder, name);
    return startDirectory({
      ...{ name, suffix, port, folder, certificate, groups: roles },
      ...{ children: this.#children, authority: this.#authority },
      // Hashing is most of what hundreds of passwords cost, and nothing here is about it.
      cost: { memory: 64, passes: 1 },
    });
  }

  async stop(): Promise<void> {
    await this.#children.stop();
    await rm(this.#folder, { recursive: true });
  }
}

/** How the port of entries reaches a server. */
export function connectionTo({ url, ca, provisioner, peopleDn, groupsDn }: LocalDirectory): Connection {
  return { url, ca, ...provisioner, peopleDn, groupsDn };
}

/** How the port of passwords reaches a server. */
export function passwordConnectionTo({ url, ca, password, peopleDn, policyDn, rolesDn }: LocalDirectory): Connection {
  return { url, ca, ...password, peopleDn, policyDn, rolesDn };
}

/** Does something on a server as somebody, with none of the product's own code. */
export async function as<T>(
  { url, ca }: LocalDirectory,
  who: Identity,
  act: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ url, tlsOptions: { ca: [ca] }, timeout: 5_000, connectTimeout: 5_000 });
  try {
    await client.bind(who.bindDn, who.password);
    return await act(client);
  } finally {
    await client.unbind();
  }
}

export function change(operation: 'add' | 'delete' | 'replace', type: string, ...values: string[]): Change {
  return new Change({ operation, modification: new Attribute({ type, values }) });
}

/** Makes somebody a member of a group behind the ports. @param branch `groupsDn` or `rolesDn`. */
export function addMember(server: LocalDirectory, branch: string, group: string, login: string): Promise<void> {
  return as(server, server.admin, (client) =>
    client.modify(`cn=${group},${branch}`, change('add', 'member', `uid=${login},${server.peopleDn}`)),
  );
}

/** Somebody else's entry takes a login. */
export function plantForeign(server: LocalDirectory, login: string): Promise<void> {
  return as(server, server.admin, (client) =>
    client.add(`uid=${login},${server.peopleDn}`, {
      ...{ objectClass: 'inetOrgPerson', uid: login, cn: login, sn: 'Elsewhere' },
    }),
  );
}
