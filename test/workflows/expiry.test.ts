import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { mayBeUsed } from '../../functions/account/account-use.ts';
import { endEarly, undoEnd } from '../../functions/account/end-early.ts';
import { suspend } from '../../functions/expiry/suspend.ts';
import { lockAccount } from '../../functions/lock/lock-account.ts';
import { unlockAccount } from '../../functions/lock/unlock-account.ts';
import { generateCredentials } from '../../functions/onboarding/generate-credentials.ts';
import { provisionDirectory } from '../../functions/onboarding/provision-directory.ts';
import { reserveLogin } from '../../functions/onboarding/reserve-login.ts';
import type { Stay } from '../../functions/request/request.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import type { Tables } from '../../functions/table/tables.ts';
import { university } from '../../functions/university/uca.ts';
import { directories } from '../../functions/university/university.ts';
import { broken, type ExpiryWorld, expiryWorld } from '../support/expiry-world.ts';
import { goodPassword } from '../support/link-world.ts';
import { ada, chloe, grace, marie } from '../support/people.ts';
import type { Step } from '../support/run-workflow.ts';

const graces = 'grace@example.org';
const longer = { ...grace, endsOn: '2027-06-30' };
const ofStudents = { ...chloe, studentNumber: '22600002' };

async function withGuest() {
  const world = expiryWorld();
  const { accountId } = await world.inUse();
  return { world, accountId };
}

