import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DistributedMap,
  Fail,
  type IChainable,
  JsonPath,
  Map as MapState,
  Pass,
  S3JsonLItemReader,
  StateMachineType,
  Succeed,
  type TaskStateBase,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { endOfLife, type EndOfLifeSteps } from './end-of-life.ts';
import { invokeStep } from './invoke-step.ts';
import { once } from './onboarding-chain.ts';

export interface CleanupSteps {
  readonly findDue: IFunction;
  readonly askUnitContacts: IFunction;
  readonly writeCleanupResults: IFunction;
  readonly reportCleanup: IFunction;
}

/** 15,000 students whose year is over are read in seconds; the functions have five minutes (see workflows-stack.ts). */
export const sweepTimeout = Duration.minutes(5);
const sweepTask = Duration.seconds(sweepTimeout.toSeconds() + 10);

/** As in the intake: about the rate at which SES sends, since most of what is due is a mail. */
const atOnce = { children: 5, accountsOfAChild: 5 };

/**
 * One child of the Distributed Map: what is due for 25 accounts is done, somebody is asked for guests whose sponsor is gone, and
 * all of it is written down. An account that fails stops no other.
 */
export function cleanupChunk(
  scope: Construct,
  { askUnitContacts, writeCleanupResults }: Pick<CleanupSteps, 'askUnitContacts' | 'writeCleanupResults'>,
  steps: EndOfLifeSteps,
): IChainable {
  const stepFailed = new Pass(scope, 'StepFailed', {
    parameters: { outcome: 'StepFailed', accountId: JsonPath.stringAt('$.accountId') },
  });
  const write = invokeStep(scope, 'WriteResults', writeCleanupResults, undefined);
  const notAsked = new Pass(scope, 'ContactsNotAsked', {
    parameters: { asked: 0, failed: 1 },
    resultPath: '$.contacts',
  });
  return new MapState(scope, 'LookAfterAccounts', {
    itemsPath: '$.items',
    maxConcurrency: atOnce.accountsOfAChild,
    resultPath: '$.results',
  })
    .itemProcessor(endOfLife(scope, steps, { directoryPatience: once, stepFailed }))
    .next(
      invokeStep(scope, 'AskUnitContacts', askUnitContacts, '$.contacts').addCatch(notAsked.next(write), {
        resultPath: '$.failure',
      }),
    )
    .next(write);
}

/**
 * The sweep of the night: everybody with something due, by the buckets of the days, is warned, suspended or closed, whether or
 * not they have a schedule of their own. Ends that are too many for one night wait for a person. What was due and still is
 * makes the execution fail, for an alarm to see; what was not done is found again the next night.
 */
export function cleanup(
  scope: Construct,
  steps: CleanupSteps,
  accounts: EndOfLifeSteps,
  bucketName: string,
): IChainable {
  const stepFailed = new Fail(scope, 'CleanupFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  const step = (name: string, run: IFunction, resultPath: string): TaskStateBase =>
    invokeStep(scope, name, run, resultPath, { timeout: sweepTask }).addCatch(stepFailed, { resultPath: '$.failure' });
  const reported = (outcome: string): Condition => Condition.stringEquals('$.report.outcome', outcome);

  const report = step('Report', steps.reportCleanup, '$.report').next(
    new Choice(scope, 'EverythingDone?')
      .when(reported('done'), new Succeed(scope, 'CleanedUp'))
      .when(reported('nothing-due'), new Succeed(scope, 'NobodyDue'))
      .when(reported('held'), new Succeed(scope, 'HeldForConfirmation'))
      .when(
        reported('nothing-done'),
        new Fail(scope, 'NothingDone', {
          error: 'NothingDone',
          cause: 'Something was due for some accounts, and all of it still is: the report lists them.',
        }),
      )
      .otherwise(
        new Fail(scope, 'PartlyDone', {
          error: 'PartlyDone',
          cause: 'What was due for some accounts still is: the report lists them. The next night tries again.',
        }),
      ),
  );
  const work = new DistributedMap(scope, 'CleanUp', {
    itemReader: new S3JsonLItemReader({
      bucket: Bucket.fromBucketName(scope, 'Staged', bucketName),
      key: JsonPath.stringAt('$.found.manifestKey'),
    }),
    mapExecutionType: StateMachineType.EXPRESS,
    maxConcurrency: atOnce.children,
    toleratedFailurePercentage: 100,
    resultPath: JsonPath.DISCARD,
  }).itemProcessor(cleanupChunk(scope, steps, accounts));
  work.addCatch(stepFailed, { resultPath: '$.failure' });

  return new Pass(scope, 'NameRun', { parameters: { executionId: JsonPath.executionName } })
    .next(step('FindDue', steps.findDue, '$.found'))
    .next(
      new Choice(scope, 'AnythingDue?')
        .when(Condition.stringEquals('$.found.outcome', 'due'), work.next(report))
        .otherwise(report),
    );
}
