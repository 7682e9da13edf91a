import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LocalDirectory } from '../../../local/slapd.ts';
import type { Connection } from '../../../functions/directory/connection.ts';
import type { Entry } from '../../../functions/directory/directory.ts';
import { ldapDirectory } from '../../../functions/directory/ldap-directory.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { type DirectoryUnderTest, directoryContract, entryOf, freshLogin } from './directory.contract.ts';
import { as, change, connectionTo, OpenLdapServers, plantForeign } from './openldap-servers.ts';

let servers: OpenLdapServers;
beforeAll(async () => {
  servers = await OpenLdapServers.create();
});
afterAll(() => servers.stop());

directoryContract('the directory uca, an OpenLDAP', () => underTest('uca', 'dc=uca,dc=fr'), { posix: false });
directoryContract('the directory isima-limos, an OpenLDAP', () => underTest('isima-limos', 'dc=isima,dc=fr'), {
  posix: true,
});

describe('a kept connection to an OpenLDAP', () => {
  let server: LocalDirectory;
  let proxy: FaultProxy;
  let clock: Temporal.Instant;
  beforeAll(async () => {
    server = await servers.start('faulty', 'dc=uca,dc=fr');
    proxy = await startFaultProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
  });
  afterAll(() => proxy.stop());
  afterEach(() => {
    proxy.fault = { kind: 'none' };
  });

  const connect = () => {
    clock = Temporal.Now.instant();
    const { total } = proxy.connections;
    const directory = ldapDirectory(() => Promise.resolve(proxied()), { now: () => clock });
    return { directory, opened: () => proxy.connections.total - total };
  };
  const proxied = (): Connection => ({ ...connectionTo(server), url: `ldaps://127.0.0.1:${proxy.port}` });

  test('is one, however many ask at once (I-23)', async () => {
    const { directory, opened } = connect();
    const logins = Array.from({ length: 200 }, freshLogin);
    expect(await Promise.all(logins.map((login) => directory.read(login)))).toEqual(logins.map(() => undefined));
    expect(opened()).toBe(1);
  });

  test('is used again within five seconds, and no later (I-03)', async () => {
    const { directory, opened } = connect();
    await directory.probe();
    clock = clock.add({ milliseconds: 4_999 });
    await directory.probe();
    expect(opened()).toBe(1);
    clock = clock.add({ milliseconds: 5_000 });
    await directory.probe();
    expect(opened()).toBe(2);
    // A clock that was set back says nothing of how long nobody spoke.
    clock = clock.subtract({ seconds: 1 });
    await directory.probe();
    expect(opened()).toBe(3);
  });

  test('is made anew after the server has closed it (I-03)', async () => {
    const { directory, opened } = connect();
    const ada = entryOf({ posix: false });
    await directory.write(ada);
    await server.stop();
    await server.start();
    expect(await directory.read(ada.login)).toMatchObject({ accountId: ada.accountId });
    expect(opened()).toBe(2);
  });

  test('gives a right answer or an error after its event loop stood still, never nothing (I-03)', async () => {
    const { directory } = connect();
    const ada = entryOf({ posix: false });
    await directory.write(ada);
    proxy.fault = { kind: 'idle-close', after: 1_000 };
    // Either side of the server's patience, and of ours.
    const freezes = [0, 500, 900, 980, 1_000, 1_020, 1_100, 1_500, 2_000, 4_000, 4_900, 5_000, 5_100, 6_000];
    const results = await Promise.all(
      freezes.map((freeze) => frozen({ connection: proxied(), login: ada.login, freeze })),
    );
    for (const result of results) {
      expect(result).toEqual({
        before: ada.accountId,
        after: expect.stringMatching(new RegExp(`^(${ada.accountId}|RetryableError)$`)) as unknown,
        later: ada.accountId,
      });
    }
  });

  test('ends right, whichever answers are lost (I-10)', async () => {
    const { directory } = connect();
    const before = proxy.lost;
    // On a kept connection the next chunk is the answer; a handshake and a bind come first on a new one.
    const after = fc.oneof({ arbitrary: fc.constant(0), weight: 6 }, { arbitrary: fc.nat(3), weight: 2 }, fc.nat(9));
    const loss = after.map((chunks) => ({ kind: 'lost-answer', after: chunks }) as const);
    const change = fc.record({
      cn: fc.constantFrom('Ada', 'Ada Lovelace', 'Ada King'),
      mail: fc.boolean(),
      losses: fc.array(loss, { minLength: 1, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const { login, accountId, ...ada } = entryOf({ posix: false });
        let last: Entry | undefined;
        for (const { cn, mail, losses } of changes) {
          last = {
            ...ada,
            login,
            accountId,
            attributes: { ...ada.attributes, cn: [cn], mail: mail ? [`${login}@uca.fr`] : [] },
          };
          const faults = [...losses];
          const entry = last;
          expect(
            await untilAnswered(() => {
              proxy.fault = faults.shift() ?? { kind: 'none' };
              return directory.write(entry);
            }),
          ).toBe('written');
        }
        proxy.fault = { kind: 'none' };
        const stored = await untilAnswered(() => directory.read(login));
        expect(stored).toMatchObject({ accountId, attributes: { cn: last?.attributes['cn'] } });
        expect(stored?.attributes['mail'] ?? []).toEqual(last?.attributes['mail']);
      }),
      { numRuns: 200 },
    );
    expect(proxy.lost - before).toBeGreaterThanOrEqual(300);
  });

  test('fails within five seconds, wherever the server falls silent (I-02)', async () => {
    await Promise.all(
      [0, 1, 2, 3, 4, 5, 6].map(async (after) => {
        const silent = await startFaultProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
        silent.fault = { kind: 'silence', after };
        const connection = { ...connectionTo(server), url: `ldaps://127.0.0.1:${silent.port}` };
        const directory = ldapDirectory(() => Promise.resolve(connection));
        const started = performance.now();
        const result = await directory.write(entryOf({ posix: false })).catch((error: unknown) => error);
        expect(performance.now() - started).toBeLessThan(5_000);
        expect(result === 'written' || result instanceof RetryableError).toBe(true);
        await silent.stop();
      }),
    );
  });

  test('leaves to others what they write: the version, the password, another class', async () => {
    const { directory } = connect();
    const ada = entryOf({ posix: false });
    await directory.write(ada);
    const dn = `uid=${ada.login},${server.peopleDn}`;
    await as(server, server.password, (client) =>
      client.modify(dn, [
        change('replace', 'matriculeVersion', '7'),
        change('replace', 'userPassword', 'Une phrase assez longue, 2026'),
      ]),
    );
    await as(server, server.admin, (client) =>
      client.modify(dn, [
        change('add', 'objectClass', 'labeledURIObject'),
        change('add', 'labeledURI', 'https://example.org'),
      ]),
    );
    expect(await directory.write({ ...ada, attributes: { ...ada.attributes, cn: ['Ada King'] } })).toBe('written');
    const stored = await directory.read(ada.login);
    expect(stored?.attributes).toMatchObject({
      cn: ['Ada King'],
      matriculeVersion: ['7'],
      labeledURI: ['https://example.org'],
    });
    expect(stored?.attributes['objectClass']).toContain('labeledURIObject');
    expect(Object.keys(stored?.attributes ?? {}).map((name) => name.toLowerCase())).not.toContain('userpassword');
    const person = { bindDn: dn, password: 'Une phrase assez longue, 2026' };
    await expect(as(server, person, () => Promise.resolve('in'))).resolves.toBe('in');
  });

  test('tells a refusal by its code, and nothing of what was written', async () => {
    const { directory, opened } = connect();
    const ada = entryOf({ posix: false });
    const wrong = { ...ada, attributes: { ...ada.attributes, notAnAttribute: ['canary'] } };
    expect(await directory.write(wrong)).toEqual({ refused: 'rejected', reason: '17 undefinedAttributeType' });
    expect(await directory.write({ ...ada, objectClasses: ['device'] })).toMatchObject({ refused: 'rejected' });
    expect(await directory.write({ ...ada, attributes: { ...ada.attributes, pwdEndTime: ['soon'] } })).toEqual({
      refused: 'rejected',
      reason: '21 invalidAttributeSyntax',
    });
    await directory.write(ada);
    const twice = { ...ada, attributes: { ...ada.attributes, mail: ['a@uca.fr', 'A@uca.fr'] } };
    expect(await directory.write(twice)).toEqual({ refused: 'rejected', reason: '20 attributeOrValueExists' });
    // A considered answer is no reason to part.
    expect(opened()).toBe(1);
  });

  test('cannot write what another identity writes (I-16)', async () => {
    const connection = { ...connectionTo(server), ...server.reader };
    const directory = ldapDirectory(() => Promise.resolve(connection));
    expect(await directory.write(entryOf({ posix: false }))).toEqual({
      refused: 'rejected',
      reason: '50 insufficientAccessRights',
    });
  });

  test('is refused with a wrong password, which no error shows', async () => {
    const connection = { ...connectionTo(server), password: 'canary-password' };
    const directory = ldapDirectory(() => Promise.resolve(connection));
    const error = await directory.probe().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RetryableError);
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/canary-password|cn=matricule/);
    expect(error).toMatchObject({ message: 'The directory answers 49 invalidCredentials' });
  });

  test('does not probe where there are no people', async () => {
    const connection = { ...connectionTo(server), peopleDn: 'ou=nobody,dc=uca,dc=fr' };
    await expect(ldapDirectory(() => Promise.resolve(connection)).probe()).rejects.toBeInstanceOf(RetryableError);
  });
});

async function underTest(name: string, suffix: string): Promise<DirectoryUnderTest> {
  const server = await servers.start(name, suffix);
  return {
    directory: ldapDirectory(() => Promise.resolve(connectionTo(server))),
    plantForeign: (login) => plantForeign(server, login),
    away: () => server.stop(),
    back: () => server.start(),
  };
}

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

interface Readings {
  readonly before: string;
  readonly after: string;
  readonly later: string;
}

async function frozen(workerData: { connection: Connection; login: string; freeze: number }): Promise<Readings> {
  const worker = new Worker(new URL('../../support/frozen-reader.ts', import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
