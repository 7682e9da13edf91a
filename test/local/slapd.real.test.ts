import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type SecureVersion } from 'node:tls';
import { Attribute, Change, Client, type Entry } from 'ldapts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, createServerCertificate, type Authority } from '../../local/certificates.ts';
import { Children } from '../../local/children.ts';
import { freePorts } from '../../local/ports.ts';
import { loginBase, nthLogin } from '../../functions/account/login.ts';
import { startDirectory, type Identity, type LocalDirectory } from '../../local/slapd.ts';

const suffix = 'dc=uca,dc=fr';
const goodPassword = 'Une phrase assez longue, 2026';
let folder: string;
let authority: Authority;
let children: Children;
let directory: LocalDirectory;

async function start(name: string, flaw?: 'expired' | 'wrong-name'): Promise<LocalDirectory> {
  const [port] = await freePorts(1);
  const certificate = await createServerCertificate(authority, folder, name, flaw);
  return startDirectory({
    ...{ name, suffix, port, children, authority, certificate, groups: ['registrar', 'cri'] },
    folder: join(folder, name),
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matricule-slapd-'));
  children = new Children(join(folder, 'processes'));
  authority = await createAuthority(folder);
  directory = await start('uca');
});

afterAll(async () => {
  await children.stop();
  await rm(folder, { recursive: true });
});

async function as<T>(who: Identity, act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    url: directory.url,
    tlsOptions: { ca: [directory.ca] },
    timeout: 5_000,
    connectTimeout: 5_000,
  });
  try {
    await client.bind(who.bindDn, who.password);
    return await act(client);
  } finally {
    await client.unbind();
  }
}

const dnOf = (login: string) => `uid=${login},${directory.peopleDn}`;

/** An entry as Matricule writes it; `lastDay` in the words of ppolicy. */
function entry(login: string, lastDay = '20991231225959Z'): Record<string, string | string[]> {
  return {
    objectClass: ['inetOrgPerson', 'eduPerson', 'supannPerson', 'matriculeAccount'],
    ...{ uid: login, cn: 'Ada Lovelace', sn: 'Lovelace', givenName: 'Ada', mail: `${login}@etu.uca.fr` },
    ...{ eduPersonPrimaryAffiliation: 'student', supannEtuId: '12345678' },
    ...{ supannRessourceEtatDate: '{COMPTE}I:SupannCree::20991231' },
    ...{ matriculeAccountId: `account-of-${login}`, matriculeVersion: '1', pwdEndTime: lastDay },
  };
}

const add = (login: string, lastDay?: string) =>
  as(directory.provisioner, (client) => client.add(dnOf(login), entry(login, lastDay)));

function replace(type: string, ...values: string[]): Change {
  return new Change({ operation: 'replace', modification: new Attribute({ type, values }) });
}

const modify = (who: Identity, dn: string, ...changes: Change[]) => as(who, (client) => client.modify(dn, changes));

async function find(who: Identity, base: string, attributes: string[] = ['*', '+']): Promise<Entry[]> {
  const found = await as(who, (client) => client.search(base, { scope: 'sub', attributes }));
  return found.searchEntries;
}

/** What ldapts makes of attributes that were asked for and not given. */
const notGiven = { userPassword: [], pwdHistory: [] };

const refused = (code: number) => expect.objectContaining({ code }) as unknown;
const invalidCredentials = refused(49);
const insufficientAccess = refused(50);
const constraintViolation = refused(19);
const noSuchAttribute = refused(16);

