import type { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { getAccount } from '../../functions/account/account-repository.ts';
import type { Account } from '../../functions/account/account.ts';
import { confirmHold, listHolds } from '../../functions/cleanup/hold.ts';
import { type HandedOver } from '../../functions/file/file.ts';
import { type StoredFile, storeFile } from '../../functions/file/store-file.ts';
import { mintLink, type NewLink } from '../../functions/link/mint-link.ts';
import { addressHealth } from '../../functions/mail/address-health.ts';
import type { Message } from '../../functions/mail/mail.ts';
import { acceptPassword } from '../../functions/password/accept-password.ts';
import { restartRequests } from '../../functions/request/restart-requests.ts';
import type { MetricName } from '../../functions/step/metric-names.ts';
import { countUse, type Limit } from '../../functions/throttle/throttle.ts';
import { directories, type DirectoryName, type University } from '../../functions/university/university.ts';
import type { StartWorkflow } from '../../functions/workflow/start-workflow.ts';
import { inMemoryMail } from '../support/in-memory-mail.ts';
import { inMemoryObjects } from '../support/in-memory-objects.ts';
import { inMemoryVault } from '../support/in-memory-vault.ts';
import { type Run, runWorkflow } from '../support/run-workflow.ts';
import type { Chance } from './chance.ts';
import { subjectsOf, type Death, dyingSteps } from './dying-steps.ts';
import { engineSteps, machines } from './engine-steps.ts';
import { notedDirectories } from './noted-directories.ts';
import { notedTables } from './noted-tables.ts';

const hmacKey = 'the key of the simulation, as long as the key of a deployment';

const unexpected: StartWorkflow = () => Promise.reject(new Error('Nobody asks for this in the simulation'));

interface Execution {
  readonly workflow: 'onboarding' | 'activation' | 'password' | 'guest' | 'provisioning';
  readonly name: string;
  readonly input: Readonly<Record<string, string>>;
}

/** The product over its fakes and a clock that the simulation moves: nothing happens but what it is told to. */
export function engine({
  at,
  university,
  random,
  losesSchedule,
  dies,
}: {
  at: Temporal.Instant;
  university: University;
  random: Chance;
  /** Whether the Scheduler forgets the reminder that is set. */
  losesSchedule: () => boolean;
  /** Whether a step dies now. */
  dies: () => Death | undefined;
}) {
  const clock = { at };
  const now = (): Temporal.Instant => clock.at;
  const newId = (): string => ulid(clock.at.epochMilliseconds, random.float);
  const { kept, tables, changedAccounts } = notedTables();
  const objects = inMemoryObjects();
  const vault = inMemoryVault();
  const { servers, away, changedLogins, reach, directory, passwordDirectory } = notedDirectories(now);
  const scheduled = new Map<string, Temporal.Instant>();
  const metrics = new Map<MetricName, number>();
  const broken: string[] = [];
  let inbox = inMemoryMail();
  /** What the executions that died since the last look were about. */
  const dead: object[] = [];
  let deaths = noDeaths();
  /** While true nothing dies: what is left over is worked off. */
  let quiet = false;

  const executions: Execution[] = [];
  const names = new Set<string>();
  /** As the engine of AWS: the same name is the same execution. */
  const starts =
    (workflow: Execution['workflow']): StartWorkflow =>
    async (name, input) => {
      await Promise.resolve();
      if (names.has(`${workflow} ${name}`)) return;
      names.add(`${workflow} ${name}`);
      executions.push({ workflow, name, input });
    };

  const deps = {
    ...{ tables, objects, university, now, newId },
    publicUrl: 'https://compte.example',
    hmacKey: () => Promise.resolve(hmacKey),
    mail: { send: (message: Message) => inbox.send(message) },
    seal: vault.seal,
    open: vault.open,
    randomBytes: (size: number) => Uint8Array.from({ length: size }, () => random.between(0, 255)),
    ...{ directory, passwordDirectory },
    start: { provisioning: starts('provisioning'), guest: starts('guest'), access: unexpected },
    startPassword: { activation: starts('activation'), recovery: starts('password'), change: starts('password') },
    startProvisioning: starts('provisioning'),
    startOnboarding: starts('onboarding'),
    startCleanup: async (name: string) => {
      await runCleanup(name);
    },
    schedules: {
      set: async (accountId: string, instant: Temporal.Instant) => {
        if (losesSchedule()) scheduled.delete(accountId);
        else scheduled.set(accountId, instant);
        return Promise.resolve();
      },
    },
    countMetric: (name: MetricName, _?: object, count = 1) => void metrics.set(name, (metrics.get(name) ?? 0) + count),
    mintLink: (link: NewLink, account: Account | undefined) =>
      mintLink(link, account, { tables, hmacKey, now, randomBytes: deps.randomBytes }),
    countUse: (bucket: string, limit: Limit) => countUse(bucket, limit, { tables, hmacKey, now }),
    addressHealth: (address: string) => addressHealth(address, { tables, now }),
    rowFailed: (_: object, error: unknown) => {
      if (away.size === 0) broken.push(`drain: ${String(error)}`);
    },
    accountFailed: (_: object, error: unknown) => void broken.push(`reconcile: ${String(error)}`),
  };

  const steps = engineSteps(deps, settle, (mortal) =>
    dyingSteps(mortal, {
      dies: () => {
        const death = quiet ? undefined : dies();
        if (death) deaths[death.forGood ? 'forGood' : 'once'] += 1;
        return death;
      },
      died: (state) => void dead.push(state),
    }),
  );

  /** Whatever is started runs to its end; what a directory that is away would wait for is left to the hourly rule. */
  async function settle(): Promise<void> {
    for (;;) {
      const execution = executions.shift();
      if (!execution) return;
      const { workflow, name, input } = execution;
      if (workflow === 'provisioning') await provision(input['directory'] as DirectoryName, name);
      else {
        const run = await ended(workflow, () => runWorkflow(machines[workflow], { ...input }, steps.accounts, name));
        if (workflow !== 'onboarding' || !run.died) continue;
        // Behind a form somebody waits: its failure is an alarm, and the operator redrives it.
        deaths.redriven += 1;
        executions.push(execution);
      }
    }
  }

  async function provision(directory: DirectoryName, name: string): Promise<void> {
    if (away.has(directory)) return;
    await ended('provisioning', () => runWorkflow(machines.provisioning, { directory }, steps.provisioning, name));
  }

  async function runCleanup(name: string): Promise<void> {
    await ended('cleanup', () => runWorkflow(machines.cleanup, {}, steps.cleanup, name));
    await settle();
  }

  /** Runs an execution; one that fails must have died. */
  async function ended(workflow: string, running: () => Promise<Run>): Promise<Run & { died: boolean }> {
    const before = dead.length;
    const run = await running();
    const died = dead.length > before;
    const end = run.path.at(-1) ?? '';
    if ((run.error !== undefined || end === 'StepFailed') && !died)
      broken.push(`${workflow}: ${end} ${String(run.error)}`);
    return { ...run, died };
  }

  return {
    ...{ clock, servers, kept, scheduled, metrics, changedAccounts, changedLogins, broken, newId, away, deps, settle },
    ...{ runCleanup, reach },
    /** How many steps died since the last look, and what followed. */
    deaths: (): typeof deaths => {
      const before = deaths;
      deaths = noDeaths();
      return before;
    },
    /** Whether anything may die from now on. */
    calm: (isQuiet: boolean): void => void (quiet = isQuiet),
    /** The accounts and requests of which executions died since the last look. */
    interrupted: async (): Promise<Set<string>> => {
      const ids = await Promise.all(dead.splice(0).map((state) => subjectsOf(state, kept)));
      return new Set(ids.flat());
    },
    /** The rule of the night for requests of which something was left undone. */
    runRestart: async (): Promise<void> => {
      deaths.restarted += (await restartRequests(deps)).started;
      await settle();
    },
    account: (accountId: string): Promise<Account> => getAccount(accountId, kept),
    holds: () => listHolds(kept),
    confirm: (hold: Parameters<typeof confirmHold>[0]) => confirmHold(hold, deps),
    handOver: (row: HandedOver): Promise<StoredFile> => storeFile(row, deps),
    startOnboarding: async (fileId: string): Promise<void> => {
      const operationId = newId();
      await deps.startOnboarding(operationId, { operationId, fileId });
    },
    runExpiry: async (accountId: string): Promise<void> => {
      await ended('expiry', () => runWorkflow(machines.expiry, { accountId }, steps.accounts, newId()));
    },
    runReconcile: async (): Promise<void> => {
      const run = (): Promise<Run> => runWorkflow(machines.reconcile, {}, steps.reconcile, newId());
      if (away.size === 0) await ended('reconcile', run);
      else await run();
    },
    /** The rule of every hour, of each directory. */
    everyHour: async (): Promise<void> => {
      for (const name of directories) {
        const { rows } = await kept.query('pending', { directory: name }, { limit: 1 });
        if (rows.length > 0) await provision(name, newId());
      }
      await settle();
    },
    /** A person chooses a password behind the link of a mail. */
    choosePassword: async (accountId: string, password: string, address: string): Promise<boolean> => {
      const account = await getAccount(accountId, kept);
      const operationId = newId();
      const at = now().toString();
      const accepted = await acceptPassword(
        {
          ...{ operationId, purpose: 'activation', account, password, language: 'fr', spend: [], triesLeft: 5 },
          decided: {
            charter: { version: university.charter.version, acceptedAt: at },
            recovery: { address, confirmedAt: at, usableFrom: at },
          },
        },
        { ...deps, hmacKey },
      );
      await deps.startPassword.activation(operationId, { operationId });
      return accepted.outcome === 'accepted';
    },
    /** The mails since the last look. */
    mails: (): readonly Message[] => {
      const { sent } = inbox;
      inbox = inMemoryMail();
      return sent;
    },
    /** The table forgets what was asked of it: four years of requests fill the memory. */
    forgetRequests: (): void => void (kept.requests as unknown[]).splice(0),
  };
}
export type Engine = ReturnType<typeof engine>;

function noDeaths() {
  return { once: 0, forGood: 0, redriven: 0, restarted: 0 };
}
