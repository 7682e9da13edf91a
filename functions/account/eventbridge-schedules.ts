import {
  ActionAfterCompletion,
  ConflictException,
  CreateScheduleCommand,
  FlexibleTimeWindowMode,
  type SchedulerClient,
  UpdateScheduleCommand,
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
        },
      };
      try {
        await client.send(new CreateScheduleCommand(schedule)).catch((error: unknown) => {
          if (error instanceof ConflictException) return client.send(new UpdateScheduleCommand(schedule));
          throw error;
        });
      } catch (error) {
        throw isAwsAway(error) ? new RetryableError('The schedule could not be set', { cause: error }) : error;
      }
    },
  };
}
