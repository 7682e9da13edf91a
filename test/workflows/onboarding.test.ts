import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { saveOperation } from '../../functions/operation/operation-repository.ts';
import type { Claim } from '../../functions/file/file.ts';
import { markAddress } from '../../functions/mail/address-health.ts';
import { onboarding } from '../../lib/workflows/onboarding.ts';
import { onboardingWorld, type OnboardingWorld } from '../support/onboarding-world.ts';
import { ada, chloe, grace } from '../support/people.ts';
import { namedFunctions, renderAsl } from '../support/render-asl.ts';
import { runWorkflow, type Step } from '../support/run-workflow.ts';

const asl = renderAsl((scope) => onboarding(scope, namedFunctions(scope)));
const adasClaim: Claim = { key: 'opi_number', number: 'OPI-0001', birthDate: ada.birthDate };

/** Sends the form and runs the machine behind it. */
async function sendForm(world: OnboardingWorld, claim: Claim, steps: Record<string, Step> = {}) {
  const operationId = ulid();
  await saveOperation(
    {
      operationId,
      kind: 'onboarding',
      claim,
      language: 'fr',
      askedAt: world.now().toString(),
      expiresAt: 2_000_000_000,
    },
    world,
  );
  return { operationId, ...(await runWorkflow(asl, { operationId }, { ...world.steps, ...steps })) };
}

/** A step that fails so many times, then does its work. */
function failing(step: Step | undefined, times: number, error: string): Step & { calls: () => number } {
  let calls = 0;
  const failingStep = async (state: never) => {
    calls += 1;
    if (calls <= times) throw Object.assign(new Error('made to fail'), { name: error });
    return step?.(state);
  };
  return Object.assign(failingStep, { calls: () => calls });
}

