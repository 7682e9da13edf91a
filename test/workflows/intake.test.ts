import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { describe, expect, test } from 'vitest';
import * as readFeed from '../../functions/intake/read-feed.ts';
import * as report from '../../functions/intake/report.ts';
import { intakeReportSchema, type IntakeReport } from '../../functions/intake/intake-report.ts';
import { runIdOf, runKeys } from '../../functions/intake/run-keys.ts';
import * as storeRows from '../../functions/intake/store-rows.ts';
import * as writeResults from '../../functions/intake/write-results.ts';
import { chunk, intake } from '../../lib/workflows/intake.ts';
import { exportOf } from '../support/export-of.ts';
import { inMemoryObjects } from '../support/in-memory-objects.ts';
import { onboardingWorld, type OnboardingWorld } from '../support/onboarding-world.ts';
import { ada, chloe, grace, marie } from '../support/people.ts';
import { namedFunctions, renderAsl } from '../support/render-asl.ts';
import { runWorkflow, type Step, step } from '../support/run-workflow.ts';

const chunkAsl = renderAsl((scope) => chunk(scope, namedFunctions(scope), namedFunctions(scope)));
const rendered = renderAsl((scope) => intake(scope, namedFunctions(scope), namedFunctions(scope), 'bucket'));

/**
 * The interpreter has no Distributed Map: a task stands in its place and does what AWS documents, one child for each
 * line of the manifest, a failed child being tolerated.
 */
const asl: StateMachineDefinition = {
  ...rendered,
  States: {
    ...rendered.States,
    Apply: asTask(rendered.States['Apply'] as unknown as Record<string, unknown>),
  } as never,
};

function asTask({ Next, Catch }: Record<string, unknown>): unknown {
  return {
    Type: 'Task',
    Resource: 'arn:aws:lambda:eu-west-3:123456789012:function:children',
    ResultPath: null,
    Next,
    Catch,
  };
}

function intakeWorld(options?: Parameters<typeof onboardingWorld>[0]) {
  const world = onboardingWorld(options);
  const objects = inMemoryObjects();
  const deps = { ...world, objects, rowFailed: () => undefined };
  const childSteps: Record<string, Step> = {
    ...world.steps,
    StoreRows: step(storeRows.contract, (input) => storeRows.storeRows(input, deps)),
    WriteResults: step(writeResults.contract, (input) => writeResults.writeResults(input, deps)),
  };
  const run = async (steps: Record<string, Step>, { feed: { manifestKey } }: { feed: { manifestKey: string } }) => {
    for (const line of objects.text(manifestKey).trim().split('\n')) {
      await runWorkflow(chunkAsl, JSON.parse(line) as object, { ...childSteps, ...steps });
    }
  };
  return {
    ...world,
    objects,
    childSteps,
    /** Puts an export into the bucket and runs the machine that its arrival starts. */
    async drop(
      text: string,
      {
        office = 'registrar',
        name = 'export.csv',
        steps = {},
      }: { office?: string; name?: string; steps?: Record<string, Step> } = {},
    ) {
      const key = `${office}/${name}`;
      const { versionId = '' } = await objects.write(key, text);
      const executed = await runWorkflow(
        asl,
        { key, 'version-id': versionId, size: text.length, etag: 'etag', sequencer: '1' },
        {
          ReadFeed: step(readFeed.contract, (input) => readFeed.readFeed(input, deps)),
          Apply: (state) => run(steps, state),
          Report: step(report.contract, (input) => report.report(input, deps)),
          ...steps,
        },
      );
      const runId = runIdOf(key, versionId);
      return { ...executed, key, versionId, runId, report: () => reportOf(objects.text(runKeys.report(runId))) };
    },
  };
}

function reportOf(text: string): IntakeReport {
  return intakeReportSchema.parse(JSON.parse(text));
}

/** What the world holds that a second hand-over must not change. */
function held(world: OnboardingWorld): string {
  return JSON.stringify([
    world.files(),
    world.accounts(),
    world.tables.rows('logins'),
    world.tables.rows('audit'),
    world.mail.sent,
  ]);
}

const broken: Step = () => Promise.reject(Object.assign(new Error('made to fail'), { name: 'StepError' }));

