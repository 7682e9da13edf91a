import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Authority, createAuthority, createServerCertificate } from '../../../local/certificates.ts';
import type { Connection } from '../../../functions/directory/connection.ts';
import { ldapPasswordDirectory } from '../../../functions/directory/ldap-password-directory.ts';
import type { PasswordDirectory } from '../../../functions/directory/password-directory.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { type Answer, type ScriptedLdapServer, startScriptedLdapServer } from '../../support/scripted-ldap-server.ts';

// Servers that say of passwords what no OpenLDAP says on demand.

const [phrase, dn] = ['canary-of-the-person', 'uid=ada1,ou=people,dc=uca,dc=fr'];
const ada = { login: 'ada1', accountId: 'an-account', version: 2 };
let folder: string;
let authority: Authority;
const running: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matricule-faults-'));
  authority = await createAuthority(folder);
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});
afterAll(() => rm(folder, { recursive: true }));

async function serve(answers: ScriptedLdapServer['answers'] = {}, flaw?: 'expired'): Promise<ScriptedLdapServer> {
  const { keyFile, certificateFile } = await createServerCertificate(authority, folder, flaw ?? 'good', flaw);
  const server = await startScriptedLdapServer({ key: await readFile(keyFile), cert: await readFile(certificateFile) });
  Object.assign(server.answers, { search: entry() }, answers);
  running.push(server);
  return server;
}

/** What a search gives of the account's entry. */
function entry(attributes: Record<string, readonly string[]> = {}): Answer {
  const all = { objectClass: ['inetOrgPerson', 'matriculeAccount'], matriculeAccountId: [ada.accountId] };
  return { code: 0, entries: [dn], attributes: { ...all, matriculeVersion: ['1'], ...attributes } };
}

function at(url: string, changes: Partial<Connection> = {}): PasswordDirectory {
  const connection = {
    ...{ url, ca: authority.certificate, peopleDn: 'ou=people,dc=uca,dc=fr', password: 'canary-of-the-service' },
    ...{ bindDn: 'cn=canary-of-the-name,dc=uca,dc=fr', ...changes },
  };
  return ldapPasswordDirectory(() => Promise.resolve(connection));
}

/** The RetryableError that a call ends with, which names no value and comes in time. */
async function errorOf(call: Promise<unknown>): Promise<string> {
  const started = performance.now();
  const error = await call.catch((reason: unknown) => reason);
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(error).toBeInstanceOf(RetryableError);
  expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/canary|ou=people|uid=/);
  return error instanceof Error ? error.message : '';
}

