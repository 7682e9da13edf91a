import { ulid } from 'ulid';
import type { Account } from '../../functions/account/account.ts';
import type { HandedOver } from '../../functions/file/file.ts';
import { runKeys } from '../../functions/intake/run-keys.ts';
import { nightlyRunIdOf } from '../../functions/cleanup/nightly-run.ts';
import * as chooseSlices from '../../functions/reconcile/choose-slices.ts';
import * as compareDirectory from '../../functions/reconcile/compare-directory.ts';
import { type ReconcileReport, reconcileReportSchema } from '../../functions/reconcile/reconcile-report.ts';
import * as report from '../../functions/reconcile/report.ts';
import { slicesOfNight, nightsOfRound } from '../../functions/reconcile/slices.ts';
import type { MetricName } from '../../functions/step/metric-names.ts';
import { directories, type DirectoryName } from '../../functions/university/university.ts';
import { onboarding } from '../../lib/workflows/onboarding.ts';
import { reconcile } from '../../lib/workflows/reconcile.ts';
import { inMemoryObjects } from './in-memory-objects.ts';
import { onboardingWorld } from './onboarding-world.ts';
import { namedFunctions, renderAsl } from './render-asl.ts';
import { type Run, runWorkflow, type Step, step } from './run-workflow.ts';

const asl = renderAsl((scope) => reconcile(scope, namedFunctions(scope)));
const onboardingAsl = renderAsl((scope) => onboarding(scope, namedFunctions(scope)));

/** People and directories, and the comparison of a night, through the rendered workflow. */
export function reconcileWorld() {
  const world = onboardingWorld({ at: '2026-11-05T02:00:00Z' });
  const objects = inMemoryObjects();
  const metrics = new Map<MetricName, number>();
  const failed: string[] = [];
  const deps = {
    ...world,
    objects,
    countMetric: (name: MetricName, _?: object, count = 1) => void metrics.set(name, (metrics.get(name) ?? 0) + count),
    accountFailed: ({ accountId }: { accountId: string }) => void failed.push(accountId),
  };
  const steps: Record<string, Step> = {
    ChooseSlices: step(chooseSlices.contract, (input) => chooseSlices.chooseSlices(input, deps)),
    CompareDirectory: step(compareDirectory.contract, (input) => compareDirectory.compareDirectory(input, deps)),
    Report: step(report.contract, (input) => report.report(input, deps)),
  };
  const accountOf = (accountId: string): Account => {
    const account = world.accounts().find((each) => each.accountId === accountId);
    if (!account) throw new Error('There is no such account');
    return account;
  };
  return {
    ...{ ...world, objects, metrics, failed, deps, steps, accountOf },

    async onboard(row: HandedOver): Promise<Account> {
      const { fileId, accountId } = (await world.handOver(row)) as { fileId: string; accountId: string };
      await runWorkflow(onboardingAsl, { operationId: ulid(), fileId }, world.steps);
      return accountOf(accountId);
    },

    change: async (accountId: string, set: Partial<Account>) =>
      world.tables.write({ table: 'accounts', update: { accountId }, set: { ...set } }),

    /** Compares what is in the slice of an account, with other steps where they are told. */
    async compare(
      accountId: string,
      others: Record<string, Step> = {},
    ): Promise<Run & { readonly report: () => ReconcileReport }> {
      const nights = Array.from({ length: nightsOfRound }, (_, night) => night);
      const next = nights.find((night) => slicesOfNight(night).includes(accountId.slice(-1))) ?? 0;
      await world.tables.write({ table: 'nights', put: { night: 'reconcile', next } });
      return this.night(others);
    },

    /** One night, as the cursor has it. */
    async night(others: Record<string, Step> = {}): Promise<Run & { readonly report: () => ReconcileReport }> {
      const run = await runWorkflow(asl, {}, { ...steps, ...others });
      const runId = nightlyRunIdOf('reconcile', '2026-11-05', 'execution-1');
      return { ...run, report: () => reconcileReportSchema.parse(JSON.parse(objects.text(runKeys.report(runId)))) };
    },

    /** What waits for the provisioning, by directory. */
    pending: (): Record<DirectoryName, string[]> =>
      Object.fromEntries(
        directories.map((name) => [
          name,
          world.tables
            .rows('pending')
            .filter(({ directory }) => directory === name)
            .map(({ accountId }) => accountId),
        ]),
      ) as Record<DirectoryName, string[]>,
  };
}
