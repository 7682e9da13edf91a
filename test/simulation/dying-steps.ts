import type { Tables } from '../../functions/table/tables.ts';
import type { Step } from '../support/run-workflow.ts';

/** How a step dies: before it does anything or after all of it, once or as often as it is tried. */
export interface Death {
  readonly acted: boolean;
  readonly forGood: boolean;
}

/** The ids of what an execution was about, as its state names them. */
type Ids = Readonly<Record<'accountId' | 'fileId' | 'requestId' | 'operationId', ReadonlySet<string>>>;

/** What Lambda says of a function that ended by itself. */
const diedForGood = 'Runtime.ExitError';

/**
 * Steps some of which are stopped or crash, as Lambda reports it: one that is tried again does what is left to do, and behind one that
 * died for good the execution takes the way of a failure.
 * @param died is told of those for good, with the state that the step was given.
 */
export function dyingSteps(
  steps: Readonly<Record<string, Step>>,
  { dies, died }: { dies: (step: string) => Death | undefined; died: (state: object) => void },
): Record<string, Step> {
  const dying = ([name, run]: [string, Step]): [string, Step] => [
    name,
    async (state: never) => {
      const death = dies(name);
      if (!death) return run(state);
      if (death.acted) await run(state);
      if (death.forGood) died(state);
      // The first one is retried by every step, the second by none.
      throw Object.assign(new Error('The function died'), { name: death.forGood ? diedForGood : 'Lambda.Unknown' });
    },
  ];
  return Object.fromEntries(Object.entries(steps).map(dying));
}

/** The accounts and requests that a state is about, as far as there are any yet. */
export async function subjectsOf(state: object, tables: Pick<Tables, 'get'>): Promise<string[]> {
  const ids = idsOf(state);
  const rows = await Promise.all([
    ...[...ids.fileId].map((fileId) => tables.get('files', { fileId })),
    ...[...ids.requestId].map((requestId) => tables.get('requests', { requestId })),
    ...[...ids.operationId].map((operationId) => tables.get('operations', { operationId })),
  ]);
  const theirs = rows.map((row) => row?.['accountId']).filter((id) => typeof id === 'string');
  return [...new Set([...ids.accountId, ...ids.requestId, ...theirs])];
}

function idsOf(state: object): Ids {
  const ids = {
    accountId: new Set<string>(),
    fileId: new Set<string>(),
    requestId: new Set<string>(),
    operationId: new Set<string>(),
  };
  const collect = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [name, value] of Object.entries(node)) {
      if (name in ids && typeof value === 'string') ids[name as keyof Ids].add(value);
      else collect(value);
    }
  };
  collect(state);
  return ids;
}
