import { Choice, Condition, Fail, type IChainable, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { hours, invokeStep } from './invoke-step.ts';
import { nothingChanged, setPassword, type SetPasswordSteps } from './set-password.ts';

/** After a recovery or a change: the new password goes to every directory, and both addresses are told what holds where. */
export function password(scope: Construct, steps: SetPasswordSteps): IChainable {
  const stepFailed = new Fail(scope, 'StepFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  const concluded = (outcome: string): Condition => Condition.stringEquals('$.password.outcome', outcome);
  const refused = new Succeed(scope, 'Refused');

  const notify = invokeStep(scope, 'Notify', steps.notify, '$.notice', { patience: hours })
    .addCatch(stepFailed, { resultPath: '$.failure' })
    .next(
      new Choice(scope, 'PasswordEverywhere?')
        .when(concluded('everywhere'), new Succeed(scope, 'Changed'))
        .when(concluded('partly'), new Succeed(scope, 'PartlyChanged'))
        .when(concluded('cleared'), new Succeed(scope, 'Cleared'))
        .when(concluded('ended'), new Succeed(scope, 'Ended'))
        .when(concluded('refused'), refused)
        .otherwise(new Succeed(scope, 'Pending')),
    );
  return setPassword(scope, steps, {
    stepFailed,
    concluded: new Choice(scope, 'SomethingToTell?')
      .when(Condition.and(concluded('refused'), nothingChanged), refused)
      .when(concluded('superseded'), new Succeed(scope, 'Superseded'))
      .otherwise(notify),
  });
}