describe('the provisioning identity', () => {
  it('adds an entry of our class with its last day, and moves that day', async () => {
    await add('adalove');
    await modify(
      directory.provisioner,
      dnOf('adalove'),
      replace('pwdEndTime', '20300101225959Z'),
      replace('sn', 'King'),
    );
    const [found] = await find(directory.provisioner, dnOf('adalove'));
    expect(found).toMatchObject({
      sn: 'King',
      pwdEndTime: '20300101225959Z',
      matriculeAccountId: 'account-of-adalove',
    });
  });

  it('I-08: takes a login written otherwise for the same one, and our logins are written in one way', async () => {
    const login = nthLogin(loginBase('José', 'Dupont'), 2, []);
    await add(login);
    for (const same of [login.toUpperCase(), 'ｊosdupon1']) {
      const written = { ...entry(login), uid: same };
      await expect(
        as(directory.provisioner, (client) => client.add(dnOf(same), written)),
        same,
      ).rejects.toEqual(refused(68));
    }
    for (const [first, last] of [
      ['JOSÉ', 'DUPONT'],
      ['ｊosé', 'Ｄupont'],
      [' José', 'Du-Pont '],
    ] as const)
      expect(nthLogin(loginBase(first, last), 2, [])).toBe(login);
  });

  it('adds nothing that is not of our class, and changes nothing of the kind (I-16)', async () => {
    const foreign = { objectClass: 'inetOrgPerson', uid: 'foreign', cn: 'F', sn: 'F' };
    await expect(as(directory.provisioner, (it) => it.add(dnOf('foreign'), foreign))).rejects.toEqual(
      insufficientAccess,
    );
    await as(directory.admin, (it) => it.add(dnOf('foreign'), foreign));
    await expect(modify(directory.provisioner, dnOf('foreign'), replace('sn', 'G'))).rejects.toEqual(
      insufficientAccess,
    );
    expect(await find(directory.provisioner, dnOf('foreign'))).toHaveLength(1);
  });

  it('cannot give, change or read a password (I-16)', async () => {
    const withPassword = { ...entry('adapass'), userPassword: goodPassword };
    await expect(as(directory.provisioner, (it) => it.add(dnOf('adapass'), withPassword))).rejects.toEqual(
      insufficientAccess,
    );
    await add('adapass');
    await expect(modify(directory.provisioner, dnOf('adapass'), replace('userPassword', goodPassword))).rejects.toEqual(
      insufficientAccess,
    );
    await modify(directory.password, dnOf('adapass'), replace('userPassword', goodPassword));
    const [found] = await find(directory.provisioner, dnOf('adapass'), ['*', '+', 'userPassword', 'pwdHistory']);
    expect(found).toMatchObject({ uid: 'adapass', ...notGiven });
  });

  it('cannot give itself or anybody another password policy', async () => {
    await add('adapolic');
    const policy = replace('pwdPolicySubentry', `cn=services,ou=policies,${suffix}`);
    await expect(modify(directory.provisioner, dnOf('adapolic'), policy)).rejects.toEqual(insufficientAccess);
  });

  it('removes an entry of our class, and no other (I-16)', async () => {
    await add('adagone');
    await as(directory.provisioner, (it) => it.del(dnOf('adagone')));
    expect(await find(directory.admin, directory.peopleDn)).not.toContainEqual(
      expect.objectContaining({ uid: 'adagone' }),
    );
    const other = { objectClass: 'inetOrgPerson', uid: 'otherone', cn: 'O', sn: 'O' };
    await as(directory.admin, (it) => it.add(dnOf('otherone'), other));
    await expect(as(directory.provisioner, (it) => it.del(dnOf('otherone')))).rejects.toEqual(insufficientAccess);
  });

  it('puts people into the groups of services and takes them out, and changes nothing else of a group (I-16)', async () => {
    const limos = `cn=limos,${directory.groupsDn}`;
    const member = (operation: 'add' | 'delete', ...values: string[]) =>
      new Change({ operation, modification: new Attribute({ type: 'member', values }) });
    await modify(directory.provisioner, limos, member('add', dnOf('adalimos')));
    expect(await find(directory.provisioner, limos)).toMatchObject([{ cn: 'limos' }]);
    await modify(directory.provisioner, limos, member('delete', dnOf('adalimos')));
    for (const change of [
      member('add', `cn=cri,ou=groups,${suffix}`),
      member('delete', `cn=nobody,${directory.groupsDn}`),
      member('delete'),
      replace('member', dnOf('adalimos')),
      replace('description', 'Anybody'),
      replace('owner', dnOf('adalimos')),
    ]) {
      await expect(modify(directory.provisioner, limos, change)).rejects.toEqual(insufficientAccess);
    }
    const group = { objectClass: 'groupOfNames', cn: 'new', member: dnOf('adalimos') };
    await expect(as(directory.provisioner, (it) => it.add(`cn=new,${directory.groupsDn}`, group))).rejects.toEqual(
      insufficientAccess,
    );
    await expect(as(directory.provisioner, (it) => it.del(limos))).rejects.toEqual(insufficientAccess);
    await expect(modify(directory.password, limos, member('add', dnOf('adalimos')))).rejects.toEqual(
      insufficientAccess,
    );
  });

  it('sees no groups that give roles and changes none', async () => {
    await expect(find(directory.provisioner, `ou=groups,${suffix}`)).rejects.toEqual(refused(32));
    const join = replace('member', dnOf('adalove'));
    await expect(modify(directory.provisioner, `cn=cri,ou=groups,${suffix}`, join)).rejects.toEqual(insufficientAccess);
    const one = new Change({
      operation: 'add',
      modification: new Attribute({ type: 'member', values: [dnOf('adalove')] }),
    });
    for (const who of [directory.provisioner, directory.password, directory.reader]) {
      await expect(modify(who, `cn=cri,ou=groups,${suffix}`, one)).rejects.toEqual(insufficientAccess);
    }
  });
});

