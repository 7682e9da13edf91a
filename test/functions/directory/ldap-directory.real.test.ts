import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ldapts';
import { afterAll, beforeAll } from 'vitest';
import { type Authority, createAuthority, createServerCertificate } from '../../../local/certificates.ts';
import { Children } from '../../../local/children.ts';
import { freePorts } from '../../../local/ports.ts';
import { type Identity, type LocalDirectory, startDirectory } from '../../../local/slapd.ts';
import { ldapDirectory } from '../../../functions/directory/ldap-directory.ts';
import { type DirectoryUnderTest, directoryContract } from './directory.contract.ts';

let folder: string;
let authority: Authority;
let children: Children;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matricule-directory-'));
  children = new Children(join(folder, 'processes'));
  authority = await createAuthority(folder);
});

afterAll(async () => {
  await children.stop();
  await rm(folder, { recursive: true });
});

directoryContract('the directory uca, an OpenLDAP', () => underTest('uca', 'dc=uca,dc=fr'), { posix: false });
directoryContract('the directory isima-limos, an OpenLDAP', () => underTest('isima-limos', 'dc=isima,dc=fr'), {
  posix: true,
});

async function underTest(name: string, suffix: string): Promise<DirectoryUnderTest> {
  const server = await start(name, suffix);
  return {
    directory: ldapDirectory(() => Promise.resolve(connectionTo(server))),
    plantForeign: (login) =>
      as(server, server.admin, (client) =>
        client.add(`uid=${login},${server.peopleDn}`, {
          objectClass: 'inetOrgPerson',
          uid: login,
          cn: login,
          sn: 'Elsewhere',
        }),
      ),
    away: () => server.stop(),
    back: () => server.start(),
  };
}

async function start(name: string, suffix: string): Promise<LocalDirectory> {
  const [port] = await freePorts(1);
  const certificate = await createServerCertificate(authority, folder, name);
  return startDirectory({ name, suffix, port, folder: join(folder, name), children, authority, certificate });
}

function connectionTo({ url, ca, provisioner, peopleDn }: LocalDirectory) {
  return { url, ca, ...provisioner, peopleDn };
}

async function as<T>({ url, ca }: LocalDirectory, who: Identity, act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ url, tlsOptions: { ca: [ca] }, timeout: 5_000, connectTimeout: 5_000 });
  try {
    await client.bind(who.bindDn, who.password);
    return await act(client);
  } finally {
    await client.unbind();
  }
}
