import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { roles } from '../functions/directory/role.ts';
import { createAuthority, createServerCertificate } from './certificates.ts';
import { bornAt, Children, endLeftovers } from './children.ts';
import { type Cloud, removeTemporaryFolders, startCloud } from './cloud.ts';
import { bootstrap, connectDirectories, deploy, type Outputs, synthesize } from './deploy.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import { startProxy } from './proxy.ts';
import { type LocalDirectory, startDirectory } from './slapd.ts';

/** Ports of 127.0.0.1. */
export interface Ports {
  readonly cloud: number;
  readonly smtp: number;
  readonly inbox: number;
  readonly portal: number;
  readonly uca: number;
  readonly isimaLimos: number;
}

export interface WorldOptions {
  /** Wiped first; holds everything that the world writes, but for what a temporary folder must hold. */
  readonly folder: string;
  readonly ports: Ports;
  /** Factor on the waits and retries of state machines; 1 unless given. */
  readonly waitScale?: number;
  /** Told as each part begins; what it returns is called when that part is ready. */
  readonly onPhase?: (label: string) => () => void;
}

/** The product on one machine: a cloud with all of it deployed, two directories, an inbox and the portal's address. */
export interface World {
  readonly cloud: Cloud;
  readonly directories: Readonly<Record<'uca' | 'isima-limos', LocalDirectory>>;
  readonly mailbox: Mailbox;
  readonly outputs: Outputs;
  /** The portal, `http://localhost:…`, without a slash at the end. */
  readonly portalUrl: string;
}

/** A world that is being started, and that can be stopped at any moment, also before it is ready. */
export interface StartingWorld {
  readonly ready: Promise<World>;
  /** Ends everything, children of children included. Safe to call twice. */
  stop(): Promise<void>;
}

/** Where the entries of the directory uca are. */
export const ucaSuffix = 'dc=uca,dc=fr';

const owner = 'owner';

/** The process that runs a world in this folder just now, if any does. */
export async function ownerOf(folder: string): Promise<number | undefined> {
  const [pid = '', ...born] = (await readFile(join(folder, owner), 'utf8').catch(() => '')).split(' ');
  return born.length > 0 && (await bornAt(Number(pid))) === born.join(' ') ? Number(pid) : undefined;
}

/** Starts everything from a clean state. */
export function startWorld(options: WorldOptions): StartingWorld {
  const children = new Children(join(options.folder, 'processes'));
  const closing: (() => Promise<void>)[] = [];
  const ready = start(options, children, closing);
  // Whoever waits for `ready` hears of it; a stop in the middle makes it fail with nobody waiting.
  ready.catch(() => undefined);
  return {
    ready,
    async stop() {
      await children.stop();
      await ready.catch(() => undefined);
      await Promise.all(closing.map((close) => close()));
      await removeTemporaryFolders(options.folder);
      await rm(join(options.folder, owner), { force: true });
    },
  };
}

/** Removes what a world has left in its folder, and ends what it has left running. */
export async function clear(folder: string): Promise<void> {
  await endLeftovers(join(folder, 'processes'));
  await removeTemporaryFolders(folder);
  await rm(folder, { recursive: true, force: true });
}

async function start(options: WorldOptions, children: Children, closing: (() => Promise<void>)[]): Promise<World> {
  const { folder, ports, waitScale = 1 } = options;
  const phase = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
    const done = options.onPhase?.(label);
    const result = await work();
    done?.();
    return result;
  };

  if ((await ownerOf(folder)) !== undefined) throw new Error(`Something runs in ${folder} already.`);
  await clear(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, owner), `${process.pid} ${await bornAt(process.pid)}`);

  const portalUrl = `http://localhost:${ports.portal}`;
  const deployment = { children, folder };
  const [cloud, [uca, isimaLimos], mailbox] = await together(
    phase('Local cloud', async () => {
      const started = await startCloud({ port: ports.cloud, smtpPort: ports.smtp, folder, children, waitScale });
      await bootstrap(deployment, started);
      return started;
    }),
    phase('Directories uca and isima-limos', () => startDirectories(folder, ports, children)),
    phase('Inbox', () => startMailbox({ smtpPort: ports.smtp, webPort: ports.inbox, folder, children })),
    phase('Functions and templates', () => synthesize(deployment, portalUrl)),
  );
  const directories = { uca, 'isima-limos': isimaLimos };

  const outputs = await phase('Deployment', async () => {
    const deployed = await deploy(deployment, cloud);
    await connectDirectories(cloud, deployed, directories);
    return deployed;
  });
  const proxy = await startProxy({ port: ports.portal, cloudPort: ports.cloud, apiId: outputs.ApiId });
  closing.push(() => proxy.stop());
  return { cloud, directories, mailbox, outputs, portalUrl };
}

async function startDirectories(
  folder: string,
  ports: Ports,
  children: Children,
): Promise<[LocalDirectory, LocalDirectory]> {
  const authority = await createAuthority(folder);
  const startOne = async (
    name: string,
    suffix: string,
    port: number,
    groups: readonly string[],
  ): Promise<LocalDirectory> => {
    const at = join(folder, name);
    await mkdir(at);
    const certificate = await createServerCertificate(authority, at, 'server');
    return startDirectory({ name, suffix, port, folder: at, children, authority, certificate, groups });
  };
  return together(
    startOne('uca', ucaSuffix, ports.uca, roles),
    startOne('isima-limos', 'dc=isima,dc=fr', ports.isimaLimos, []),
  );
}

/** All of it, or the first failure once the last has ended: none goes on making things while they are being removed. */
async function together<const T extends readonly Promise<unknown>[]>(
  ...work: T
): Promise<{ -readonly [Part in keyof T]: Awaited<T[Part]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
