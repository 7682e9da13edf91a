import { EqualityFilter } from 'ldapts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LocalDirectory } from '../../../local/slapd.ts';
import type { Directory } from '../../../functions/directory/directory.ts';
import { AssertionControl } from '../../../functions/directory/ldap-assertion.ts';
import { ldapDirectory } from '../../../functions/directory/ldap-directory.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { entryOf, listOf } from './directory.contract.ts';
import { addMember, as, connectionTo, OpenLdapServers } from './openldap-servers.ts';

let servers: OpenLdapServers;
let server: LocalDirectory;
let proxy: FaultProxy;
let directory: Directory;
beforeAll(async () => {
  servers = await OpenLdapServers.create();
  server = await servers.start('groups', 'dc=uca,dc=fr');
  proxy = await startFaultProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
  const connection = { ...connectionTo(server), url: `ldaps://127.0.0.1:${proxy.port}` };
  directory = ldapDirectory(() => Promise.resolve(connection));
});
afterEach(() => {
  proxy.fault = { kind: 'none' };
});
afterAll(async () => {
  await proxy.stop();
  await servers.stop();
});

/** Everyone in a group, as the server says it. */
async function membersOf(branch: string, group: string): Promise<string[]> {
  const found = await as(server, server.admin, (client) =>
    client.search(`cn=${group},${branch}`, { scope: 'base', attributes: ['member'] }),
  );
  return found.searchEntries.flatMap(({ member }) => [member ?? []].flat().map(String));
}
const dnOf = (login: string) => `uid=${login},${server.peopleDn}`;

describe('the service groups of an OpenLDAP', () => {
  test('hold who is granted the service, beside the nobody that every group needs', async () => {
    const ada = entryOf({ posix: false, groups: ['limos'] });
    await directory.write(ada);
    expect(await membersOf(server.groupsDn, 'limos')).toEqual([`cn=nobody,${server.groupsDn}`, dnOf(ada.login)]);
    await directory.write({ ...ada, groups: [] });
    expect(await membersOf(server.groupsDn, 'limos')).toEqual([`cn=nobody,${server.groupsDn}`]);
  });

  test('are left when somebody else had put the entry there', async () => {
    const ada = entryOf({ posix: false });
    await addMember(server, server.groupsDn, 'printing', ada.login);
    await directory.write(ada);
    expect((await directory.read(ada.login))?.groups).toEqual([]);
  });

  test('forget an entry that somebody else has deleted', async () => {
    const ada = entryOf({ posix: false, groups: ['limos', 'isima'] });
    await directory.write(ada);
    await as(server, server.admin, (client) => client.del(dnOf(ada.login)));
    expect(await directory.remove(ada.login, ada.accountId)).toBe('removed');
    for (const group of ['limos', 'isima']) {
      expect(await membersOf(server.groupsDn, group)).not.toContain(dnOf(ada.login));
    }
  });

  test('are refused when there is no such group, and the entry is written all the same', async () => {
    const ada = entryOf({ posix: false, groups: ['telescope'] });
    expect(await directory.write(ada)).toEqual({ refused: 'rejected', reason: '32 noSuchObject' });
    expect(await directory.read(ada.login)).toMatchObject({ accountId: ada.accountId, groups: [] });
  });

  test('are neither written nor read where nobody says where they are', async () => {
    const { groupsDn, ...connection } = connectionTo(server);
    const without = ldapDirectory(() => Promise.resolve(connection));
    const ada = entryOf({ posix: false, groups: ['limos'] });
    expect(await without.write(ada)).toBe('written');
    expect(await without.read(ada.login)).not.toHaveProperty('groups');
    expect(await membersOf(String(groupsDn), 'limos')).not.toContain(dnOf(ada.login));
    const listed = await listOf(without.list(ada.accountId.slice(-1)));
    expect(listed.find(({ login }) => login === ada.login)).not.toHaveProperty('groups');
    expect(await without.remove(ada.login, ada.accountId)).toBe('removed');
  });

  test('that give roles are never touched: a removal leaves them to the operators of the directory', async () => {
    const ada = entryOf({ posix: false });
    await directory.write(ada);
    await addMember(server, server.rolesDn, 'cri', ada.login);
    await directory.write({ ...ada, groups: ['limos'] });
    expect(await directory.remove(ada.login, ada.accountId)).toBe('removed');
    expect(await membersOf(server.rolesDn, 'cri')).toContain(dnOf(ada.login));
    const mistaken = { ...connectionTo(server), groupsDn: server.rolesDn };
    const astray = ldapDirectory(() => Promise.resolve(mistaken));
    // The provisioner does not even see them.
    await expect(astray.write({ ...ada, groups: ['cri'] })).rejects.toBeInstanceOf(RetryableError);
  });

  test('end right, whichever answers are lost, and so does a removal (I-10)', async () => {
    for (let lost = 0; lost < 14; lost += 1) {
      const ada = entryOf({ posix: false, groups: ['isima', 'limos'] });
      const after = lost % 7;
      const losing = async <T>(call: () => Promise<T>): Promise<T> => {
        proxy.fault = { kind: 'lost-answer', after };
        return untilAnswered(call);
      };
      expect(await losing(() => directory.write(ada))).toBe('written');
      expect(await losing(() => directory.write({ ...ada, groups: ['limos', 'printing'] }))).toBe('written');
      proxy.fault = { kind: 'none' };
      expect((await untilAnswered(() => directory.read(ada.login)))?.groups).toEqual(['limos', 'printing']);
      expect(await losing(() => directory.remove(ada.login, ada.accountId))).toBe('removed');
      proxy.fault = { kind: 'none' };
      expect(await untilAnswered(() => directory.read(ada.login))).toBeUndefined();
      for (const group of ['isima', 'limos', 'printing']) {
        expect(await membersOf(server.groupsDn, group)).not.toContain(dnOf(ada.login));
      }
    }
    expect(proxy.lost).toBeGreaterThanOrEqual(28);
  });
});

