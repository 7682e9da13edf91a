import { execFile } from 'node:child_process';
import { argon2Sync, createHash, randomBytes } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { services } from '../functions/university/university.ts';
import type { Authority, ServerCertificate } from './certificates.ts';
import type { Child, Children } from './children.ts';
import { findOpenLdap } from './openldap.ts';

export interface Identity {
  readonly bindDn: string;
  readonly password: string;
}

/** In the folder of a directory: the password of its operator, for this machine alone and until the next start. */
export const adminPasswordFile = 'admin-password';

export interface DirectoryOptions {
  readonly name: string;
  /** `dc=…,dc=…` */
  readonly suffix: string;
  readonly port: number;
  /** Made when missing; holds configuration, database and log. */
  readonly folder: string;
  readonly children: Children;
  readonly authority: Authority;
  readonly certificate: ServerCertificate;
  /** Names of the groups under `ou=groups` that give roles. */
  readonly groups?: readonly string[];
  /** What the password policy asks: bytes, and how many earlier passwords are refused. */
  readonly policy?: { readonly minimumLength: number; readonly passwordsRemembered: number };
  /** What a hash costs. Tests that choose hundreds of passwords take less than `owaspCost`. */
  readonly cost?: Argon2Cost;
}

/** KiB, and passes over them. */
interface Argon2Cost {
  readonly memory: number;
  readonly passes: number;
}

/** OWASP Password Storage Cheat Sheet: 19 MiB and two passes at least (C-14). Debian's module alone takes 4 MiB. */
const owaspCost: Argon2Cost = { memory: 19_456, passes: 2 };

/** A running OpenLDAP server. */
export interface LocalDirectory {
  readonly name: string;
  /** `ldaps://127.0.0.1:…` */
  readonly url: string;
  /** PEM text of the authority behind its certificate. */
  readonly ca: string;
  readonly caFile: string;
  readonly suffix: string;
  readonly peopleDn: string;
  /** The entry of the password policy of people, which the password identity reads. */
  readonly policyDn: string;
  /** The branch of the groups that open services. */
  readonly groupsDn: string;
  /** The branch of the groups that give roles. */
  readonly rolesDn: string;
  readonly provisioner: Identity;
  readonly password: Identity;
  readonly reader: Identity;
  /** The administrator: subject to no access rule and no policy. Tests only. */
  readonly admin: Identity;
  /** The process, while it runs. */
  readonly pid: number | undefined;
  /** Ends the server; what it holds stays. */
  stop(): Promise<void>;
  /** Starts the server again on what it held. */
  start(): Promise<void>;
}

const here = join(import.meta.dirname, 'directory');

/**
 * Makes an empty directory with its service identities, and starts it.
 * @throws when slapd refuses the configuration or does not answer in ten seconds; the message names the log.
 */