/** What the steps did, without the questions between them. */
async function did(world: ExpiryWorld, accountId: string, instead: Record<string, Step> = {}): Promise<string[]> {
  const { path } = await world.expire(accountId, instead);
  const silent = ['NameExpiry', 'LoadAccount', 'ProvisionDirectories', 'ProvisionDirectory', 'ScheduleNext'];
  return path.filter((name) => !name.endsWith('?') && !silent.includes(name));
}

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

  test('who is extended is left alone by the reminder of before, and gets the new date (K-06)', async () => {
    const { world, accountId } = await withGuest();
    world.on('2027-01-20');
    await world.onboard(longer);
    world.on('2027-02-01');
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    expect(await world.account(accountId)).toMatchObject({
      state: 'active',
      lastDay: '2027-06-30',
      nextDateOn: '2027-05-31',
    });
    expect(world.scheduled.get(accountId)).toBe('2027-05-30T22:00:00Z');
  });

  test('whose extension came and was never worked on is onboarded with it and left alone for the day (K-06)', async () => {
    const { world, accountId } = await withGuest();
    await world.handOver(longer);
    world.on('2027-02-01');
    expect(await did(world, accountId)).toEqual(['Renewed']);
    expect(await did(world, accountId)).toEqual(['Renewed']);
    const asked = world.started.filter(({ workflow }) => workflow === 'onboarding');
    expect(new Set(asked.map(({ name }) => name)).size).toBe(1);
    expect(asked[0]).toMatchObject({
      name: asked[0]?.input['operationId'],
      input: { fileId: world.files()[0]?.fileId },
    });
    expect(await world.account(accountId)).toMatchObject({ state: 'active', nextDateOn: '2027-02-02' });
    expect(world.scheduled.get(accountId)).toBe('2027-02-01T23:00:00Z');
    await world.onboard(longer);
    world.on('2027-02-02');
    expect(await did(world, accountId)).toEqual(['NothingDue']);
  });

  test('whose end is corrected to one that is over already ends at once', async () => {
    for (const row of [marie, grace, ada]) {
      const world = expiryWorld({ at: '2026-12-05T08:00:00Z' });
      const { accountId } = await world.inUse(row);
      await world.onboard({ ...row, endsOn: '2026-11-02' });
      expect(mayBeUsed(await world.account(accountId), university, world.clock.at)).toBe(false);
      expect(await did(world, accountId)).toEqual(['Suspend', 'TellEnd', 'Suspended']);
    }
  });

  test('whose corrected end came and was never worked on is onboarded with it, though it is over', async () => {
    const { world, accountId } = await withGuest();
    const corrected = { ...grace, endsOn: '2026-11-02' };
    await world.handOver(corrected);
    expect(await did(world, accountId)).toEqual(['Renewed']);
    await world.onboard(corrected);
    expect(await did(world, accountId)).toEqual(['Suspend', 'TellEnd', 'Suspended']);
  });

  test('one of whose two files is corrected to an end that is over stays with the other', async () => {
    const { world, accountId } = await withGuest();
    const person = { ...grace, ine: '123456789AB' };
    await world.onboard(person);
    const second = await world.onboard({ ...person, fileNumber: 'V-9', opiNumber: 'OPI-9', endsOn: '2026-12-31' });
    expect(second.accountId).toBe(accountId);
    await world.onboard({ ...person, endsOn: '2026-11-02' });
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    expect(await world.account(accountId)).toMatchObject({ state: 'active', lastDay: '2026-12-31' });
  });

  test('whose extension lacks a piece, or is refused, ends on the day that was promised', async () => {
    for (const row of [
      { ...longer, missing: ['identity'] },
      { ...grace, endsOn: '2029-01-31' },
    ]) {
      const { world, accountId } = await withGuest();
      await world.handOver(row);
      world.on('2027-02-01');
      expect(await did(world, accountId)).toContain('Suspended');
    }
  });

  test.each(['Suspend', 'Warn'])('who is extended between LoadAccount and %s is left alone', async (name) => {
    const { world, accountId } = await withGuest();
    world.on(name === 'Suspend' ? '2027-02-01' : '2027-01-01');
    const instead = { [name]: once(world.expirySteps[name], () => world.onboard(longer)) };
    expect(await did(world, accountId, instead)).toEqual([name, 'NothingDue']);
    expect(await world.account(accountId)).toMatchObject({ state: 'active', lastDay: '2027-06-30' });
    expect(world.mail.to(graces)).toHaveLength(1);
  });

  test.each(['Suspend', 'Close'])(
    'whose extension is handed over between LoadAccount and %s is onboarded with it first (K-06)',
    async (name) => {
      const { world, accountId } = await withGuest();
      world.on('2027-02-01');
      if (name === 'Close') {
        await world.expire(accountId);
        world.on('2028-02-01');
      }
      const further = { ...grace, startsOn: '2028-01-01', endsOn: '2028-06-30' };
      const handedOver = name === 'Close' ? further : longer;
      const instead = { [name]: once(world.expirySteps[name], () => world.handOver(handedOver)) };
      const { state } = await world.account(accountId);
      expect(await did(world, accountId, instead)).toEqual([name, 'Renewed']);
      expect(await world.account(accountId)).toMatchObject({ state });
    },
  );

  test('whose extension is handed over while Suspend writes is onboarded with it first (K-06)', async () => {
    const { world, accountId } = await withGuest();
    world.on('2027-02-01');
    let handedOver = false;
    const tables: Tables = {
      ...world.tables,
      transact: async (writes) => {
        if (!handedOver) await world.handOver(longer);
        handedOver = true;
        return world.tables.transact(writes);
      },
    };
    const input = { executionId: 'e1', file: { accountId } };
    await expect(suspend(input, { ...world, tables })).rejects.toThrow(RetryableError);
    expect(await suspend(input, { ...world, tables })).toMatchObject({ outcome: 'unchanged' });
  });

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

  test('whose sponsor answers for them: the sponsor is told of each warning too', async () => {
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
});

