import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Errors, JitterType, type TaskStateBase, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { RetryableError } from '../../functions/step/errors.ts';

/** How long a step that may succeed later is tried again. */
export interface Patience {
  readonly attempts: number;
  readonly interval: Duration;
  readonly longest: Duration;
}

/** 2, 4, 8, 16, 20 seconds, less the jitter: under a minute. */
export const aMinute: Patience = { attempts: 5, interval: Duration.seconds(2), longest: Duration.seconds(20) };

/**
 * 2, 4 … 512 seconds, then a quarter of an hour at most, less the jitter: four hours on average, eight at most. A notice that
 * an account was taken over is not lost because the mail provider was away for longer than a person waits.
 */
export const hours: Patience = { attempts: 40, interval: Duration.seconds(2), longest: Duration.minutes(15) };

/** The task ends after the function's own time-out, so that the function's is the one that is seen (J-07). */
const taskTimeout = Duration.seconds(30);

/**
 * Runs one step on the whole state and files what it returns under resultPath; without one it becomes the state. Retried: our own `RetryableError`, a
 * function that was stopped or crashed, and what Lambda itself says when it could not run the function (J-06).
 */
export function invokeStep(
  scope: Construct,
  name: string,
  step: IFunction,
  resultPath: string | undefined,
  { patience = aMinute, timeout = taskTimeout }: { patience?: Patience; timeout?: Duration } = {},
): TaskStateBase {
  const task = new LambdaInvoke(scope, name, {
    lambdaFunction: step,
    payloadResponseOnly: true,
    ...(resultPath !== undefined && { resultPath }),
    retryOnServiceExceptions: false,
    taskTimeout: Timeout.duration(timeout),
  });
  if (patience.attempts > 0) {
    task.addRetry({
      errors: [RetryableError.errorName],
      maxAttempts: patience.attempts,
      interval: patience.interval,
      maxDelay: patience.longest,
      backoffRate: 2,
      jitterStrategy: JitterType.FULL,
    });
  }
  task.addRetry({
    // What Lambda, and the task itself, make of a function that was stopped or crashed: every step is safe to run twice.
    errors: ['Sandbox.Timedout', 'Lambda.Unknown', Errors.TIMEOUT],
    maxAttempts: 2,
    interval: Duration.seconds(1),
    maxDelay: Duration.seconds(20),
    backoffRate: 2,
    jitterStrategy: JitterType.FULL,
  });
  return task.addRetry({
    errors: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.ClientExecutionTimeoutException',
      'Lambda.TooManyRequestsException',
    ],
    maxAttempts: 8,
    interval: Duration.seconds(1),
    maxDelay: Duration.seconds(20),
    backoffRate: 2,
    jitterStrategy: JitterType.FULL,
  });
}
