import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  Fail,
  type IChainable,
  JsonPath,
  Map as MapState,
  Pass,
  Succeed,
  type TaskStateBase,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { RetryableError } from '../../functions/step/errors.ts';
import { invokeStep } from './invoke-step.ts';

export interface ReconcileSteps {
  readonly chooseSlices: IFunction;
  readonly compareDirectory: IFunction;
  readonly reportReconcile: IFunction;
}

/** A slice of 40,000 people is 1,250 accounts and entries: seconds. Ten times as many still end in time. */
export const compareTimeout = Duration.minutes(5);

/**
 * Every night a thirtieth of the people is compared with each directory, from both sides. What is sure is left to the
 * provisioning; the rest is reported. A directory that is away is no failure: it gets the same people the next night.
 */
export function reconcile(scope: Construct, steps: ReconcileSteps): IChainable {
  const stepFailed = new Fail(scope, 'StepFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  const step = (name: string, run: IFunction, resultPath: string): TaskStateBase =>
    invokeStep(scope, name, run, resultPath).addCatch(stepFailed, { resultPath: '$.failure' });

  const compare = invokeStep(scope, 'CompareDirectory', steps.compareDirectory, undefined, {
    timeout: Duration.seconds(compareTimeout.toSeconds() + 10),
  })
    .addCatch(new Pass(scope, 'LeaveForTomorrow', { parameters: { outcome: 'away' } }), {
      errors: [RetryableError.errorName],
      resultPath: '$.failure',
    })
    // One directory that breaks keeps no other one from being compared; the report fails the execution.
    .addCatch(new Pass(scope, 'LeaveToReport', { parameters: { outcome: 'failed' } }), { resultPath: '$.failure' });

  return new Pass(scope, 'NameRun', { parameters: { executionId: JsonPath.executionName } })
    .next(step('ChooseSlices', steps.chooseSlices, '$.chosen'))
    .next(
      new MapState(scope, 'CompareDirectories', { itemsPath: '$.chosen.parts', resultPath: '$.results' }).itemProcessor(
        compare,
      ),
    )
    .next(step('Report', steps.reportReconcile, '$.report'))
    .next(
      new Choice(scope, 'EverythingCompared?')
        .when(Condition.stringEquals('$.report.outcome', 'reconciled'), new Succeed(scope, 'Reconciled'))
        .when(Condition.stringEquals('$.report.outcome', 'directory-away'), new Succeed(scope, 'DirectoryAway'))
        .otherwise(
          new Fail(scope, 'NotReconciled', {
            error: 'NotReconciled',
            cause:
              'Some people could not be compared with a directory: the report names it. The next night tries again.',
          }),
        ),
    );
}