describe('onboarding', () => {
  test('A-05: mails a link that shows a file while it is incomplete, and one that activates once there is an account', async () => {
    const world = onboardingWorld();
    await world.handOver({ ...ada, missing: ['payment'] });
    await sendForm(world, adasClaim);
    expect(world.links).toMatchObject([{ purpose: 'status', addressVersion: 1, epoch: 0 }]);
    await world.handOver({ ...ada, personalEmail: 'ada@home.example' });
    world.clock.at = world.clock.at.add({ minutes: 6 });
    await sendForm(world, adasClaim);
    expect(world.links.at(-1)).toMatchObject({ purpose: 'activation', addressVersion: 2, epoch: 0 });
    expect(world.mail.sent.map(({ to }) => to)).toEqual(['ada@example.org', 'ada@home.example']);
  });

  test('gives a complete file a login, an address, a place in each directory, and a mail', async () => {
    const world = onboardingWorld();
    await world.handOver(chloe);
    const { path, output } = await sendForm(world, { ...adasClaim, number: 'OPI-0002' });

    expect(path.at(-1)).toBe('Onboarded');
    expect(output).toMatchObject({
      outcome: 'Onboarded',
      mail: 'sent',
      directories: [
        { directory: 'uca', outcome: 'verified' },
        { directory: 'isima-limos', outcome: 'verified' },
      ],
    });
    expect(world.accounts()).toMatchObject([
      {
        login: 'chldalen',
        mailAddress: 'chloe.dalencon@etu.uca.fr',
        state: 'provisioned',
        lastDay: '2027-09-30',
        nextDateOn: '2026-10-15',
        uidNumber: 200_000,
        services: ['ent', 'mail', 'eduroam', 'printing', 'isima'],
      },
    ]);
    expect(world.tables.rows('due')).toMatchObject([{ day: '2026-10-15' }]);
    expect(world.mail.to('chloe@example.org')).toHaveLength(1);
    expect(world.files()).toMatchObject([{ outcome: 'Onboarded', outcomeVersion: 1 }]);
  });

  test('gives a guest a schedule at the next date, midnight in Paris (K-01)', async () => {
    const world = onboardingWorld({ at: '2026-11-05T08:00:00Z' });
    const { fileId, accountId } = (await world.handOver(grace)) as { fileId: string; accountId: string };
    await runWorkflow(asl, { operationId: ulid(), fileId }, world.steps);
    expect(world.scheduled.get(accountId)).toBe('2026-12-04T23:00:00Z');
    expect(world.accounts()).toMatchObject([{ lastDay: '2027-01-31', nextDateOn: '2026-12-05' }]);
  });

  test('tells what is missing, and starts again when the office hands the piece over', async () => {
    const world = onboardingWorld();
    await world.handOver({ ...ada, missing: ['payment'] });
    const first = await sendForm(world, adasClaim);
    expect(first.path.slice(-2)).toEqual(['EmailMissingPieces', 'FileIncomplete']);
    expect(world.mail.to('ada@example.org')[0]?.text).toContain('paiement');
    expect(world.accounts()).toEqual([]);

    const { fileId } = (await world.handOver(ada)) as { fileId: string };
    const second = await runWorkflow(asl, { operationId: ulid(), fileId }, world.steps);
    expect(second.path.at(-1)).toBe('Onboarded');
  });

  test('counts a CVEC number that was typed when the office holds the same one', async () => {
    const world = onboardingWorld();
    await world.handOver({ ...ada, cvecNumber: 'CLE6-ABCDEF-12', missing: ['cvec'] });
    expect((await sendForm(world, adasClaim)).path.at(-1)).toBe('FileIncomplete');
    const { path } = await sendForm(world, { ...adasClaim, cvecNumber: 'cle6 abcdef 12' });
    expect(path.at(-1)).toBe('Onboarded');
    await sendForm(world, { ...adasClaim, cvecNumber: 'somebody else’s' });
    expect(world.files()).toMatchObject([{ declaredCvec: 'cle6 abcdef 12' }]);
  });

  test('writes to an École des Mines member at the school’s address only', async () => {
    const world = onboardingWorld();
    await world.handOver({ ...ada, affiliations: ['emse'] });
    const { path, output } = await sendForm(world, adasClaim);
    expect(path.at(-1)).toBe('FileIncomplete');
    expect(output).toMatchObject({ mail: 'no-address' });
    expect(world.mail.sent).toEqual([]);
  });

  test('keeps two proposed addresses for the office, which stop each other, and sends nothing to either (B-14)', async () => {
    const world = onboardingWorld();
    const withoutAddress = { ...ada };
    delete withoutAddress.personalEmail;
    await world.handOver(withoutAddress);
    await sendForm(world, { ...adasClaim, personalEmail: 'first@example.org' });
    const { output } = await sendForm(world, { ...adasClaim, personalEmail: 'second@example.org' });
    expect(output).toMatchObject({ outcome: 'FileIncomplete', mail: 'no-address' });
    await sendForm(world, { ...adasClaim, personalEmail: 'third@example.org' });
    expect(world.files()).toMatchObject([{ proposedAddresses: ['first@example.org', 'second@example.org'] }]);
    expect(world.mail.sent).toEqual([]);
  });

  test('rejects a file that has ended, and says why on the file', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    world.clock.at = Temporal.Instant.from('2028-01-01T08:00:00Z');
    const { path } = await sendForm(world, adasClaim);
    expect(path.at(-1)).toBe('FileRejected');
    expect(world.files()).toMatchObject([{ outcome: 'FileRejected', rejection: 'already-ended' }]);
  });

  test('rejects a name that leaves no letter at the login', async () => {
    const world = onboardingWorld();
    await world.handOver({ ...ada, firstName: '1', lastName: '2' });
    const { path } = await sendForm(world, adasClaim);
    expect(path.slice(-3)).toEqual(['ReserveLogin', 'LoginReserved?', 'FileRejected']);
    expect(world.files()).toMatchObject([{ rejection: 'no-letters-in-name' }]);
  });

  test.each([
    ['an unknown number', { ...adasClaim, number: 'OPI-9999' }],
    ['another birth date', { ...adasClaim, birthDate: '2008-12-11' }],
  ])('finds nobody for %s, and mails nobody', async (_, claim) => {
    const world = onboardingWorld();
    await world.handOver(ada);
    const { path } = await sendForm(world, claim);
    expect(path).toEqual(['ValidateFile', 'FileComplete?', 'NoFileFound']);
    expect(world.mail.sent).toEqual([]);
  });

  test('mails a fresh link to someone who is onboarded, and no more than one in five minutes (B-18)', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    await sendForm(world, adasClaim);
    const again = await sendForm(world, adasClaim);
    expect(again.path.slice(-2)).toEqual(['EmailFreshLink', 'AlreadyOnboarded']);
    expect(again.output).toMatchObject({ mail: 'throttled' });
    expect(world.links).toHaveLength(1);
    world.clock.at = world.clock.at.add({ minutes: 6 });
    expect((await sendForm(world, adasClaim)).output).toMatchObject({ mail: 'sent' });
    expect(world.links).toHaveLength(2);
  });

  test('tells someone whose account is active that it is, without a link', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    const { fileId, accountId } = world.files()[0] ?? { fileId: '', accountId: '' };
    await runWorkflow(asl, { operationId: ulid(), fileId }, world.steps);
    const recovery = { address: 'ada@home.example', confirmedAt: '', usableFrom: '2026-09-15T08:00:00Z' };
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { state: 'active', recovery } });
    const { output } = await sendForm(world, adasClaim);
    expect(output).toMatchObject({ outcome: 'AlreadyOnboarded', mail: 'sent' });
    expect(world.mail.to('ada@example.org')).toHaveLength(1);
    expect(world.mail.to('ada@home.example')[0]?.text).not.toContain('/l/');
  });

  test('A-04: lets nobody into an account that is locked, and says whom to ask, in the language that was chosen', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    await sendForm(world, adasClaim);
    const { accountId } = world.files()[0] ?? { accountId: '' };
    const set = { lock: { reason: 'stolen', at: '' }, language: 'en' };
    await world.tables.write({ table: 'accounts', update: { accountId }, set });
    world.clock.at = world.clock.at.add({ minutes: 6 });
    await sendForm(world, adasClaim);
    expect(world.mail.sent[1]?.subject).toBe('Your UCA account is locked');
    expect(world.mail.sent[1]?.text).not.toContain('/l/');
  });

  test('serves the other directory when one is away, and leaves that one to the provisioning workflow', async () => {
    const world = onboardingWorld();
    await world.handOver(chloe);
    world.servers.uca.away();
    const { path, output } = await sendForm(world, { ...adasClaim, number: 'OPI-0002' });
    expect(path.at(-1)).toBe('Onboarded');
    expect(output).toMatchObject({
      directories: [
        { directory: 'uca', outcome: 'pending' },
        { directory: 'isima-limos', outcome: 'verified' },
      ],
    });
    expect(world.tables.rows('pending')).toMatchObject([{ directory: 'uca' }]);
    expect(world.started).toMatchObject([{ input: { directory: 'uca' } }]);
  });

  test('never adopts an entry that somebody else holds: refused, told, and final (I-09)', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    world.servers.uca.plantForeign('adalovel');
    const { path, output } = await sendForm(world, adasClaim);
    expect(path.at(-1)).toBe('Onboarded');
    expect(output).toMatchObject({ directories: [{ directory: 'uca', outcome: 'refused' }] });
    expect(world.accounts()).toMatchObject([{ directories: { uca: { status: 'refused' } } }]);
  });

  test('shows the office a mail that was refused for good', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    world.mail.refuse('ada@example.org');
    const { output } = await sendForm(world, adasClaim);
    expect(output).toMatchObject({ outcome: 'Onboarded', mail: 'refused' });
    expect(world.counted).toEqual(['MailRefused']);
  });

  test.each(['bounced', 'complained'] as const)(
    'G-05: writes to no address that %s, however often it is asked for, and to the next one that the office gives',
    async (status) => {
      const world = onboardingWorld();
      await markAddress({ address: 'ada@example.org', status, at: world.now() }, world);
      await world.handOver({ ...ada, missing: ['payment'] });
      for (const row of [{ missing: ['payment'] }, { missing: [] }]) {
        const stored = await world.handOver({ ...ada, ...row });
        if (!('fileId' in stored)) throw new Error('not the same person');
        await runWorkflow(asl, { operationId: ulid(), fileId: stored.fileId }, world.steps);
        world.clock.at = world.clock.at.add({ minutes: 6 });
        await sendForm(world, adasClaim);
        world.clock.at = world.clock.at.add({ minutes: 6 });
      }
      expect(world.accounts()).toMatchObject([{ state: 'provisioned' }]);
      expect([world.mail.sent, world.links]).toEqual([[], []]);
      await world.handOver({ ...ada, personalEmail: 'ada@home.example' });
      await sendForm(world, adasClaim);
      expect(world.mail.sent.map(({ to }) => to)).toEqual(['ada@home.example']);
      expect(world.links).toMatchObject([{ purpose: 'activation', addressVersion: 2 }]);
    },
  );

  test('changes nothing and mails nobody when the same operation runs twice (J-01, J-04)', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    const { operationId } = await sendForm(world, adasClaim);
    const before = JSON.stringify([world.accounts(), world.tables.rows('logins')]);
    const again = await runWorkflow(asl, { operationId }, world.steps);
    expect(again.output).toMatchObject({ outcome: 'AlreadyOnboarded', mail: 'already-sent' });
    expect(JSON.stringify([world.accounts(), world.tables.rows('logins')])).toBe(before);
    expect(world.mail.sent).toHaveLength(1);
  });
});