describe('a password', () => {
  test('is written by one Modify: the version read goes, ours comes, and the password in clear (I-11)', async () => {
    const server = await serve();
    expect(await at(server.url).set(ada, `${phrase} é`)).toBe('written');
    expect(server.received).toEqual(['bind', 'search', 'modify']);
    expect(server.requests.at(-1)).toEqual({
      operation: 'modify',
      dn,
      changes: [
        'delete matriculeVersion "1"',
        'add matriculeVersion "2"',
        `replace userPassword ${JSON.stringify(`${phrase} é`)}`,
      ],
      hasPolicyControl: true,
    });
  });

  test('is deleted in the same way', async () => {
    const server = await serve();
    expect(await at(server.url).clear(ada)).toBe('written');
    expect(server.requests.at(-1)?.changes).toEqual([
      'delete matriculeVersion "1"',
      'add matriculeVersion "2"',
      'replace userPassword',
    ]);
  });

  test.each([
    ['rejected', 19, undefined],
    ['rejected', 50, 3],
    ['rejected', 19, 4],
    ['too-weak', 19, 5],
    ['too-short', 19, 6],
    ['too-young', 19, 7],
    ['in-history', 19, 8],
    ['too-long', 19, 9],
    ['rejected', 19, 10],
    ['rejected', 50, 2],
    ['rejected', 21, undefined],
  ] as const)(
    'is %s when the server answers %i with the error %s of its policy (I-17)',
    async (refused, code, error) => {
      const modify = { code, message: phrase, ...(error !== undefined && { policyError: error }) };
      const server = await serve({ modify });
      expect(await at(server.url).set(ada, phrase)).toEqual({ refused });
    },
  );

  test.each([19, 50])(
    'is not refused by %i when the entry changed meanwhile, and the next call knows',
    async (code) => {
      const server = await serve({
        search: [entry(), entry({ matriculeVersion: ['2'] })],
        modify: { code, policyError: 8, message: phrase },
      });
      const passwords = at(server.url);
      expect(await errorOf(passwords.set(ada, phrase))).toBe('The entry changed meanwhile');
      expect(await passwords.set(ada, phrase)).toBe('written');
      expect(server.received.filter((each) => each === 'modify')).toHaveLength(1);
    },
  );

  test('is asked for again when the version is another one meanwhile, and absent when the entry is gone', async () => {
    const server = await serve({ modify: [{ code: 16, message: phrase }, { code: 32 }] });
    const passwords = at(server.url);
    expect(await errorOf(passwords.set(ada, phrase))).toBe('The entry changed meanwhile');
    expect(await passwords.set(ada, phrase)).toBe('absent');
  });

  test.each([1, 3, 10, 51, 52, 53, 80])('is written later when the server answers %i', async (code) => {
    const server = await serve({ modify: [{ code, message: phrase }, { code: 0 }] });
    const passwords = at(server.url);
    await errorOf(passwords.set(ada, phrase));
    expect(await passwords.set(ada, phrase)).toBe('written');
    // Each on a connection of its own: an error ends one.
    expect(server.received).toEqual(['bind', 'search', 'modify', 'bind', 'search', 'modify']);
  });

  test('that cannot be deleted for want of a right waits for the operator', async () => {
    const server = await serve({ modify: { code: 50, message: phrase } });
    expect(await errorOf(at(server.url).clear(ada))).toBe('The directory answers 50 insufficientAccessRights');
  });

  test.each([
    ['no version', { matriculeVersion: [] }],
    ['a version that is no number', { matriculeVersion: ['one'] }],
    ['a version below 0', { matriculeVersion: ['-1'] }],
  ])('is not written to an entry that shows %s', async (_, attributes) => {
    const server = await serve({ search: entry(attributes) });
    await errorOf(at(server.url).set(ada, phrase));
    expect(server.received).not.toContain('modify');
  });

  test.each([
    ['of another account', { matriculeAccountId: ['another'] }],
    ['without an account', { matriculeAccountId: [] }],
    ['of another class', { objectClass: ['inetOrgPerson'] }],
  ])('is not written to an entry %s', async (_, attributes) => {
    const server = await serve({ search: entry(attributes) });
    expect(await at(server.url).set(ada, phrase)).toBe('absent');
    expect(server.received).toEqual(['bind', 'search']);
  });

  test.each(['', '\0', `${phrase}\0`, undefined, [phrase]])('is never %j: nothing is sent', async (none) => {
    const server = await serve();
    await expect(at(server.url).set(ada, none as string)).rejects.toMatchObject({ name: 'ContractError' });
    expect(server.received).toEqual([]);
  });
});

describe('a bind as the person', () => {
  test('is one, on a connection of its own, with the name that the login makes (I-03, I-05, I-18)', async () => {
    const server = await serve();
    expect(await at(server.url).bind(ada.login, phrase)).toBe('bound');
    expect(server.requests).toEqual([{ operation: 'bind', dn, changes: [], hasPolicyControl: true }]);
  });

  test.each([
    ['wrong', 49, undefined],
    ['ended', 49, 0],
    ['ended', 49, 1],
    ['wrong', 49, 2],
    ['wrong', 48, undefined],
    ['wrong', 32, undefined],
    ['bound', 0, 2],
  ] as const)(
    'is %s when the server answers %i with the error %s of its policy, and is tried once',
    async (is, code, error) => {
      const bind = { code, message: phrase, ...(error !== undefined && { policyError: error }) };
      const server = await serve({ bind });
      expect(await at(server.url).bind(ada.login, phrase)).toBe(is);
      expect(server.received).toEqual(['bind']);
    },
  );

  test.each([1, 51, 52, 53, 80])('is answered by nobody when the server answers %i', async (code) => {
    const server = await serve({ bind: { code, message: phrase } });
    await errorOf(at(server.url).bind(ada.login, phrase));
    expect(server.received).toEqual(['bind']);
  });

  test.each([[''], [undefined], [null], [[]], [[phrase]], [{ length: 9 }], [7], ['\0']])(
    'is not tried with %j, to which a server says success (I-04)',
    async (none) => {
      const server = await serve();
      expect(await at(server.url).bind(ada.login, none as string)).toBe('wrong');
      expect(server.received).toEqual([]);
    },
  );

  test('that fails says nothing of the service, and the service’s nothing of it (I-18)', async () => {
    const server = await serve({ bind: [{ code: 49 }, { code: 0 }] });
    const passwords = at(server.url);
    expect(await passwords.bind(ada.login, phrase)).toBe('wrong');
    expect(await passwords.set(ada, phrase)).toBe('written');
    const refusing = await serve({ bind: [{ code: 49, message: phrase }, { code: 0 }] });
    const others = at(refusing.url);
    expect(await errorOf(others.set(ada, phrase))).toContain('49 invalidCredentials');
    expect(await errorOf(others.clear(ada))).toContain('a moment ago');
    expect(await others.bind(ada.login, phrase)).toBe('bound');
    expect(refusing.received).toEqual(['bind', 'bind']);
  });
});

