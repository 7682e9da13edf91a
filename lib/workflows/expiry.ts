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
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { aMinute, invokeStep } from './invoke-step.ts';
import { provisionDirectories, type ProvisionDirectoriesSteps } from './provision-directories.ts';

export interface ExpirySteps extends ProvisionDirectoriesSteps {
  readonly loadAccount: IFunction;
  readonly suspend: IFunction;
  readonly scheduleExpiry: IFunction;
}

/**
 * The schedule of a guest, a temporary guest or a local account has come: the account is read again and, if its last day
 * is over, suspended in every directory. One that was prolonged meanwhile gets its new date. (The directories refuse it
 * from its last day on by themselves: `pwdEndTime`.)
 */
export function expiry(scope: Construct, steps: ExpirySteps): IChainable {
  const stepFailed = new Fail(scope, 'StepFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  const caught = { resultPath: '$.failure' };
  const step = (name: string, run: IFunction, resultPath: string): TaskStateBase =>
    invokeStep(scope, name, run, resultPath).addCatch(stepFailed, caught);
  const loaded = (outcome: string): Condition => Condition.stringEquals('$.file.outcome', outcome);

  const prolonged = step('ScheduleNext', steps.scheduleExpiry, '$.expiry').next(new Succeed(scope, 'Prolonged'));

  return new Pass(scope, 'NameExpiry', {
    parameters: { accountId: JsonPath.stringAt('$.accountId'), executionId: JsonPath.executionName },
  })
    .next(step('LoadAccount', steps.loadAccount, '$.file'))
    .next(
      new Choice(scope, 'AccountEnded?')
        .when(
          loaded('ended'),
          step('Suspend', steps.suspend, '$.account').next(
            new Choice(scope, 'AccountSuspended?')
              .when(
                Condition.stringEquals('$.account.outcome', 'suspended'),
                provisionDirectories(scope, steps, aMinute)
                  .addCatch(stepFailed, caught)
                  .next(new Succeed(scope, 'Suspended')),
              )
              .otherwise(prolonged),
          ),
        )
        .when(loaded('prolonged'), prolonged)
        .otherwise(new Succeed(scope, 'NothingDue')),
    );
}
