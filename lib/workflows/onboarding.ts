import { Fail, type IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { aMinute } from './invoke-step.ts';
import { onboardingChain, type OnboardingSteps } from './onboarding-chain.ts';

/** The machine behind the form: one person, who waits; a failure is a failed execution, which an alarm sees. */
export function onboarding(scope: Construct, steps: OnboardingSteps): IChainable {
  return onboardingChain(scope, steps, {
    directoryPatience: aMinute,
    stepFailed: new Fail(scope, 'StepFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' }),
  });
}