const steps = [
  'ValidateFile',
  'ReserveLogin',
  'GenerateCredentials',
  'ScheduleExpiry',
  'EmailRecoveryAddress',
] as const;

describe.each(steps)('%s', (name) => {
  test.each(['RetryableError', 'Lambda.TooManyRequestsException'])('waits out a passing %s', async (error) => {
    const world = onboardingWorld();
    await world.handOver(ada);
    const step = failing(world.steps[name], 5, error);
    expect((await sendForm(world, adasClaim, { [name]: step })).path.at(-1)).toBe('Onboarded');
    expect(step.calls()).toBe(6);
  });

  test('gives up when its budget of tries is spent', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    const step = failing(world.steps[name], Infinity, 'RetryableError');
    const { path, error } = await sendForm(world, adasClaim, { [name]: step });
    expect(step.calls()).toBe(6);
    expect(path.slice(-2)).toEqual(['RecordFailure', 'StepFailed']);
    expect(error).toMatchObject({ cause: { name: 'RetryableError' } });
  });

  test('never tries a permanent error again, and records it (J-06)', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    const step = failing(world.steps[name], Infinity, 'StepError');
    const { path } = await sendForm(world, adasClaim, { [name]: step });
    expect(step.calls()).toBe(1);
    expect(path.at(-1)).toBe('StepFailed');
    if (name !== 'ValidateFile') expect(world.files()).toMatchObject([{ outcome: 'StepFailed' }]);
  });

  test('is made up for by the next run after it broke', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    await sendForm(world, adasClaim, { [name]: failing(world.steps[name], Infinity, 'StepError') });
    world.clock.at = world.clock.at.add({ minutes: 6 });
    const { path } = await sendForm(world, adasClaim);
    expect(path.at(-1)).toBe('Onboarded');
    expect(world.accounts()).toHaveLength(1);
  });
});

