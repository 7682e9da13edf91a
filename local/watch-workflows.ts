import { setTimeout as pause } from 'node:timers/promises';
import {
  type ExecutionListItem,
  paginateGetExecutionHistory,
  paginateListExecutions,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/**
 * Tells, one line a state, what the workflows do from now on, until `signal` aborts. States hold random ids and outcomes
 * only, so there is nothing in it that a screen may not show.
 */
export async function watchWorkflows(
  sfn: SFNClient,
  machineArns: readonly string[],
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const ended = new Set<string>();
  const told = new Map<string, number>();
  for (const execution of await executions(sfn, machineArns, ended)) ended.add(execution.executionArn ?? '');
  while (!signal.aborted) {
    await pause(700, undefined, { signal }).catch(() => undefined);
    for (const execution of await executions(sfn, machineArns, ended).catch(() => [])) {
      const { executionArn: arn = '', status = '' } = execution;
      for (const line of await newLines(sfn, execution, told).catch(() => [])) say(line);
      if (status === 'RUNNING') continue;
      ended.add(arn);
      told.delete(arn);
      say(lineOf(execution, execution.stopDate ?? new Date(), status.toLowerCase().replace('_', ' ')));
    }
  }
}

/** Those that are not among `ended`, oldest first. */
async function executions(
  sfn: SFNClient,
  machineArns: readonly string[],
  ended: ReadonlySet<string>,
): Promise<ExecutionListItem[]> {
  const found: ExecutionListItem[] = [];
  for (const stateMachineArn of machineArns) {
    for await (const page of paginateListExecutions({ client: sfn, pageSize: 100 }, { stateMachineArn })) {
      const fresh = (page.executions ?? []).filter(({ executionArn }) => !ended.has(executionArn ?? ''));
      found.push(...fresh);
      // Newest come first: a page without anything new has nothing new behind it.
      if (fresh.length === 0) break;
    }
  }
  return found.sort((one, other) => (one.startDate?.getTime() ?? 0) - (other.startDate?.getTime() ?? 0));
}

async function newLines(sfn: SFNClient, execution: ExecutionListItem, told: Map<string, number>): Promise<string[]> {
  const { executionArn = '' } = execution;
  const already = told.get(executionArn) ?? 0;
  const lines: string[] = [];
  for await (const page of paginateGetExecutionHistory({ client: sfn }, { executionArn })) {
    for (const { id = 0, timestamp = new Date(), stateEnteredEventDetails: entered } of page.events ?? []) {
      if (id <= already) continue;
      told.set(executionArn, id);
      if (entered?.name !== undefined) lines.push(lineOf(execution, timestamp, entered.name));
    }
  }
  return lines;
}

function lineOf({ stateMachineArn = '', name = '' }: ExecutionListItem, at: Date, state: string): string {
  const workflow = stateMachineArn.split(':').at(-1)?.replace('Matricule-', '').toLowerCase() ?? '';
  return `  ${at.toTimeString().slice(0, 8)}  ${workflow.padEnd(13)}${name.slice(-8).padEnd(10)}${state}`;
}
