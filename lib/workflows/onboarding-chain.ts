import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Chain,
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

export interface OnboardingSteps extends ProvisionDirectoriesSteps {
  readonly validateFile: IFunction;
  readonly reserveLogin: IFunction;
  readonly generateCredentials: IFunction;
  readonly scheduleExpiry: IFunction;
  readonly emailRecoveryAddress: IFunction;
  readonly recordFailure: IFunction;
}

/** Behind a form a person waits and a directory is asked for a minute; in bulk it is asked once. */
export const once: Patience = { attempts: 0, interval: Duration.seconds(1), longest: Duration.seconds(1) };

/**
 * A file becomes an account, or somebody is told why not. The machine behind the form and the child behind an export are
 * both built from this one chain: its state holds ids and outcomes only, and it never uses Fail, because one person's
 * failure must not stop the others of an export. What follows the record of a failure is the caller's.
 */
export function onboardingChain(
  scope: Construct,
  steps: OnboardingSteps,
  { directoryPatience, stepFailed }: { directoryPatience: Patience; stepFailed: State },
): IChainable {
  const failure = invokeStep(scope, 'RecordFailure', steps.recordFailure, '$.recorded');
  failure.addCatch(stepFailed, { resultPath: '$.unrecorded' }).next(stepFailed);
  const step = (name: string, run: IFunction, resultPath: string): TaskStateBase =>
    invokeStep(scope, name, run, resultPath).addCatch(failure, { resultPath: '$.failure' });
  const end = (name: string, learned: Record<string, unknown> = {}): Pass =>
    new Pass(scope, name, {
      parameters: { outcome: name, operationId: JsonPath.stringAt('$.operationId'), ...learned },
    });
  const mailed = { mail: JsonPath.stringAt('$.mail.outcome') };

  const goOn = Chain.start(step('GenerateCredentials', steps.generateCredentials, '$.account'))
    .next(provisionDirectories(scope, steps, directoryPatience).addCatch(failure, { resultPath: '$.failure' }))
    .next(step('ScheduleExpiry', steps.scheduleExpiry, '$.expiry'))
    .next(step('EmailRecoveryAddress', steps.emailRecoveryAddress, '$.mail'))
    .next(end('Onboarded', { ...mailed, directories: JsonPath.objectAt('$.directories') }));

  const rejected = end('FileRejected');
  const login = step('ReserveLogin', steps.reserveLogin, '$.login').next(
    new Choice(scope, 'LoginReserved?')
      .when(Condition.stringEquals('$.login.outcome', 'reserved'), goOn)
      .otherwise(rejected),
  );

  const found = (outcome: string): Condition => Condition.stringEquals('$.file.outcome', outcome);
  return step('ValidateFile', steps.validateFile, '$.file').next(
    new Choice(scope, 'FileComplete?')
      .when(found('complete'), login)
      .when(
        found('incomplete'),
        step('EmailMissingPieces', steps.emailRecoveryAddress, '$.mail').next(end('FileIncomplete', mailed)),
      )
      .when(
        found('already-onboarded'),
        step('EmailFreshLink', steps.emailRecoveryAddress, '$.mail').next(end('AlreadyOnboarded', mailed)),
      )
      .when(found('rejected'), rejected)
      .otherwise(end('NoFileFound')),
  );
}
