import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  Fail,
  type IChainable,
  JsonPath,
  Parallel,
  Pass,
  Succeed,
  type TaskStateBase,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { aMinute, invokeStep } from './invoke-step.ts';
import { onboardingChain, type OnboardingSteps } from './onboarding-chain.ts';

export interface GuestSteps extends OnboardingSteps {
  readonly validateRequest: IFunction;
  readonly storeStay: IFunction;
  readonly settleAccount: IFunction;
  readonly openTicket: IFunction;
  readonly tellGuest: IFunction;
  readonly tellSponsor: IFunction;
}

/**
 * Follows one change of a stay: what was granted becomes a file of the CRI and an account, by the one way there is to be onboarded;
 * what waits becomes a ticket; everybody is told. A request that waits is a row and no execution: the decision is a change of its own,
 * which starts this machine again.
 */
export function guest(scope: Construct, steps: GuestSteps): IChainable {
  const guestFailed = new Fail(scope, 'GuestFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' });
  const caught = { resultPath: '$.failure' };
  const step = (name: string, run: IFunction, resultPath: string): TaskStateBase =>
    invokeStep(scope, name, run, resultPath).addCatch(guestFailed, caught);
  const is = (path: string, value: string): Condition => Condition.stringEquals(path, value);

  const tell = step('TellGuest', steps.tellGuest, '$.guest')
    .next(step('TellSponsor', steps.tellSponsor, '$.sponsor'))
    .next(
      new Choice(scope, 'HowItStands?')
        .when(is('$.request.stands', 'invited'), new Succeed(scope, 'Invited'))
        .when(is('$.request.stands', 'awaiting'), new Succeed(scope, 'AwaitingDecision'))
        .when(is('$.request.stands', 'declined'), new Succeed(scope, 'Declined'))
        .otherwise(new Succeed(scope, 'Told')),
    );
  const ticketOrTell = new Choice(scope, 'DecisionAwaited?')
    .when(is('$.request.waits', 'yes'), step('OpenTicket', steps.openTicket, '$.ticket').next(tell))
    .otherwise(tell);

  // An account may come into being while the sponsor ends the stay: what holds is asked once more.
  const settle = step('SettleAccount', steps.settleAccount, '$.settled').next(ticketOrTell);
  const onboard = new Parallel(scope, 'Onboard', {
    parameters: { operationId: JsonPath.stringAt('$.requestId'), fileId: JsonPath.stringAt('$.stay.fileId') },
    resultPath: '$.onboarding',
  })
    .branch(
      onboardingChain(scope, steps, {
        directoryPatience: aMinute,
        stepFailed: new Pass(scope, 'StepFailed', { parameters: { outcome: 'StepFailed' } }),
      }),
    )
    .addCatch(guestFailed, caught);
  const onboarded = new Choice(scope, 'StayOnboarded?')
    .when(
      Condition.or(is('$.onboarding[0].outcome', 'Onboarded'), is('$.onboarding[0].outcome', 'AlreadyOnboarded')),
      settle,
    )
    .otherwise(
      new Fail(scope, 'StayNotOnboarded', {
        error: 'StayNotOnboarded',
        cause: 'The file of a granted stay did not become an account: its row in the table of files says why.',
      }),
    );
  const store = step('StoreStay', steps.storeStay, '$.stay').next(
    new Choice(scope, 'StayToOnboard?')
      .when(is('$.stay.outcome', 'to-onboard'), onboard.next(onboarded))
      .otherwise(settle),
  );

  return step('ValidateRequest', steps.validateRequest, '$.request').next(
    new Choice(scope, 'StayGranted?')
      .when(is('$.request.outcome', 'granted'), store)
      .when(is('$.request.outcome', 'not-granted'), ticketOrTell)
      .otherwise(new Succeed(scope, 'NothingToDo')),
  );
}
