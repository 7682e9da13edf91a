import {
  ActionAfterCompletion,
  ConflictException,
  CreateScheduleCommand,
  FlexibleTimeWindowMode,
  ResourceNotFoundException,
  type SchedulerClient,
  UpdateScheduleCommand,
  type UpdateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { isAwsAway } from '../step/aws-away.ts';
import { RetryableError } from '../step/errors.ts';
import type { Schedules } from './schedules.ts';

/** Where reminders go. */
export interface ScheduleTarget {
  readonly group: string;
  readonly stateMachineArn: string;
  readonly roleArn: string;
  readonly deadLetterArn: string;
}

/** EventBridge Scheduler accepts a flexible window of up to a day: a quarter of an hour spreads a day's last accounts. */
const windowMinutes = 15;

/**
 * The most that EventBridge Scheduler takes (its API reference, RetryPolicy): a day. What has not started by then is a dead
 * letter, and the sweep of the night does it.
 */
const retryPolicy = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 };

/** Reminders by EventBridge Scheduler: one schedule named by the account's id, which starts the expiry workflow and goes. */
export function eventBridgeSchedules(
  client: SchedulerClient,
  { group, stateMachineArn, roleArn, deadLetterArn }: ScheduleTarget,
): Schedules {
  return {
    async set(accountId, at) {
      const schedule = {
        Name: accountId,
        GroupName: group,
        ScheduleExpression: `at(${at.toString({ smallestUnit: 'second' }).replace('Z', '')})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: FlexibleTimeWindowMode.FLEXIBLE, MaximumWindowInMinutes: windowMinutes },
        ActionAfterCompletion: ActionAfterCompletion.DELETE,
        Target: {
          Arn: stateMachineArn,
          RoleArn: roleArn,
          Input: JSON.stringify({ accountId }),
          DeadLetterConfig: { Arn: deadLetterArn },
          RetryPolicy: retryPolicy,
        },
      };
      try {
        await client.send(new CreateScheduleCommand(schedule)).catch((error: unknown) => {
          if (error instanceof ConflictException) return update(client, schedule);
          throw error;
        });
      } catch (error) {
        throw isAwsAway(error) ? new RetryableError('The schedule could not be set', { cause: error }) : error;
      }
    },
  };
}

/** Moves a schedule that stood a moment ago: it may have gone off since, or be changed by another at this moment. */
async function update(client: SchedulerClient, schedule: UpdateScheduleCommandInput): Promise<void> {
  try {
    await client.send(new UpdateScheduleCommand(schedule));
  } catch (error) {
    const raced = error instanceof ConflictException || error instanceof ResourceNotFoundException;
    throw raced ? new RetryableError('The schedule changed meanwhile', { cause: error }) : error;
  }
}