describe('a student', () => {
  test('goes into the grace with the year, is usable to its last day, and comes back from it with the next year', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const { accountId } = await world.inUse(ofStudents);
    world.on('2027-08-31');
    expect(await did(world, accountId)).toEqual(['Warn', 'Warned']);
    world.on('2027-09-01');
    expect(await did(world, accountId)).toEqual(['Adjust', 'Adjusted']);
    expect(await world.account(accountId)).toMatchObject({ state: 'grace' });
    expect(world.servers.uca.entries()['chldalen']?.attributes['supannRessourceEtat']).toEqual([
      '{COMPTE}A:SupannSursis',
    ]);
    expect(mayBeUsed(await world.account(accountId), university, Temporal.Instant.from('2027-09-30T21:59:59Z'))).toBe(
      true,
    );
    expect(mayBeUsed(await world.account(accountId), university, Temporal.Instant.from('2027-09-30T22:00:00Z'))).toBe(
      false,
    );
    world.on('2027-09-10');
    await world.onboard({ ...ofStudents, fileNumber: 'D2027-2', startsOn: '2027-09-01', endsOn: '2028-08-31' });
    expect(await world.account(accountId)).toMatchObject({ state: 'active', lastDay: '2028-09-30' });
    expect(await did(world, accountId)).toEqual(['NothingDue']);
  });

  test('whom nobody looked at for two years is suspended first, told once, and closed a year after that', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const { accountId } = await world.inUse(ofStudents);
    world.on('2029-09-01');
    expect(await did(world, accountId)).toEqual(['Suspend', 'TellEnd', 'Suspended']);
    expect(await world.account(accountId)).toMatchObject({ nextDateOn: '2030-09-01' });
    expect(world.mail.to('chloe@example.org')).toHaveLength(2);
  });

  test('who never activated the account is reminded once, with a link that works', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const { accountId } = await world.onboard(ada);
    world.on('2026-10-15');
    expect(await did(world, accountId)).toEqual(['Remind', 'Reminded']);
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    expect(world.mail.to('ada@example.org')).toHaveLength(2);
    expect(world.links.filter(({ purpose }) => purpose === 'activation')).toHaveLength(2);
    expect(await world.account(accountId)).toMatchObject({ reminded: true, nextDateOn: '2027-08-31' });
  });

  test('whose account no directory ever took is closed without a word when its day is over', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    for (const name of directories) world.servers[name].refuseNext();
    const { accountId } = await world.onboard(chloe);
    expect(await world.account(accountId)).toMatchObject({ state: 'requested' });
    world.on('2027-10-01');
    expect(await did(world, accountId)).toEqual(['Close', 'TellEnd', 'Erase', 'Closed']);
    expect(world.mail.sent).toEqual([]);
  });

  test('whose onboarding died with the login reserved is onboarded again on the next date, or closed like any other', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const stored = await world.handOver(chloe);
    if (!('fileId' in stored)) throw new Error('a new file');
    const { fileId, accountId } = stored;
    await reserveLogin({ operationId: ulid(), file: { fileId, accountId } }, world);
    expect(await world.account(accountId)).toMatchObject({ revision: 0, lastDay: '2027-09-30' });
    expect(world.tables.rows('due')).toMatchObject([{ day: '2026-10-15', accountId }]);
    world.on('2026-10-15');
    expect(await did(world, accountId)).toEqual(['Renewed']);
    expect(world.started.at(-1)).toMatchObject({ workflow: 'onboarding', input: { fileId } });
    expect(world.tables.rows('due')).toMatchObject([{ day: '2026-10-16', accountId }]);
    world.on('2027-10-01');
    expect(await did(world, accountId)).toEqual(['Close', 'TellEnd', 'Erase', 'Closed']);
    expect(world.mail.sent).toEqual([]);
    expect(await world.account(accountId)).toMatchObject({ state: 'closed', files: {} });
    for (const table of ['files', 'fileKeys', 'accountFiles', 'slices', 'due'] as const)
      expect(world.tables.rows(table), table).toEqual([]);
  });

  test('loses a granted service on the day after its last one, in the directories too', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const { accountId } = await world.inUse(ada);
    const grants = { limos: { until: '2026-12-31', requestId: ulid() } };
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { grants } });
    expect(await did(world, accountId)).toEqual(['Adjust', 'Adjusted']);
    const granted = await world.account(accountId);
    expect(granted.services).toContain('limos');
    expect(granted.uidNumber).toBe(200_000);
    expect(Object.keys(granted.directories).sort()).toEqual(['isima-limos', 'uca']);
    expect(granted.nextDateOn).toBe('2027-01-01');
    world.on('2027-01-01');
    expect(await did(world, accountId)).toEqual(['Adjust', 'Adjusted']);
    expect(await world.account(accountId)).toMatchObject({
      grants: {},
      services: ['ent', 'mail', 'eduroam', 'printing'],
    });
  });

  test('with two accounts is told that the end of one does not touch the other', async () => {
    const ine = '123456789AB';
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const phd = { ...ada, population: 'phd' as const, ine };
    const { accountId } = await world.inUse(phd);
    const { accountId: other } = await world.inUse({
      ...marie,
      ...{ firstName: 'Ada', lastName: 'Lovelace', birthDate: ada.birthDate, ine },
    });
    world.on('2027-10-01');
    await world.expire(accountId);
    world.on('2028-09-30');
    await world.expire(accountId);
    for (const letter of world.mail.to('ada@example.org').slice(-2))
      expect(letter.text).toContain('n’est pas concerné');
    expect(await world.account(other)).toMatchObject({ state: 'active' });
    expect(world.servers.uca.entries()).toHaveProperty((await world.account(other)).login);
  });
});

