import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Children } from './children.ts';

export interface CloudOptions {
  readonly port: number;
  /** Where mail goes. */
  readonly smtpPort: number;
  /** Exists; takes the log. */
  readonly folder: string;
  readonly children: Children;
  /** Factor on the waits and retries of state machines; 1 unless given. */
  readonly waitScale?: number;
}

/** A running local cloud (MiniStack), IAM evaluated. */
export interface Cloud {
  /** `http://127.0.0.1:…` */
  readonly endpoint: string;
  readonly region: string;
  /** What the AWS CLI, the CDK CLI and the SDK need in their environment to speak to it and to nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: string;
  /** Ends it with every function that it runs. */
  stop(): Promise<void>;
}

const repository = join(import.meta.dirname, '..');
const python = join(repository, '.local', 'python', 'bin', 'python');

/** The region of the real thing; nothing depends on it. */
export const region = 'eu-west-3';
export const accountId = '000000000000';

/**
 * Starts an empty cloud on 127.0.0.1.
 * @throws when it does not answer in thirty seconds; the message names the log.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { port, folder, children } = options;
  const endpoint = `http://127.0.0.1:${port}`;
  const log = join(folder, 'cloud.log');
  // Outside the repository: under our package.json, unpacked functions would take its `type` for theirs.
  const temporary = await makeTemporaryFolder(folder);
  const environment = {
    ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, AWS_DEFAULT_REGION: region },
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    // Nothing of the profile of whoever sits here.
    ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_EC2_METADATA_DISABLED: 'true' },
  };
  const child = await children.start({
    ...{ name: 'the local cloud', command: python, args: ['-m', 'ministack'], log, cwd: temporary },
    env: {
      ...{ HOME: process.env['HOME'], LANG: 'C.UTF-8', TZ: 'UTC', ...environment },
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      ...{
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        MINISTACK_REGION: region,
        MINISTACK_ACCOUNT_ID: accountId,
      },
      NODE_PATH: join(repository, 'node_modules'),
      ...{ TMPDIR: temporary, PYTHONDONTWRITEBYTECODE: '1' },
      // Inherited by the functions, many of which are started from one bundle.
      NODE_COMPILE_CACHE: join(temporary, 'compiled'),
      ...{ SMTP_HOST: `127.0.0.1:${options.smtpPort}`, AUTH: 'true', IOT_MTLS_ENABLED: '0' },
      // Warm functions take 25 MB each: this many keep two cores busy.
      LAMBDA_ACCOUNT_CONCURRENCY: '32',
      SFN_WAIT_SCALE: String(options.waitScale ?? 1),
    },
  });
  const stop = async (): Promise<void> => {
    await child.stop();
    await rm(temporary, { recursive: true, force: true });
  };
  const ended = child.ended.then(() => Promise.reject(new Error(`The local cloud ended: see ${log}.`)));
  try {
    await Promise.race([healthy(endpoint, log), ended]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, region, environment, log, stop };
}

const temporaryNames = 'temporary-folders';

async function makeTemporaryFolder(folder: string): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'matricule-'));
  await appendFile(join(folder, temporaryNames), `${made}\n`);
  return made;
}

/** Removes what a start that was killed left outside `folder`. */
export async function removeTemporaryFolders(folder: string): Promise<void> {
  const names = await readFile(join(folder, temporaryNames), 'utf8').catch(() => '');
  for (const name of names.split('\n').filter((line) => line.startsWith(join(tmpdir(), 'matricule-')))) {
    await rm(name, { recursive: true, force: true });
  }
}

async function healthy(endpoint: string, log: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const answer = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The local cloud does not answer: see ${log}.`);
}
