import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LocalDirectory } from '../../../local/slapd.ts';
import type { Directory } from '../../../functions/directory/directory.ts';
import { ldapDirectory } from '../../../functions/directory/ldap-directory.ts';
import { ldapPasswordDirectory } from '../../../functions/directory/ldap-password-directory.ts';
import type { PasswordDirectory } from '../../../functions/directory/password-directory.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { entryOf, freshLogin } from './directory.contract.ts';
import {
  addMember,
  as,
  change,
  connectionTo,
  OpenLdapServers,
  passwordConnectionTo,
  plantForeign,
} from './openldap-servers.ts';
import { passwordDirectoryContract, type PasswordDirectoryUnderTest } from './password-directory.contract.ts';

const phrase = 'Une phrase assez longue';
const other = 'Une autre phrase, plus récente';
let servers: OpenLdapServers;
const proxies: FaultProxy[] = [];
beforeAll(async () => {
  servers = await OpenLdapServers.create();
});
afterAll(async () => {
  for (const proxy of proxies) await proxy.stop();
  await servers.stop();
});

passwordDirectoryContract('passwords of uca, an OpenLDAP', () => underTest('uca', 'dc=uca,dc=fr'), { posix: false });
passwordDirectoryContract('passwords of isima-limos, an OpenLDAP', () => underTest('isima-limos', 'dc=isima,dc=fr'), {
  posix: true,
});

async function underTest(name: string, suffix: string): Promise<PasswordDirectoryUnderTest> {
  const server = await servers.start(name, suffix);
  const proxy = await proxyTo(server);
  return {
    passwords: through(proxy, server),
    rival: ldapPasswordDirectory(() => Promise.resolve(passwordConnectionTo(server))),
    directory: ldapDirectory(() => Promise.resolve(connectionTo(server))),
    // A handshake takes three chunks or four, then come the bind, the entry and the change.
    losses: [0, 0, 1, 1, 1, 2, 3, 4, 5, 6, 7].map((after) => () => {
      proxy.fault = { kind: 'lost-answer', after };
    }),
    stopLosing: () => {
      proxy.fault = { kind: 'none' };
    },
    plantForeign: (login) => plantForeign(server, login),
    giveRole: (login, role) => addMember(server, server.rolesDn, role, login),
    away: () => server.stop(),
    back: () => server.start(),
  };
}

async function proxyTo(server: LocalDirectory): Promise<FaultProxy> {
  const proxy = await startFaultProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
  proxies.push(proxy);
  return proxy;
}

function through(proxy: FaultProxy, server: LocalDirectory): PasswordDirectory {
  const connection = { ...passwordConnectionTo(server), url: `ldaps://127.0.0.1:${proxy.port}` };
  return ldapPasswordDirectory(() => Promise.resolve(connection));
}

