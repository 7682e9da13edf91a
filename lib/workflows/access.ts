import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Choice, Condition, Fail, type IChainable, Succeed, type TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { aMinute, invokeStep } from './invoke-step.ts';
import { provisionDirectories, type ProvisionDirectoriesSteps } from './provision-directories.ts';

export interface AccessSteps extends ProvisionDirectoriesSteps {
  readonly validateAccess: IFunction;
  readonly openTicket: IFunction;
  readonly grant: IFunction;
  readonly scheduleExpiry: IFunction;
  readonly tellRequester: IFunction;
}

/**
 * Follows one change of a request for a service: it becomes a ticket, on which the CRI decides; what is granted stands in the
 * directories until its last day. One that waits is a row and no execution.
 */
export function access(scope: Construct, steps: AccessSteps): IChainable {
  const accessFailed = new Fail(scope, 'AccessFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  const caught = { resultPath: '$.failure' };
  const step = (name: string, run: IFunction, resultPath: string): TaskStateBase =>
    invokeStep(scope, name, run, resultPath).addCatch(accessFailed, caught);
  const found = (outcome: string): Condition => Condition.stringEquals('$.file.outcome', outcome);

  const tell = step('TellRequester', steps.tellRequester, '$.told').next(
    new Choice(scope, 'AccessGranted?')
      .when(found('granted'), new Succeed(scope, 'Granted'))
      .when(found('declined'), new Succeed(scope, 'Declined'))
      .otherwise(new Succeed(scope, 'AwaitingDecision')),
  );
  const grant = step('Grant', steps.grant, '$.account')
    .next(provisionDirectories(scope, steps, aMinute).addCatch(accessFailed, caught))
    .next(step('ScheduleExpiry', steps.scheduleExpiry, '$.expiry'))
    .next(tell);

  // The account of the request stands where the steps of onboarding look for one.
  return step('ValidateAccess', steps.validateAccess, '$.file').next(
    new Choice(scope, 'DecisionMade?')
      .when(found('granted'), grant)
      .when(found('waiting'), step('OpenTicket', steps.openTicket, '$.ticket').next(tell))
      .when(found('declined'), tell)
      .otherwise(new Succeed(scope, 'NothingToDo')),
  );
}
