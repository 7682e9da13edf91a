import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  Fail,
  type IChainable,
  JsonPath,
  Pass,
  Succeed,
  type TaskStateBase,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { invokeStep } from './invoke-step.ts';

export interface ProvisioningSteps {
  readonly claimDirectory: IFunction;
  readonly probe: IFunction;
  readonly drain: IFunction;
  readonly concludeLost: IFunction;
  readonly release: IFunction;
}

/** A drain works through a page of accounts: its function has a minute (see drain.ts), its task a little longer. */
export const drainTimeout = Duration.seconds(60);
const longTimeout = Duration.seconds(drainTimeout.toSeconds() + 10);

/**
 * A directory that was away gets what it missed. One execution per directory: it probes with back-off, works through
 * what is pending page by page, and ends when nothing is left. A choice of password that the vault has lost meanwhile is
 * concluded before each wait. It goes on for as long as the directory is away; its
 * history stays short because a fresh execution takes over after many rounds. One is also started every hour, so that what
 * an execution that failed has left behind is taken up: it asks no directory when nothing is pending.
 */
export function provisioning(scope: Construct, steps: ProvisioningSteps): IChainable {
  const stepFailed = new Fail(scope, 'StepFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  const step = (name: string, run: IFunction, resultPath: string, timeout?: Duration): TaskStateBase =>
    invokeStep(scope, name, run, resultPath, timeout && { timeout }).addCatch(stepFailed, { resultPath: '$.failure' });
  const drainedByAnother = new Succeed(scope, 'DrainedByAnother');

  const release = step('Release', steps.release, '$.release').next(
    new Choice(scope, 'NothingLeft?')
      .when(Condition.stringEquals('$.release.outcome', 'drained'), new Succeed(scope, 'Drained'))
      .otherwise(new Succeed(scope, 'HandedOver')),
  );
  const probe = step('Probe', steps.probe, '$.probe');
  const wait = new Wait(scope, 'WaitForDirectory', { time: WaitTime.secondsPath('$.probe.waitSeconds') }).next(probe);
  const conclude = step('ConcludeLost', steps.concludeLost, '$.lost', longTimeout).next(wait);
  const drain = step('Drain', steps.drain, '$.drain', longTimeout);

  drain.next(
    new Choice(scope, 'MoreToDrain?')
      .when(Condition.stringEquals('$.drain.outcome', 'more'), drain)
      .when(Condition.stringEquals('$.drain.outcome', 'empty'), release)
      .when(Condition.stringEquals('$.drain.outcome', 'later'), conclude)
      .otherwise(drainedByAnother),
  );
  probe.next(
    new Choice(scope, 'DirectoryUp?')
      .when(Condition.stringEquals('$.probe.outcome', 'up'), drain)
      .when(Condition.stringEquals('$.probe.outcome', 'away'), conclude)
      .when(Condition.stringEquals('$.probe.outcome', 'tired'), release)
      .otherwise(drainedByAnother),
  );

  return new Pass(scope, 'NameDrain', {
    parameters: { directory: JsonPath.stringAt('$.directory'), executionId: JsonPath.executionName },
  })
    .next(step('ClaimDirectory', steps.claimDirectory, '$.claim'))
    .next(
      new Choice(scope, 'DirectoryClaimed?')
        .when(Condition.stringEquals('$.claim.outcome', 'claimed'), probe)
        .when(Condition.stringEquals('$.claim.outcome', 'nothing-pending'), release)
        .otherwise(drainedByAnother),
    );
}
