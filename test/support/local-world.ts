import { mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Outputs } from '../../local/deploy.ts';
import { freePorts } from '../../local/ports.ts';
import type { Identity, LocalDirectory } from '../../local/slapd.ts';
import { clear, ownerOf, startWorld, type World } from '../../local/world.ts';

declare module 'vitest' {
  interface ProvidedContext {
    world: TestWorld;
  }
}

/** What tests know of the world that this set-up starts, once for all of them: `inject('world')`. */
export interface TestWorld {
  /** The local cloud, for SDK clients: see `local-clients.ts`. */
  readonly endpoint: string;
  readonly region: string;
  readonly outputs: Outputs;
  /** Without a slash at the end. */
  readonly portalUrl: string;
  /** The inbox's address, `http://localhost:…`. */
  readonly inbox: string;
  readonly directories: Readonly<Record<'uca' | 'isima-limos', TestDirectory>>;
  /** Where `local-directories.ts` asks for a stop or a start. */
  readonly controlUrl: string;
  /** What the cloud says of itself. */
  readonly cloudLog: string;
}

export interface TestDirectory {
  readonly url: string;
  readonly ca: string;
  readonly suffix: string;
  readonly peopleDn: string;
  readonly provisioner: Identity;
  readonly password: Identity;
  readonly reader: Identity;
  readonly admin: Identity;
}

/** Waits and retries of the workflows take a fifth of their time. */
const waitScale = 0.2;

/** Starts everything on ports of its own, so that tests run beside `npm start`, and ends it after the last test. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const [cloud, smtp, inbox, portal, uca, isimaLimos] = await freePorts(6);
  await removeEarlierRuns();
  const folder = join(runs, String(process.pid));
  const starting = startWorld({ folder, ports: { cloud, smtp, inbox, portal, uca, isimaLimos }, waitScale });
  // A run that is cut short leaves nothing behind either.
  const end = () => void starting.stop().then(() => process.exit(1));
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    const world = await starting.ready;
    const control = await startControl(world);
    project.provide('world', {
      ...{ endpoint: world.cloud.endpoint, region: world.cloud.region, cloudLog: world.cloud.log },
      ...{ outputs: world.outputs, portalUrl: world.portalUrl, inbox: world.mailbox.url, controlUrl: control.url },
      directories: { uca: known(world.directories.uca), 'isima-limos': known(world.directories['isima-limos']) },
    });
    return async () => {
      await control.stop();
      await starting.stop();
      process.off('SIGINT', end).off('SIGTERM', end);
    };
  } catch (error) {
    await starting.stop();
    throw error;
  }
}

/** One folder a run, so that two runs at once keep apart; the last one's logs stay to be read. */
const runs = join(import.meta.dirname, '..', '..', '.local', 'test');

async function removeEarlierRuns(): Promise<void> {
  await mkdir(runs, { recursive: true });
  for (const name of await readdir(runs)) {
    const folder = join(runs, name);
    if ((await ownerOf(folder)) === undefined) await clear(folder);
  }
}

function known(directory: LocalDirectory): TestDirectory {
  const { url, ca, suffix, peopleDn, provisioner, password, reader, admin } = directory;
  return { url, ca, suffix, peopleDn, provisioner, password, reader, admin };
}

/** Tests run in other processes: they stop and start a directory by asking here. */
async function startControl({ directories }: World): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const [, name, act] = (request.url ?? '').split('/');
    const directory = name === 'uca' || name === 'isima-limos' ? directories[name] : undefined;
    if (directory === undefined || (act !== 'stop' && act !== 'start')) return void response.writeHead(404).end();
    directory[act]().then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
