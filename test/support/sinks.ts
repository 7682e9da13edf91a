import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { paginateListSchedules, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
  paginateListMapRuns,
  paginateListStateMachines,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { paginateListQueues, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { inject } from 'vitest';
import { directories } from '../../functions/university/university.ts';
import { worldClient } from './local-clients.ts';

/** One place where personal data and secrets must never be, and everything that it holds now. */
export interface Sink {
  readonly name: string;
  readonly text: string;
}

/** Everything that many people can read: executions, logs (metrics are lines of them), names of objects and schedules. */
export async function sinks(): Promise<Sink[]> {
  return (await Promise.all([executions(), logs(), objectNames(), schedules(), cloudLog(), directoryLogs()])).flat();
}

/** What holds personal data and never a secret: the bodies of messages that wait, dead letters too, and of objects. */
export async function bodies(): Promise<Sink[]> {
  return (await Promise.all([messages(), objects()])).flat();
}

async function messages(): Promise<Sink[]> {
  const client = new SQSClient(worldClient());
  const found: Sink[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client }, {})) {
    for (const QueueUrl of QueueUrls) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
      );
      found.push({ name: `queue ${QueueUrl}`, text: JSON.stringify(Messages) });
    }
  }
  return found;
}

async function objects(): Promise<Sink[]> {
  const client = new S3Client(worldClient());
  const Bucket = inject('world').outputs.IntakeBucket;
  const found: Sink[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    for (const { Key } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      found.push({ name: `object ${String(Key)}`, text: (await Body?.transformToString()) ?? '' });
    }
  }
  return found;
}

async function executions(): Promise<Sink[]> {
  const client = new SFNClient(worldClient());
  const found: Sink[] = [];
  const read = async (executionArn: string): Promise<void> => {
    const { name, input, output, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    found.push({ name: `execution ${executionArn}`, text: JSON.stringify({ name, input, output, error, cause }) });
    for await (const { events } of paginateGetExecutionHistory(
      { client },
      { executionArn, includeExecutionData: true },
    )) {
      found.push({ name: `history of ${executionArn}`, text: JSON.stringify(events) });
    }
  };
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    for (const { stateMachineArn } of stateMachines) {
      for await (const { executions: page = [] } of paginateListExecutions({ client }, { stateMachineArn })) {
        for (const { executionArn } of page) {
          if (executionArn === undefined) continue;
          await read(executionArn);
          for await (const { mapRuns = [] } of paginateListMapRuns({ client }, { executionArn })) {
            for (const { mapRunArn } of mapRuns) {
              for await (const { executions: children = [] } of paginateListExecutions({ client }, { mapRunArn })) {
                for (const child of children) if (child.executionArn !== undefined) await read(child.executionArn);
              }
            }
          }
        }
      }
    }
  }
  return found;
}

async function logs(): Promise<Sink[]> {
  const client = new CloudWatchLogsClient(worldClient());
  const found: Sink[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName } of logGroups) {
      for await (const { events } of paginateFilterLogEvents({ client }, { logGroupName })) {
        found.push({ name: `log ${String(logGroupName)}`, text: JSON.stringify(events) });
      }
    }
  }
  return found;
}

async function objectNames(): Promise<Sink[]> {
  const client = new S3Client(worldClient());
  const found: Sink[] = [];
  for await (const { Contents } of paginateListObjectsV2(
    { client },
    { Bucket: inject('world').outputs.IntakeBucket },
  )) {
    found.push({ name: 'names of objects', text: JSON.stringify(Contents?.map(({ Key }) => Key)) });
  }
  return found;
}

async function schedules(): Promise<Sink[]> {
  const client = new SchedulerClient(worldClient());
  const found: Sink[] = [];
  for await (const { Schedules = [] } of paginateListSchedules({ client }, {})) {
    for (const { Name, GroupName } of Schedules) {
      const schedule = await client.send(new GetScheduleCommand({ Name, GroupName }));
      found.push({ name: `schedule ${String(Name)}`, text: JSON.stringify(schedule) });
    }
  }
  return found;
}

/** What the directories say of themselves. */
async function directoryLogs(): Promise<Sink[]> {
  const folder = dirname(inject('world').cloudLog);
  return Promise.all(
    directories.map(async (name) => ({
      name: `the log of ${name}`,
      text: await readFile(join(folder, name, 'slapd.log'), 'utf8').catch(() => ''),
    })),
  );
}

/** The local cloud's own log names every request by path; that its SES says whom it sent to is its own doing. */
async function cloudLog(): Promise<Sink[]> {
  const lines = (await readFile(inject('world').cloudLog, 'utf8')).split('\n');
  return [{ name: 'the cloud’s own log', text: lines.filter((line) => !/ \[ses\] /.test(line)).join('\n') }];
}
