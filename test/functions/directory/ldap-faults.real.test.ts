import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { inspect } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Authority, createAuthority, createServerCertificate } from '../../../local/certificates.ts';
import type { Connection } from '../../../functions/directory/connection.ts';
import type { Directory } from '../../../functions/directory/directory.ts';
import { ldapDirectory } from '../../../functions/directory/ldap-directory.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import {
  type Operation,
  type ScriptedLdapServer,
  startScriptedLdapServer,
} from '../../support/scripted-ldap-server.ts';
import { entryOf } from './directory.contract.ts';

// Servers that are wrong in ways that no OpenLDAP is on demand.

const canary = 'canary-of-the-password';
let folder: string;
let authority: Authority;
let good: { key: string; cert: string };
const running: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matricule-faults-'));
  authority = await createAuthority(folder);
  good = await certificate('good');
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});
afterAll(() => rm(folder, { recursive: true }));

async function certificate(name: string, flaw?: 'expired' | 'wrong-name') {
  const { keyFile, certificateFile } = await createServerCertificate(authority, folder, name, flaw);
  return { key: await readFile(keyFile, 'utf8'), cert: await readFile(certificateFile, 'utf8') };
}

async function serve(tls: TlsOptions = good): Promise<ScriptedLdapServer> {
  const server = await startScriptedLdapServer(tls);
  running.push(server);
  return server;
}

async function proxyTo(url: string): Promise<FaultProxy> {
  const proxy = await startFaultProxy({ host: '127.0.0.1', port: Number(new URL(url).port) });
  running.push(proxy);
  return proxy;
}

function connectionTo(url: string): Connection {
  return {
    url,
    ca: authority.certificate,
    bindDn: 'cn=canary-of-the-name,dc=uca,dc=fr',
    password: canary,
    peopleDn: 'ou=people,dc=uca,dc=fr',
  };
}

const at = (url: string, changes: Record<string, unknown> = {}): Directory =>
  ldapDirectory(() => Promise.resolve({ ...connectionTo(url), ...changes }));

const ada = () => {
  const entry = entryOf({ posix: false });
  return { ...entry, attributes: { ...entry.attributes, cn: ['canary-of-a-value'] } };
};

/** The RetryableError that a call ends with, which names no value and comes in time. */
async function errorOf(call: Promise<unknown>): Promise<string> {
  const started = performance.now();
  const error = await call.catch((reason: unknown) => reason);
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(error).toBeInstanceOf(RetryableError);
  expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/canary|ou=people|uid=/);
  return error instanceof Error ? error.message : '';
}

describe('a directory whose TLS is not right is not spoken to (I-01)', () => {
  test('an expired certificate', async () => {
    const server = await serve(await certificate('expired', 'expired'));
    expect(await errorOf(at(server.url).probe())).toContain('CERT_HAS_EXPIRED');
    expect(server.received).toEqual([]);
  });

  test('a certificate for another host', async () => {
    const server = await serve(await certificate('wrong-name', 'wrong-name'));
    expect(await errorOf(at(server.url).probe())).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(server.received).toEqual([]);
  });

  test('a certificate of another authority', async () => {
    const elsewhere = await mkdtemp(join(folder, 'elsewhere-'));
    const other = await createAuthority(elsewhere);
    const server = await serve();
    expect(await errorOf(at(server.url, { ca: other.certificate }).probe())).toMatch(
      /UNABLE_TO_VERIFY|CERT_SIGNATURE_FAILURE|SELF_SIGNED/,
    );
    expect(server.received).toEqual([]);
  });

  test('TLS 1.1', async () => {
    const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    const server = await serve({ ...good, ...old });
    expect(await errorOf(at(server.url).probe())).toMatch(/ERR_SSL/);
    expect(server.received).toEqual([]);
  });

  test('an environment that says not to look', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const server = await serve(await certificate('expired-again', 'expired'));
    expect(await errorOf(at(server.url).probe())).toContain('CERT_HAS_EXPIRED');
    vi.unstubAllEnvs();
    expect(server.received).toEqual([]);
  });

  test('a server without TLS', async () => {
    const plain = createServer(
      (socket) =>
        void socket
          .on('error', () => undefined)
          .resume()
          .end('no TLS here'),
    );
    plain.listen(0, '127.0.0.1');
    await once(plain, 'listening');
    running.push({ stop: () => new Promise((resolve) => void plain.close(() => resolve())) });
    const address = plain.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await errorOf(at(`ldaps://127.0.0.1:${port}`).probe())).toContain('ERR_SSL');
  });

  test.each([{ url: 'ldap://127.0.0.1:389' }, { rejectUnauthorized: false }, { tlsOptions: {} }])(
    'settings that would weaken it: %j',
    async (changes) => {
      const server = await serve();
      expect(await errorOf(at(server.url, changes).probe())).toContain('no proper connection settings');
      expect(server.received).toEqual([]);
    },
  );
});

