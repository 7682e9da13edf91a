import { Fail, type IChainable, JsonPath, Pass } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { endOfLife, type EndOfLifeSteps } from './end-of-life.ts';
import { aMinute } from './invoke-step.ts';

/**
 * The next date of one account has come: its own schedule starts this, for a guest, a temporary guest or a local account, and so
 * does My account when its person asks for an earlier end. (The directories refuse an account from its last day on by themselves:
 * `pwdEndTime`.) A failure is a failed execution, which an alarm sees.
 */
export function expiry(scope: Construct, steps: EndOfLifeSteps): IChainable {
  const stepFailed = new Fail(scope, 'StepFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  return new Pass(scope, 'NameExpiry', {
    parameters: { accountId: JsonPath.stringAt('$.accountId'), executionId: JsonPath.executionName },
  }).next(endOfLife(scope, steps, { directoryPatience: aMinute, stepFailed, ownSchedule: true }));
}
