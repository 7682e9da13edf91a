import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { mostRounds, probe } from '../../functions/provisioning/probe.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { inMemoryDirectory } from '../support/in-memory-directory.ts';
import { inMemoryTables } from '../support/in-memory-tables.ts';
import { statesOf } from '../support/run-workflow.ts';
import { synthesize } from '../support/synthesize.ts';

const { functions, machines } = synthesize();

interface Retry {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
  readonly IntervalSeconds?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}
interface Task {
  readonly Type: string;
  readonly Resource: string;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Retry[];
  readonly Catch?: readonly { ErrorEquals: string[]; Next: string }[];
}

const states = [...machines].flatMap(([machine, { definition }]) =>
  statesOf(definition).map(([state, body]) => ({ machine, state, body })),
);
const tasks = states
  .filter(({ body }) => body['Type'] === 'Task')
  .map(({ body, ...place }) => ({ ...place, task: body as unknown as Task }));
const functionOf = ({ Resource }: Task) => {
  const found = functions.get(/^<(.*)\.Arn>$/.exec(Resource)?.[1] ?? '');
  if (!found) throw new Error(`${Resource} is no function of ours`);
  return found;
};
const mapped = 'The Map around it is caught.';
const tolerated =
  'The Distributed Map tolerates a chunk that breaks, and the report lists what it held as not processed.';
/** Tasks without a Catch of their own, and who catches what they throw. */
const uncaught: Readonly<Record<string, string>> = {
  'Matricule-Onboarding/LeavePending': mapped,
  'Matricule-Activation/LeavePending': mapped,
  'Matricule-Activation/LeavePendingStrictest': mapped,
  'Matricule-Activation/LeavePendingOthers': mapped,
  'Matricule-Password/LeavePendingStrictest': mapped,
  'Matricule-Password/LeavePendingOthers': mapped,
  'Matricule-Access/LeavePending': mapped,
  'Matricule-Cleanup/LeavePending': mapped,
  'Matricule-Cleanup/WriteResults': tolerated,
  'Matricule-Expiry/LeavePending': mapped,
  'Matricule-Guest/LeavePending': mapped,
  'Matricule-Intake/LeavePending': mapped,
  'Matricule-Intake/StoreRows': tolerated,
  'Matricule-Intake/WriteResults': tolerated,
};
/** A task that ends differently when waiting may mend it. */
const caughtApart: Readonly<Record<string, readonly string[]>> = {
  'Matricule-Reconcile/CompareDirectory': ['RetryableError', 'States.ALL'],
};
const timeout = (properties: Record<string, unknown>) => Number(properties['Timeout']);

describe('state machines', () => {
  test('are those that are documented, with a step each at least', () => {
    expect([...machines.keys()].toSorted()).toEqual([
      'Matricule-Access',
      'Matricule-Activation',
      'Matricule-Address',
      'Matricule-Cleanup',
      'Matricule-Expiry',
      'Matricule-Guest',
      'Matricule-Intake',
      'Matricule-Onboarding',
      'Matricule-Password',
      'Matricule-Provisioning',
      'Matricule-Reconcile',
      'Matricule-Recovery',
    ]);
    expect(new Set(tasks.map(({ machine }) => machine)).size).toBe(machines.size);
  });

  test('J-03 are Standard, and the chunks of an intake and of a night alone are Express', () => {
    expect([...machines.values()].map(({ properties }) => properties['StateMachineType'] ?? 'STANDARD')).toEqual(
      [...machines].map(() => 'STANDARD'),
    );
    const modes = states.flatMap(({ machine, state, body }) => {
      const { ProcessorConfig } = (body['ItemProcessor'] ?? {}) as { ProcessorConfig?: { ExecutionType?: string } };
      return ProcessorConfig?.ExecutionType === undefined ? [] : [[machine, state, ProcessorConfig.ExecutionType]];
    });
    expect(modes.toSorted()).toEqual([
      ['Matricule-Cleanup', 'CleanUp', 'EXPRESS'],
      ['Matricule-Intake', 'Apply', 'EXPRESS'],
    ]);
  });

  test('log every event, and none with what was said in it (AwsSolutions-SF1, F-01)', () => {
    for (const { properties } of machines.values()) {
      expect(properties['LoggingConfiguration']).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
    }
  });
});

describe('J-05 waiting', () => {
  test('is done in one state, for as long as the probe says', () => {
    const waits = states.filter(({ body }) => body['Type'] === 'Wait');
    expect(waits.map(({ state, body }) => [state, body['SecondsPath']])).toEqual([
      ['WaitForDirectory', '$.probe.waitSeconds'],
    ]);
  });

  test.each([1, 2, 8, 9, mostRounds])('takes a quarter of an hour at most before probe %i', async (round) => {
    const directory = inMemoryDirectory();
    const away = { ...directory, probe: () => Promise.reject(new RetryableError('away')) };
    const { waitSeconds } = await probe(
      { directory: 'uca', executionId: 'execution', probe: { rounds: round - 1 } },
      {
        tables: inMemoryTables(),
        directory: () => away,
        countMetric: () => undefined,
        now: () => Temporal.Instant.from('2026-09-01T08:00:00Z'),
      },
    );
    expect(waitSeconds).toBeGreaterThanOrEqual(5);
    expect(waitSeconds).toBeLessThanOrEqual(900);
  });
});