describe('a directory that does not come to the point fails within five seconds (I-02)', () => {
  test('a TCP black hole, a TLS black hole, a slow drip', async () => {
    const server = await serve();
    const [hole, drip] = [await proxyTo(server.url), await proxyTo(server.url)];
    hole.fault = { kind: 'black-hole' };
    drip.fault = { kind: 'slow-drip', every: 100 };
    const messages = await Promise.all([
      // Packets to this network of documentation (RFC 5737) are answered by nobody, or by a router's refusal.
      errorOf(at('ldaps://192.0.2.1:636').probe()),
      errorOf(at(`ldaps://127.0.0.1:${hole.port}`).probe()),
      errorOf(at(`ldaps://127.0.0.1:${drip.port}`).probe()),
    ]);
    expect(messages).toHaveLength(3);
    expect(server.received).toEqual([]);
  });

  test('a drip that begins after the bind', async () => {
    const server = await serve();
    const proxy = await proxyTo(server.url);
    const directory = at(`ldaps://127.0.0.1:${proxy.port}`);
    await directory.write(ada());
    proxy.fault = { kind: 'slow-drip', every: 400 };
    await errorOf(directory.write(ada()));
    proxy.fault = { kind: 'none' };
    expect(await directory.write(ada())).toBe('written');
  });

  test('nobody listens', async () => {
    const server = await serve();
    const directory = at(server.url);
    await server.stop();
    running.splice(0);
    expect(await errorOf(directory.probe())).toContain('ECONNREFUSED');
  });

  test('settings that nobody can give', async () => {
    const directory = ldapDirectory(() => new Promise(() => undefined));
    expect(await errorOf(directory.probe())).toContain('in time');
  });
});

describe('a bind', () => {
  test.each([[''], [['a']], [undefined], [null], [{ length: 1 }]])(
    'is not tried with %j for a password, though the server would say success (I-04)',
    async (password) => {
      const server = await serve();
      await errorOf(at(server.url, { password }).probe());
      expect(server.received).toEqual([]);
    },
  );

  test.each(['EXTERNAL', 'PLAIN', 'DIGEST-MD5', 'SCRAM-SHA-1'])(
    'is never the SASL mechanism %s (I-05)',
    async (bindDn) => {
      const server = await serve();
      await errorOf(at(server.url, { bindDn }).probe());
      expect(server.received).toEqual([]);
    },
  );

  test('that was refused is not tried again for a minute, so that nobody is locked out (I-18)', async () => {
    const server = await serve();
    server.answers.bind = { code: 49, message: canary };
    let now = Temporal.Instant.from('2026-09-15T08:00:00Z');
    let password = canary;
    const refusals: unknown[] = [];
    const directory = ldapDirectory(
      (refused) => {
        refusals.push(refused?.password);
        return Promise.resolve({ ...connectionTo(server.url), password });
      },
      { now: () => now },
    );
    expect(await errorOf(directory.probe())).toContain('49 invalidCredentials');
    for (let seconds = 0; seconds < 50; seconds += 10) {
      now = now.add({ seconds: 10 });
      await errorOf(directory.probe());
    }
    expect(server.received).toEqual(['bind']);
    expect(refusals).toEqual([undefined, ...Array<string>(5).fill(canary)]);
    now = now.add({ seconds: 10 });
    await errorOf(directory.probe());
    expect(server.received).toEqual(['bind', 'bind']);
    // A new password is tried at once.
    password = 'newer';
    server.answers.bind = { code: 0 };
    await directory.probe();
    expect(server.received.slice(2)).toEqual(['bind', 'search']);
  });

  test('comes before every operation of a connection, and once (I-03)', async () => {
    const server = await serve();
    const directory = at(server.url);
    await directory.write(ada());
    await directory.write(ada());
    expect(server.received).toEqual(['bind', 'add', 'add']);
  });
});