export async function startDirectory(options: DirectoryOptions): Promise<LocalDirectory> {
  const { name, suffix, port, folder, children, authority, certificate, cost = owaspCost } = options;
  const identity = (bindDn: string): Identity => ({ bindDn, password: randomBytes(32).toString('base64url') });
  const provisioner = identity(`cn=matricule-provisioner,ou=services,${suffix}`);
  const password = identity(`cn=matricule-password,ou=services,${suffix}`);
  const reader = identity(`cn=matricule-reader,ou=services,${suffix}`);
  const admin = identity(`cn=admin,${suffix}`);

  const openLdap = findOpenLdap();
  const slapd = join(folder, 'slapd');
  const configuration = join(folder, 'slapd.conf');
  const log = join(folder, 'slapd.log');
  await mkdir(join(folder, 'data'), { recursive: true, mode: 0o700 });
  // A copy, because Ubuntu's AppArmor profile keeps /usr/sbin/slapd to the folders of the system's own server.
  await copyFile(openLdap.slapd, slapd);
  await copyFile(authority.certificateFile, join(folder, 'ca.pem'));
  await copyFile(certificate.certificateFile, join(folder, 'server.pem'));
  await copyFile(certificate.keyFile, join(folder, 'server.key'));
  await writeFile(
    configuration,
    await fillIn('slapd.conf', {
      ...{ suffix, folder, here, adminPassword: hash(admin.password) },
      ...{ memory: String(cost.memory), passes: String(cost.passes) },
      ...{ schemas: openLdap.schemas, modules: openLdap.modules, ciphers: openLdap.ciphers },
    }),
    { mode: 0o600 },
  );

  await writeFile(join(folder, adminPasswordFile), admin.password, { mode: 0o600 });

  const policy = options.policy ?? { minimumLength: 12, passwordsRemembered: 5 };
  const entries = await fillIn('base.ldif', {
    ...{ suffix, name, dc: /^dc=([^,]+)/.exec(suffix)?.[1] ?? name },
    minimumLength: String(policy.minimumLength),
    passwordsRemembered: String(policy.passwordsRemembered),
    provisionerPassword: hash(provisioner.password),
    passwordPassword: hash(password.password),
    readerPassword: hash(reader.password),
    nobodysPassword: hashAsPeoples(randomBytes(32), cost),
  });
  const group = (branch: string, name: string, description: string) =>
    fillIn('group.ldif', { suffix, branch, group: name, description });
  const groups = await Promise.all([
    ...(options.groups ?? []).map((role) => group('groups', role, `Holders of the role ${role}`)),
    ...services.map((service) => group('access', service, `Those to whom the service ${service} was granted`)),
  ]);
  const ldif = join(folder, 'base.ldif');
  await writeFile(ldif, [entries, ...groups].join('\n'), { mode: 0o600 });
  await promisify(execFile)(slapd, ['-T', 'add', '-q', '-f', configuration, '-l', ldif]);

  const url = `ldaps://127.0.0.1:${port}`;
  let child: Child | undefined;
  const start = async (): Promise<void> => {
    if (child !== undefined) return;
    // A debug level keeps it in the foreground; this one prints what is wrong and nothing else.
    const args = ['-d', 'none', '-h', url, '-f', configuration];
    const started = await children.start({ name: `slapd (${name})`, command: slapd, args, log });
    child = started;
    const ended = started.ended.then(() => Promise.reject(new Error(`slapd (${name}) ended: see ${log}.`)));
    await Promise.race([answering(port, name, log), ended]);
  };
  await start();
  return {
    ...{ name, url, suffix, provisioner, password, reader, admin, start },
    ca: authority.certificate,
    caFile: join(folder, 'ca.pem'),
    peopleDn: `ou=people,${suffix}`,
    policyDn: `cn=people,ou=policies,${suffix}`,
    groupsDn: `ou=access,${suffix}`,
    rolesDn: `ou=groups,${suffix}`,
    get pid() {
      return child?.pid;
    },
    async stop() {
      const running = child;
      child = undefined;
      await running?.stop();
    },
  };
}

/** A salted SHA-1 is enough for a password of 256 random bits, and costs a bind nothing. */
function hash(password: string): string {
  const salt = randomBytes(8);
  return `{SSHA}${Buffer.concat([createHash('sha1').update(password).update(salt).digest(), salt]).toString('base64')}`;
}

/** As slapd makes the hashes of people, at the same cost: it takes as long to compare. */
function hashAsPeoples(message: Uint8Array, { memory, passes }: Argon2Cost): string {
  const nonce = randomBytes(16);
  const tag = argon2Sync('argon2id', { message, nonce, memory, passes, parallelism: 1, tagLength: 32 });
  const [salt, digest] = [nonce, tag].map((bytes) => bytes.toString('base64').replaceAll('=', ''));
  return `{ARGON2}$argon2id$v=19$m=${memory},t=${passes},p=1$${salt}$${digest}`;
}

async function fillIn(file: string, values: Record<string, string>): Promise<string> {
  const template = await readFile(join(here, file), 'utf8');
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`${file} asks for ${key}, which nobody gives.`);
    return value;
  });
}

/** Waits for a TLS handshake: slapd listens long before it serves. */
async function answering(port: number, name: string, log: string): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const served = await new Promise<boolean>((resolve) => {
      // Whether the certificate is good is for those who use the directory to say: tests start bad ones.
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, timeout: 1_000 });
      socket.once('secureConnect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('timeout', () => resolve(false));
      socket.once('close', () => resolve(false));
      void socket.once('secureConnect', () => socket.destroy());
    });
    if (served) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`slapd (${name}) does not answer: see ${log}.`);
}
