import { Choice, Condition, Fail, type IChainable, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { invokeStep } from './invoke-step.ts';
import { setPassword, type SetPasswordSteps } from './set-password.ts';

/** After a recovery or a change: the new password goes to every directory, and both addresses are told what holds where. */
export function password(scope: Construct, steps: SetPasswordSteps): IChainable {
  const stepFailed = new Fail(scope, 'StepFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  const concluded = (outcome: string): Condition => Condition.stringEquals('$.password.outcome', outcome);
  const refused = new Succeed(scope, 'Refused');

  const notify = invokeStep(scope, 'Notify', steps.notify, '$.notice')
    .addCatch(stepFailed, { resultPath: '$.failure' })
    .next(
      new Choice(scope, 'PasswordEverywhere?')
        .when(concluded('everywhere'), new Succeed(scope, 'Changed'))
        .when(concluded('partly'), refused)
        .when(concluded('cleared'), new Succeed(scope, 'Cleared'))
        .otherwise(new Succeed(scope, 'Pending')),
    );
  return setPassword(scope, steps, {
    stepFailed,
    concluded: new Choice(scope, 'SomethingToTell?')
      .when(concluded('refused'), refused)
      .when(concluded('superseded'), new Succeed(scope, 'Superseded'))
      .otherwise(notify),
  });
}