describe('an answer', () => {
  test.each([
    [1, 'operationsError'],
    [3, 'timeLimitExceeded'],
    [10, 'referral'],
    [51, 'busy'],
    [52, 'unavailable'],
    [53, 'unwillingToPerform'],
    [80, 'other'],
  ])('%i %s is worth another try, on another connection', async (code, name) => {
    const server = await serve();
    server.answers.add = { code, message: canary };
    const directory = at(server.url);
    expect(await errorOf(directory.write(ada()))).toBe(`The directory answers ${code} ${name}`);
    delete server.answers.add;
    expect(await directory.write(ada())).toBe('written');
    expect(server.received).toEqual(['bind', 'add', 'bind', 'add']);
  });

  test.each([
    [19, 'constraintViolation'],
    [21, 'invalidAttributeSyntax'],
    [50, 'insufficientAccessRights'],
    [64, 'namingViolation'],
    [65, 'objectClassViolation'],
    [123, 'unknown'],
  ])('%i %s is final, and told without the server’s words', async (code, name) => {
    const server = await serve();
    server.answers.add = { code, message: canary };
    server.answers.search = { code: 32 };
    expect(await at(server.url).write(ada())).toEqual({ refused: 'rejected', reason: `${code} ${name}` });
  });

  test.each([
    ['bind', 51],
    ['search', 51],
    ['search', 52],
    ['search', 10],
    ['search', 4],
    ['search', 50],
  ] as const)('to a %s of %i lets nobody conclude anything', async (operation: Operation, code) => {
    const server = await serve();
    server.answers[operation] = { code, message: canary };
    await errorOf(at(server.url).read('ada'));
    await errorOf(at(server.url).probe());
  });

  test('that is no entry, several, or an address elsewhere is none (I-03, I-14, I-15)', async () => {
    const server = await serve();
    for (const answer of [
      { code: 0 },
      { code: 0, entries: ['uid=ada', 'uid=bob'] },
      { code: 0, references: ['ldap://elsewhere.example/'] },
      { code: 4, entries: ['uid=ada'] },
    ]) {
      server.answers.search = answer;
      await errorOf(at(server.url).read('ada'));
    }
    server.answers.search = { code: 0, entries: ['uid=ada'] };
    expect(await at(server.url).read('ada')).toEqual({ attributes: { objectClass: ['inetOrgPerson'] } });
  });

  test('that the entry is there, when it is gone a moment later, is asked for again', async () => {
    const server = await serve();
    server.answers.add = { code: 68 };
    server.answers.search = { code: 32 };
    await errorOf(at(server.url).write(ada()));
  });

  test('of a login that is none is never asked for (I-05, I-07)', async () => {
    const server = await serve();
    const directory = at(server.url);
    for (const login of ['EXTERNAL', 'ada,ou=x', 'ada\0', ' ada', '#616461', '*']) {
      await expect(directory.read(login)).rejects.toMatchObject({ name: 'ContractError' });
      await expect(directory.write({ ...ada(), login })).rejects.toMatchObject({ name: 'ContractError' });
    }
    expect(server.received).toEqual([]);
  });
});

test.each(['ldapts', 'http,LDAPTS', '*'])(
  'nothing starts with NODE_DEBUG=%s, which prints passwords (F-02)',
  (debug) => {
    vi.stubEnv('NODE_DEBUG', debug);
    expect(() => at('ldaps://127.0.0.1')).toThrow('NODE_DEBUG');
    vi.unstubAllEnvs();
  },
);
