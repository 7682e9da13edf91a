import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { mayBeUsed } from '../../functions/account/account-use.ts';
import { provisionDirectory } from '../../functions/onboarding/provision-directory.ts';
import type { Stay } from '../../functions/request/request.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { university } from '../../functions/university/uca.ts';
import { directories } from '../../functions/university/university.ts';
import { ada, grace, marie } from '../support/people.ts';
import type { Step } from '../support/run-workflow.ts';
import { broken, did, type ExpiryWorld, expiryWorld, withGuest } from '../support/expiry-world.ts';

const graces = 'grace@example.org';

/** A step that fails so many times in a way that passes, and then does its work. */
function failing(step: Step | undefined, times: number, after = false): Step {
  let left = times;
  return async (state) => {
    const fails = left > 0;
    left -= 1;
    if (fails && !after) throw new RetryableError('The tables are away');
    const output = await step?.(state);
    if (fails) throw new RetryableError('The answer was lost');
    return output;
  };
}

describe('a guest', () => {
  test('is warned at 30, 7 and 1 days, suspended after the last day in both directories, and closed a year later', async () => {
    const { world, accountId } = await withGuest();
    const lived: [string, string[]][] = [];
    for (const day of [
      '2026-12-31',
      '2027-01-01',
      '2027-01-23',
      '2027-01-24',
      '2027-01-30',
      '2027-01-31',
      '2027-02-01',
    ]) {
      world.on(day);
      lived.push([day, await did(world, accountId)]);
    }
    expect(lived).toEqual([
      ['2026-12-31', ['NothingDue']],
      ['2027-01-01', ['Warn', 'Warned']],
      ['2027-01-23', ['NothingDue']],
      ['2027-01-24', ['Warn', 'Warned']],
      ['2027-01-30', ['Warn', 'Warned']],
      ['2027-01-31', ['NothingDue']],
      ['2027-02-01', ['Suspend', 'TellEnd', 'Suspended']],
    ]);
    const account = await world.account(accountId);
    expect(account).toMatchObject({
      state: 'suspended',
      suspendedOn: '2027-02-01',
      liveLinks: [],
      sessionEpoch: 1,
      directories: { uca: { status: 'verified' }, 'isima-limos': { status: 'verified' } },
      nextDateOn: '2028-02-01',
    });
    expect(world.scheduled.get(accountId)).toBe('2028-01-31T23:00:00Z');
    expect(world.servers.uca.entries()['grahoppe']?.attributes['supannRessourceEtatDate']).toEqual([
      '{COMPTE}I:SupannExpire::20270131',
    ]);
    // The welcome, three warnings, and that it is suspended.
    expect(world.mail.to(graces)).toHaveLength(5);
    expect(world.mail.to(graces)[1]?.text).toContain('dans 30 jours');
    expect(world.mail.to(graces)[3]?.text).toContain('demain');
    expect(world.mail.to(graces)[4]?.text).toContain('1er février 2028');

    world.on('2028-01-31');
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    world.on('2028-02-01');
    expect(await did(world, accountId)).toEqual(['Close', 'TellEnd', 'Erase', 'Closed']);
    expect(world.mail.to(graces).at(-1)?.text).toContain('fermé pour de bon');
    for (const name of directories) expect(world.servers[name].entries()).toEqual({});
    expect(world.tables.rows('due')).toEqual([]);
    expect(await did(world, accountId)).toEqual(['NothingDue']);
  });

  test.each([0, 1, 5])(
    'comes to the same end when every reminder fires %d times and ten minutes late (K-05)',
    async (times) => {
      const { world, accountId } = await withGuest();
      for (const day of ['2027-01-01', '2027-01-24', '2027-01-30', '2027-02-01', '2028-02-01']) {
        world.on(day, '00:10');
        for (let time = 0; time < times; time += 1) await world.expire(accountId);
        // What no reminder brings, the night does (K-03).
        world.on(day, '03:00');
        await world.sweep();
      }
      expect(world.mail.to(graces)).toHaveLength(6);
      expect(await world.account(accountId)).toMatchObject({ state: 'closed', files: {} });
    },
  );

  test.each(['the same day', 'the next one'])('who could not be told of the end is told on %s, once', async (when) => {
    const { world, accountId } = await withGuest();
    world.on('2027-02-01');
    expect((await world.expire(accountId, { TellEnd: broken })).path.at(-1)).toBe('StepFailed');
    expect(await world.account(accountId)).toMatchObject({ state: 'suspended', untold: true });
    expect(world.mail.to(graces)).toHaveLength(1);
    if (when === 'the next one') world.on('2027-02-02');
    await world.sweep();
    await world.sweep();
    expect(world.mail.to(graces)).toHaveLength(2);
    expect(await world.account(accountId)).toMatchObject({ suspendedOn: '2027-02-01', nextDateOn: '2028-02-01' });
    expect(await did(world, accountId)).toEqual(['NothingDue']);
  });

  test('whom nobody could tell of the end for a year is closed all the same', async () => {
    const { world, accountId } = await withGuest();
    world.on('2027-02-01');
    await world.expire(accountId, { TellEnd: broken });
    world.on('2028-02-01');
    expect(await did(world, accountId)).toEqual(['Close', 'TellEnd', 'Erase', 'Closed']);
  });

  test('has no session, link or waiting password left at the end (K-10)', async () => {
    const { world, accountId } = await withGuest();
    world.on('2027-01-31');
    const { operationId } = await world.choose(accountId, 'Vent-Calme-9-Fenetre');
    world.on('2027-02-01');
    await world.expire(accountId);
    expect(world.tables.rows('vault')).toEqual([]);
    expect(await world.account(accountId)).not.toHaveProperty('openPassword');
    const { path } = await world.run(operationId);
    expect(path.at(-1)).not.toBe('StepFailed');
    expect(world.told.at(-1)).not.toMatchObject({ operationId, outcome: 'everywhere' });
  });

  test('is suspended for good in a directory that is away once it is back', async () => {
    const { world, accountId } = await withGuest();
    world.on('2027-02-01');
    world.servers['isima-limos'].away();
    expect(await did(world, accountId)).toEqual(['Suspend', 'LeavePending', 'TellEnd', 'Suspended']);
    expect(world.tables.rows('pending')).toMatchObject([{ directory: 'isima-limos' }]);
    world.servers['isima-limos'].back();
    await provisionDirectory({ accountId, directory: 'isima-limos' }, world);
    expect(world.tables.rows('pending')).toEqual([]);
  });

  test('is removed from a directory that was away when the account was closed, though nothing else is left of it', async () => {
    const { world, accountId } = await withGuest();
    world.on('2027-02-01');
    await world.expire(accountId);
    world.on('2028-02-01');
    world.servers.uca.away();
    expect(await did(world, accountId)).toContain('Closed');
    expect(world.tables.rows('files')).toEqual([]);
    expect(world.servers.uca.entries()).not.toEqual({});
    world.servers.uca.back();
    await provisionDirectory({ accountId, directory: 'uca' }, world);
    expect(world.servers.uca.entries()).toEqual({});
    expect(world.tables.rows('pending')).toEqual([]);
  });

  /** So many guests, of whom so many have ended today by their own schedules. */
  const counted = async ({ tables }: ExpiryWorld, { guests, ended }: { guests: number; ended: number }) => {
    const today = { counter: 'ends#guest#2027-02-01', value: ended };
    for (const put of [{ counter: 'population#guest', value: guests }, today])
      await tables.write({ table: 'counters', put });
  };

  test('who is one too many of a day is left to the night, and usable no more all the same (H-08)', async () => {
    const { world, accountId } = await withGuest();
    await counted(world, { guests: 100, ended: 40 });
    world.on('2027-02-01');
    const [row] = world.tables.rows('due');
    const before = [world.mail.sent.length, world.scheduled.get(accountId)];
    const { path } = await world.expire(accountId);
    expect(path.slice(-3)).toEqual(['CountEnd', 'TooManyEnds?', 'LeftToTheSweep']);
    const account = await world.account(accountId);
    expect(account.state).toBe('active');
    expect(mayBeUsed(account, university, world.now())).toBe(false);
    expect([world.mail.sent.length, world.scheduled.get(accountId)]).toEqual(before);
    expect(world.tables.rows('due')).toEqual([{ ...row, accountId, left: true }]);
  });

  test.each([
    ['the last one that the share allows', { guests: 100, ended: 39 }],
    ['one of a few, whatever their share', { guests: 20, ended: 19 }],
  ])('who is %s is suspended by their own schedule', async (_, counts) => {
    const { world, accountId } = await withGuest();
    await counted(world, counts);
    world.on('2027-02-01');
    expect(await did(world, accountId)).toEqual(['Suspend', 'TellEnd', 'Suspended']);
  });

  test('is counted for the day on which the end comes, once it comes, and by no warning or second word', async () => {
    const { world, accountId } = await withGuest();
    const ends = () => world.tables.rows('counters').filter((row) => JSON.stringify(row).includes('ends#'));
    world.on('2027-01-01');
    await world.expire(accountId);
    expect(ends()).toEqual([]);
    world.on('2027-02-01');
    await world.expire(accountId, { TellEnd: broken });
    await world.expire(accountId);
    expect(ends()).toEqual([{ counter: 'ends#guest#2027-02-01', value: 1 }]);
  });

  test('is left to the night before the account is closed too, which nobody can take back (H-08)', async () => {
    const { world, accountId } = await withGuest();
    world.on('2027-02-01');
    await world.expire(accountId);
    world.on('2028-02-01');
    await world.tables.write({ table: 'counters', put: { counter: 'ends#guest#2028-02-01', value: 20 } });
    expect(await did(world, accountId)).toEqual(['LeftToTheSweep']);
    expect(await world.account(accountId)).toMatchObject({ state: 'suspended' });
  });

  /** A guest, and who answers for them. */
  async function sponsored() {
    const world = expiryWorld();
    const sponsor = await world.inUse(marie);
    const requestId = ulid();
    const stay: Stay = {
      ...{ requestId, version: 1, state: 'granted', event: 'decided', askedAt: '2026-11-01T08:00:00Z' },
      ...{ askedBy: sponsor.accountId, sponsorId: sponsor.accountId, language: 'fr', reason: 'a visit' },
      ...{ kind: 'guest', firstName: 'Grace', lastName: 'Hopper', startsOn: grace.startsOn, endsOn: '2027-01-31' },
      services: ['ent'],
    };
    await world.tables.write({ table: 'requests', put: stay });
    const { accountId } = await world.inUse({ ...grace, fileNumber: requestId });
    return { world, sponsor, requestId, accountId };
  }

  test('whose sponsor answers for them: the sponsor is told of each warning too', async () => {
    const { world, sponsor, accountId } = await sponsored();
    world.on('2027-01-01');
    await world.expire(accountId);
    await world.expire(accountId);
    const told = world.mail.to(sponsor.mailAddress ?? '');
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain('Grace Hopper');
    expect(told[0]?.text).toMatch(/https:\/\/compte\.example\/l\/\S/);
    expect(told[0]?.text).toMatch(/\b\d{3} \d{3}\b/);
    expect(told[0]?.subject).not.toContain('Grace');
  });

  test.each(['suspended', 'locked'])(
    'whose sponsor is %s: who is asked to answer for them is told, and the sponsor is not (K-08)',
    async (how) => {
      for (const isOffered of [false, true]) {
        const { world, sponsor, requestId, accountId } = await sponsored();
        const colleague = await world.inUse({
          ...{ ...marie, fileNumber: '4343', opiNumber: 'OPI-3', firstName: 'Irène', birthDate: '1997-09-12' },
          personalEmail: 'irene@example.org',
        });
        const set = how === 'locked' ? { lock: { reason: 'spam', at: '2026-12-01T08:00:00Z' } } : { state: how };
        await world.tables.write({ table: 'accounts', update: { accountId: sponsor.accountId }, set });
        const handedTo = { handedTo: colleague.accountId };
        if (isOffered) await world.tables.write({ table: 'requests', update: { requestId }, set: handedTo });
        const before = world.mail.sent.length;
        world.on('2027-01-01');
        await world.expire(accountId);
        await world.expire(accountId);
        const told = world.mail.sent.slice(before).filter(({ to }) => to !== graces);
        expect(told.map(({ to }) => to)).toEqual([isOffered ? colleague.mailAddress : 'accueil@uca.fr']);
        expect(told[0]?.text).toContain(`https://compte.example/sponsor/guests/${requestId}`);
        expect(told[0]?.text).toContain('Grace Hopper');
        expect(told[0]?.text).not.toMatch(/\/l\/|\b\d{3} \d{3}\b/);
      }
    },
  );
});

