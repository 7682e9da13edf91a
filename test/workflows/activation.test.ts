import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { getAccount, settleDirectory } from '../../functions/account/account-repository.ts';
import type { Account } from '../../functions/account/account.ts';
import { whatIsDue } from '../../functions/account/what-comes.ts';
import { university } from '../../functions/university/uca.ts';
import { type PasswordWorld, passwordWorld } from '../support/password-world.ts';
import { ada, chloe } from '../support/people.ts';
import type { Step } from '../support/run-workflow.ts';

const first = 'Premier-mot-2026!';
const second = 'Second-mot-2026!';

let world: PasswordWorld;
let account: Account;
beforeEach(async () => {
  world = passwordWorld();
  account = await world.person();
});
const latest = () => getAccount(account.accountId, world.tables);

describe('activation', () => {
  test('gives the password to every directory, makes the account active, and tells the person', async () => {
    const { operationId } = await world.choose(account.accountId, first, 'activation');
    const { path } = await world.run(operationId, 'activation');
    expect(path.at(-1)).toBe('Activated');
    expect(world.passwordsOf(account)).toEqual({ uca: first, 'isima-limos': first });
    expect(await latest()).toMatchObject({
      state: 'active',
      credentialEpoch: 1,
      passwords: { uca: { status: 'verified', epoch: 1 }, 'isima-limos': { status: 'verified', epoch: 1 } },
      directories: { uca: { status: 'verified' }, 'isima-limos': { status: 'verified' } },
    });
    const { attributes } = (await world.servers.uca.read(account.login)) ?? {};
    expect(attributes?.['supannRessourceEtat']).toEqual(['{COMPTE}A:SupannActif']);
    expect(world.told).toEqual([{ operationId, outcome: 'everywhere' }]);
  });

  test('leaves nothing behind: no vault row, nothing pending, no open choice (C-12)', async () => {
    account = await world.activated(account, first);
    expect(world.tables.rows('vault')).toEqual([]);
    expect(world.tables.rows('pending')).toEqual([]);
    expect(account.openPassword).toBeUndefined();
  });

  test('asks the strictest directory first, and no other when that one refuses (I-19, C-09)', async () => {
    world.servers.uca.refuseNextPassword('in-history');
    const { operationId } = await world.choose(account.accountId, first, 'activation');
    const { path } = await world.run(operationId, 'activation');
    expect(path.at(-1)).toBe('Refused');
    expect(world.passwordsOf(account)).toEqual({ uca: undefined, 'isima-limos': undefined });
    expect(world.servers['isima-limos'].calls.set).toBe(0);
    expect(await latest()).toMatchObject({ state: 'provisioned', credentialEpoch: 1, passwords: {} });
    expect(world.tables.rows('vault')).toEqual([]);
    expect(world.told).toEqual([]);
  });

  test('says before any directory is written what a readable policy would refuse (C-09)', async () => {
    world.servers['isima-limos'].policy = { minimumLength: 20 };
    const { operationId } = await world.choose(account.accountId, first, 'activation');
    const { path } = await world.run(operationId, 'activation');
    expect(path.slice(-3)).toEqual(['ConcludePassword', 'SomethingToTell?', 'Refused']);
    expect(world.servers.uca.calls.set + world.servers['isima-limos'].calls.set).toBe(0);
  });

  test.each([
    ['a directory', (to: PasswordWorld) => to.servers.uca.refuseNextPassword('too-weak')],
    ['a readable policy', (to: PasswordWorld) => void (to.servers.uca.policy = { minimumLength: 20 })],
  ])('that %s refuses is no activation where a former address is told of it either (6.3.7)', async (_, refuse) => {
    refuse(world);
    const more = { formerAddress: 'former@example.org' };
    const { operationId } = await world.choose(account.accountId, first, 'activation', more);
    const { path } = await world.run(operationId, 'activation');
    expect(path.slice(-3)).toEqual(['Notify', 'AccountActivated?', 'Refused']);
    expect(world.told).toEqual([{ operationId, outcome: 'refused' }]);
    expect(await latest()).toMatchObject({ state: 'provisioned' });
  });

  test('goes on with the one directory that is there, and gives the other one both later', async () => {
    world.servers['isima-limos'].away();
    const { operationId } = await world.choose(account.accountId, first, 'activation');
    const { path } = await world.run(operationId, 'activation');
    expect(path.at(-1)).toBe('Activated');
    expect(world.told).toEqual([{ operationId, outcome: 'somewhere' }]);
    expect(await latest()).toMatchObject({
      state: 'active',
      openPassword: { operationId },
      passwords: { uca: { status: 'verified' }, 'isima-limos': { status: 'pending' } },
    });

    world.servers['isima-limos'].back();
    await world.drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: first, 'isima-limos': first });
    const again = world.started.filter(({ workflow }) => workflow === 'activation');
    expect(again.map(({ input }) => input)).toEqual([{ operationId }]);
    expect((await world.run(operationId, 'activation')).path.at(-1)).toBe('Activated');
    expect(world.told.at(-1)).toEqual({ operationId, outcome: 'everywhere' });
    expect(world.tables.rows('pending')).toEqual([]);
    expect(world.tables.rows('vault')).toEqual([]);
  });

  test('ends as pending when no directory is there, and is active once one is back', async () => {
    for (const server of Object.values(world.servers)) server.away();
    const { operationId } = await world.choose(account.accountId, first, 'activation');
    const { path } = await world.run(operationId, 'activation');
    expect(path.at(-1)).toBe('Pending');
    expect(world.told).toEqual([{ operationId, outcome: 'nowhere' }]);
    expect(await latest()).toMatchObject({ state: 'provisioned' });

    for (const server of Object.values(world.servers)) server.back();
    await world.drainOnce('uca');
    await world.drainOnce('isima-limos');
    expect((await world.run(operationId, 'activation')).path.at(-1)).toBe('Activated');
    expect(await latest()).toMatchObject({ state: 'active' });
  });

  test('gives the password to an entry that is written only later (an account pending somewhere)', async () => {
    const late = passwordWorld();
    late.servers['isima-limos'].away();
    const person = await late.person();
    late.servers['isima-limos'].back();
    const { operationId } = await late.choose(person.accountId, first, 'activation');
    const { path } = await late.run(operationId, 'activation');
    expect(path.at(-1)).toBe('Activated');
    expect(late.passwordsOf(person)).toEqual({ uca: first, 'isima-limos': first });
  });

  test('leaves an account alone that was suspended meanwhile (A-04)', async () => {
    const { operationId } = await world.choose(account.accountId, first, 'activation');
    await world.tables.write({
      table: 'accounts',
      update: { accountId: account.accountId },
      set: { state: 'suspended' },
    });
    expect((await world.run(operationId, 'activation')).path.at(-1)).toBe('Ended');
    expect(world.passwordsOf(account)).toEqual({ uca: undefined, 'isima-limos': undefined });
    expect(await latest()).toMatchObject({ state: 'suspended' });
  });

  test.each(['uca', 'isima-limos'] as const)(
    'goes on when none was there and %s alone comes back: the account is active the same hour',
    async (back) => {
      for (const server of Object.values(world.servers)) server.away();
      const { operationId } = await world.choose(account.accountId, first, 'activation');
      await world.run(operationId, 'activation');
      world.servers[back].back();
      await world.drainOnce(back);
      expect(await latest()).toMatchObject({ state: 'provisioned', passwords: { [back]: { status: 'verified' } } });
      expect(world.started.at(-1)).toMatchObject({ workflow: 'activation', input: { operationId } });

      expect((await world.run(operationId, 'activation')).path.at(-1)).toBe('Activated');
      expect(await latest()).toMatchObject({ state: 'active' });
      expect(world.told.at(-1)).toEqual({ operationId, outcome: 'somewhere' });
      // Started once: from then on there is nothing to say before the other one is back.
      world.started.length = 0;
      await world.drainOnce(back);
      expect(world.started).toEqual([]);
    },
  );

  test('looks again when a directory has come back since it looked, before anything is said', async () => {
    const looked: Step[] = [() => Promise.resolve({ outcome: 'not-activated', directories: [] })];
    const { operationId } = await world.choose(account.accountId, first, 'activation');
    const { path } = await world.run(operationId, 'activation', {
      Activate: (state) => (looked.pop() ?? world.steps['Activate'])?.(state) ?? Promise.reject(new Error('no step')),
    });
    expect(path.filter((name) => name === 'Activate')).toHaveLength(2);
    expect(path.at(-1)).toBe('Activated');
    expect(await latest()).toMatchObject({ state: 'active' });
    expect(world.told).toEqual([{ operationId, outcome: 'everywhere' }]);
  });

  test('is one where another run has made the account active since it looked', async () => {
    const { operationId } = await world.choose(account.accountId, first, 'activation');
    const { path } = await world.run(operationId, 'activation', {
      Activate: async (state) => {
        await world.steps['Activate']?.(state);
        return { outcome: 'not-activated', directories: [] };
      },
    });
    expect(path.at(-1)).toBe('Activated');
    expect(await latest()).toMatchObject({ state: 'active' });
  });

  test('that one directory refuses is an activation all the same, and the person is told where it does not hold', async () => {
    world.servers['isima-limos'].refuseNextPassword('too-weak');
    const { operationId } = await world.choose(account.accountId, first, 'activation');
    expect((await world.run(operationId, 'activation')).path.at(-1)).toBe('Activated');
    expect(world.told).toEqual([{ operationId, outcome: 'partly' }]);
    expect(await latest()).toMatchObject({ state: 'active' });
  });

  test('is not called a success where a directory has refused the entry itself', async () => {
    await settleDirectory(await latest(), 'isima-limos', { status: 'refused', reason: 'taken: x' }, true, world);
    const { operationId } = await world.choose(account.accountId, first, 'activation');
    expect((await world.run(operationId, 'activation')).path.at(-1)).toBe('Activated');
    expect(world.told).toEqual([{ operationId, outcome: 'partly' }]);
    expect(world.servers['isima-limos'].calls.set).toBe(0);
  });
});

