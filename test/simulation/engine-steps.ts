import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import * as askUnitContacts from '../../functions/cleanup/ask-unit-contacts.ts';
import * as findDue from '../../functions/cleanup/find-due.ts';
import * as reportCleanup from '../../functions/cleanup/report.ts';
import * as writeCleanupResults from '../../functions/cleanup/write-results.ts';
import * as claimDirectory from '../../functions/provisioning/claim-directory.ts';
import * as concludeLost from '../../functions/provisioning/conclude-lost.ts';
import * as drain from '../../functions/provisioning/drain.ts';
import * as probe from '../../functions/provisioning/probe.ts';
import * as release from '../../functions/provisioning/release.ts';
import * as chooseSlices from '../../functions/reconcile/choose-slices.ts';
import * as compareDirectory from '../../functions/reconcile/compare-directory.ts';
import * as reportReconcile from '../../functions/reconcile/report.ts';
import type { Contract } from '../../functions/step/to-handler.ts';
import { cleanup, cleanupChunk } from '../../lib/workflows/cleanup.ts';
import { guest } from '../../lib/workflows/guest.ts';
import { provisioning } from '../../lib/workflows/provisioning.ts';
import { reconcile } from '../../lib/workflows/reconcile.ts';
import { accountMachines, accountSteps } from '../support/account-steps.ts';
import { type GuestDeps, guestSteps } from '../support/guest-steps.ts';
import { namedFunctions, renderAsl } from '../support/render-asl.ts';
import { runWorkflow, type Step, step } from '../support/run-workflow.ts';

const renderedCleanup = renderAsl((scope) => cleanup(scope, namedFunctions(scope), namedFunctions(scope), 'bucket'));

/** The interpreter has no Distributed Map: a task stands in its place, as in cleanup.test.ts. */
const { Next, Catch } = renderedCleanup.States['CleanUp'] as unknown as Record<string, unknown>;
const Resource = 'arn:aws:lambda:eu-west-3:123456789012:function:children';

/** The machines as they are deployed. */
export const machines = {
  ...accountMachines,
  guest: renderAsl((scope) => guest(scope, namedFunctions(scope))),
  provisioning: renderAsl((scope) => provisioning(scope, namedFunctions(scope))),
  reconcile: renderAsl((scope) => reconcile(scope, namedFunctions(scope))),
  chunk: renderAsl((scope) => cleanupChunk(scope, namedFunctions(scope), namedFunctions(scope))),
  cleanup: {
    ...renderedCleanup,
    States: { ...renderedCleanup.States, CleanUp: { Type: 'Task', Resource, ResultPath: null, Next, Catch } } as never,
  } satisfies StateMachineDefinition,
};

type Deps = Parameters<typeof accountSteps>[0] &
  GuestDeps &
  Parameters<typeof askUnitContacts.askUnitContacts>[1] &
  Parameters<typeof claimDirectory.claimDirectory>[1] &
  Parameters<typeof compareDirectory.compareDirectory>[1] &
  Parameters<typeof findDue.findDue>[1] &
  Parameters<typeof probe.probe>[1] &
  Parameters<typeof reportCleanup.report>[1] &
  Parameters<typeof reportReconcile.report>[1];

/**
 * The real steps behind their real contracts, by state; two of the nightly machines have states of the same name.
 * @param wait what comes to its end while a machine waits.
 * @param mortal some of them die.
 */
export function engineSteps(
  deps: Deps & { readonly objects: { text(key: string): string } },
  wait: () => Promise<void>,
  mortal: (steps: Record<string, Step>) => Record<string, Step>,
) {
  const of = <In, Out>(contract: Contract<In, Out>, run: (input: In, given: Deps) => Promise<Out>): Step =>
    step(contract, (input) => run(input, deps));
  const accounts = mortal({
    ...accountSteps(deps).steps,
    ...guestSteps(deps),
  });
  const chunk = {
    ...accounts,
    ...mortal({
      AskUnitContacts: of(askUnitContacts.contract, askUnitContacts.askUnitContacts),
      WriteResults: of(writeCleanupResults.contract, writeCleanupResults.writeResults),
    }),
  };
  const children: Step = async ({ found: { manifestKey } }: { found: { manifestKey: string } }): Promise<object> => {
    // A child that fails is tolerated.
    for (const line of deps.objects.text(manifestKey).trim().split('\n'))
      await runWorkflow(machines.chunk, JSON.parse(line) as object, chunk);
    return {};
  };
  return {
    accounts,
    provisioning: mortal({
      ClaimDirectory: of(claimDirectory.contract, claimDirectory.claimDirectory),
      // It is asked between two rounds, after a wait in which whatever the round before has started comes to its end.
      Probe: step(probe.contract, async (input) => {
        await wait();
        return probe.probe(input, deps);
      }),
      Drain: of(drain.contract, drain.drain),
      ConcludeLost: of(concludeLost.contract, concludeLost.concludeLost),
      Release: of(release.contract, release.release),
    }),
    reconcile: {
      ChooseSlices: of(chooseSlices.contract, chooseSlices.chooseSlices),
      CompareDirectory: of(compareDirectory.contract, compareDirectory.compareDirectory),
      Report: of(reportReconcile.contract, reportReconcile.report),
    },
    cleanup: {
      FindDue: of(findDue.contract, findDue.findDue),
      Report: of(reportCleanup.contract, reportCleanup.report),
      CleanUp: children,
    },
  };
}