describe('a run of expiry', () => {
  const days: Record<string, string> = {
    AskContact: '2027-01-01',
    Warn: '2027-01-01',
    Suspend: '2027-02-01',
    Close: '2028-02-01',
    Erase: '2028-02-01',
  };

  test.each(['LoadAccount', 'AskContact', 'Warn', 'CountEnd', 'Suspend', 'TellEnd', 'Close', 'Erase', 'ScheduleNext'])(
    'does once what %s does, when it fails four times or its answer is lost (J-01)',
    async (name) => {
      for (const after of [false, true]) {
        const { world, accountId } = await withGuest();
        for (const day of ['2027-01-01', '2027-01-24', '2027-01-30', '2027-02-01', '2028-02-01']) {
          world.on(day);
          await world.expire(accountId, { [name]: failing(world.expirySteps[name], after ? 1 : 4, after) });
        }
        expect(await world.account(accountId)).toMatchObject({ state: 'closed', files: {} });
        expect(world.mail.to(graces)).toHaveLength(6);
      }
    },
  );

  test.each([
    'LoadAccount',
    'AskContact',
    'Warn',
    'CountEnd',
    'Suspend',
    'LeavePending',
    'TellEnd',
    'Close',
    'Erase',
    'ScheduleNext',
  ])('fails visibly when %s breaks, and the next one takes it up (J-06)', async (name) => {
    const { world, accountId } = await withGuest();
    if (name === 'Close' || name === 'Erase') {
      world.on('2027-02-01');
      await world.expire(accountId);
    }
    world.on(days[name] ?? '2027-02-01');
    if (name === 'LeavePending') world.servers.uca.away();
    expect((await world.expire(accountId, { [name]: broken })).path.at(-1)).toBe('StepFailed');
    world.servers.uca.back();
    const { path } = await world.expire(accountId);
    expect(path.at(-1)).not.toBe('StepFailed');
    const states: Record<string, string> = { AskContact: 'active', Warn: 'active', Close: 'closed', Erase: 'closed' };
    expect(await world.account(accountId)).toMatchObject({ state: states[name] ?? 'suspended' });
    if (name === 'Erase') expect(await world.account(accountId)).toMatchObject({ files: {} });
  });

  test.each(['Adjust', 'Remind'])('fails visibly when %s breaks', async (name) => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const { accountId } = name === 'Remind' ? await world.onboard(ada) : await world.inUse(ada);
    await world.tables.write({
      table: 'accounts',
      update: { accountId },
      set: { warned: { lastDay: '2027-09-30', days: 30 } },
    });
    world.on('2027-09-01');
    expect((await world.expire(accountId, { [name]: broken })).path.at(-1)).toBe('StepFailed');
  });

  test('ends when nothing that is done is done for good', async () => {
    const { world, accountId } = await withGuest();
    world.on('2027-02-01');
    const unchanged: Step = () => Promise.resolve({ outcome: 'unchanged', directories: [] });
    const { path } = await world.expire(accountId, { Suspend: unchanged });
    expect(path.at(-1)).toBe('StepFailed');
    expect(path.filter((name) => name === 'Suspend').length).toBeLessThan(20);
  });

  test('does nothing for an account that is not there', async () => {
    const world = expiryWorld();
    const schedule: Step = () => Promise.resolve({ outcome: 'no-end' });
    expect((await world.expire(ulid(), { ScheduleNext: schedule })).path.at(-1)).toBe('NothingDue');
  });
});
