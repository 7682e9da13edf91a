import { Temporal } from 'temporal-polyfill';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { ulid } from 'ulid';
import { type CleanupReport, cleanupReportSchema } from '../../functions/cleanup/cleanup-report.ts';
import { getAccount } from '../../functions/account/account-repository.ts';
import * as askUnitContacts from '../../functions/cleanup/ask-unit-contacts.ts';
import * as findDue from '../../functions/cleanup/find-due.ts';
import { nightlyRunIdOf } from '../../functions/cleanup/nightly-run.ts';
import * as report from '../../functions/cleanup/report.ts';
import * as writeResults from '../../functions/cleanup/write-results.ts';
import type { HandedOver } from '../../functions/file/file.ts';
import { runKeys } from '../../functions/intake/run-keys.ts';
import { lockAccount } from '../../functions/lock/lock-account.ts';
import { unlockAccount } from '../../functions/lock/unlock-account.ts';
import type { Stay } from '../../functions/request/request.ts';
import type { MetricName } from '../../functions/step/metric-names.ts';
import { cleanup, cleanupChunk } from '../../lib/workflows/cleanup.ts';
import { expiry } from '../../lib/workflows/expiry.ts';
import { onboarding } from '../../lib/workflows/onboarding.ts';
import { expirySteps } from './expiry-steps.ts';
import { inMemoryObjects } from './in-memory-objects.ts';
import { onboardingWorld } from './onboarding-world.ts';
import { grace, marie } from './people.ts';
import { namedFunctions, renderAsl } from './render-asl.ts';
import { runWorkflow, type Step, step } from './run-workflow.ts';

const onboardingAsl = renderAsl((scope) => onboarding(scope, namedFunctions(scope)));
const expiryAsl = renderAsl((scope) => expiry(scope, namedFunctions(scope)));
const chunkAsl = renderAsl((scope) => cleanupChunk(scope, namedFunctions(scope), namedFunctions(scope)));
const rendered = renderAsl((scope) => cleanup(scope, namedFunctions(scope), namedFunctions(scope), 'bucket'));

/** The interpreter has no Distributed Map: a task stands in its place, as in intake.test.ts. */
const { Next, Catch } = rendered.States['CleanUp'] as unknown as Record<string, unknown>;
const Resource = 'arn:aws:lambda:eu-west-3:123456789012:function:children';
const asl: StateMachineDefinition = {
  ...rendered,
  States: { ...rendered.States, CleanUp: { Type: 'Task', Resource, ResultPath: null, Next, Catch } } as never,
};

/** People with accounts that they have activated, and the sweep of a night, through the rendered workflow. */
export function cleanupWorld() {
  const world = onboardingWorld({ at: '2026-11-05T08:00:00Z' });
  const objects = inMemoryObjects();
  const metrics = new Map<MetricName, number>();
  const failed: string[] = [];
  const deps = {
    ...{ ...world, objects },
    start: { ...world.start, provisioning: world.startProvisioning, recovery: world.startPassword.recovery },
    accountFailed: ({ accountId }: { accountId: string }) => void failed.push(accountId),
    countMetric: (name: MetricName, _?: object, count = 1) => void metrics.set(name, (metrics.get(name) ?? 0) + count),
  };
  const childSteps: Record<string, Step> = {
    ...expirySteps(deps),
    AskUnitContacts: step(askUnitContacts.contract, (input) => askUnitContacts.askUnitContacts(input, deps)),
    WriteResults: step(writeResults.contract, (input) => writeResults.writeResults(input, deps)),
  };
  const steps: Record<string, Step> = {
    FindDue: step(findDue.contract, (input) => findDue.findDue(input, deps)),
    Report: step(report.contract, (input) => report.report(input, deps)),
  };
  const children = (others: Record<string, Step>): Step => {
    const run = async ({ found: { manifestKey } }: { found: { manifestKey: string } }): Promise<object> => {
      for (const line of objects.text(manifestKey).trim().split('\n')) {
        // A child that fails is tolerated.
        await runWorkflow(chunkAsl, JSON.parse(line) as object, { ...childSteps, ...others });
      }
      return {};
    };
    return run;
  };
  return {
    ...{ ...world, objects, metrics, deps, steps, childSteps },

    /** An account that its person has activated. */
    async onboard(row: HandedOver): Promise<string> {
      const { fileId, accountId } = (await world.handOver(row)) as { fileId: string; accountId: string };
      await runWorkflow(onboardingAsl, { operationId: ulid(), fileId }, world.steps);
      await world.tables.write({ table: 'accounts', update: { accountId }, set: { state: 'active' } });
      return accountId;
    },

    /** A member of staff until the 30th of July, who answers for a guest until the 30th of September. */
    async sponsored() {
      const requestId = ulid();
      const sponsorId = await this.onboard({ ...marie, endsOn: '2027-06-30' });
      const guestId = await this.onboard({ ...grace, fileNumber: requestId, endsOn: '2027-09-30' });
      const stay: Stay = {
        ...{
          requestId,
          version: 1,
          state: 'granted',
          event: 'decided',
          kind: 'guest',
          language: 'fr',
          reason: 'A visit',
        },
        ...{ sponsorId, askedBy: sponsorId, askedAt: '2026-11-01T08:00:00Z', accountId: guestId, services: [] },
        ...{ firstName: 'Grace', lastName: 'Hopper', startsOn: '2026-11-01', endsOn: '2027-09-30' },
      };
      await world.tables.write({ table: 'requests', put: { ...stay } });
      await world.tables.write({ table: 'desks', put: { desk: sponsorId, requestId } });
      return { sponsorId, guestId, requestId };
    },

    lock: async (accountId: string) =>
      lockAccount(await getAccount(accountId, world.tables), { reason: 'spam', spend: [] }, deps),
    unlock: async (accountId: string) =>
      unlockAccount(await getAccount(accountId, world.tables), { reason: 'cleaned', by: accountId }, deps),

    /** What the account's own schedule starts. */
    expire: (accountId: string) => runWorkflow(expiryAsl, { accountId }, childSteps),

    /** The sweep of the night before a day, at half past two. */
    async night(day: string, others: Record<string, Step> = {}) {
      world.clock.at = Temporal.PlainDateTime.from(`${day}T02:30`).toZonedDateTime('Europe/Paris').toInstant();
      const run = await runWorkflow(asl, {}, { ...steps, CleanUp: children(others), ...others });
      const key = runKeys.report(nightlyRunIdOf('cleanup', day, 'execution-1'));
      return { ...run, report: (): CleanupReport => cleanupReportSchema.parse(JSON.parse(objects.text(key))) };
    },
    states: () => world.accounts().map(({ state }) => state),
  };
}
