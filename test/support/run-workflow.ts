import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { type Contract, toHandler } from '../../functions/step/to-handler.ts';

/** A step's handler, as the state machine calls it. */
export type Step = (state: never) => Promise<unknown>;

/** A real step behind its real contract. */
export function step<In, Out>(contract: Contract<In, Out>, run: (input: In) => Promise<Out>): Step {
  const handler = toHandler(contract, run);
  return (state) => handler(state, {}) as Promise<unknown>;
}

export interface Run {
  /** The states that were entered, in order; those inside a Map too. */
  readonly path: readonly string[];
  readonly output?: unknown;
  readonly error?: unknown;
}

/**
 * J-08: of what Step Functions takes, 25,000 events and 256 KiB of state, a run of ours stays within 10,000 and 64 KiB. It
 * writes down five events a task, where two are told of here.
 */
export const ceilings = { events: 4_000, stateBytes: 64 * 1024 };

/**
 * Runs a rendered workflow in this process, on the real steps, and tells which states it went through.
 * @param name of the execution.
 * @throws Error for a run that comes near to what Step Functions takes at most.
 */
export async function runWorkflow(
  asl: StateMachineDefinition,
  input: object,
  steps: Record<string, Step>,
  name = 'execution-1',
): Promise<Run> {
  const { machine, atOnce } = machineOf(asl);
  const execution = machine.run(input as never, {
    overrides: {
      taskResourceLocalHandlers: steps as never,
      retryIntervalOverrides: atOnce,
      waitTimeOverrides: atOnce,
    },
    context: { Execution: { Name: name, Input: input } } as never,
  });
  const settled = execution.result.then(
    (output: unknown) => ({ output }),
    (error: unknown) => ({ error }),
  );
  const path: string[] = [];
  let events = 0;
  for await (const event of execution.eventLogs) {
    events += 1;
    if (/StateEntered$/.test(event.type)) path.push((event as unknown as { state: { name: string } }).state.name);
  }
  const ended = await settled;
  if (events > ceilings.events) throw new Error(`J-08: ${events} events`);
  const bytes = 'output' in ended ? Buffer.byteLength(JSON.stringify(ended.output ?? null)) : 0;
  if (bytes > ceilings.stateBytes) throw new Error(`J-08: ${bytes} bytes of state`);
  return { path, ...ended };
}

/** The names of all states, those inside a Map or a branch too. */
export function namesOf(asl: StateMachineDefinition): string[] {
  return statesOf(asl).map(([name]) => name);
}

/** All states with their names, those inside a Map or a branch too. */
export function statesOf(node: unknown): [string, Record<string, unknown>][] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'States' in node ? (Object.entries(node.States as object) as [string, Record<string, unknown>][]) : [];
  const branches = (state: Record<string, unknown>) => [state['Branches'] ?? []].flat();
  return [
    ...own,
    ...own.flatMap(([, state]) =>
      [state['ItemProcessor'], state['Iterator'], ...branches(state)].flatMap((inner) => statesOf(inner)),
    ),
  ];
}

interface Machine {
  readonly machine: StateMachine;
  /** Seconds that each state waits. */
  readonly atOnce: Readonly<Record<string, 0>>;
}

/** Checking a definition takes longer than running it: once is enough. */
const machines = new WeakMap<StateMachineDefinition, Machine>();

function machineOf(asl: StateMachineDefinition): Machine {
  const known = machines.get(asl) ?? {
    machine: new StateMachine(asl, { validationOptions: { checkPaths: true, checkArn: false } }),
    atOnce: Object.fromEntries(namesOf(asl).map((name) => [name, 0] as const)),
  };
  machines.set(asl, known);
  return known;
}
