import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import * as loadAccount from '../../functions/expiry/load-account.ts';
import * as suspend from '../../functions/expiry/suspend.ts';
import { expiry } from '../../lib/workflows/expiry.ts';
import { onboarding } from '../../lib/workflows/onboarding.ts';
import { onboardingWorld, type OnboardingWorld } from '../support/onboarding-world.ts';
import { grace } from '../support/people.ts';
import { namedFunctions, renderAsl } from '../support/render-asl.ts';
import { runWorkflow, type Step, step } from '../support/run-workflow.ts';

const asl = renderAsl((scope) => expiry(scope, namedFunctions(scope)));
const onboardingAsl = renderAsl((scope) => onboarding(scope, namedFunctions(scope)));

function expirySteps(world: OnboardingWorld): Record<string, Step> {
  return {
    ...world.steps,
    LoadAccount: step(loadAccount.contract, (input) => loadAccount.loadAccount(input, world)),
    Suspend: step(suspend.contract, (input) => suspend.suspend(input, world)),
    ScheduleNext: world.steps['ScheduleExpiry'] as Step,
  };
}

async function withGuest() {
  const world = onboardingWorld({ at: '2026-11-05T08:00:00Z' });
  const { fileId, accountId } = (await world.handOver(grace)) as { fileId: string; accountId: string };
  await runWorkflow(onboardingAsl, { operationId: ulid(), fileId }, world.steps);
  return { world, accountId };
}

describe('expiry', () => {
  test('suspends a guest whose last day is over, in both directories', async () => {
    const { world, accountId } = await withGuest();
    world.clock.at = world.clock.at.add({ hours: 24 * 100 });
    const { path } = await runWorkflow(asl, { accountId }, expirySteps(world));
    expect(path.at(-1)).toBe('Suspended');
    expect(world.accounts()).toMatchObject([
      { state: 'suspended', directories: { uca: { status: 'verified' }, 'isima-limos': { status: 'verified' } } },
    ]);
    expect(world.servers.uca.entries()['grahoppe']?.attributes['supannRessourceEtatDate']).toEqual([
      '{COMPTE}I:SupannExpire::20270131',
    ]);
  });

  test('does nothing twice when its reminder comes twice (K-05)', async () => {
    const { world, accountId } = await withGuest();
    world.clock.at = world.clock.at.add({ hours: 24 * 100 });
    await runWorkflow(asl, { accountId }, expirySteps(world));
    const again = await runWorkflow(asl, { accountId }, expirySteps(world));
    expect(again.path.at(-1)).toBe('NothingDue');
  });

  test('leaves alone an account that was prolonged, and sets its new date (K-06)', async () => {
    const { world, accountId } = await withGuest();
    const { path } = await runWorkflow(asl, { accountId }, expirySteps(world));
    expect(path.slice(-2)).toEqual(['ScheduleNext', 'Prolonged']);
    expect(world.accounts()).toMatchObject([{ state: 'provisioned' }]);
  });

  test('leaves an entry pending in a directory that is away', async () => {
    const { world, accountId } = await withGuest();
    world.clock.at = world.clock.at.add({ hours: 24 * 100 });
    world.servers['isima-limos'].away();
    const { path } = await runWorkflow(asl, { accountId }, expirySteps(world));
    expect(path.at(-1)).toBe('Suspended');
    expect(world.tables.rows('pending')).toMatchObject([{ directory: 'isima-limos' }]);
  });

  test.each(['LoadAccount', 'Suspend', 'LeavePending'])('fails visibly when %s breaks (J-06)', async (name) => {
    const { world, accountId } = await withGuest();
    world.clock.at = world.clock.at.add({ hours: 24 * 100 });
    world.servers.uca.away();
    const broken: Step = () => Promise.reject(Object.assign(new Error('made to fail'), { name: 'StepError' }));
    const { path } = await runWorkflow(asl, { accountId }, { ...expirySteps(world), [name]: broken });
    expect(path.at(-1)).toBe('StepFailed');
  });

  test('fails visibly when the next date cannot be set (J-06)', async () => {
    const { world, accountId } = await withGuest();
    const broken: Step = () => Promise.reject(Object.assign(new Error('made to fail'), { name: 'StepError' }));
    const { path } = await runWorkflow(asl, { accountId }, { ...expirySteps(world), ScheduleNext: broken });
    expect(path.slice(-2)).toEqual(['ScheduleNext', 'StepFailed']);
  });
});