describe('the other tasks', () => {
  test.each(['EmailMissingPieces', 'EmailFreshLink'])('record the failure of %s', async (name) => {
    const world = onboardingWorld();
    await world.handOver(name === 'EmailMissingPieces' ? { ...ada, missing: ['identity'] } : ada);
    if (name === 'EmailFreshLink') await sendForm(world, adasClaim);
    const { path } = await sendForm(world, adasClaim, { [name]: failing(undefined, Infinity, 'StepError') });
    expect(path.slice(-3)).toEqual([name, 'RecordFailure', 'StepFailed']);
  });

  test('ask a directory for a minute behind a form, then leave it pending', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    const step = failing(world.steps['ProvisionDirectory'], Infinity, 'RetryableError');
    const { output } = await sendForm(world, adasClaim, { ProvisionDirectory: step });
    expect(step.calls()).toBe(6);
    expect(output).toMatchObject({ directories: [{ outcome: 'pending' }] });
  });

  test('record the failure of a directory that cannot even be left pending', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    const { path } = await sendForm(world, adasClaim, {
      ProvisionDirectory: failing(undefined, Infinity, 'RetryableError'),
      LeavePending: failing(undefined, Infinity, 'StepError'),
    });
    expect(path.slice(-2)).toEqual(['RecordFailure', 'StepFailed']);
  });

  test('end as failed even when the failure cannot be recorded', async () => {
    const world = onboardingWorld();
    await world.handOver(ada);
    const { path, error } = await sendForm(world, adasClaim, {
      ReserveLogin: failing(undefined, Infinity, 'StepError'),
      RecordFailure: failing(undefined, Infinity, 'StepError'),
    });
    expect(path.at(-1)).toBe('StepFailed');
    expect(error).toBeDefined();
  });
});