describe('somebody who ends the account before its time', () => {
  async function ended(on: string, by: 'person' | 'sponsor' = 'person', undoUntil = `${on}T23:00:00Z`) {
    const { world, accountId } = await withGuest();
    const account = await world.account(accountId);
    await endEarly(account, { on, by, undoUntil: Temporal.Instant.from(undoUntil) }, world);
    return { world, accountId };
  }

  test('is warned of the day that they chose, and suspended after it', async () => {
    const { world, accountId } = await ended('2026-12-10');
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    world.on('2026-12-09');
    expect(await did(world, accountId)).toEqual(['Warn', 'Warned']);
    expect(world.mail.to(graces).at(-1)?.text).toContain('C’est vous qui avez choisi ce jour');
    world.on('2026-12-11');
    expect(await did(world, accountId)).toEqual(['Suspend', 'TellEnd', 'Suspended']);
    expect(world.mail.to(graces).at(-1)?.text).toContain('Vous l’aviez demandé');
  });

  test('and takes it back is left alone', async () => {
    const { world, accountId } = await ended('2026-12-10');
    expect(await undoEnd(await world.account(accountId), world)).toBe('undone');
    world.on('2026-12-11');
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    expect(await world.account(accountId)).toMatchObject({
      state: 'active',
      lastDay: '2027-01-31',
      nextDateOn: '2027-01-01',
    });
  });

  test('stays suspended when the office says anything but a later end, and returns when it does', async () => {
    const { world, accountId } = await ended('2026-12-10');
    world.on('2026-12-11');
    await world.expire(accountId);
    await world.onboard({ ...grace, programme: 'another' });
    expect(await world.account(accountId)).toMatchObject({ state: 'suspended', lastDay: '2026-12-10' });
    await world.onboard(longer);
    const account = await world.account(accountId);
    expect(account).toMatchObject({ state: 'provisioned', lastDay: '2027-06-30', returnedOn: '2026-12-11' });
    expect(account).not.toHaveProperty('endedEarly');
  });

  test('by a sponsor is unusable at once, keeps everything for a day, and is suspended then', async () => {
    const { world, accountId } = await ended('2026-11-04', 'sponsor', '2026-11-06T08:00:00Z');
    expect(mayBeUsed(await world.account(accountId), university, world.now())).toBe(false);
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    expect(world.scheduled.get(accountId)).toBe('2026-11-06T08:00:00Z');
    world.on('2026-11-06', '08:00');
    expect(await did(world, accountId)).toEqual(['Suspend', 'TellEnd', 'Suspended']);
  });
});

