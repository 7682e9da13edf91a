import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { nightlyRunId } from '../cleanup/nightly-run.ts';
import { readJsonOf } from '../intake/json-object.ts';
import type { Objects } from '../intake/objects.ts';
import { runKeys } from '../intake/run-keys.ts';
import { isLeased } from '../provisioning/lease.ts';
import type { CountMetric } from '../step/count-metric.ts';
import type { Tables } from '../table/tables.ts';
import { type DirectoryName, directories } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import { type Compared, comparedSchema, doubts, type FindingName, partSchema, repairs } from './finding.ts';
import { reconcileOutcomes, type ReconcileReport } from './reconcile-report.ts';
import { nightsOfRound } from './slices.ts';

export const contract = {
  input: z.object({
    chosen: z.object({ runId: nightlyRunId, day: z.string(), night: z.number(), parts: z.array(partSchema) }),
    /** In the order of the parts. */
    results: z.array(z.object({ outcome: z.enum(['compared', 'away', 'failed']) })),
  }),
  output: z.object({ outcome: z.enum(reconcileOutcomes), reportKey: z.string(), findings: z.number() }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps {
  readonly tables: Tables;
  readonly objects: Objects;
  readonly startProvisioning: StartWorkflow;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
  readonly newId: () => string;
}

/** Merges what was compared into one report, starts the provisioning of what is to be repaired, and ends the night. Safe to repeat. */
export async function report({ chosen: { runId, day, night, parts }, results }: Input, deps: Deps): Promise<Output> {
  const { tables, objects, countMetric } = deps;
  const compared: Compared[] = [];
  for (const { part } of parts.filter((_, index) => results[index]?.outcome === 'compared')) {
    compared.push(await readJsonOf(objects, runKeys.results(runId, part), comparedSchema));
  }
  const findings = compared.flatMap((each) => each.findings);
  const counts: Partial<Record<FindingName, number>> = {};
  for (const { finding } of findings) counts[finding] = (counts[finding] ?? 0) + 1;
  const notCompared = parts.filter((_, index) => results[index]?.outcome !== 'compared');
  const outcome = outcomeOf(results.map((result) => result.outcome));

  for (const directory of directories) {
    const there = findings.filter((each) => each.directory === directory).map(({ finding }) => finding);
    if (there.some(isToProvision)) await provision(directory, deps);
    countMetric('ReconcileDiffers', { directory }, there.length);
    countMetric('ReconcileUnsure', { directory }, there.filter(isDoubt).length);
  }
  const whole: ReconcileReport = {
    ...{ runId, day, night, slices: [...new Set(parts.map(({ slice }) => slice))] },
    ...{ reportedAt: deps.now().toString(), outcome },
    compared: compared.map(({ directory, slice, accounts, entries }) => ({ directory, slice, accounts, entries })),
    notCompared: [...new Set(notCompared.map(({ directory }) => directory))],
    ...{ counts, findings },
  };
  const reportKey = runKeys.report(runId);
  await objects.write(reportKey, JSON.stringify(whole));
  if (outcome === 'reconciled') {
    await tables.write({ table: 'nights', put: { night: 'reconcile', next: (night + 1) % nightsOfRound } });
  }
  return { outcome, reportKey, findings: findings.length };
}

function outcomeOf(outcomes: readonly string[]): Output['outcome'] {
  if (outcomes.includes('failed')) return 'failed';
  return outcomes.includes('away') ? 'directory-away' : 'reconciled';
}

function isDoubt(finding: FindingName): boolean {
  return doubts.some((name) => name === finding);
}

function isToProvision(finding: FindingName): boolean {
  return finding !== 'slice-lost' && repairs.some((name) => name === finding);
}

/** The rows are there: a drain that is under way sees them, or has given its lease back. */
async function provision(directory: DirectoryName, deps: Deps): Promise<void> {
  if (!(await isLeased(directory, deps))) await deps.startProvisioning(deps.newId(), { directory });
}
