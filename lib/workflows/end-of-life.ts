import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  type IChainable,
  JsonPath,
  Pass,
  type State,
  type TaskStateBase,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { invokeStep, type Patience } from './invoke-step.ts';
import { provisionDirectories, type ProvisionDirectoriesSteps } from './provision-directories.ts';

export interface EndOfLifeSteps extends ProvisionDirectoriesSteps {
  readonly loadAccount: IFunction;
  readonly askContact: IFunction;
  readonly warn: IFunction;
  readonly remind: IFunction;
  readonly adjust: IFunction;
  readonly countEnd: IFunction;
  readonly suspend: IFunction;
  readonly close: IFunction;
  readonly tellEnd: IFunction;
  readonly erase: IFunction;
  readonly scheduleExpiry: IFunction;
}

/**
 * What is due for one account, one thing after the other: it is read again after each, so that nothing is done to one that was
 * prolonged meanwhile, and is put into the bucket of its next date when nothing is left for today. Its own schedule and the
 * sweep of the night are built from this one chain: it begins with `$.accountId` and `$.executionId`, its state holds ids and
 * outcomes only, and it never uses Fail, because one account's failure must not stop the others of a night.
 * @param ownSchedule an end is counted before it is brought, and left to the sweep with its brake where it is one too many:
 *   then nothing is scheduled, and the account stays in the bucket where it stands.
 */
export function endOfLife(
  scope: Construct,
  steps: EndOfLifeSteps,
  {
    directoryPatience,
    stepFailed,
    ownSchedule = false,
  }: { directoryPatience: Patience; stepFailed: State; ownSchedule?: boolean },
): IChainable {
  const caught = { resultPath: '$.failure' };
  const step = (name: string, run: IFunction, resultPath: string): TaskStateBase =>
    invokeStep(scope, name, run, resultPath).addCatch(stepFailed, caught);
  const end = (name: string): Pass =>
    new Pass(scope, name, { parameters: { outcome: name, accountId: JsonPath.stringAt('$.accountId') } });
  const due = (what: string): Condition => Condition.stringEquals('$.file.outcome', what);
  const done = (what: string): Condition => Condition.stringEquals('$.file.done', what);
  const didNothing = Condition.stringEquals('$.account.outcome', 'unchanged');

  const load = step('LoadAccount', steps.loadAccount, '$.file');
  const provision = provisionDirectories(scope, steps, directoryPatience).addCatch(stepFailed, caught);
  const tellEnd = step('TellEnd', steps.tellEnd, '$.told');
  const act = (name: string, run: IFunction): TaskStateBase => step(name, run, '$.account');
  const changed = new Choice(scope, 'AccountChanged?').when(didNothing, load).otherwise(provision);

  provision.next(
    new Choice(scope, 'AccountEnded?').when(Condition.or(due('suspend'), due('close')), tellEnd).otherwise(load),
  );
  tellEnd.next(
    new Choice(scope, 'AccountClosed?')
      .when(due('close'), step('Erase', steps.erase, '$.erased').next(load))
      .otherwise(load),
  );
  const schedule = step('ScheduleNext', steps.scheduleExpiry, '$.expiry').next(
    new Choice(scope, 'WhatWasDone?')
      .when(done('warn'), end('Warned'))
      .when(done('remind'), end('Reminded'))
      .when(done('adjust'), end('Adjusted'))
      .when(done('suspend'), end('Suspended'))
      .when(done('close'), end('Closed'))
      .when(done('renewed'), end('Renewed'))
      .otherwise(end('NothingDue')),
  );
  const suspend = act('Suspend', steps.suspend).next(changed);
  const close = act('Close', steps.close).next(changed);
  const counted = (): IChainable =>
    step('CountEnd', steps.countEnd, '$.counted').next(
      new Choice(scope, 'TooManyEnds?')
        .when(Condition.stringEquals('$.counted.outcome', 'left'), end('LeftToTheSweep'))
        .when(due('suspend'), suspend)
        .otherwise(close),
    );
  const ends = ownSchedule ? counted() : undefined;
  return load.next(
    new Choice(scope, 'WhatIsDue?')
      .when(due('warn'), step('AskContact', steps.askContact, '$.contact').next(act('Warn', steps.warn).next(load)))
      .when(due('remind'), act('Remind', steps.remind).next(load))
      .when(due('adjust'), act('Adjust', steps.adjust).next(changed))
      .when(due('suspend'), ends ?? suspend)
      .when(due('close'), ends ?? close)
      .otherwise(schedule),
  );
}
