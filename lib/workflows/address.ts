import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Choice, Condition, Fail, type IChainable, Succeed, type TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { hours, invokeStep, type Patience } from './invoke-step.ts';

export interface AddressSteps {
  readonly emailCode: IFunction;
  readonly tellFormer: IFunction;
}

/**
 * Another recovery address: a code goes to it. Started again once the code was typed, the machine tells the addresses of
 * before.
 */
export function address(scope: Construct, steps: AddressSteps): IChainable {
  const stepFailed = new Fail(scope, 'StepFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  const step = (name: string, run: IFunction, resultPath: string, patience?: Patience): TaskStateBase =>
    invokeStep(scope, name, run, resultPath, patience && { patience }).addCatch(stepFailed, {
      resultPath: '$.failure',
    });
  const coded = (outcome: string): Condition => Condition.stringEquals('$.code.outcome', outcome);

  return step('EmailCode', steps.emailCode, '$.code').next(
    new Choice(scope, 'CodeMailed?')
      .when(
        coded('confirmed'),
        step('TellFormerAddress', steps.tellFormer, '$.notice', hours).next(new Succeed(scope, 'FormerAddressTold')),
      )
      .when(Condition.or(coded('sent'), coded('already-sent')), new Succeed(scope, 'CodeSent'))
      .otherwise(new Succeed(scope, 'NothingToSend')),
  );
}