test('an OpenLDAP removes nothing that has become another’s since it was read', async () => {
  const ada = entryOf({ posix: false });
  await directory.write(ada);
  const isHers = (value: string) =>
    new AssertionControl(new EqualityFilter({ attribute: 'matriculeAccountId', value }));
  const remove = (control: AssertionControl) =>
    as(server, server.provisioner, (client) => client.del(dnOf(ada.login), control));
  await expect(remove(isHers('somebody-else'))).rejects.toMatchObject({ code: 122 });
  expect(await directory.read(ada.login)).toBeDefined();
  await remove(isHers(ada.accountId));
  expect(await directory.read(ada.login)).toBeUndefined();
});

describe('a list of an OpenLDAP', () => {
  test('is whole or fails, wherever the server hangs up or falls silent (I-02, I-10)', async () => {
    const people = Array.from({ length: 5 }, () => entryOf({ posix: false }));
    const character = people[0]?.accountId.slice(-1) ?? '';
    const ours = people.map((each) => ({ ...each, accountId: `${each.accountId.slice(0, -1)}${character}` }));
    for (const each of ours) await directory.write(each);
    // What the tests above have left there may end with the same character.
    const whole = await listOf(directory.list(character));
    expect(whole.length).toBeGreaterThanOrEqual(ours.length);
    for (const kind of ['lost-answer', 'silence'] as const) {
      await Promise.all(
        [0, 1, 2, 3, 4, 5, 6, 7].map(async (after) => {
          const faulty = await startFaultProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
          faulty.fault = { kind, after };
          const connection = { ...connectionTo(server), url: `ldaps://127.0.0.1:${faulty.port}` };
          const reading = listOf(ldapDirectory(() => Promise.resolve(connection)).list(character));
          const result = await reading.catch((error: unknown) => error);
          if (!(result instanceof RetryableError)) expect(result).toEqual(whole);
          await faulty.stop();
        }),
      );
    }
  });

  test('fails rather than be cut short by a limit of the server (I-15)', async () => {
    // The identity of passwords may see every entry and has the server's own limit, 50.
    const { url, ca, peopleDn } = connectionTo(server);
    const limited = ldapDirectory(() => Promise.resolve({ url, ca, peopleDn, ...server.password }));
    const people = Array.from({ length: 60 }, () => entryOf({ posix: false }));
    const ours = people.map((each) => ({ ...each, accountId: `${each.accountId.slice(0, -1)}X` }));
    await Promise.all(ours.map((each) => directory.write(each)));
    await expect(listOf(limited.list('X'))).rejects.toThrow('4 sizeLimitExceeded');
  });

  test('leaves no connection behind, finished or not', async () => {
    const ada = entryOf({ posix: false });
    await directory.write(ada);
    const character = ada.accountId.slice(-1);
    await listOf(directory.list(character));
    for await (const each of directory.list(character)) {
      expect(each.accountId.endsWith(character)).toBe(true);
      break;
    }
    await expect.poll(() => proxy.connections.open).toBeLessThanOrEqual(1);
  });
});

/** As a workflow does with a RetryableError, and with no other. */
async function untilAnswered<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
    }
  }
}
