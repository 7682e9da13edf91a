import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import type { HandedOver } from '../../functions/file/file.ts';
import { provisionDirectory } from '../../functions/onboarding/provision-directory.ts';
import { saveOperation } from '../../functions/operation/operation-repository.ts';
import { directories } from '../../functions/university/university.ts';
import { expiry } from '../../lib/workflows/expiry.ts';
import { onboarding } from '../../lib/workflows/onboarding.ts';
import { expirySteps } from '../support/expiry-steps.ts';
import { onboardingWorld, type OnboardingWorld } from '../support/onboarding-world.ts';
import { ada, grace } from '../support/people.ts';
import { namedFunctions, renderAsl } from '../support/render-asl.ts';
import { runWorkflow, type Step } from '../support/run-workflow.ts';

// What happens when an office, a form and a date come at the same moment.

const asl = renderAsl((scope) => onboarding(scope, namedFunctions(scope)));
const expiryAsl = renderAsl((scope) => expiry(scope, namedFunctions(scope)));

/** Hands a row over and onboards it, as an export does. */
async function onboard(world: OnboardingWorld, row: HandedOver, steps: Record<string, Step> = {}) {
  const stored = await world.handOver(row);
  if (!('fileId' in stored)) throw new Error('not the same person');
  const run = await runWorkflow(asl, { operationId: ulid(), fileId: stored.fileId }, { ...world.steps, ...steps });
  return { ...stored, ...run };
}

function once(step: Step | undefined, before: () => Promise<unknown>): Step {
  let done = false;
  return async (state) => {
    if (!done) {
      done = true;
      await before();
    }
    return step?.(state);
  };
}

const student = { ...ada, studentNumber: '22600001' };
const nextYear = { ...student, fileNumber: 'D2027-1', startsOn: '2027-09-01', endsOn: '2028-08-31' };

describe('an export that comes while a form’s run is under way', () => {
  test('is not taken for onboarded by that run, and has its own', async () => {
    const world = onboardingWorld();
    const longer = { ...ada, endsOn: '2027-12-31', affiliations: ['isima'] };
    await onboard(world, ada, {
      EmailRecoveryAddress: once(world.steps['EmailRecoveryAddress'], () => world.handOver(longer)),
    });
    expect(world.files()[0]).toMatchObject({ version: 2 });
    expect(world.files()[0]).not.toMatchObject({ outcomeVersion: 2 });
    const { onboard: still } = await onboard(world, longer);
    expect(still).toBe(true);
    expect(world.accounts()).toMatchObject([
      { lastDay: '2028-01-30', services: expect.arrayContaining(['isima']) as unknown },
    ]);
  });

  test('ends that run when its file is no longer what was validated', async () => {
    const world = onboardingWorld();
    const { path } = await onboard(world, ada, {
      GenerateCredentials: once(world.steps['GenerateCredentials'], () =>
        world.handOver({ ...ada, missing: ['payment'] }),
      ),
    });
    expect(path.at(-1)).toBe('StepFailed');
    expect(world.files()[0]).not.toHaveProperty('outcome');
    expect(world.mail.sent).toEqual([]);
  });

  test('wins in the directory over an older revision that is written late', async () => {
    const world = onboardingWorld();
    const { uca } = world.servers;
    const write = uca.write.bind(uca);
    let renewed = false;
    uca.write = async (entry) => {
      if (!renewed) {
        renewed = true;
        await onboard(world, nextYear);
      }
      return write(entry);
    };
    await onboard(world, student);
    expect(world.accounts()).toMatchObject([{ lastDay: '2028-09-30', directories: { uca: { status: 'verified' } } }]);
    expect(uca.entries()['adalovel']?.attributes['pwdEndTime']).toEqual(['20280930220000Z']);
  });
});

