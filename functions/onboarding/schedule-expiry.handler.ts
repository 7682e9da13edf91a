import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { eventBridgeSchedules } from '../account/eventbridge-schedules.ts';
import { clock } from '../step/clock.ts';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { contract, scheduleExpiry } from './schedule-expiry.ts';

const schedules = eventBridgeSchedules(new SchedulerClient(sdkTimeouts), {
  group: environment('SCHEDULE_GROUP'),
  stateMachineArn: environment('EXPIRY_ARN'),
  roleArn: environment('SCHEDULE_ROLE_ARN'),
  deadLetterArn: environment('SCHEDULE_DEAD_LETTER_ARN'),
});
const deps = { tables: deployedTables(), schedules, university, ...clock };
export const handler = toHandler(contract, (input) => scheduleExpiry(input, deps));
