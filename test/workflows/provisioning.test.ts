import { ulid } from 'ulid';
import { beforeEach, describe, expect, test } from 'vitest';
import { findLease, takeLease } from '../../functions/provisioning/lease.ts';
import * as claimDirectory from '../../functions/provisioning/claim-directory.ts';
import * as concludeLost from '../../functions/provisioning/conclude-lost.ts';
import * as drain from '../../functions/provisioning/drain.ts';
import * as probe from '../../functions/provisioning/probe.ts';
import * as release from '../../functions/provisioning/release.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { leavePending } from '../../functions/onboarding/leave-pending.ts';
import { onboarding } from '../../lib/workflows/onboarding.ts';
import { provisioning } from '../../lib/workflows/provisioning.ts';
import { onboardingWorld, type OnboardingWorld } from '../support/onboarding-world.ts';
import { ada } from '../support/people.ts';
import { namedFunctions, renderAsl } from '../support/render-asl.ts';
import { runWorkflow, type Step, step } from '../support/run-workflow.ts';

const asl = renderAsl((scope) => provisioning(scope, namedFunctions(scope)));
const onboardingAsl = renderAsl((scope) => onboarding(scope, namedFunctions(scope)));

function drainSteps(world: OnboardingWorld): Record<string, Step> {
  return {
    ClaimDirectory: step(claimDirectory.contract, (input) => claimDirectory.claimDirectory(input, world)),
    Probe: step(probe.contract, (input) => probe.probe(input, world)),
    Drain: step(drain.contract, (input) => drain.drain(input, { ...world, rowFailed: () => undefined })),
    ConcludeLost: step(concludeLost.contract, (input) =>
      concludeLost.concludeLost(input, { ...world, rowFailed: () => undefined }),
    ),
    Release: step(release.contract, (input) => release.release(input, world)),
  };
}

/** People whose accounts could not be written because the directory was away. */
async function withPending(count: number): Promise<OnboardingWorld> {
  const world = onboardingWorld();
  world.servers.uca.away();
  for (let number = 0; number < count; number += 1) {
    const file = {
      ...ada,
      fileNumber: `D-${number}`,
      opiNumber: `OPI-${number}`,
      birthDate: `19${80 + (number % 20)}-01-01`,
    };
    const { fileId } = (await world.handOver(file)) as { fileId: string };
    await runWorkflow(onboardingAsl, { operationId: ulid(), fileId }, world.steps);
  }
  return world;
}

/** A directory of which each write takes 9 seconds. */
function slow(world: OnboardingWorld): OnboardingWorld['servers']['uca'] {
  const { uca } = world.servers;
  return {
    ...uca,
    write: (entry) => {
      world.clock.at = world.clock.at.add({ seconds: 9 });
      return uca.write(entry);
    },
  };
}

