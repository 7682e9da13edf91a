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
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { invokeStep } from './invoke-step.ts';

export interface RecoverySteps {
  readonly findAccount: IFunction;
  readonly emailLink: IFunction;
}

/**
 * Somebody asked for a link: every account that the request is about is written to at its own address, if there is
 * anything to say and an address to say it to. Whoever asked sees the same page. A mail that fails for good holds up no other;
 * the run is a failed one once all were tried.
 */
export function recovery(scope: Construct, steps: RecoverySteps): IChainable {
  const stepFailed = new Fail(scope, 'StepFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  const caught = { resultPath: '$.failure' };
  const nothingToSend = new Succeed(scope, 'NothingToSend');

  const mailFailed = new Pass(scope, 'MailFailed', { parameters: { mailed: 'failed' } });
  const amongMails = (mailed: string) => JsonPath.arrayContains(JsonPath.listAt('$[*].mailed'), mailed);
  const mail = new MapState(scope, 'EmailAccounts', {
    itemsPath: '$.found.accounts',
    itemSelector: {
      operationId: JsonPath.stringAt('$.operationId'),
      accountId: JsonPath.stringAt('$$.Map.Item.Value'),
      accounts: JsonPath.objectAt('$.found.accounts'),
    },
    resultSelector: { mailed: amongMails('yes'), failed: amongMails('failed') },
    resultPath: '$.mail',
  }).itemProcessor(invokeStep(scope, 'EmailRecoveryAddress', steps.emailLink, undefined).addCatch(mailFailed, caught));

  return invokeStep(scope, 'FindAccount', steps.findAccount, '$.found')
    .addCatch(stepFailed, caught)
    .next(
      new Choice(scope, 'AccountFound?')
        .when(
          Condition.stringEquals('$.found.outcome', 'found'),
          mail.addCatch(stepFailed, caught).next(
            new Choice(scope, 'LinkMailed?')
              .when(
                Condition.booleanEquals('$.mail.failed', true),
                new Fail(scope, 'NotAllMailed', {
                  error: 'NotAllMailed',
                  cause: 'An account could not be written to: the state EmailRecoveryAddress says why.',
                }),
              )
              .when(Condition.booleanEquals('$.mail.mailed', true), new Succeed(scope, 'LinkSent'))
              .otherwise(nothingToSend),
          ),
        )
        .otherwise(nothingToSend),
    );
}
