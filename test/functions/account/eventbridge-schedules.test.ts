import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { eventBridgeSchedules } from '../../../functions/account/eventbridge-schedules.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { type AwsAnswer, awsAnswer, awsHangsUp, scriptedAws } from '../../support/scripted-aws.ts';

const taken = awsAnswer(409, 'ConflictException');
const set = awsAnswer(200, { ScheduleArn: 'arn:aws:scheduler:eu-west-3:123456789012:schedule/Matricule/account' });

const target = {
  group: 'Matricule',
  stateMachineArn: 'arn:aws:states:eu-west-3:123456789012:stateMachine:Matricule-Expiry',
  roleArn: 'arn:aws:iam::123456789012:role/schedule',
  deadLetterArn: 'arn:aws:sqs:eu-west-3:123456789012:dead-letters',
};

/** The whole reminder, as the scheduler keeps it. */
const reminder = {
  GroupName: target.group,
  ScheduleExpression: 'at(2027-01-31T23:00:00)',
  ScheduleExpressionTimezone: 'UTC',
  FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
  ActionAfterCompletion: 'DELETE',
  Target: {
    Arn: target.stateMachineArn,
    RoleArn: target.roleArn,
    Input: '{"accountId":"account"}',
    DeadLetterConfig: { Arn: target.deadLetterArn },
    RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
  },
};

/** Sets the reminder of an account while the scheduler gives these answers. */
async function remind(...answers: AwsAnswer[]) {
  const { settings, requests } = await scriptedAws(...answers);
  const schedules = eventBridgeSchedules(new SchedulerClient(settings), target);
  const outcome = await schedules.set('account', Temporal.Instant.from('2027-01-31T23:00:00.5Z')).then(
    () => 'set' as const,
    (error: unknown) => error,
  );
  return { outcome, requests };
}

describe('the reminder of an account', () => {
  test('K-04, K-07 starts the expiry of that account within a quarter of an hour, is tried for a day, and goes', async () => {
    const { outcome, requests } = await remind(set);
    expect(outcome).toBe('set');
    expect(requests).toEqual([{ ...reminder, ClientToken: expect.any(String) as string }]);
  });

  test('K-06 is moved when there is one, and is whole then', async () => {
    const { outcome, requests } = await remind(taken, set);
    expect(outcome).toBe('set');
    expect(requests).toHaveLength(2);
    expect(requests[1]).toEqual({ ...reminder, ClientToken: expect.any(String) as string });
  });

  test.each([
    ['goes off between the question and the move', awsAnswer(404, 'ResourceNotFoundException')],
    ['is moved by another at the same moment', taken],
  ])('is worth another try when it %s', async (_, answer) => {
    const { outcome } = await remind(taken, answer);
    expect(outcome).toBeInstanceOf(RetryableError);
  });

  test.each([
    ['throttles', awsAnswer(429, 'ThrottlingException')],
    ['fails', awsAnswer(500, 'InternalServerException')],
    ['hangs up', awsHangsUp],
  ])('is worth another try when the scheduler %s', async (_, answer) => {
    expect((await remind(answer)).outcome).toBeInstanceOf(RetryableError);
    expect((await remind(taken, answer)).outcome).toBeInstanceOf(RetryableError);
  });

  test.each([
    ['knows no such group', [awsAnswer(404, 'ResourceNotFoundException')]],
    ['refuses a new one', [awsAnswer(400, 'ValidationException')]],
    ['refuses the move', [taken, awsAnswer(400, 'ValidationException')]],
  ])('is not worth another try when the scheduler %s', async (_, answers) => {
    const { outcome } = await remind(...answers);
    expect(outcome).toBeInstanceOf(Error);
    expect(outcome).not.toBeInstanceOf(RetryableError);
  });
});