describe('a directory that is not well', () => {
  const calls: [string, (passwords: PasswordDirectory) => Promise<unknown>][] = [
    ['set', (passwords) => passwords.set(ada, phrase)],
    ['clear', (passwords) => passwords.clear(ada)],
    ['bind', (passwords) => passwords.bind(ada.login, phrase)],
    ['policy', (passwords) => passwords.policy()],
  ];

  test.each(calls)('is sent nothing by %s when its certificate has expired (I-01)', async (_, call) => {
    const server = await serve({}, 'expired');
    expect(await errorOf(call(at(server.url)))).toContain('CERT_HAS_EXPIRED');
    expect(server.received).toEqual([]);
  });

  test.each(calls)(
    'is given up by %s within five seconds when it does not come to the point (I-02)',
    async (_, call) => {
      const server = await serve({ bind: { code: 0, silent: true } });
      const target = { host: '127.0.0.1', port: Number(new URL(server.url).port) };
      const [hole, drip, nobody] = [
        await startFaultProxy(target),
        await startFaultProxy(target),
        await startFaultProxy(target),
      ];
      hole.fault = { kind: 'black-hole' };
      drip.fault = { kind: 'slow-drip', every: 100 };
      const urls = [server.url, ...[hole, drip, nobody].map(({ port }) => `ldaps://127.0.0.1:${port}`)];
      await nobody.stop();
      await Promise.all(urls.map((url) => errorOf(call(at(url)))));
      await Promise.all([hole.stop(), drip.stop()]);
    },
  );

  test.each(['search', 'modify'] as const)(
    'is given up by set when it is silent on a %s, and tried again',
    async (what) => {
      const usual = what === 'search' ? entry() : { code: 0 };
      const server = await serve({ [what]: [{ code: 0, silent: true }, usual] });
      const passwords = at(server.url);
      await errorOf(passwords.set(ada, phrase));
      expect(await passwords.set(ada, phrase)).toBe('written');
    },
  );

  test.each(calls)('is asked nothing by %s with settings that would weaken it (I-01)', async (_, call) => {
    const server = await serve();
    expect(await errorOf(call(at(server.url, { url: server.url.replace('ldaps', 'ldap') })))).toContain('settings');
    expect(server.received).toEqual([]);
  });

  test('makes nobody wait for settings that nobody gives', async () => {
    const passwords = ldapPasswordDirectory(() => new Promise(() => undefined));
    await Promise.all(
      calls.map(([, call]) => errorOf(call(passwords)).then((said) => expect(said).toContain('in time'))),
    );
  });
});

describe('a policy', () => {
  const policyDn = 'cn=people,ou=policies,dc=uca,dc=fr';
  test.each([
    [
      { minimumLength: 14, maximumLength: 200 },
      { pwdMinLength: ['14'], pwdMaxLength: ['200'] },
    ],
    [{ minimumLength: 14 }, { PWDMINLENGTH: ['14'], pwdMaxLength: ['0'] }],
    [{}, { pwdMinLength: ['many'], cn: ['people'] }],
  ])('asks %j', async (asks, attributes) => {
    const server = await serve({ search: { code: 0, entries: [policyDn], attributes } });
    expect(await at(server.url, { policyDn }).policy()).toEqual(asks);
  });

  test.each([32, 50])('that may not be read (%i) says nothing, and a busy directory is asked later', async (code) => {
    const server = await serve({
      search: [
        { code, message: phrase },
        { code: 51, message: phrase },
      ],
    });
    const passwords = at(server.url, { policyDn });
    expect(await passwords.policy()).toEqual({});
    await errorOf(passwords.policy());
  });
});

test('nothing starts with NODE_DEBUG=ldapts, which prints passwords (F-02)', () => {
  vi.stubEnv('NODE_DEBUG', 'ldapts');
  expect(() => at('ldaps://127.0.0.1')).toThrow('NODE_DEBUG');
  vi.unstubAllEnvs();
});