describe('the passwords of an OpenLDAP', () => {
  let server: LocalDirectory;
  let proxy: FaultProxy;
  let passwords: PasswordDirectory;
  let directory: Directory;
  beforeAll(async () => {
    server = await servers.start('more', 'dc=uca,dc=fr');
    proxy = await proxyTo(server);
    passwords = through(proxy, server);
    directory = ldapDirectory(() => Promise.resolve(connectionTo(server)));
  });
  afterEach(() => {
    proxy.fault = { kind: 'none' };
  });

  test('give no role where nobody says which groups do', async () => {
    const { login } = entryOf({ posix: false });
    await addMember(server, server.rolesDn, 'cri', login);
    expect(await passwords.roles(login)).toEqual(['cri']);
    const { rolesDn, ...connection } = passwordConnectionTo(server);
    expect(await ldapPasswordDirectory(() => Promise.resolve(connection)).roles(login)).toEqual([]);
    // A branch that is not there is a mistake in the secret, and no answer.
    const mistaken = { ...connection, rolesDn: `ou=nowhere,${String(rolesDn)}` };
    await expect(ldapPasswordDirectory(() => Promise.resolve(mistaken)).roles(login)).rejects.toBeInstanceOf(
      RetryableError,
    );
  });

  test('give no role but those that the product knows', async () => {
    const { login } = entryOf({ posix: false });
    await as(server, server.admin, (client) =>
      client.add(`cn=choir,${server.rolesDn}`, {
        ...{ objectClass: 'groupOfNames', cn: 'choir', member: `uid=${login},${server.peopleDn}` },
      }),
    );
    expect(await passwords.roles(login)).toEqual([]);
  });

  async function account() {
    const entry = entryOf({ posix: false });
    await directory.write(entry);
    const { login, accountId } = entry;
    const dn = `uid=${login},${server.peopleDn}`;
    return { login, dn, entry, at: (version: number) => ({ login, accountId, version }) };
  }
  /** The entry as its administrator sees it, operational attributes too. */
  const asAdmin = async (dn: string): Promise<Record<string, string[]>> => {
    const found = await as(server, server.admin, (client) =>
      client.search(dn, { scope: 'base', attributes: ['*', '+'] }),
    );
    const attributes = Object.entries(found.searchEntries[0] ?? {});
    return Object.fromEntries(attributes.map(([name, value]) => [name, [value].flat().map(String)]));
  };

  test('are the same to Debian’s ldapwhoami', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'matricule-whoami-'));
    await writeFile(join(folder, 'ca.pem'), server.ca);
    const whoami = async (dn: string, password: string) => {
      await writeFile(join(folder, 'password'), password, { mode: 0o600 });
      const env = { ...process.env, LDAPTLS_CACERT: join(folder, 'ca.pem'), LDAPTLS_REQCERT: 'demand' };
      const args = ['-x', '-H', server.url, '-D', dn, '-y', join(folder, 'password')];
      return promisify(execFile)('ldapwhoami', args, { env }).then(
        ({ stdout }) => stdout.trim(),
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      );
    };
    try {
      for (const password of [
        phrase,
        '  des espaces aux bords  ',
        'été à Œdipe, 林 🦉',
        '\\"\'$(x)`{}*\t',
        'x'.repeat(512),
      ]) {
        const ada = await account();
        expect(await passwords.set(ada.at(1), password)).toBe('written');
        expect(await whoami(ada.dn, password)).toBe(`dn:${ada.dn}`);
        expect(await whoami(ada.dn, `${password}!`)).toBe(49);
        await passwords.clear(ada.at(2));
        expect(await whoami(ada.dn, password)).toBe(49);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('are not written again at the version that is there (I-10, I-11)', async () => {
    const ada = await account();
    await passwords.set(ada.at(1), phrase);
    const before = await asAdmin(ada.dn);
    await passwords.set(ada.at(1), phrase);
    await passwords.clear(ada.at(1));
    expect(await asAdmin(ada.dn)).toEqual(before);
    expect(before).not.toHaveProperty('pwdHistory');
  });

  test('end right whichever answers are lost, each once in the history (I-10)', async () => {
    const before = proxy.lost;
    const loss = fc.oneof({ arbitrary: fc.nat(1), weight: 6 }, fc.nat(9));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(loss, { maxLength: 3 }), { minLength: 2, maxLength: 3 }), async (changes) => {
        const ada = await account();
        for (const [index, losses] of changes.entries()) {
          for (const faults = [...losses]; ;) {
            const after = faults.shift();
            proxy.fault = after === undefined ? { kind: 'none' } : { kind: 'lost-answer', after };
            const result = await passwords
              .set(ada.at(index + 1), `${phrase} ${index}`)
              .catch((error: unknown) => error);
            if (result === 'written') break;
            expect(result).toBeInstanceOf(RetryableError);
          }
        }
        proxy.fault = { kind: 'none' };
        expect(await passwords.bind(ada.login, `${phrase} ${changes.length - 1}`)).toBe('bound');
        expect((await asAdmin(ada.dn))['pwdHistory']).toHaveLength(changes.length - 1);
      }),
      { numRuns: 60 },
    );
    expect(proxy.lost - before).toBeGreaterThanOrEqual(60);
  });

  test('fail within five seconds, wherever the server falls silent (I-02)', async () => {
    await Promise.all(
      [0, 1, 2, 3, 4, 5, 6, 7].map(async (after) => {
        const [ada, silent] = [await account(), await proxyTo(server)];
        for (const call of [
          () => through(silent, server).set(ada.at(1), phrase),
          () => through(silent, server).bind(ada.login, phrase),
        ]) {
          silent.fault = { kind: 'silence', after };
          const started = performance.now();
          const result = await call().catch((error: unknown) => error);
          expect(performance.now() - started).toBeLessThan(5_000);
          if (typeof result !== 'string') expect(result).toBeInstanceOf(RetryableError);
        }
      }),
    );
  });

  test('are tried on a connection of their own, which is closed (I-03)', async () => {
    const ada = await account();
    await passwords.set(ada.at(1), phrase);
    const { total, open } = proxy.connections;
    expect(await passwords.bind(ada.login, phrase)).toBe('bound');
    expect(await passwords.bind(ada.login, other)).toBe('wrong');
    expect(await passwords.bind(ada.login, '')).toBe('wrong');
    await expect.poll(() => proxy.connections.open).toBe(open);
    expect(proxy.connections.total - total).toBe(2);
    // The service is itself again, not the person.
    expect(await passwords.set(ada.at(2), other)).toBe('written');
    expect(proxy.connections.total - total).toBe(2);
  });

  test('count one failure a wrong try, and none for the service (I-18)', async () => {
    const ada = await account();
    await passwords.set(ada.at(1), phrase);
    for (let times = 1; times <= 3; times += 1) {
      expect(await passwords.bind(ada.login, other)).toBe('wrong');
      expect((await asAdmin(ada.dn))['pwdFailureTime']).toHaveLength(times);
    }
    expect(await asAdmin(server.password.bindDn)).not.toHaveProperty('pwdFailureTime');
  });

  test('are locked by twenty wrong tries, which is told, and unlocked by a new one', async () => {
    const ada = await account();
    await passwords.set(ada.at(1), phrase);
    for (let times = 0; times < 20; times += 1) await passwords.bind(ada.login, other);
    expect(await passwords.bind(ada.login, phrase)).toBe('ended');
    await passwords.set(ada.at(2), other);
    expect(await passwords.bind(ada.login, other)).toBe('bound');
  });

  test('are refused by what the policy asks today, which is told (I-17)', async () => {
    const policy = (...changes: ReturnType<typeof change>[]) =>
      as(server, server.admin, (client) => client.modify(server.policyDn, changes));
    const ada = await account();
    await passwords.set(ada.at(1), phrase);
    await policy(change('replace', 'pwdMaxLength', '40'), change('replace', 'pwdMinLength', '20'));
    expect(await passwords.policy()).toEqual({ minimumLength: 20, maximumLength: 40 });
    expect(await passwords.set(ada.at(2), 'x'.repeat(41))).toEqual({ refused: 'too-long' });
    expect(await passwords.set(ada.at(2), 'x'.repeat(19))).toEqual({ refused: 'too-short' });
    await policy(change('replace', 'pwdMaxLength', '0'), change('replace', 'pwdMinLength', '0'));
    expect(await passwords.policy()).toEqual({});
    await policy(change('replace', 'pwdMinAge', '3600'));
    expect(await passwords.set(ada.at(2), other)).toEqual({ refused: 'too-young' });
    await policy(change('replace', 'pwdMinAge', '0'), change('replace', 'pwdMinLength', '12'));
    expect(await passwords.set(ada.at(2), other)).toBe('written');
  });

  test('have a policy that need not be named, nor be there, nor be ours to read', async () => {
    const { policyDn, ...connection } = passwordConnectionTo(server);
    const policyAt = (changes: object) =>
      ldapPasswordDirectory(() => Promise.resolve({ ...connection, ...changes })).policy();
    expect(await policyAt({})).toEqual({});
    expect(await policyAt({ policyDn: 'cn=nothing,dc=uca,dc=fr' })).toEqual({});
    expect(await policyAt({ policyDn: 'cn=services,ou=policies,dc=uca,dc=fr' })).toEqual({});
    expect(await policyAt({ policyDn, ...server.provisioner })).toEqual({});
  });

  test('are not the provisioner’s to write, nor entries the password identity’s (I-16)', async () => {
    const ada = await account();
    const swapped = { ...passwordConnectionTo(server), ...server.provisioner };
    const provisioner = ldapPasswordDirectory(() => Promise.resolve(swapped));
    expect(await provisioner.set(ada.at(1), phrase)).toEqual({ refused: 'rejected' });
    await expect(provisioner.clear(ada.at(1))).rejects.toThrow('50 insufficientAccessRights');
    const entries = ldapDirectory(() => Promise.resolve(passwordConnectionTo(server)));
    const refused = { refused: 'rejected', reason: '50 insufficientAccessRights' };
    const renamed = { ...ada.entry, attributes: { ...ada.entry.attributes, cn: ['Ada King'] } };
    expect(await entries.write(renamed)).toEqual(refused);
    expect(await entries.write(entryOf({ posix: false }))).toEqual(refused);
    expect(await asAdmin(ada.dn)).toMatchObject({ cn: ['Ada Lovelace'], matriculeVersion: ['0'] });
    expect(await asAdmin(ada.dn)).not.toHaveProperty('userPassword');
  });

  test('of somebody else’s entry stay what they are (I-16)', async () => {
    const login = freshLogin();
    await plantForeign(server, login);
    const dn = `uid=${login},${server.peopleDn}`;
    await as(server, server.admin, (client) => client.modify(dn, [change('replace', 'userPassword', phrase)]));
    expect(await passwords.set({ login, accountId: 'somebody', version: 1 }, other)).toBe('absent');
    expect(await passwords.clear({ login, accountId: 'somebody', version: 1 })).toBe('absent');
    expect(await passwords.bind(login, phrase)).toBe('bound');
  });

  test('stand in no error', async () => {
    const ada = await account();
    const wrong = { ...passwordConnectionTo(server), password: 'canary-of-the-service' };
    const error = await ldapPasswordDirectory(() => Promise.resolve(wrong))
      .set(ada.at(1), 'canary-of-the-person')
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RetryableError);
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/canary|cn=|uid=/);
  });
});
