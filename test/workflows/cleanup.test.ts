import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { findAccount } from '../../functions/account/account-repository.ts';
import { confirmHold, listHolds } from '../../functions/cleanup/hold.ts';
import { declineHandOver } from '../../functions/request/hand-over.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { cleanupWorld } from '../support/cleanup-world.ts';
import { ada, grace } from '../support/people.ts';
import type { Step } from '../support/run-workflow.ts';
import { numberedId } from '../support/sweep-world.ts';

/** Another visitor. */
const alan = {
  ...grace,
  fileNumber: 'V-2',
  opiNumber: 'OPI-2',
  firstName: 'Alan',
  lastName: 'Turing',
  birthDate: '1982-06-23',
};

const broken: Step = () => Promise.reject(Object.assign(new Error('made to fail'), { name: 'StepError' }));

describe('cleanup', () => {
  test('suspends a guest whose schedule was lost, in both directories, the night after the last day (K-03)', async () => {
    const world = cleanupWorld();
    const accountId = await world.onboard(grace);
    world.scheduled.clear();
    await world.night('2027-01-31');
    expect(world.states()).toEqual(['active']);
    const { path, report } = await world.night('2027-02-01');
    expect(path.at(-1)).toBe('CleanedUp');
    expect(world.accounts()).toMatchObject([
      { state: 'suspended', directories: { uca: { status: 'verified' }, 'isima-limos': { status: 'verified' } } },
    ]);
    expect(report()).toMatchObject({ counts: { Suspended: 1 }, missedSchedules: [accountId] });
    expect(world.metrics.get('MissedSchedules')).toBe(1);
  });

  test('counts no schedule as missed where an end was brought forward', async () => {
    const world = cleanupWorld();
    const accountId = await world.onboard(grace);
    const endedEarly = {
      ...{ on: '2026-12-10', by: 'sponsor', at: '2026-12-11T08:00:00Z', undoUntil: '2026-12-12T08:00:00Z' },
    };
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { endedEarly, lastDay: '2026-12-10' } });
    const { report } = await world.night('2027-01-01');
    expect(report()).toMatchObject({ counts: { Suspended: 1 }, missedSchedules: [] });
  });

  test('warns a student without a schedule, once, and then ends the account after its grace', async () => {
    const world = cleanupWorld();
    await world.onboard(ada);
    const before = world.mail.sent.length;
    expect((await world.night('2027-08-31')).report().counts).toEqual({ Warned: 1 });
    expect((await world.night('2027-09-01')).report().counts).toEqual({ Adjusted: 1 });
    expect((await world.night('2027-09-02')).path.at(-1)).toBe('NobodyDue');
    expect(world.mail.sent).toHaveLength(before + 1);
    await world.night('2027-10-01');
    expect(world.states()).toEqual(['suspended']);
    await world.night('2028-09-30');
    expect(world.states()).toEqual(['closed']);
    expect(world.tables.rows('due')).toEqual([]);
  });

  test('finds what it missed when it did not run for a month', async () => {
    const world = cleanupWorld();
    await world.night('2027-01-15');
    await world.onboard(grace);
    const { report } = await world.night('2027-03-01');
    expect(report()).toMatchObject({ from: '2027-01-14', counts: { Suspended: 1 } });
    expect((await world.night('2027-03-02')).report().from).toBe('2027-02-28');
  });

  test('holds the end of a whole population for a person, and goes on once it is confirmed (H-08)', async () => {
    const world = cleanupWorld();
    for (let n = 0; n < 25; n += 1) {
      await world.onboard({ ...ada, fileNumber: `D-${String(n)}`, opiNumber: `OPI-${String(n)}` });
    }
    await world.night('2027-08-31');
    const held = await world.night('2027-10-01');
    expect(held.path.at(-1)).toBe('HeldForConfirmation');
    expect(held.report()).toMatchObject({ held: 25, due: 0, holds: [{ population: 'student', ends: 25, total: 25 }] });
    expect(new Set(world.states())).toEqual(new Set(['active']));

    const [hold] = await listHolds(world.tables);
    const started: string[] = [];
    const startCleanup = async (name: string) => Promise.resolve(void started.push(name));
    const confirmed = {
      holdId: hold?.holdId ?? '',
      population: 'student',
      by: numberedId(1),
      reason: 'The year is over',
    } as const;
    expect(await confirmHold(confirmed, { ...world, startCleanup })).toBe('confirmed');
    expect(started).toEqual([`hold-${confirmed.holdId}`]);
    expect((await world.night('2027-10-01')).path.at(-1)).toBe('CleanedUp');
    expect(new Set(world.states())).toEqual(new Set(['suspended']));
    await world.night('2027-10-02');
    expect(world.tables.rows('nights')).toEqual([{ night: 'cleanup', day: '2027-10-01' }]);
  });

  test('leaves one alone whose office has renewed them, and looks again the next night', async () => {
    const world = cleanupWorld();
    await world.onboard({ ...ada, studentNumber: '22600001' });
    await world.handOver({
      ...{ ...ada, studentNumber: '22600001', fileNumber: 'D2027-1', startsOn: '2027-09-01', endsOn: '2028-08-31' },
    });
    const { report } = await world.night('2027-10-01');
    expect(report()).toMatchObject({ outcome: 'done', counts: { Renewed: 1 }, left: [] });
    expect(world.states()).toEqual(['active']);
    expect(world.started.map(({ workflow }) => workflow)).toContain('onboarding');
    expect(world.tables.rows('due')).toMatchObject([{ day: '2027-10-02' }]);
  });

  test('does nothing twice when it runs twice in a night', async () => {
    const world = cleanupWorld();
    await world.onboard(grace);
    await world.night('2027-02-01');
    const before = JSON.stringify([world.accounts(), world.mail.sent]);
    expect((await world.night('2027-02-01')).path.at(-1)).toBe('NobodyDue');
    expect(JSON.stringify([world.accounts(), world.mail.sent])).toBe(before);
  });

  test('goes on without a directory that is away, which is told later', async () => {
    const world = cleanupWorld();
    const accountId = await world.onboard(grace);
    world.servers.uca.away();
    const { path } = await world.night('2027-02-01');
    expect(path.at(-1)).toBe('CleanedUp');
    expect(world.accounts()).toMatchObject([{ state: 'suspended', directories: { uca: { status: 'pending' } } }]);
    expect(world.tables.rows('pending')).toMatchObject([{ directory: 'uca', accountId }]);
  });

  test('lets one account that breaks stop no other one, fails visibly, and tries it again the next night', async () => {
    const world = cleanupWorld();
    const [first, second] = [await world.onboard(grace), await world.onboard(alan)];
    const breaksFirst: Step = (state: { file: { accountId: string } }) =>
      state.file.accountId === first ? broken(state as never) : (world.childSteps['Suspend'] ?? broken)(state as never);
    const { path, error, report } = await world.night('2027-02-01', { Suspend: breaksFirst });
    expect(path.at(-1)).toBe('PartlyDone');
    expect(error).toBeDefined();
    expect(report()).toMatchObject({ left: [{ accountId: first, outcome: 'StepFailed' }], counts: { Suspended: 1 } });
    expect(world.accounts().find(({ accountId }) => accountId === second)?.state).toBe('suspended');
    expect((await world.night('2027-02-02')).path.at(-1)).toBe('CleanedUp');
    expect(world.states()).toEqual(['suspended', 'suspended']);
  });

  test.each(['LoadAccount', 'ScheduleNext'])(
    'fails loudly when %s breaks and nothing is done of all that was due',
    async (name) => {
      const world = cleanupWorld();
      await world.onboard(grace);
      await world.onboard(alan);
      const { path, error, report } = await world.night('2027-02-01', { [name]: broken });
      expect(path.at(-1)).toBe('NothingDone');
      expect(error).toBeDefined();
      expect(report().left).toHaveLength(2);
    },
  );

  test('knows by the buckets what was done by children that could not say so', async () => {
    const world = cleanupWorld();
    await world.onboard(grace);
    const { path, report } = await world.night('2027-02-01', { WriteResults: broken });
    expect(path.at(-1)).toBe('CleanedUp');
    expect(report()).toMatchObject({ counts: { NotProcessed: 1 }, left: [] });
  });

  test('asks the unit’s contact to take over the guests of a sponsor who is suspended, and moves no date (K-08)', async () => {
    const world = cleanupWorld();
    const { sponsorId, guestId, requestId } = await world.sponsored();
    const { path, report } = await world.night('2027-07-31');
    expect(path.at(-1)).toBe('CleanedUp');
    expect(report()).toMatchObject({ counts: { Suspended: 1 }, contacts: { asked: 1, failed: 0 } });
    expect(world.accounts().find(({ accountId }) => accountId === sponsorId)?.state).toBe('suspended');
    expect(world.tables.rows('requests')).toMatchObject([{ requestId, event: 'orphaned', endsOn: '2027-09-30' }]);
    expect(new Set(world.started.filter(({ workflow }) => workflow === 'guest').map(({ name }) => name)).size).toBe(1);
    expect(world.accounts().find(({ accountId }) => accountId === guestId)).toMatchObject({
      ...{ state: 'active', lastDay: '2027-09-30' },
    });
    const asked = await world.night('2027-08-31');
    expect(asked.report().counts).toMatchObject({ Warned: 1 });
  });

  test('asks on the night after when it could not on the night of the suspension (K-08)', async () => {
    const world = cleanupWorld();
    const { sponsorId, requestId } = await world.sponsored();
    const failed = await world.night('2027-07-31', { AskUnitContacts: broken });
    expect(failed.path.at(-1)).toBe('PartlyDone');
    expect(world.accounts().find(({ accountId }) => accountId === sponsorId)?.state).toBe('suspended');
    expect(world.tables.rows('requests')).toMatchObject([{ requestId, event: 'decided' }]);
    const { path, report } = await world.night('2027-08-01');
    expect(path.at(-1)).toBe('CleanedUp');
    expect(report()).toMatchObject({ counts: { NothingDue: 1 }, left: [], contacts: { asked: 1, failed: 0 } });
    expect(world.tables.rows('requests')).toMatchObject([{ requestId, event: 'orphaned' }]);
    expect((await world.night('2027-08-02')).path.at(-1)).toBe('NobodyDue');
  });

  test.each(['the sweep', 'the guest’s own schedule, before the sweep'])(
    'finds a guest whose sponsor is gone when the guest is warned by %s (K-08)',
    async (by) => {
      const world = cleanupWorld();
      const { sponsorId, guestId, requestId } = await world.sponsored();
      await world.tables.write({ table: 'accounts', update: { accountId: sponsorId }, set: { state: 'suspended' } });
      for (const { day, accountId } of world.tables.rows('due')) {
        if (accountId === sponsorId && typeof day === 'string')
          await world.tables.write({ table: 'due', delete: { day, accountId } });
      }
      if (by === 'the sweep') expect((await world.night('2027-08-31')).report().counts).toEqual({ Warned: 1 });
      else {
        world.clock.at = Temporal.Instant.from('2027-08-30T22:00:30Z');
        expect((await world.expire(guestId)).path.at(-1)).toBe('Warned');
      }
      const asked = { requestId, version: 2, event: 'orphaned', endsOn: '2027-09-30' };
      expect(world.tables.rows('requests')).toMatchObject([asked]);
      await world.night('2027-08-31');
      await world.night('2027-09-23');
      expect(world.tables.rows('requests')).toMatchObject([asked]);
    },
  );

  test('asks for the guests of a sponsor who is locked, the night after, and moves no date (K-08)', async () => {
    const world = cleanupWorld();
    const { sponsorId, guestId, requestId } = await world.sponsored();
    await world.lock(sponsorId);
    const { report } = await world.night('2026-11-06', { AskUnitContacts: broken });
    expect(report()).toMatchObject({ contacts: { asked: 0, failed: 1 } });
    expect((await world.night('2026-11-07')).report()).toMatchObject({ contacts: { asked: 1 }, left: [] });
    const [stay] = world.tables.rows('requests');
    expect(stay).toMatchObject({ requestId, event: 'orphaned', endsOn: '2027-09-30' });
    expect(await findAccount(guestId, world.tables)).toMatchObject({ lastDay: '2027-09-30' });
    expect((await world.night('2026-11-08')).path.at(-1)).toBe('NobodyDue');
    // Once the lock is lifted, the sponsor may say that the guest is theirs, as before.
    await world.unlock(sponsorId);
    expect(await declineHandOver(requestId, { accountId: sponsorId }, world.deps)).toBe('declined');
    expect(world.tables.rows('requests')).toMatchObject([{ event: 'kept', sponsorId }]);
    expect(world.tables.rows('requests')[0]).not.toHaveProperty('orphanedAt');
  });

  test('asks nobody for the guests of a sponsor whose lock is lifted by the night', async () => {
    const world = cleanupWorld();
    const { sponsorId, requestId } = await world.sponsored();
    await world.lock(sponsorId);
    await world.unlock(sponsorId);
    expect((await world.night('2026-11-06')).path.at(-1)).toBe('NobodyDue');
    expect(world.tables.rows('requests')).toMatchObject([{ requestId, version: 1 }]);
  });

  test('fails visibly when nobody could be asked, once everything else is done', async () => {
    const world = cleanupWorld();
    await world.onboard(grace);
    const { path, report } = await world.night('2027-02-01', { AskUnitContacts: broken });
    expect(path.at(-1)).toBe('PartlyDone');
    expect(report()).toMatchObject({ counts: { Suspended: 1 }, left: [], contacts: { asked: 0, failed: 1 } });
  });

  test.each(['FindDue', 'CleanUp', 'Report'])('fails visibly when %s breaks (J-06)', async (name) => {
    const world = cleanupWorld();
    await world.onboard(grace);
    const { path, error } = await world.night('2027-02-01', { [name]: broken });
    expect(path.slice(-2)).toEqual([name, 'CleanupFailed']);
    expect(error).toBeDefined();
  });

  test.each(['FindDue', 'WriteResults', 'Report'])(
    'waits out a bucket that is away for a moment in %s',
    async (name) => {
      const world = cleanupWorld();
      await world.onboard(grace);
      let calls = 0;
      const run = { ...world.steps, ...world.childSteps }[name] ?? broken;
      const flaky: Step = (state) =>
        (calls += 1) === 1 ? Promise.reject(new RetryableError('The bucket is away')) : run(state);
      expect((await world.night('2027-02-01', { [name]: flaky })).path.at(-1)).toBe('CleanedUp');
    },
  );
});