describe('the password identity', () => {
  it('swaps the version and the password in one change, which a stale version refuses whole', async () => {
    await add('adaswap');
    const change = (from: string, to: string, password: string) =>
      modify(
        directory.password,
        dnOf('adaswap'),
        new Change({ operation: 'delete', modification: new Attribute({ type: 'matriculeVersion', values: [from] }) }),
        new Change({ operation: 'add', modification: new Attribute({ type: 'matriculeVersion', values: [to] }) }),
        replace('userPassword', password),
      );
    await change('1', '2', goodPassword);
    await expect(change('1', '2', 'Une autre phrase, trop tardive')).rejects.toEqual(noSuchAttribute);
    await expect(as({ bindDn: dnOf('adaswap'), password: goodPassword }, () => Promise.resolve('in'))).resolves.toBe(
      'in',
    );
  });

  it('writes no password on an entry that is not of our class', async () => {
    await as(directory.admin, (it) =>
      it.add(dnOf('other'), { objectClass: 'inetOrgPerson', uid: 'other', cn: 'O', sn: 'O' }),
    );
    await expect(modify(directory.password, dnOf('other'), replace('userPassword', goodPassword))).rejects.toEqual(
      insufficientAccess,
    );
  });

  it('is subject to the password policy: 5 characters are refused (I-16)', async () => {
    await add('adashort');
    await expect(modify(directory.password, dnOf('adashort'), replace('userPassword', 'abcde'))).rejects.toEqual(
      constraintViolation,
    );
  });

  it('may not use a password again that the policy remembers', async () => {
    await add('adaagain');
    await modify(directory.password, dnOf('adaagain'), replace('userPassword', goodPassword));
    await modify(directory.password, dnOf('adaagain'), replace('userPassword', 'Une autre phrase, plus récente'));
    await expect(modify(directory.password, dnOf('adaagain'), replace('userPassword', goodPassword))).rejects.toEqual(
      constraintViolation,
    );
  });

  it('reads no password, changes no name, adds no entry and no member', async () => {
    await add('adaread');
    await modify(directory.password, dnOf('adaread'), replace('userPassword', goodPassword));
    const [found] = await find(directory.password, dnOf('adaread'), ['*', '+', 'userPassword', 'pwdHistory']);
    expect(found).toMatchObject({ matriculeVersion: '1', ...notGiven });
    await expect(modify(directory.password, dnOf('adaread'), replace('sn', 'X'))).rejects.toEqual(insufficientAccess);
    await expect(as(directory.password, (it) => it.add(dnOf('adanew'), entry('adanew')))).rejects.toEqual(
      insufficientAccess,
    );
    const join = replace('member', dnOf('adaread'));
    await expect(modify(directory.password, `cn=cri,ou=groups,${suffix}`, join)).rejects.toEqual(insufficientAccess);
    expect(await find(directory.password, `cn=cri,ou=groups,${suffix}`)).toHaveLength(1);
  });

  it('reads what is asked of the passwords of people, and nothing else of a policy', async () => {
    const [policy] = await find(directory.password, directory.policyDn, ['pwdMinLength', 'pwdInHistory']);
    expect(policy).toMatchObject({ pwdMinLength: '12', pwdInHistory: '5' });
    for (const dn of [`ou=policies,${suffix}`, `cn=services,ou=policies,${suffix}`]) {
      await expect(find(directory.password, dn)).rejects.toEqual(refused(32));
    }
    await expect(find(directory.provisioner, directory.policyDn)).rejects.toEqual(refused(32));
    await expect(modify(directory.password, directory.policyDn, replace('pwdMinLength', '1'))).rejects.toEqual(
      insufficientAccess,
    );
  });

  it('C-14: stores an Argon2 hash, made by the server, at OWASP’s cost or more', async () => {
    await add('adahash');
    await modify(directory.password, dnOf('adahash'), replace('userPassword', goodPassword));
    const costOf = async (login: string): Promise<number[]> => {
      const [found] = await find(directory.admin, dnOf(login), ['userPassword']);
      const cost = /^\{ARGON2\}\$argon2id?\$v=19\$m=(\d+),t=(\d+),p=1\$/.exec(String(found?.['userPassword']));
      return [Number(cost?.[1]), Number(cost?.[2])];
    };
    // OWASP Password Storage Cheat Sheet: 19 MiB, two passes. Debian's module alone would take 4 MiB.
    const [memory, passes] = await costOf('adahash');
    expect(memory).toBeGreaterThanOrEqual(19_456);
    expect(passes).toBeGreaterThanOrEqual(2);
    expect(await costOf('nobody0')).toEqual([memory, passes]);
  });
});

