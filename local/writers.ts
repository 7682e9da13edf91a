import { setTimeout } from 'node:timers/promises';
import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { paginateListExecutions, type SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Deployed } from './reached-cloud.ts';

interface Writers extends Pick<Deployed, 'functions' | 'machines'> {
  readonly lambda: LambdaClient;
  readonly sfn: SFNClient;
  readonly say: (line: string) => void;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** What Lambda allows at most. */
const longestOfAll = 900;

/**
 * Has nothing of the product write any more, and resolves when that is so. Only functions write: none may run, whatever rules,
 * schedules and queues start meanwhile fails. Executions that have begun are ended rather than waited for, since one
 * may wait for a directory for days and would go on afterwards with what it knew before.
 */
export async function stopWriters({ lambda, sfn, functions, machines, say, pause = setTimeout }: Writers) {
  let longest = 0;
  for (const FunctionName of functions) {
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    const { Timeout = longestOfAll } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    longest = Math.max(longest, Timeout);
  }
  for (const stateMachineArn of machines)
    for await (const { executions = [] } of paginateListExecutions(
      { client: sfn },
      { stateMachineArn, statusFilter: 'RUNNING' },
    ))
      for (const { executionArn } of executions) await sfn.send(new StopExecutionCommand({ executionArn }));
  say(`Nothing starts any more. What runs may run for ${longest} seconds: waiting for its end.`);
  await pause(longest * 1_000);
}

/** No deployment of ours reserves concurrency, so that none is lost here. */
export async function startWriters({ lambda, functions }: Pick<Writers, 'lambda' | 'functions'>): Promise<void> {
  for (const FunctionName of functions) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
}
