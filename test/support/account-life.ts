import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { storeFile } from '../../functions/file/store-file.ts';
import type { Directory, Entry } from '../../functions/directory/directory.ts';
import type { PasswordDirectory } from '../../functions/directory/password-directory.ts';
import type { HandedOver } from '../../functions/file/file.ts';
import { mintLink, type NewLink } from '../../functions/link/mint-link.ts';
import type { Account } from '../../functions/account/account.ts';
import { addressHealth } from '../../functions/mail/address-health.ts';
import type { Message } from '../../functions/mail/mail.ts';
import { portal } from '../../functions/portal/portal.tsx';
import { startedByDesks, type StartedByDesks } from '../../functions/portal/desk/started-by-desks.ts';
import { startedByPages, type StartedByPages } from '../../functions/portal/portal-env.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { tableNames, type Row, type TableName } from '../../functions/table/tables.ts';
import { countUse, type Limit } from '../../functions/throttle/throttle.ts';
import { university } from '../../functions/university/uca.ts';
import { directories, type DirectoryName } from '../../functions/university/university.ts';
import type { StartWorkflow } from '../../functions/workflow/start-workflow.ts';
import { type AccountWorkflow, accountMachines, accountSteps, isOfAccount } from './account-steps.ts';
import { allRoutes } from './all-routes.ts';
import { type InMemoryDirectory, inMemoryDirectory } from './in-memory-directory.ts';
import { inMemoryMail } from './in-memory-mail.ts';
import { inMemoryTables } from './in-memory-tables.ts';
import { inMemoryVault } from './in-memory-vault.ts';
import { publicUrl } from './portal-world.ts';
import { type Run, runWorkflow, type Step } from './run-workflow.ts';
import { unsteadyTables } from './unsteady-tables.ts';

/** The key under which tokens are kept, as long as the key of a deployment. */
export const lifeKey = 'the key of the lives of accounts, as long as the key of a deployment';

/** What the pages start; nobody in an account's life asks for a guest, a service or another night. */
type Started = StartedByPages | StartedByDesks;

/** What somebody has started and what runs, or not, when the test says so. */
export interface Execution {
  readonly workflow: AccountWorkflow | Started;
  readonly name: string;
  readonly input: Readonly<Record<string, string>>;
}

/** A death of an execution: at its so-manieth step, before it does anything, or after it did all. */
export interface Death {
  readonly step: number;
  readonly done: boolean;
  /** Whether the engine tries the step again; otherwise the execution is no more. */
  readonly again: boolean;
}

/** What an account's life left behind, from which another world goes on. */
export interface LifeSoFar {
  readonly at: Temporal.Instant;
  readonly drawn: number;
  readonly rows: readonly (readonly [TableName, Row])[];
  readonly letters: readonly Message[];
  readonly entries: readonly {
    readonly directory: DirectoryName;
    readonly entry: Entry;
    readonly version: number;
    readonly password: string | undefined;
  }[];
}

/**
 * The portal and every workflow of an account over the same tables, directories, vault, mail and clock. What the pages start
 * is queued, and runs when the test says so. Everything random is drawn from `seed`.
 */