describe('the files of one account', () => {
  test('count as they were when last complete: an incomplete change prolongs nothing', async () => {
    const world = onboardingWorld();
    await onboard(world, student);
    await onboard(world, nextYear);
    const incomplete = await onboard(world, { ...student, endsOn: '2029-08-31', missing: ['payment'] });
    expect(incomplete.path.at(-1)).toBe('FileIncomplete');
    await onboard(world, { ...nextYear, programme: 'M2' });
    expect(world.accounts()).toMatchObject([{ lastDay: '2028-09-30' }]);
  });

  test('are led by the one that begins last when two end together', async () => {
    const world = onboardingWorld();
    await onboard(world, student);
    await onboard(world, { ...student, fileNumber: 'P-1', population: 'phd', startsOn: '2026-09-10' });
    expect(world.accounts()).toMatchObject([{ population: 'phd', mailAddress: 'ada.lovelace@doctorant.uca.fr' }]);
  });

  test('end with the permanent one, and lose their end', async () => {
    const world = onboardingWorld();
    const contract: HandedOver = { ...ada, office: 'hr', population: 'staff', fileNumber: '42' };
    await onboard(world, contract);
    const permanent = { ...contract };
    delete permanent.endsOn;
    await onboard(world, permanent);
    expect(world.accounts()[0]).not.toHaveProperty('lastDay');
    // All that is left is to remind who does not activate it.
    expect(world.accounts()).toMatchObject([{ nextDateOn: '2026-10-15' }]);
    expect(world.tables.rows('due')).toMatchObject([{ day: '2026-10-15' }]);
    expect(world.servers.uca.entries()['adalovel']?.attributes['pwdEndTime'] ?? []).toEqual([]);
  });

  test('keep the account in the one bucket of its next date', async () => {
    const world = onboardingWorld();
    await onboard(world, student);
    await onboard(world, { ...student, programme: 'L2' });
    expect(world.accounts()).toMatchObject([{ nextDateOn: '2026-10-15' }]);
    expect(world.tables.rows('due')).toHaveLength(1);
  });
});

describe('a mail', () => {
  test('that was promised when a piece was missing comes once it is there', async () => {
    const world = onboardingWorld();
    await onboard(world, ada);
    await onboard(world, { ...ada, missing: ['payment'] });
    expect(world.mail.sent.at(-1)?.text).toContain('Votre compte est ouvert, mais votre dossier');
    await onboard(world, ada);
    expect(world.mail.to('ada@example.org')).toHaveLength(3);
    await onboard(world, { ...ada, programme: 'L2' });
    expect(world.mail.to('ada@example.org')).toHaveLength(3);
  });

  test('goes to an address each time the office returns to it', async () => {
    const world = onboardingWorld();
    for (const personalEmail of ['a@example.org', 'b@example.org', 'a@example.org'])
      await onboard(world, { ...ada, personalEmail });
    expect(world.mail.sent.map(({ to }) => to)).toEqual(['a@example.org', 'b@example.org', 'a@example.org']);
  });

  test('never goes into the university, whose mailbox opens with the account', async () => {
    const world = onboardingWorld();
    for (const personalEmail of ['ada@uca.fr', 'ada@etu.uca.fr', 'ada@ISIMA.fr']) {
      expect((await onboard(world, { ...ada, personalEmail })).path.at(-1)).toBe('FileIncomplete');
    }
    expect(world.mail.sent).toEqual([]);
  });

  test('welcomes nobody to an account that every directory refuses; the next hand-over tries again', async () => {
    const world = onboardingWorld();
    world.servers.uca.refuseNext();
    const { output } = await onboard(world, ada);
    expect(output).toMatchObject({ mail: 'nothing-to-say', directories: [{ outcome: 'refused' }] });
    const again = await onboard(world, ada);
    expect(again.onboard).toBe(true);
    expect(again.output).toMatchObject({ mail: 'sent', directories: [{ outcome: 'verified' }] });
  });

  test('that somebody asks for, and that fails, leaves an onboarded file onboarded', async () => {
    const world = onboardingWorld();
    const { fileId } = await onboard(world, ada);
    const broken: Step = () => Promise.reject(Object.assign(new Error('made to fail'), { name: 'StepError' }));
    await runWorkflow(asl, { operationId: ulid(), fileId }, { ...world.steps, EmailFreshLink: broken });
    expect(world.files()).toMatchObject([{ outcome: 'Onboarded' }]);
  });

  test('offers no activation to somebody whose account has ended (A-04, K-01)', async () => {
    const world = onboardingWorld();
    await onboard(world, ada);
    world.clock.at = world.clock.at.add({ hours: 24 * 600 });
    const operationId = ulid();
    const claim = { key: 'opi_number', number: 'OPI-0001', birthDate: ada.birthDate } as const;
    const asked = {
      kind: 'onboarding',
      language: 'fr',
      askedAt: world.now().toString(),
      expiresAt: 2_000_000_000,
    } as const;
    await saveOperation({ operationId, claim, ...asked }, world);
    const { path } = await runWorkflow(asl, { operationId }, world.steps);
    expect(path.at(-1)).toBe('AlreadyOnboarded');
    expect(world.mail.sent).toHaveLength(2);
    expect(world.mail.sent[1]?.text).toContain('30 septembre 2027');
    expect(world.mail.sent[1]?.text).not.toContain('/l/');
  });
});

