import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  type IChainable,
  JsonPath,
  Map as MapState,
  type State,
  type TaskStateBase,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { invokeStep } from './invoke-step.ts';

/** Of a choice that was refused: nothing at all has changed then. */
export const nothingChanged = Condition.stringEquals('$.password.beside', 'unchanged');

export interface SetPasswordSteps {
  readonly preparePassword: IFunction;
  readonly setPassword: IFunction;
  readonly leavePending: IFunction;
  readonly concludePassword: IFunction;
  readonly notify: IFunction;
}

/**
 * A password that waits in the vault goes to every directory: the strictest one first, since what that one refuses is to
 * hold nowhere; then the others, side by side. One that is away is left to the provisioning workflow. `$.file` names the
 * account; how it stands is learned last, into `$.password`.
 */
export function setPassword(
  scope: Construct,
  steps: SetPasswordSteps,
  {
    stepFailed,
    then,
    concluded,
  }: {
    stepFailed: State;
    /** What is done once the directories were asked, before it is said how the choice stands. */
    then?: (concluding: State) => State;
    concluded: State;
  },
): IChainable {
  const caught = { resultPath: '$.failure' };
  const step = (name: string, run: IFunction, resultPath: string): TaskStateBase =>
    invokeStep(scope, name, run, resultPath).addCatch(stepFailed, caught);
  const ask = (which: 'Strictest' | 'Others', itemsPath: string): MapState => {
    const leavePending = invokeStep(scope, `LeavePending${which}`, steps.leavePending, undefined);
    const set = invokeStep(scope, `SetPassword${which}`, steps.setPassword, undefined);
    return new MapState(scope, `Ask${which}`, {
      itemsPath,
      itemSelector: {
        accountId: JsonPath.stringAt('$.file.accountId'),
        directory: JsonPath.stringAt('$$.Map.Item.Value'),
      },
      resultPath: JsonPath.DISCARD,
    })
      .itemProcessor(set.addCatch(leavePending, caught))
      .addCatch(stepFailed, caught);
  };

  const conclude = step('ConcludePassword', steps.concludePassword, '$.password');
  conclude.next(concluded);
  const asked = then?.(conclude) ?? conclude;
  return step('PreparePassword', steps.preparePassword, '$.file').next(
    new Choice(scope, 'PasswordReady?')
      .when(
        Condition.stringEquals('$.file.outcome', 'ready'),
        ask('Strictest', '$.file.strictest').next(ask('Others', '$.file.others')).next(asked),
      )
      .otherwise(conclude),
  );
}
