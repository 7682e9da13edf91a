import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Choice, Condition, Fail, type IChainable, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { aMinute, hours, invokeStep } from './invoke-step.ts';
import { provisionDirectories, type ProvisionDirectoriesSteps } from './provision-directories.ts';
import { nothingChanged, setPassword, type SetPasswordSteps } from './set-password.ts';

export interface ActivationSteps extends SetPasswordSteps, ProvisionDirectoriesSteps {
  readonly activate: IFunction;
}

/**
 * Behind an activation link: the first password goes to every directory, the account becomes active as soon as one has
 * it, and the person is told what to do next. A directory that is away gets both later. Where the first one has it only
 * after Activate has looked, Activate is asked again.
 */
export function activation(scope: Construct, steps: ActivationSteps): IChainable {
  const stepFailed = new Fail(scope, 'StepFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  const caught = { resultPath: '$.failure' };
  const concluded = (outcome: string): Condition => Condition.stringEquals('$.password.outcome', outcome);
  const refused = new Succeed(scope, 'Refused');
  const activated = new Succeed(scope, 'Activated');
  const pending = new Succeed(scope, 'Pending');

  const activate = invokeStep(scope, 'Activate', steps.activate, '$.account').addCatch(stepFailed, caught);
  const notify = invokeStep(scope, 'Notify', steps.notify, '$.notice', { patience: hours })
    .addCatch(stepFailed, caught)
    .next(
      new Choice(scope, 'AccountActivated?')
        .when(concluded('refused'), refused)
        .when(concluded('cleared'), new Succeed(scope, 'Cleared'))
        .when(concluded('ended'), new Succeed(scope, 'Ended'))
        // Where it has arrived anywhere, nothing is concluded before the account is active.
        .when(concluded('nowhere'), pending)
        .otherwise(activated),
    );
  return setPassword(scope, steps, {
    stepFailed,
    then: (conclude) => {
      activate.next(provisionDirectories(scope, steps, aMinute).addCatch(stepFailed, caught).next(conclude));
      return activate;
    },
    concluded: new Choice(scope, 'SomethingToTell?')
      .when(concluded('inactive'), activate)
      .when(Condition.and(concluded('refused'), nothingChanged), refused)
      .when(concluded('superseded'), new Succeed(scope, 'Superseded'))
      .otherwise(notify),
  });
}