describe('provisioning', () => {
  let world: OnboardingWorld;
  beforeEach(async () => {
    world = await withPending(2);
  });

  test('catches a directory up once it is back, and gives it free', async () => {
    world.servers.uca.back();
    const { path } = await runWorkflow(asl, { directory: 'uca' }, drainSteps(world));
    expect(path).toEqual([
      ...['NameDrain', 'ClaimDirectory', 'DirectoryClaimed?', 'Probe', 'DirectoryUp?', 'Drain', 'MoreToDrain?'],
      ...['Release', 'NothingLeft?', 'Drained'],
    ]);
    expect(Object.keys(world.servers.uca.entries())).toEqual(['adalovel', 'adalovel1']);
    expect(world.accounts().map((account) => account.directories.uca?.status)).toEqual(['verified', 'verified']);
    expect(world.tables.rows('pending')).toEqual([]);
    expect(world.tables.rows('leases')).toEqual([]);
  });

  test('goes on probing while the directory is away', async () => {
    let probes = 0;
    const steps = drainSteps(world);
    const { path } = await runWorkflow(
      asl,
      { directory: 'uca' },
      {
        ...steps,
        Probe: async (state) => {
          if ((probes += 1) === 4) world.servers.uca.back();
          return steps['Probe']?.(state);
        },
      },
    );
    expect(path.filter((name) => name === 'WaitForDirectory')).toHaveLength(3);
    expect(path.at(-1)).toBe('Drained');
  });

  test('looks before each wait for passwords that were lost meanwhile, and goes on where it was', async () => {
    const steps = drainSteps(world);
    const looks: unknown[] = [];
    const { path } = await runWorkflow(
      asl,
      { directory: 'uca' },
      {
        ...steps,
        ConcludeLost: (state: { lost?: unknown }) => {
          looks.push(state.lost);
          if (looks.length === 2) world.servers.uca.back();
          return Promise.resolve({ started: 0, next: 'more' });
        },
      },
    );
    expect(path.slice(3, 8)).toEqual(['Probe', 'DirectoryUp?', 'ConcludeLost', 'WaitForDirectory', 'Probe']);
    expect(looks).toEqual([undefined, { started: 0, next: 'more' }]);
    expect(path.at(-1)).toBe('Drained');
  });

  test('waits again when the directory leaves in the middle of a page', async () => {
    world.servers.uca.back();
    const steps = drainSteps(world);
    let drains = 0;
    const { path } = await runWorkflow(
      asl,
      { directory: 'uca' },
      {
        ...steps,
        Drain: async (state) => {
          if ((drains += 1) === 1) world.servers.uca.away();
          else world.servers.uca.back();
          const result = await steps['Drain']?.(state);
          world.servers.uca.back();
          return result;
        },
      },
    );
    expect(path.filter((name) => name === 'Drain')).toHaveLength(2);
    expect(path.at(-1)).toBe('Drained');
  });

  test('takes up what an execution that failed has left behind, when the next hour comes', async () => {
    world.servers.uca.back();
    const broken: Step = () => Promise.reject(Object.assign(new Error('made to fail'), { name: 'StepError' }));
    await runWorkflow(asl, { directory: 'uca' }, { ...drainSteps(world), Drain: broken });
    expect(world.tables.rows('pending')).toHaveLength(2);
    world.clock.at = world.clock.at.add({ hours: 1 });
    await runWorkflow(asl, { directory: 'uca' }, drainSteps(world));
    expect(world.tables.rows('pending')).toEqual([]);
  });

  test('asks no directory when nothing is pending, and gives it free', async () => {
    const idle = onboardingWorld();
    const { path } = await runWorkflow(asl, { directory: 'uca' }, drainSteps(idle));
    expect(path.slice(-4)).toEqual(['DirectoryClaimed?', 'Release', 'NothingLeft?', 'Drained']);
    expect(idle.servers.uca.calls.probe).toBe(0);
    expect(idle.tables.rows('leases')).toEqual([]);
  });

  test('leaves a directory alone that another execution drains', async () => {
    await takeLease('uca', 'another', world);
    const { path } = await runWorkflow(asl, { directory: 'uca' }, drainSteps(world));
    expect(path.slice(-3)).toEqual(['ClaimDirectory', 'DirectoryClaimed?', 'DrainedByAnother']);
  });

  test('takes over from an execution that died', async () => {
    await takeLease('uca', 'another', world);
    world.clock.at = world.clock.at.add({ hours: 1 });
    world.servers.uca.back();
    expect((await runWorkflow(asl, { directory: 'uca' }, drainSteps(world))).path.at(-1)).toBe('Drained');
  });

  test.each(['Probe', 'Drain'])('stops at %s when its lease has passed to another', async (name) => {
    world.servers.uca.back();
    const steps = drainSteps(world);
    const { path } = await runWorkflow(
      asl,
      { directory: 'uca' },
      {
        ...steps,
        [name]: async (state: never) => {
          world.clock.at = world.clock.at.add({ hours: 1 });
          await takeLease('uca', 'another', world);
          return steps[name]?.(state);
        },
      },
    );
    expect(path.at(-1)).toBe('DrainedByAnother');
    expect(world.tables.rows('pending')).toHaveLength(2);
  });

  test('hands over to a fresh execution what became pending at its last moment', async () => {
    world.servers.uca.back();
    const steps = drainSteps(world);
    world.started.length = 0;
    const { path } = await runWorkflow(
      asl,
      { directory: 'uca' },
      {
        ...steps,
        Release: async (state) => {
          await leavePending({ accountId: ulid(), directory: 'uca' }, world);
          return steps['Release']?.(state);
        },
      },
    );
    expect(path.at(-1)).toBe('HandedOver');
    expect(world.started).toMatchObject([{ input: { directory: 'uca' } }]);
  });

  test('starts no other drain when another has taken the directory by then', async () => {
    world.started.length = 0;
    await takeLease('uca', 'another', world);
    const released = await release.release({ directory: 'uca', executionId: 'x' }, world);
    expect(released).toEqual({ outcome: 'handed-over' });
    expect(world.started).toEqual([]);
    expect(await findLease('uca', world)).toMatchObject({ executionId: 'another' });
  });

  test('waits neither between two pages nor to hand over, and leaves the next page to the next step', async () => {
    world.servers.uca.back();
    const outcomes = ['more', 'more', 'empty'];
    const { path } = await runWorkflow(
      asl,
      { directory: 'uca' },
      { ...drainSteps(world), Drain: () => Promise.resolve({ outcome: outcomes.shift(), left: 0 }) },
    );
    expect(path.slice(path.indexOf('Drain'), path.indexOf('Release'))).toEqual([
      ...['Drain', 'MoreToDrain?', 'Drain', 'MoreToDrain?', 'Drain', 'MoreToDrain?'],
    ]);
  });

  test('gives a directory back when it is tired of probing, and to a fresh execution (J-08)', async () => {
    world.started.length = 0;
    const probes = { outcome: 'tired', rounds: probe.mostRounds + 1, waitSeconds: 900 };
    const { path } = await runWorkflow(
      asl,
      { directory: 'uca' },
      { ...drainSteps(world), Probe: () => Promise.resolve(probes) },
    );
    expect(path.slice(path.indexOf('Probe'))).toEqual([
      ...['Probe', 'DirectoryUp?', 'Release', 'NothingLeft?', 'HandedOver'],
    ]);
    expect(world.started).toMatchObject([{ input: { directory: 'uca' } }]);
    expect(world.tables.rows('leases')).toEqual([]);
  });

  test('hands over after many rounds, so that its history stays short (J-08)', async () => {
    const steps = drainSteps(world);
    const { path } = await runWorkflow(
      asl,
      { directory: 'uca' },
      {
        ...steps,
        Probe: step(probe.contract, (input) => probe.probe({ ...input, probe: { rounds: probe.mostRounds } }, world)),
      },
    );
    expect(path.slice(-2)).toEqual(['NothingLeft?', 'HandedOver']);
  });

  test('goes through several pages', async () => {
    const many = await withPending(53);
    many.servers.uca.back();
    const { path } = await runWorkflow(asl, { directory: 'uca' }, drainSteps(many));
    expect(path.filter((name) => name === 'Drain')).toHaveLength(2);
    expect(path.at(-1)).toBe('Drained');
    expect(many.tables.rows('pending')).toEqual([]);
  });

  test('counts an account that cannot be written though the directory answers, and settles the others', async () => {
    world.servers.uca.back();
    const accountId = ulid();
    await world.tables.write({ table: 'pending', put: { directory: 'uca', accountId } });
    await takeLease('uca', 'x', world);
    const failed: unknown[] = [];
    const drained = await drain.drain(
      { directory: 'uca', executionId: 'x' },
      { ...world, rowFailed: (at, error) => failed.push({ ...at, error }) },
    );
    expect(drained).toEqual({ outcome: 'later', left: 1 });
    expect(world.counted).toEqual(['DirectoryWorkBroken']);
    expect(world.tables.rows('pending')).toHaveLength(1);
    expect(failed).toEqual([{ directory: 'uca', accountId, error: expect.any(Error) as unknown }]);
  });

  test('goes on in another step when a directory answers slowly (J-07)', async () => {
    const many = await withPending(12);
    many.servers.uca.back();
    await takeLease('uca', 'x', many);
    const slowly = { ...many, directory: () => slow(many) };
    const { outcome, next } = await drain.drain(
      { directory: 'uca', executionId: 'x' },
      { ...slowly, rowFailed: () => undefined },
    );
    expect(outcome).toBe('more');
    expect(many.tables.rows('pending')[0]).toMatchObject({ directory: 'uca' });
    const [first] = many.tables
      .rows('pending')
      .map(({ accountId }) => (typeof accountId === 'string' ? accountId : ''));
    expect((first ?? '') > (next ?? '')).toBe(true);
  });

  test('tells the operator once of a directory that has been away for a day', async () => {
    const ask = () => probe.probe({ directory: 'uca', executionId: 'x' }, world);
    await takeLease('uca', 'x', world);
    await ask();
    world.clock.at = world.clock.at.add({ hours: 23 });
    await ask();
    expect(world.counted).toEqual([]);
    world.clock.at = world.clock.at.add({ hours: 1 });
    await ask();
    await ask();
    expect(world.counted).toEqual(['DirectoryAway']);
  });

  describe('a directory that answers and refuses every write, as one that is read-only does,', () => {
    const directory = () => ({
      ...world.servers.uca,
      write: () => Promise.reject(new RetryableError('The directory answers 53 unwillingToPerform')),
    });
    const round = async (deps: OnboardingWorld): Promise<unknown> => {
      await probe.probe({ directory: 'uca', executionId: 'x' }, deps);
      return drain.drain({ directory: 'uca', executionId: 'x' }, { ...deps, rowFailed: () => undefined });
    };
    let readOnly: OnboardingWorld;
    beforeEach(async () => {
      world.servers.uca.back();
      readOnly = { ...world, directory };
      await takeLease('uca', 'x', world);
    });

    test('is told to the operator once, after a day', async () => {
      expect(await round(readOnly)).toEqual({ outcome: 'later', left: 2 });
      world.clock.at = world.clock.at.add({ hours: 23 });
      await round(readOnly);
      expect(world.counted).toEqual([]);
      world.clock.at = world.clock.at.add({ hours: 1 });
      await round(readOnly);
      await round(readOnly);
      expect(world.counted).toEqual(['DirectoryAway']);
    });

    test('is told of again only after it has taken something', async () => {
      await round(readOnly);
      world.clock.at = world.clock.at.add({ hours: 24 });
      await round(readOnly);
      await world.tables.write({ table: 'pending', put: { directory: 'uca', accountId: ulid() } });
      expect(await round(world)).toEqual({ outcome: 'later', left: 1 });
      const lease = await findLease('uca', world);
      expect(lease).toMatchObject({ executionId: 'x' });
      expect(lease).not.toHaveProperty('awaySince');
      expect(lease).not.toHaveProperty('told');
    });

    test('is not what an account is that breaks by itself', async () => {
      await round(world);
      await world.tables.write({ table: 'pending', put: { directory: 'uca', accountId: ulid() } });
      await round(world);
      expect(await findLease('uca', world)).not.toHaveProperty('awaySince');
    });

    test('is no longer this execution’s to tell of once its lease has passed to another', async () => {
      world.clock.at = world.clock.at.add({ hours: 1 });
      await takeLease('uca', 'another', world);
      expect(await round(readOnly)).toEqual({ outcome: 'lost', left: 0 });
      expect(await findLease('uca', world)).toMatchObject({ executionId: 'another' });
      expect(await findLease('uca', world)).not.toHaveProperty('awaySince');
    });
  });

  test.each(['ClaimDirectory', 'Probe', 'Drain', 'Release'])('fails visibly when %s breaks (J-06)', async (name) => {
    world.servers.uca.back();
    const broken: Step = () => Promise.reject(Object.assign(new Error('made to fail'), { name: 'StepError' }));
    const { path, error } = await runWorkflow(asl, { directory: 'uca' }, { ...drainSteps(world), [name]: broken });
    expect(path.slice(-2)).toEqual([name, 'StepFailed']);
    expect(error).toBeDefined();
  });
});

