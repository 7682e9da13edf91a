// How long a wrong password takes, for those who have one and for names that nobody has, interleaved: one server, one after
// the other. Run it with `node test/bench/sign-in.ts`. Nothing is asserted: a wall clock is no test.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ldapts';
import { ldapPasswordDirectory } from '../../functions/directory/ldap-password-directory.ts';
import { nobodysLogin } from '../../functions/session/find-by-name.ts';
import { createAuthority, createServerCertificate } from '../../local/certificates.ts';
import { Children } from '../../local/children.ts';
import { freePorts } from '../../local/ports.ts';
import { startDirectory } from '../../local/slapd.ts';

const samples = Number(process.argv[2] ?? 300);
const folder = await mkdtemp(join(tmpdir(), 'matricule-bench-'));
const children = new Children(join(folder, 'processes'));
try {
  const authority = await createAuthority(folder);
  const [port] = await freePorts(1);
  const directory = await startDirectory({
    ...{ name: 'uca', suffix: 'dc=uca,dc=fr', port, folder: join(folder, 'uca'), children, authority },
    certificate: await createServerCertificate(authority, folder, 'uca'),
  });
  const { url, ca, peopleDn, policyDn, password } = directory;
  const admin = new Client({ url, tlsOptions: { ca: [ca] } });
  await admin.bind(directory.admin.bindDn, directory.admin.password);
  // So many people that no one of them fails often enough to be locked.
  const people = Array.from({ length: Math.ceil(samples / 15) }, (_, n) => `person${n + 1}`);
  for (const [n, uid] of people.entries()) {
    await admin.add(`uid=${uid},${peopleDn}`, {
      ...{ objectClass: ['inetOrgPerson', 'matriculeAccount'], cn: uid, sn: uid },
      ...{ matriculeAccountId: String(n + 1).padStart(26, '0'), matriculeVersion: '1' },
      userPassword: `Orage-${randomBytes(9).toString('hex')}`,
    });
  }
  await admin.unbind();

  const passwords = ldapPasswordDirectory(() => Promise.resolve({ url, ca, ...password, peopleDn, policyDn }));
  const kinds: Record<string, (n: number) => string> = {
    'somebody’s entry': (n) => people[n % people.length] ?? '',
    'nobody’s entry, as unknown names are asked about': () => nobodysLogin,
    'no entry, as they were before': (n) => `absent${n + 1}`,
  };
  const times = new Map<string, number[]>(Object.keys(kinds).map((kind) => [kind, []]));
  for (let n = -5; n < samples; n += 1) {
    for (const [kind, loginOf] of Object.entries(kinds)) {
      const start = performance.now();
      await passwords.bind(loginOf(Math.abs(n)), 'Not-The-Password-1');
      if (n >= 0) times.get(kind)?.push(performance.now() - start);
    }
  }
  for (const [kind, taken] of times) {
    taken.sort((a, b) => a - b);
    const at = (share: number) => (taken[Math.floor(taken.length * share)] ?? 0).toFixed(1);
    console.log(`${kind}: p5 ${at(0.05)} ms, median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
  }
} finally {
  await children.stop();
  await rm(folder, { recursive: true });
}
