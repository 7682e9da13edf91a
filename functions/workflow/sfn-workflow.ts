import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { isAwsAway } from '../step/aws-away.ts';
import { RetryableError } from '../step/errors.ts';
import type { StartWorkflow } from './start-workflow.ts';

/** Starts executions of one Step Functions state machine. */
export function sfnWorkflow(client: SFNClient, stateMachineArn: string): StartWorkflow {
  return async (name, input) => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return;
      throw isAwsAway(error) ? new RetryableError('The workflow could not be started', { cause: error }) : error;
    }
  };
}
