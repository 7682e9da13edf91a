import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, inject } from 'vitest';
import type { Outputs } from '../../local/deploy.ts';
import { worldClient } from './local-clients.ts';
import { patience } from './patience.ts';

type Machine = Extract<keyof Outputs, `${string}Arn`>;

/** How an execution of the deployed product ended. */
export interface Ended {
  readonly status: string;
  /** What its last state gave; nothing of one that failed. */
  readonly output: Record<string, unknown>;
}

/** Starts a state machine as EventBridge does, and waits for its end. */
export async function execute(machine: Machine, input: object = {}): Promise<Ended> {
  const stateMachineArn = inject('world').outputs[machine];
  const { executionArn = '' } = await engine().send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return ended(executionArn);
}

/** Waits for the end of an execution that the product starts by this name. */
export function executionNamed(machine: Machine, name: string): Promise<Ended> {
  return ended(`${inject('world').outputs[machine].replace(':stateMachine:', ':execution:')}:${name}`);
}

async function ended(executionArn: string): Promise<Ended> {
  const describe = async () => {
    try {
      return await engine().send(new DescribeExecutionCommand({ executionArn }));
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  };
  const isOver = async () => !['RUNNING', undefined].includes((await describe())?.status);
  await expect.poll(isOver, patience).toBe(true);
  const { status = '', output = '{}' } = (await describe()) ?? {};
  return { status, output: JSON.parse(output) as Record<string, unknown> };
}

const engine = (): SFNClient => new SFNClient(worldClient());