describe.each(tasks)('$machine: $state', ({ machine, state, task }) => {
  test('J-06 ends in time, and is tried again with jitter up to a longest pause', () => {
    expect(task.TimeoutSeconds).toBeGreaterThan(0);
    expect(task.Retry?.length).toBeGreaterThan(0);
    for (const retry of task.Retry ?? []) {
      expect(retry.JitterStrategy).toBe('FULL');
      expect(retry.MaxDelaySeconds).toBeGreaterThan(0);
      expect(retry.MaxAttempts).toBeGreaterThan(0);
      expect(retry.ErrorEquals).not.toContain('States.ALL');
    }
  });

  test(`J-06 is caught. ${uncaught[`${machine}/${state}`] ?? ''}`, () => {
    const caught = task.Catch?.flatMap(({ ErrorEquals }) => ErrorEquals) ?? [];
    const place = `${machine}/${state}`;
    expect(caught).toEqual(place in uncaught ? [] : (caughtApart[place] ?? ['States.ALL']));
  });

  test('J-07 outlasts its function, and is outlasted by its workflow', () => {
    expect(task.TimeoutSeconds).toBeGreaterThan(timeout(functionOf(task).properties));
    expect(machines.get(machine)?.definition.TimeoutSeconds).toBeGreaterThan(task.TimeoutSeconds ?? Infinity);
  });
});

describe('J-06 what is tried again', () => {
  const lambda = [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.TooManyRequestsException',
  ];
  const budget = ({ Retry = [] }: Task, error: string): number =>
    Retry.find(({ ErrorEquals }) => ErrorEquals.includes(error))?.MaxAttempts ?? 0;

  test('is eight times what Lambda could not run, and twice what was stopped or crashed', () => {
    for (const { task } of tasks) {
      expect(lambda.map((error) => budget(task, error))).toEqual(lambda.map(() => 8));
      for (const error of ['Sandbox.Timedout', 'Lambda.Unknown', 'States.Timeout']) expect(budget(task, error)).toBe(2);
    }
  });

  test('is five times, under a minute, what may succeed later; and in bulk a directory is asked once', () => {
    const other = tasks.filter(({ task }) => budget(task, 'RetryableError') !== 5);
    expect(other.map(({ machine, state, task }) => [machine, state, budget(task, 'RetryableError')])).toEqual([
      ['Matricule-Address', 'TellFormerAddress', 40],
      ['Matricule-Activation', 'Notify', 40],
      ['Matricule-Password', 'Notify', 40],
      ['Matricule-Intake', 'ProvisionDirectory', 0],
      ['Matricule-Cleanup', 'ProvisionDirectory', 0],
    ]);
  });

  test.each(tasks.filter(({ task }) => budget(task, 'RetryableError') > 5))(
    'is hours for a security notice, and outlasted by its workflow: $machine',
    ({ machine, task: { Retry = [], TimeoutSeconds = 0 } }) => {
      const {
        MaxAttempts = 0,
        MaxDelaySeconds = 0,
        IntervalSeconds = 0,
      } = Retry.find(({ ErrorEquals }) => ErrorEquals.includes('RetryableError')) ?? {};
      const longest = Array.from({ length: MaxAttempts }, (_, n) =>
        Math.min(IntervalSeconds * 2 ** n, MaxDelaySeconds),
      ).reduce((sum, seconds) => sum + seconds + TimeoutSeconds, 0);
      // The jitter is full: half of it on average.
      expect(longest / 2).toBeGreaterThan(4 * 3600);
      expect(machines.get(machine)?.definition.TimeoutSeconds).toBeGreaterThan(longest);
    },
  );
});