describe('an account that cannot be written into a directory', () => {
  const onboard = async (error: string) => {
    const world = onboardingWorld();
    const { fileId } = (await world.handOver(ada)) as { fileId: string };
    const { path } = await runWorkflow(
      onboardingAsl,
      { operationId: ulid(), fileId },
      {
        ...world.steps,
        ProvisionDirectory: () => Promise.reject(Object.assign(new Error('made to fail'), { name: error })),
      },
    );
    return { world, path };
  };

  test.each(['StepError', 'ContractError'])('is left pending after a %s, and counted at once', async (error) => {
    const { world, path } = await onboard(error);
    expect(path.at(-1)).toBe('Onboarded');
    expect(world.tables.rows('pending')).toHaveLength(1);
    expect(world.counted).toEqual(['DirectoryWorkBroken']);
  });

  test.each([
    'RetryableError',
    'Lambda.Unknown',
    'Lambda.TooManyRequestsException',
    'States.Timeout',
    'Sandbox.Timedout',
  ])('is left pending after %s, which passes, and counted by nobody', async (error) => {
    const { world, path } = await onboard(error);
    expect(path.at(-1)).toBe('Onboarded');
    expect(world.tables.rows('pending')).toHaveLength(1);
    expect(world.counted).toEqual([]);
  });
});