export function accountLife({
  at = '2026-09-15T08:00:00Z',
  seed = 0,
  from,
  refuses = () => false,
}: {
  at?: string;
  seed?: number;
  from?: LifeSoFar;
  /** Whether a directory does not take this password, whenever it is asked. */
  refuses?: (name: DirectoryName, password: string) => boolean;
} = {}) {
  const clock = { at: from?.at ?? Temporal.Instant.from(at) };
  const now = () => clock.at;
  let drawn = from?.drawn ?? 0;
  const randomBytes = (size: number): Uint8Array =>
    createHash('sha512')
      .update(`${seed}#${(drawn += 1)}`)
      .digest()
      .subarray(0, size);
  const newId = () => String((drawn += 1)).padStart(26, '0');

  const kept = inMemoryTables();
  const { tables, unsteady } = unsteadyTables(kept, seed);
  const vault = inMemoryVault();
  const mail = inMemoryMail();
  const servers = Object.fromEntries(directories.map((name) => [name, inMemoryDirectory({ now })])) as Record<
    DirectoryName,
    InMemoryDirectory
  >;
  /** What was last written of each entry. */
  const entries = new Map<string, { directory: DirectoryName; entry: Entry }>();
  const kms = { fails: 0 };
  const answered =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      if (kms.fails > 0) {
        kms.fails -= 1;
        throw new RetryableError('The key’s service is away');
      }
      return call(...args);
    };

  const executions: Execution[] = [];
  /** As the engine: the same name is the same execution. */
  const starter =
    (workflow: Execution['workflow']): StartWorkflow =>
    async (name, input) => {
      await Promise.resolve();
      if (executions.some((each) => each.workflow === workflow && each.name === name)) return;
      executions.push({ workflow, name, input });
    };
  const deps = {
    ...{ tables, mail, university, publicUrl, randomBytes, newId, now },
    hmacKey: () => Promise.resolve(lifeKey),
    seal: answered(vault.seal),
    open: answered(vault.open),
    directory: (directory: DirectoryName): Directory => ({
      ...servers[directory],
      write: (entry) => {
        entries.set(`${directory} ${entry.login}`, { directory, entry });
        return servers[directory].write(entry);
      },
    }),
    passwordDirectory: (name: DirectoryName): PasswordDirectory => ({
      ...servers[name].passwords,
      set: async (entry, password) => {
        const version = servers[name].versionOf(entry.login) ?? entry.version;
        if (version >= entry.version || !refuses(name, password)) return servers[name].passwords.set(entry, password);
        // One that is away refuses nothing.
        await servers[name].passwords.policy();
        return { refused: 'too-weak' };
      },
    }),
    start: Object.fromEntries([...startedByPages, ...startedByDesks].map((name) => [name, starter(name)])) as Record<
      Started,
      StartWorkflow
    >,
    startOnboarding: starter('onboarding'),
    startPassword: { activation: starter('activation'), recovery: starter('password'), change: starter('password') },
    startProvisioning: starter('provisioning'),
    schedules: { set: () => Promise.resolve() },
    countMetric: () => undefined,
    mintLink: (link: NewLink, account: Account | undefined) =>
      mintLink(link, account, { tables, randomBytes, hmacKey: lifeKey, now }),
    countUse: (bucket: string, limit: Limit) => countUse(bucket, limit, { tables, hmacKey: lifeKey, now }),
    addressHealth: (address: string) => addressHealth(address, { tables, now }),
    rowFailed: () => undefined,
    log: { info: () => undefined, error: () => undefined },
  };
  const app = portal(deps, allRoutes);
  const request = async (path: string, { address, ...init }: RequestInit & { address: string }): Promise<Response> =>
    app.request(new URL(path, publicUrl).href, init, { requestId: 'request-1', clientAddress: address });
  const { steps, drainOnce } = accountSteps(deps);

  /** The steps, until one dies as it is told. */
  function until(death: Death | null | undefined): Record<string, Step> {
    let count = 0;
    let dead = false;
    return Object.fromEntries(
      Object.entries(steps).map(([name, step]) => [
        name,
        async (state: never) => {
          const dies = death?.step === count;
          count += 1;
          const error = Object.assign(new Error('The function was stopped'), {
            name: death?.again ? 'Lambda.Unknown' : 'Stopped',
          });
          dead ||= dies && !death.again;
          if (dead && !(dies && death.done)) throw error;
          if (dies && !death.done) throw error;
          const output = await step(state);
          if (dies) throw error;
          return output;
        },
      ]),
    );
  }

  async function run({ workflow, input }: Execution, death?: Death | null): Promise<Run | undefined> {
    if (workflow === 'provisioning') {
      await drainOnce(input['directory'] as DirectoryName, newId()).catch(() => undefined);
      return undefined;
    }
    if (!isOfAccount(workflow)) throw new Error(`Nobody here starts ${workflow}`);
    return runWorkflow(accountMachines[workflow], { ...input }, until(death));
  }

  return {
    ...{ app, clock, now, newId, kept, unsteady, servers, kms, executions, deps, run, drainOnce },
    rows: (table: TableName) => kept.rows(table),
    /** Every mail of this life, oldest first. */
    letters: (): readonly Message[] => [...(from?.letters ?? []), ...mail.sent],
    request,
    /** Whether a session opens the account now; asked without a trace but that it was seen. */
    isSignedIn: async (token: string): Promise<boolean> => {
      unsteady.steady = true;
      const headers = { cookie: `__Host-session=${token}` };
      const response = await request('/account/code', { address: '192.0.2.9', headers });
      unsteady.steady = false;
      return response.headers.get('location') === '/account/address';
    },
    handOver: (row: HandedOver) => storeFile(row, deps),
    /** Starts and runs to its end what is queued, and what that starts. */
    runAll: async () => {
      for (let next = 0; next < executions.length; next += 1) {
        const execution = executions[next];
        if (execution) await run(execution);
      }
      executions.length = 0;
    },
    soFar: (): LifeSoFar => ({
      ...{ at: clock.at, drawn, letters: [...mail.sent] },
      rows: tableNames.flatMap((table) => kept.rows(table).map((row) => [table, row] as const)),
      entries: [...entries.values()].map(({ directory, entry }) => ({
        ...{ directory, entry },
        version: servers[directory].versionOf(entry.login) ?? 0,
        password: servers[directory].passwordOf(entry.login),
      })),
    }),
    /** Makes the world what it was; once, before anything else happens. */
    resume: async () => {
      for (const [table, put] of from?.rows ?? []) await kept.write({ table, put });
      for (const { directory, entry, version, password } of from?.entries ?? []) {
        await servers[directory].write(entry);
        if (password !== undefined) await servers[directory].passwords.set({ ...entry, version }, password);
      }
    },
  };
}
export type AccountLife = ReturnType<typeof accountLife>;