describe('J-06 what is caught', () => {
  test('comes to a state that tells, and never to a success', () => {
    const ends = states.flatMap(({ machine, body }) =>
      ((body as unknown as Task).Catch ?? []).map(({ Next }) => `${machine}: ${Next}`),
    );
    expect([...new Set(ends)].toSorted()).toEqual([
      'Matricule-Access: AccessFailed',
      'Matricule-Access: LeavePending',
      'Matricule-Activation: LeavePending',
      'Matricule-Activation: LeavePendingOthers',
      'Matricule-Activation: LeavePendingStrictest',
      'Matricule-Activation: StepFailed',
      'Matricule-Address: StepFailed',
      'Matricule-Cleanup: CleanupFailed',
      'Matricule-Cleanup: ContactsNotAsked',
      'Matricule-Cleanup: LeavePending',
      'Matricule-Cleanup: StepFailed',
      'Matricule-Expiry: LeavePending',
      'Matricule-Expiry: StepFailed',
      'Matricule-Guest: GuestFailed',
      'Matricule-Guest: LeavePending',
      'Matricule-Guest: RecordFailure',
      'Matricule-Guest: StepFailed',
      'Matricule-Intake: IntakeFailed',
      'Matricule-Intake: LeavePending',
      'Matricule-Intake: RecordFailure',
      'Matricule-Intake: StepFailed',
      'Matricule-Onboarding: LeavePending',
      'Matricule-Onboarding: RecordFailure',
      'Matricule-Onboarding: StepFailed',
      'Matricule-Password: LeavePendingOthers',
      'Matricule-Password: LeavePendingStrictest',
      'Matricule-Password: StepFailed',
      'Matricule-Provisioning: StepFailed',
      'Matricule-Reconcile: LeaveForTomorrow',
      'Matricule-Reconcile: LeaveToReport',
      'Matricule-Reconcile: StepFailed',
      'Matricule-Recovery: MailFailed',
      'Matricule-Recovery: StepFailed',
    ]);
  });

  test('fails the execution, but where others must not stop for it: there it is an outcome, which what follows reads', () => {
    const telling = /^(StepFailed|\w+Failed|ContactsNotAsked|LeaveForTomorrow|LeaveToReport)$/;
    const ends = states.filter(({ state }) => telling.test(state));
    expect(
      ends.map(({ machine, state, body }) => `${machine}: ${state} is a ${String(body['Type'])}`).toSorted(),
    ).toEqual([
      'Matricule-Access: AccessFailed is a Fail',
      'Matricule-Activation: StepFailed is a Fail',
      'Matricule-Address: StepFailed is a Fail',
      'Matricule-Cleanup: CleanupFailed is a Fail',
      // The report counts both, and fails the execution by what it finds undone.
      'Matricule-Cleanup: ContactsNotAsked is a Pass',
      'Matricule-Cleanup: StepFailed is a Pass',
      'Matricule-Expiry: StepFailed is a Fail',
      'Matricule-Guest: GuestFailed is a Fail',
      // Of the onboarding inside: it comes to StayNotOnboarded, which is a Fail.
      'Matricule-Guest: StepFailed is a Pass',
      'Matricule-Intake: IntakeFailed is a Fail',
      'Matricule-Intake: StepFailed is a Pass',
      'Matricule-Onboarding: StepFailed is a Fail',
      'Matricule-Password: StepFailed is a Fail',
      'Matricule-Provisioning: StepFailed is a Fail',
      // A directory that is away is compared the next night; one that breaks fails the execution, by its report.
      'Matricule-Reconcile: LeaveForTomorrow is a Pass',
      'Matricule-Reconcile: LeaveToReport is a Pass',
      'Matricule-Reconcile: StepFailed is a Fail',
      // It comes to NotAllMailed, which is a Fail, once all were tried.
      'Matricule-Recovery: MailFailed is a Pass',
      'Matricule-Recovery: StepFailed is a Fail',
    ]);
  });

  const maps = states.filter(({ body }) => body['Type'] === 'Map' || body['Type'] === 'Parallel');
  /** Each of their tasks is caught inside, so that one that fails stops no other. */
  const tasksCaught: Readonly<Record<string, string>> = {
    'Matricule-Intake/OnboardPeople': 'What breaks in between breaks a chunk. ' + tolerated,
    'Matricule-Cleanup/LookAfterAccounts': 'What breaks in between breaks a chunk. ' + tolerated,
    'Matricule-Reconcile/CompareDirectories': 'What breaks in between fails the execution, which an alarm sees.',
  };

  test.each(maps)('includes $machine: $state, or each task inside it', ({ machine, state, body }) => {
    const inside = [body['ItemProcessor'] ?? body['Branches']].flat().flatMap((inner) => statesOf(inner));
    const bare = inside.filter(([name, one]) => one['Type'] === 'Task' && !('Catch' in one) && name !== 'LeavePending');
    if (`${machine}/${state}` in tasksCaught) expect([body['Catch'], bare]).toEqual([undefined, []]);
    else expect((body as unknown as Task).Catch?.map(({ ErrorEquals }) => ErrorEquals)).toEqual([['States.ALL']]);
  });

  test.each([
    ['Matricule-Intake', 'Apply', 'IntakeFailed'],
    ['Matricule-Cleanup', 'CleanUp', 'CleanupFailed'],
  ])('of %s is no chunk that breaks: it stops no other', (name, map, Next) => {
    const { body } = maps.find(({ machine, state }) => machine === name && state === map) ?? {};
    expect(body?.['ToleratedFailurePercentage']).toBe(100);
    expect(body?.['Catch']).toEqual([{ ErrorEquals: ['States.ALL'], Next, ResultPath: '$.failure' }]);
  });
});