describe('an account that returns', () => {
  test('has no password any more before its entry is open again, and chooses a new one', async () => {
    account = await world.activated(account, first);
    const { accountId } = account;
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { state: 'suspended' } });
    const returned = await world.person({ ...chloe, endsOn: '2027-12-31' });
    expect(returned).toMatchObject({ accountId, state: 'provisioned', credentialEpoch: 2 });
    expect(world.passwordsOf(returned)).toEqual({ uca: undefined, 'isima-limos': undefined });
    const { operationId } = await world.choose(accountId, second, 'activation');
    expect((await world.run(operationId, 'activation')).path.at(-1)).toBe('Activated');
    expect(world.passwordsOf(returned)).toEqual({ uca: second, 'isima-limos': second });
  });

  test('in the grace of an account shows it at once, and the night has nothing to put right', async () => {
    world.clock.at = Temporal.Instant.from('2027-09-10T10:00:00Z');
    account = await world.activated(account, first);
    expect(account).toMatchObject({ state: 'grace', reasonEndsOn: '2027-08-31', lastDay: '2027-09-30' });
    expect(whatIsDue(account, university, world.clock.at)).toBe('warn');
    const { attributes } = (await world.servers.uca.read(account.login)) ?? {};
    expect(attributes?.['supannRessourceEtat']).toEqual(['{COMPTE}A:SupannSursis']);
  });

  test('of one directory is activated there alone', async () => {
    const person = await world.person(ada);
    const { operationId } = await world.choose(person.accountId, first, 'activation');
    expect((await world.run(operationId, 'activation')).path.at(-1)).toBe('Activated');
    expect(world.passwordsOf(person)).toEqual({ uca: first, 'isima-limos': undefined });
  });
});