describe('whatever changes the state of an account puts it into the bucket of its next date', () => {
  async function student() {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const { accountId } = await world.onboard(ofStudents);
    return { world, accountId, inBucket: async () => (await world.account(accountId)).nextDateOn };
  }
  const buckets = (world: ExpiryWorld) => world.tables.rows('due').map(({ day }) => day);

  test('activation by who dallied until the grace had begun', async () => {
    const { world, accountId, inBucket } = await student();
    world.on('2027-09-02');
    await did(world, accountId);
    expect(await inBucket()).toBe('2027-09-23');
    const { operationId } = await world.choose(accountId, goodPassword(), 'activation');
    await world.run(operationId, 'activation');
    expect([await inBucket(), buckets(world)]).toEqual(['2027-09-02', ['2027-09-02']]);
    expect(await did(world, accountId)).toEqual(['Adjust', 'Adjusted']);
    expect(await world.account(accountId)).toMatchObject({ state: 'grace', nextDateOn: '2027-09-23' });
  });

  test('the first directory that takes it, once a warning should have gone out', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    for (const name of directories) world.servers[name].away();
    const { accountId } = await world.onboard(ofStudents);
    world.on('2027-08-31');
    await did(world, accountId);
    expect(await world.account(accountId)).toMatchObject({ state: 'requested', nextDateOn: '2027-09-23' });
    world.on('2027-09-02');
    world.servers.uca.back();
    await provisionDirectory({ accountId, directory: 'uca' }, world);
    expect(await world.account(accountId)).toMatchObject({ state: 'provisioned', nextDateOn: '2027-09-02' });
    expect(buckets(world)).toEqual(['2027-09-02']);
    expect(await did(world, accountId)).toEqual(['Warn', 'Remind', 'Reminded']);
  });

  test('a return, though the run dies before it schedules anything', async () => {
    const { world, accountId, inBucket } = await student();
    world.on('2027-10-02');
    await did(world, accountId);
    expect([(await world.account(accountId)).state, await inBucket()]).toEqual(['suspended', '2028-10-01']);
    const again = { ...ofStudents, fileNumber: 'D2027-9', startsOn: '2027-09-01', endsOn: '2028-08-31' };
    const stored = await world.handOver(again);
    if (!('fileId' in stored)) throw new Error('not the same person');
    const file = { fileId: stored.fileId, accountId, version: 1 };
    await generateCredentials({ operationId: ulid(), file }, world);
    expect(await world.account(accountId)).toMatchObject({ state: 'provisioned', nextDateOn: '2027-11-01' });
    expect(buckets(world)).toEqual(['2027-11-01']);
  });

  test('the end of a lock during which nobody was reminded', async () => {
    const { world, accountId, inBucket } = await student();
    const deps = { ...world, start: { provisioning: world.startProvisioning, recovery: world.startProvisioning } };
    await lockAccount(await world.account(accountId), { reason: 'spam', spend: [] }, deps);
    world.on('2026-10-20');
    await did(world, accountId);
    expect(await inBucket()).toBe('2027-08-31');
    await unlockAccount(await world.account(accountId), { reason: 'cleaned', by: accountId }, deps);
    expect([await inBucket(), buckets(world)]).toEqual(['2026-10-20', ['2026-10-20']]);
    expect(await did(world, accountId)).toEqual(['Remind', 'Reminded']);
  });
});

describe('a run of expiry', () => {
  const days: Record<string, string> = {
    Warn: '2027-01-01',
    Suspend: '2027-02-01',
    Close: '2028-02-01',
    Erase: '2028-02-01',
  };

  test.each(['LoadAccount', 'Warn', 'Suspend', 'TellEnd', 'Close', 'Erase', 'ScheduleNext'])(
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

  test.each(['LoadAccount', 'Warn', 'Suspend', 'LeavePending', 'TellEnd', 'Close', 'Erase', 'ScheduleNext'])(
    'fails visibly when %s breaks, and the next one takes it up (J-06)',
    async (name) => {
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
      const states: Record<string, string> = { Warn: 'active', Close: 'closed', Erase: 'closed' };
      expect(await world.account(accountId)).toMatchObject({ state: states[name] ?? 'suspended' });
      if (name === 'Erase') expect(await world.account(accountId)).toMatchObject({ files: {} });
    },
  );

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