describe('a person', () => {
  it('is not let in without a password, nor with an empty one (I-04)', async () => {
    await add('adaempty');
    const client = new Client({ url: directory.url, tlsOptions: { ca: [directory.ca] } });
    await expect(client.bind(dnOf('adaempty'), '')).rejects.toThrow();
    await client.unbind();
    await expect(as({ bindDn: dnOf('adaempty'), password: goodPassword }, () => Promise.resolve())).rejects.toThrow();
  });

  it('is refused from the end of the last day on, and let in again when it moves', async () => {
    await add('adaended');
    await modify(directory.password, dnOf('adaended'), replace('userPassword', goodPassword));
    const signIn = () => as({ bindDn: dnOf('adaended'), password: goodPassword }, () => Promise.resolve('in'));
    await expect(signIn()).resolves.toBe('in');
    await modify(directory.provisioner, dnOf('adaended'), replace('pwdEndTime', '20200101000000Z'));
    await expect(signIn()).rejects.toEqual(invalidCredentials);
    await modify(directory.provisioner, dnOf('adaended'), replace('pwdEndTime'));
    await expect(signIn()).resolves.toBe('in');
  });

  it('sees nothing and changes nothing once in', async () => {
    await add('adaself');
    await modify(directory.password, dnOf('adaself'), replace('userPassword', goodPassword));
    const self = { bindDn: dnOf('adaself'), password: goodPassword };
    await expect(find(self, directory.peopleDn)).rejects.toEqual(refused(32));
    await expect(modify(self, dnOf('adaself'), replace('userPassword', 'Une autre phrase, à elle'))).rejects.toEqual(
      insufficientAccess,
    );
  });
});

describe('the server', () => {
  it('is the same after a stop and a start', async () => {
    await add('adastop');
    await directory.stop();
    await expect(find(directory.reader, dnOf('adastop'))).rejects.toThrow();
    await directory.start();
    expect(await find(directory.reader, dnOf('adastop'))).toHaveLength(1);
  });

  it.each<[SecureVersion, boolean]>([
    ['TLSv1.1', false],
    ['TLSv1.2', true],
    ['TLSv1.3', true],
  ])('speaks %s: %s (I-01)', async (version, spoken) => {
    const { hostname: host, port } = new URL(directory.url);
    const secured = await new Promise<boolean>((resolve) => {
      // At OpenSSL's own default level the client would refuse the old version before the server can.
      const options = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' };
      const socket = connect({ host, port: Number(port), ca: directory.ca, ...options });
      socket.once('secureConnect', () => resolve(socket.getProtocol() === version));
      socket.once('error', () => resolve(false));
      socket.once('secureConnect', () => socket.destroy());
    });
    expect(secured).toBe(spoken);
  });

  it.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ] as const)('can be given a certificate that is %s, which a client refuses (I-01)', async (flaw, code) => {
    const flawed = await start(flaw, flaw);
    try {
      const client = new Client({ url: flawed.url, tlsOptions: { ca: [flawed.ca] } });
      await expect(client.bind(flawed.reader.bindDn, flawed.reader.password)).rejects.toMatchObject({ code });
    } finally {
      await flawed.stop();
    }
  });
});
