import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import type { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { acceptPassword } from '../../functions/password/accept-password.ts';
import { getAccount } from '../../functions/account/account-repository.ts';
import * as askUnitContacts from '../../functions/cleanup/ask-unit-contacts.ts';
import * as findDue from '../../functions/cleanup/find-due.ts';
import { confirmHold, listHolds } from '../../functions/cleanup/hold.ts';
import * as reportCleanup from '../../functions/cleanup/report.ts';
import * as writeCleanupResults from '../../functions/cleanup/write-results.ts';
import type { Directory } from '../../functions/directory/directory.ts';
import type { PasswordDirectory } from '../../functions/directory/password-directory.ts';
import { type HandedOver } from '../../functions/file/file.ts';
import { type StoredFile, storeFile } from '../../functions/file/store-file.ts';
import { mintLink, type NewLink } from '../../functions/link/mint-link.ts';
import type { Account } from '../../functions/account/account.ts';
import { addressHealth } from '../../functions/mail/address-health.ts';
import type { Message } from '../../functions/mail/mail.ts';
import * as claimDirectory from '../../functions/provisioning/claim-directory.ts';
import * as drain from '../../functions/provisioning/drain.ts';
import * as probe from '../../functions/provisioning/probe.ts';
import * as release from '../../functions/provisioning/release.ts';
import * as chooseSlices from '../../functions/reconcile/choose-slices.ts';
import * as compareDirectory from '../../functions/reconcile/compare-directory.ts';
import * as reportReconcile from '../../functions/reconcile/report.ts';
import type { MetricName } from '../../functions/step/metric-names.ts';
import type { Tables, Write } from '../../functions/table/tables.ts';
import { countUse, type Limit } from '../../functions/throttle/throttle.ts';
import { directories, type DirectoryName, type University } from '../../functions/university/university.ts';
import type { StartWorkflow } from '../../functions/workflow/start-workflow.ts';
import { cleanup, cleanupChunk } from '../../lib/workflows/cleanup.ts';
import { provisioning } from '../../lib/workflows/provisioning.ts';
import { reconcile } from '../../lib/workflows/reconcile.ts';
import { accountMachines, accountSteps } from '../support/account-steps.ts';
import { expirySteps } from '../support/expiry-steps.ts';
import { type InMemoryDirectory, inMemoryDirectory } from '../support/in-memory-directory.ts';
import { inMemoryMail } from '../support/in-memory-mail.ts';
import { inMemoryObjects } from '../support/in-memory-objects.ts';
import { inMemoryTables } from '../support/in-memory-tables.ts';
import { inMemoryVault } from '../support/in-memory-vault.ts';
import { namedFunctions, renderAsl } from '../support/render-asl.ts';
import { type Run, runWorkflow, type Step, step } from '../support/run-workflow.ts';
import type { Chance } from './chance.ts';

const hmacKey = 'the key of the simulation, as long as the key of a deployment';

const provisioningAsl = renderAsl((scope) => provisioning(scope, namedFunctions(scope)));
const reconcileAsl = renderAsl((scope) => reconcile(scope, namedFunctions(scope)));
const chunkAsl = renderAsl((scope) => cleanupChunk(scope, namedFunctions(scope), namedFunctions(scope)));
const renderedCleanup = renderAsl((scope) => cleanup(scope, namedFunctions(scope), namedFunctions(scope), 'bucket'));

/** The interpreter has no Distributed Map: a task stands in its place, as in cleanup.test.ts. */
const { Next, Catch } = renderedCleanup.States['CleanUp'] as unknown as Record<string, unknown>;
const Resource = 'arn:aws:lambda:eu-west-3:123456789012:function:children';
const cleanupAsl: StateMachineDefinition = {
  ...renderedCleanup,
  States: { ...renderedCleanup.States, CleanUp: { Type: 'Task', Resource, ResultPath: null, Next, Catch } } as never,
};

const unexpected: StartWorkflow = () => Promise.reject(new Error('Nobody asks for this in the simulation'));

interface Execution {
  readonly workflow: 'onboarding' | 'activation' | 'password' | 'provisioning';
  readonly name: string;
  readonly input: Readonly<Record<string, string>>;
}

/** The product over its fakes and a clock that the simulation moves: nothing happens but what it is told to. */
export function engine({
  at,
  university,
  random,
  losesSchedule,
}: {
  at: Temporal.Instant;
  university: University;
  random: Chance;
  /** Whether the Scheduler forgets the reminder that is set. */
  losesSchedule: () => boolean;
}) {
  const clock = { at };
  const now = (): Temporal.Instant => clock.at;
  const newId = (): string => ulid(clock.at.epochMilliseconds, random.float);
  const kept = inMemoryTables();
  const objects = inMemoryObjects();
  const vault = inMemoryVault();
  const servers = Object.fromEntries(directories.map((name) => [name, inMemoryDirectory({ now })])) as Record<
    DirectoryName,
    InMemoryDirectory
  >;
  const away = new Set<DirectoryName>();
  const scheduled = new Map<string, Temporal.Instant>();
  const metrics = new Map<MetricName, number>();
  const changedAccounts = new Set<string>();
  const changedLogins = new Set<string>();
  const broken: string[] = [];
  let inbox = inMemoryMail();

  const note = (write: Write): void => {
    if (write.table !== 'accounts' || 'check' in write) return;
    const { accountId } = 'put' in write ? write.put : 'update' in write ? write.update : write.delete;
    if (typeof accountId === 'string') changedAccounts.add(accountId);
  };
  const tables: Tables = {
    get: (table, key) => kept.get(table, key),
    query: (table, partition, page) => kept.query(table, partition, page),
    write: (write) => {
      note(write);
      return kept.write(write);
    },
    transact: (writes) => {
      writes.forEach(note);
      return kept.transact(writes);
    },
  };

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
    directory: (name: DirectoryName): Directory => ({
      ...servers[name],
      write: (entry) => {
        changedLogins.add(entry.login);
        return servers[name].write(entry);
      },
      remove: (login, accountId) => {
        changedLogins.add(login);
        return servers[name].remove(login, accountId);
      },
    }),
    passwordDirectory: (name: DirectoryName): PasswordDirectory => ({
      ...servers[name].passwords,
      set: (entry, password) => {
        changedLogins.add(entry.login);
        return servers[name].passwords.set(entry, password);
      },
      clear: (entry) => {
        changedLogins.add(entry.login);
        return servers[name].passwords.clear(entry);
      },
    }),
    // Nobody asks for guests here: they come as the files that a granted request becomes.
    start: { provisioning: starts('provisioning'), guest: unexpected, access: unexpected },
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
    addressHealth: (address: string) => addressHealth(address, { tables }),
    rowFailed: (_: object, error: unknown) => {
      if (away.size === 0) broken.push(`drain: ${String(error)}`);
    },
    accountFailed: (_: object, error: unknown) => void broken.push(`reconcile: ${String(error)}`),
  };

  const { steps } = accountSteps(deps);
  const chain = expirySteps(deps);
  const provisioningSteps: Record<string, Step> = {
    ClaimDirectory: step(claimDirectory.contract, (input) => claimDirectory.claimDirectory(input, deps)),
    // It is asked between two rounds, after a wait in which whatever the round before has started comes to its end.
    Probe: step(probe.contract, async (input) => {
      await settle();
      return probe.probe(input, deps);
    }),
    Drain: step(drain.contract, (input) => drain.drain(input, deps)),
    Release: step(release.contract, (input) => release.release(input, deps)),
  };
  const reconcileSteps: Record<string, Step> = {
    ChooseSlices: step(chooseSlices.contract, (input) => chooseSlices.chooseSlices(input, deps)),
    CompareDirectory: step(compareDirectory.contract, (input) => compareDirectory.compareDirectory(input, deps)),
    Report: step(reportReconcile.contract, (input) => reportReconcile.report(input, deps)),
  };
  const children: Step = async ({ found: { manifestKey } }: { found: { manifestKey: string } }): Promise<object> => {
    for (const line of objects.text(manifestKey).trim().split('\n')) {
      // A child that fails is tolerated.
      await runWorkflow(chunkAsl, JSON.parse(line) as object, childSteps);
    }
    return {};
  };
  const childSteps: Record<string, Step> = {
    ...chain,
    AskUnitContacts: step(askUnitContacts.contract, (input) => askUnitContacts.askUnitContacts(input, deps)),
    WriteResults: step(writeCleanupResults.contract, (input) => writeCleanupResults.writeResults(input, deps)),
  };
  const cleanupSteps: Record<string, Step> = {
    FindDue: step(findDue.contract, (input) => findDue.findDue(input, deps)),
    Report: step(reportCleanup.contract, (input) => reportCleanup.report(input, deps)),
    CleanUp: children,
  };

  /** Whatever is started runs to its end; what a directory that is away would wait for is left to the hourly rule. */
  async function settle(): Promise<void> {
    for (;;) {
      const execution = executions.shift();
      if (!execution) return;
      const { workflow, name, input } = execution;
      if (workflow === 'provisioning') await provision(input['directory'] as DirectoryName, name);
      else ended(workflow, await runWorkflow(accountMachines[workflow], { ...input }, steps, name));
    }
  }

  async function provision(directory: DirectoryName, name: string): Promise<void> {
    if (away.has(directory)) return;
    ended('provisioning', await runWorkflow(provisioningAsl, { directory }, provisioningSteps, name));
  }

  async function runCleanup(name: string): Promise<Run> {
    const run = ended('cleanup', await runWorkflow(cleanupAsl, {}, cleanupSteps, name));
    await settle();
    return run;
  }

  function ended(workflow: string, run: Run): Run {
    const end = run.path.at(-1) ?? '';
    if (run.error !== undefined || end === 'StepFailed') broken.push(`${workflow}: ${end} ${String(run.error)}`);
    return run;
  }

  return {
    ...{ clock, servers, kept, scheduled, metrics, changedAccounts, changedLogins, broken, newId, away, deps, settle },
    runCleanup,
    account: (accountId: string): Promise<Account> => getAccount(accountId, kept),
    holds: () => listHolds(kept),
    confirm: (hold: Parameters<typeof confirmHold>[0]) => confirmHold(hold, deps),
    handOver: (row: HandedOver): Promise<StoredFile> => storeFile(row, deps),
    startOnboarding: async (fileId: string): Promise<void> => {
      const operationId = newId();
      await deps.startOnboarding(operationId, { operationId, fileId });
    },
    runExpiry: async (accountId: string): Promise<Run> =>
      ended('expiry', await runWorkflow(accountMachines.expiry, { accountId }, chain, newId())),
    runReconcile: async (): Promise<Run> => {
      const run = await runWorkflow(reconcileAsl, {}, reconcileSteps, newId());
      if (away.size === 0) ended('reconcile', run);
      return run;
    },
    /** The rule of every hour, of each directory. */
    everyHour: async (): Promise<void> => {
      for (const name of directories) {
        const { rows } = await kept.query('pending', { directory: name }, { limit: 1 });
        if (rows.length > 0) await provision(name, newId());
      }
      await settle();
    },
    /** A directory goes, or comes back. */
    reach: (name: DirectoryName, there: boolean): void => {
      if (there) servers[name].back();
      else servers[name].away();
      if (there) away.delete(name);
      else away.add(name);
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
