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
import { invokeStep } from './invoke-step.ts';
import { onboardingChain, type OnboardingSteps, once } from './onboarding-chain.ts';

export interface IntakeSteps {
  readonly readFeed: IFunction;
  readonly storeRows: IFunction;
  readonly writeResults: IFunction;
  readonly report: IFunction;
}

/** Reading 32 MiB and staging 40,000 rows takes a minute or two; the functions have five (see workflows-stack.ts). */
export const feedTimeout = Duration.minutes(5);
const feedTask = Duration.seconds(feedTimeout.toSeconds() + 10);

/**
 * 25 people at once: at a second or two each they are onboarded at about the rate at which SES sends (14 mails a second
 * by default), so that more would only wait there; and no other function of the account starves (1,000 at once by default).
 */
const atOnce = { children: 5, peopleOfAChild: 5 };

/** The steps around the chain in one child of the Distributed Map: 25 rows are stored, onboarded at once, and reported. */
export function chunk(
  scope: Construct,
  { storeRows, writeResults }: Pick<IntakeSteps, 'storeRows' | 'writeResults'>,
  steps: OnboardingSteps,
): IChainable {
  const stepFailed = new Pass(scope, 'StepFailed', {
    parameters: { outcome: 'StepFailed', operationId: JsonPath.stringAt('$.operationId') },
  });
  return invokeStep(scope, 'StoreRows', storeRows, '$.stored')
    .next(
      new MapState(scope, 'OnboardPeople', {
        itemsPath: '$.stored.items',
        maxConcurrency: atOnce.peopleOfAChild,
        resultPath: '$.results',
      }).itemProcessor(onboardingChain(scope, steps, { directoryPatience: once, stepFailed })),
    )
    .next(invokeStep(scope, 'WriteResults', writeResults, undefined));
}

/**
 * An office's export becomes accounts: read and staged, then handed chunk by chunk to Express children, then reported.
 * A chunk that breaks stops no other one, nor does a row that fails; the report says which rows they are, and the run
 * fails visibly.
 */
export function intake(scope: Construct, steps: IntakeSteps, people: OnboardingSteps, bucketName: string): IChainable {
  const stepFailed = new Fail(scope, 'IntakeFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  const step = (name: string, run: IFunction, resultPath: string): TaskStateBase =>
    invokeStep(scope, name, run, resultPath, { timeout: feedTask }).addCatch(stepFailed, { resultPath: '$.failure' });

  const report = step('Report', steps.report, '$.report').next(
    new Choice(scope, 'EveryRowProcessed?')
      .when(Condition.stringEquals('$.report.outcome', 'applied'), new Succeed(scope, 'Applied'))
      .when(Condition.stringEquals('$.report.outcome', 'unreadable'), new Succeed(scope, 'Unreadable'))
      .otherwise(
        new Fail(scope, 'PartlyApplied', {
          error: 'PartlyApplied',
          cause:
            'Some rows failed on our side or were not processed: the report lists them. Hand the same export over again.',
        }),
      ),
  );
  const apply = new DistributedMap(scope, 'Apply', {
    itemReader: new S3JsonLItemReader({
      bucket: Bucket.fromBucketName(scope, 'Staged', bucketName),
      key: JsonPath.stringAt('$.feed.manifestKey'),
    }),
    mapExecutionType: StateMachineType.EXPRESS,
    maxConcurrency: atOnce.children,
    toleratedFailurePercentage: 100,
    resultPath: JsonPath.DISCARD,
  }).itemProcessor(chunk(scope, steps, people));
  apply.addCatch(stepFailed, { resultPath: '$.failure' });

  // The input is what S3 says of the object (see workflows-stack.ts).
  return new Pass(scope, 'NameRun', {
    parameters: {
      key: JsonPath.stringAt('$.key'),
      versionId: JsonPath.stringAt("$['version-id']"),
      size: JsonPath.numberAt('$.size'),
      executionId: JsonPath.executionName,
    },
  })
    .next(step('ReadFeed', steps.readFeed, '$.feed'))
    .next(
      new Choice(scope, 'FeedReadable?')
        .when(Condition.stringEquals('$.feed.outcome', 'read'), apply.next(report))
        .when(Condition.stringEquals('$.feed.outcome', 'unreadable'), report)
        .otherwise(new Succeed(scope, 'AlreadyClaimed')),
    );
}