describe('expiry', () => {
  const longer = { ...grace, endsOn: '2027-06-30' };

  async function withGuest() {
    const world = onboardingWorld({ at: '2026-11-05T08:00:00Z' });
    const { accountId } = await onboard(world, grace);
    world.clock.at = world.clock.at.add({ hours: 24 * 100 });
    return { world, accountId };
  }

  test('leaves alone an account that is renewed between its two steps (K-06)', async () => {
    const { world, accountId } = await withGuest();
    const steps = expirySteps(world);
    const { path } = await runWorkflow(
      expiryAsl,
      { accountId },
      {
        ...steps,
        Suspend: once(steps['Suspend'], () => onboard(world, longer)),
      },
    );
    expect(path.slice(-3)).toEqual(['ScheduleNext', 'WhatWasDone?', 'Reminded']);
    expect(world.accounts()).toMatchObject([{ state: 'provisioned', lastDay: '2027-06-30' }]);
  });

  test('suspends nobody on the last day itself, and everybody on the next', async () => {
    const { world, accountId } = await withGuest();
    world.clock.at = world.clock.at.subtract({ hours: 24 * 100 }).add({ hours: 24 * 87 + 14 });
    expect(world.clock.at.toString()).toBe('2027-01-31T22:00:00Z');
    expect((await runWorkflow(expiryAsl, { accountId }, expirySteps(world))).path).toEqual(
      expect.arrayContaining(['Warn', 'Remind', 'Reminded']),
    );
    world.clock.at = world.clock.at.add({ hours: 1 });
    expect((await runWorkflow(expiryAsl, { accountId }, expirySteps(world))).path.at(-1)).toBe('Suspended');
  });

  test('leaves what it died before telling the directories to the drain', async () => {
    const { world, accountId } = await withGuest();
    const broken: Step = () => Promise.reject(Object.assign(new Error('made to fail'), { name: 'StepError' }));
    const steps = { ...expirySteps(world), ProvisionDirectory: broken, LeavePending: broken };
    expect((await runWorkflow(expiryAsl, { accountId }, steps)).path.at(-1)).toBe('StepFailed');
    expect(world.tables.rows('pending')).toMatchObject([{ directory: 'isima-limos' }, { directory: 'uca' }]);
    for (const directory of directories) await provisionDirectory({ accountId, directory }, world);
    expect(world.accounts()).toMatchObject([{ revision: 2, directories: { uca: { status: 'verified' } } }]);
    expect(world.tables.rows('pending')).toEqual([]);
  });

  test('is undone by a return: operational, in a new epoch, with a new mail', async () => {
    const { world, accountId } = await withGuest();
    await runWorkflow(expiryAsl, { accountId }, expirySteps(world));
    const { path } = await onboard(world, longer);
    expect(path.at(-1)).toBe('Onboarded');
    expect(world.accounts()).toMatchObject([{ state: 'provisioned', credentialEpoch: 2, login: 'grahoppe' }]);
    expect(world.accounts()[0]).not.toHaveProperty('suspendedOn');
    // The welcome, that it was suspended, the welcome back.
    expect(world.mail.to('grace@example.org')).toHaveLength(3);
  });
});