describe('intake', () => {
  test('makes accounts of the complete rows and says what became of every row (H-01)', async () => {
    const world = intakeWorld();
    const { path, report } = await world.drop(
      exportOf([ada, chloe, { ...ada, fileNumber: 'D3', opiNumber: 'OPI-3', missing: ['payment'] }]),
    );
    expect(path.at(-1)).toBe('Applied');
    expect(
      world
        .accounts()
        .map(({ login }) => login)
        .sort(),
    ).toEqual(['adalovel', 'chldalen']);
    expect(report()).toMatchObject({ rows: 3, counts: { Onboarded: 2, FileIncomplete: 1 } });
  });

  test('loses and doubles nothing where mail is throttled for longer than a row waits: handed over again, it goes on (G-07)', async () => {
    const world = intakeWorld();
    const send = world.mail.send.bind(world.mail);
    let asked = 0;
    // One mail in twelve tries is taken, and a row tries six times.
    world.mail.send = (message) =>
      (asked += 1) % 12 === 0 ? send(message) : Promise.resolve({ outcome: 'not-now' } as const);
    const rows = Array.from({ length: 40 }, (_, n) => ({
      ...ada,
      ...{ fileNumber: `D-${n}`, opiNumber: `OPI-${n}`, lastName: `Lovelace${'a'.repeat(n)}` },
      personalEmail: `ada.${n}@example.org`,
    }));
    const ends: (string | undefined)[] = [];
    while (ends.at(-1) !== 'Applied' && ends.length < 20) {
      const { path, report } = await world.drop(exportOf(rows));
      ends.push(path.at(-1));
      const { counts } = report();
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(40);
      expect(path.at(-1)).toBe((counts.StepFailed ?? 0) > 0 ? 'PartlyApplied' : 'Applied');
    }
    expect([ends[0], ends.at(-1)]).toEqual(['PartlyApplied', 'Applied']);
    expect(world.mail.sent.map(({ to }) => to).sort()).toEqual(rows.map(({ personalEmail }) => personalEmail).sort());
    expect(world.files().every(({ outcome }) => outcome === 'Onboarded')).toBe(true);
    expect(world.accounts()).toHaveLength(40);
  });

  test('takes an export by whatever name it comes', async () => {
    const world = intakeWorld();
    const { path, report } = await world.drop(exportOf([ada]), { name: 'l\'"export" du C:\\22.csv' });
    expect(path.at(-1)).toBe('Applied');
    expect(report().key).toBe('registrar/l\'"export" du C:\\22.csv');
  });

  test('changes nothing and mails nobody when the same export comes again', async () => {
    const world = intakeWorld();
    const text = exportOf([ada, chloe, { ...ada, fileNumber: 'D3', opiNumber: 'OPI-3', missing: ['payment'] }]);
    await world.drop(text);
    const before = held(world);
    const { path, report } = await world.drop(text);
    expect(path.at(-1)).toBe('Applied');
    expect(held(world)).toBe(before);
    expect(report()).toMatchObject({ rows: 3, counts: { Unchanged: 3 } });
  });

  test('takes an event that is repeated for what it is', async () => {
    const world = intakeWorld();
    const { key, versionId } = await world.drop(exportOf([ada]));
    const before = held(world);
    const deps = { ...world, objects: world.objects };
    const { path } = await runWorkflow(
      asl,
      { key, 'version-id': versionId, size: 10 },
      {
        ReadFeed: step(readFeed.contract, (input) => readFeed.readFeed({ ...input, executionId: 'another' }, deps)),
      },
    );
    expect(path.at(-1)).toBe('AlreadyClaimed');
    expect(held(world)).toBe(before);
  });

  test('prolongs an account by a later file of the same student, without another mail', async () => {
    const world = intakeWorld();
    const student = { ...ada, studentNumber: '22600001' };
    await world.drop(exportOf([student]));
    await world.drop(exportOf([{ ...student, fileNumber: 'D2027-1', startsOn: '2027-09-01', endsOn: '2028-08-31' }]));
    expect(world.accounts()).toMatchObject([{ login: 'adalovel', lastDay: '2028-09-30', nextDateOn: '2026-10-15' }]);
    expect(world.tables.rows('due')).toHaveLength(1);
    expect(world.mail.sent).toHaveLength(1);
  });

  test('keeps the login of a student who becomes a PhD student, and the old address as an alias', async () => {
    const world = intakeWorld();
    const student = { ...ada, studentNumber: '22600001' };
    await world.drop(exportOf([student]));
    await world.drop(
      exportOf([
        { ...student, fileNumber: 'D2027-1', population: 'phd', startsOn: '2027-09-01', endsOn: '2030-08-31' },
      ]),
    );
    expect(world.accounts()).toMatchObject([
      {
        login: 'adalovel',
        population: 'phd',
        mailAddress: 'ada.lovelace@doctorant.uca.fr',
        mailAliases: ['ada.lovelace@etu.uca.fr'],
      },
    ]);
  });

  test('gives a PhD student who teaches two accounts of one person', async () => {
    const world = intakeWorld();
    const ine = '123456789AB';
    await world.drop(exportOf([{ ...ada, ine, population: 'phd' }]));
    await world.drop(exportOf([{ ...marie, ine, firstName: 'Ada', lastName: 'Lovelace', birthDate: ada.birthDate }]), {
      office: 'hr',
    });
    const [first, second] = world.accounts();
    expect([first?.login, second?.login].sort()).toEqual(['adalovel', 'adalovel1']);
    expect(first?.personId).toBe(second?.personId);
  });

  test.each([
    ['another birth date', { birthDate: '2001-01-01' }, ['birth_date']],
    ['another name', { lastName: 'Byron' }, ['last_name']],
    ['another population', { population: 'phd' as const }, ['population']],
  ])('holds a row with %s, mails nobody, and lists it', async (_, change, columns) => {
    const world = intakeWorld();
    await world.drop(exportOf([ada]));
    const before = held(world);
    const { report } = await world.drop(exportOf([{ ...ada, ...change }]));
    expect(held(world)).toBe(before);
    expect(report().counts).toEqual({ IdentityChanged: 1 });
    expect(report().attention.map(({ column }) => column)).toEqual(columns);
  });

  test('admits each office’s own populations only', async () => {
    const world = intakeWorld();
    const { report } = await world.drop(exportOf([grace]), { office: 'hr' });
    expect(report().attention).toMatchObject([{ line: 2, column: 'population' }]);
    expect(world.files()).toEqual([]);
  });

  test('asks a directory that is away once in bulk, and goes on', async () => {
    const world = intakeWorld();
    world.servers.uca.away();
    const { path, report } = await world.drop(exportOf([ada]));
    expect(path.at(-1)).toBe('Applied');
    expect(world.servers.uca.calls.write).toBe(1);
    expect(world.tables.rows('pending')).toHaveLength(1);
    expect(report().counts).toEqual({ Onboarded: 1 });
  });

  test('lets one person’s failure stop nobody else, and tries that one again at the next hand-over', async () => {
    const world = intakeWorld();
    let calls = 0;
    const once: Step = (state) => {
      calls += 1;
      return calls === 1 ? broken(state) : (world.steps['ReserveLogin']?.(state) ?? broken(state));
    };
    const { path, report, error } = await world.drop(exportOf([ada, chloe]), { steps: { ReserveLogin: once } });
    expect(path.at(-1)).toBe('PartlyApplied');
    expect(error).toBeDefined();
    expect(report()).toMatchObject({ outcome: 'partly-applied', counts: { StepFailed: 1, Onboarded: 1 } });
    const again = await world.drop(exportOf([ada, chloe]));
    expect(again.path.at(-1)).toBe('Applied');
    expect(again.report().counts).toEqual({ Onboarded: 1, Unchanged: 1 });
    expect(world.accounts()).toHaveLength(2);
  });

  test.each(['StoreRows', 'WriteResults'])(
    'reports the rows of a chunk whose %s broke, and fails visibly',
    async (name) => {
      const world = intakeWorld();
      const { path, report, error } = await world.drop(exportOf([ada, chloe]), { steps: { [name]: broken } });
      expect(path.at(-1)).toBe('PartlyApplied');
      expect(error).toBeDefined();
      expect(report()).toMatchObject({ rows: 2, counts: { NotProcessed: 2 } });
    },
  );

  test('reports a child that ran twice as it went the first time (J-03)', async () => {
    const world = intakeWorld();
    const { runId, report } = await world.drop(exportOf([ada, chloe]));
    const before = held(world);
    const first = JSON.stringify(report().counts);
    await runWorkflow(chunkAsl, { runId, chunk: 0 }, world.childSteps);
    expect(held(world)).toBe(before);
    expect(JSON.stringify(report().counts)).toBe(first);
  });

  test.each([
    ['nothing at all', ''],
    ['no header', 'a;b;c\n1;2;3\n'],
    ['an archive', 'PK\u0003\u0004 …'],
  ])('says of an export with %s why it cannot be read', async (_, text) => {
    const world = intakeWorld();
    const { path, report, error } = await world.drop(text);
    expect(path).toEqual(['NameRun', 'ReadFeed', 'FeedReadable?', 'Report', 'EveryRowProcessed?', 'Unreadable']);
    expect(error).toBeUndefined();
    expect(report().unreadable?.remedy.en).toMatch(/\w/);
    expect(world.files()).toEqual([]);
  });

  test.each(['ReadFeed', 'Apply', 'Report'])('fails visibly when %s breaks (J-06)', async (name) => {
    const world = intakeWorld();
    const { path, error } = await world.drop(exportOf([ada]), { steps: { [name]: broken } });
    expect(path.slice(-2)).toEqual([name, 'IntakeFailed']);
    expect(error).toBeDefined();
  });
});

describe.each(['ReadFeed', 'StoreRows', 'WriteResults', 'Report'])('%s', (name) => {
  test('waits out a bucket that is away for a moment', async () => {
    const world = intakeWorld();
    let skipped = false;
    const real = name === 'StoreRows' || name === 'WriteResults' ? world.childSteps[name] : undefined;
    const deps = { ...world, rowFailed: () => undefined };
    const steps: Record<string, Step> = {
      ReadFeed: step(readFeed.contract, (input) => readFeed.readFeed(input, deps)),
      Report: step(report.contract, (input) => report.report(input, deps)),
    };
    const run = real ?? steps[name] ?? broken;
    const flaky: Step = (state) => {
      if (!skipped) world.objects.failNext();
      skipped = true;
      return run(state);
    };
    const { path } = await world.drop(exportOf([ada]), { steps: { [name]: flaky } });
    expect(path.at(-1)).toBe('Applied');
  });
});
