import { beforeEach, describe, expect, test } from 'vitest';
import { getAccount } from '../../functions/account/account-repository.ts';
import { directoriesWithPassword } from '../../functions/account/account-use.ts';
import type { Account } from '../../functions/account/account.ts';
import { provisionDirectory } from '../../functions/onboarding/provision-directory.ts';
import { settlePassword } from '../../functions/password/settle-password.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { directories } from '../../functions/university/university.ts';
import { type PasswordWorld, passwordWorld } from '../support/password-world.ts';

const first = 'Premier-mot-2026!';
const second = 'Second-mot-2026!';

let world: PasswordWorld;
let account: Account;
beforeEach(async () => {
  world = passwordWorld();
  account = await world.activated(await world.person(), first);
});
const latest = () => getAccount(account.accountId, world.tables);

describe('a new password', () => {
  describe.each(directories)('I-20 whose workflow never ran, while %s is away', (away) => {
    const there = away === 'uca' ? 'isima-limos' : 'uca';
    const outage = async (minutes: number) => {
      const { operationId } = await world.choose(account.accountId, second);
      world.servers[away].away();
      for (let left = minutes; left > 0; left -= 60) await world.pass(there, { minutes: Math.min(left, 60) });
      const meanwhile = world.passwordsOf(account)[there];
      world.servers[away].back();
      await world.pass(away, { minutes: 5 });
      await world.pass(there, { minutes: 0 });
      const { path } = await world.run(operationId);
      return { end: path.at(-1), meanwhile, told: world.told.at(-1)?.outcome };
    };

    test.each([
      ['1 minute', 1],
      ['1 hour', 60],
    ])('for %s holds everywhere five minutes after', async (_, minutes) => {
      expect(await outage(minutes)).toMatchObject({ end: 'Changed', told: 'everywhere' });
      expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': second });
    });

    test('for 25 hours holds where a directory was there, is deleted in the other one, and is told', async () => {
      expect(await outage(25 * 60)).toEqual({ end: 'Cleared', meanwhile: second, told: 'cleared' });
      expect(world.passwordsOf(account)).toMatchObject({ [away]: undefined, [there]: second });
      expect(world.tables.rows('pending')).toEqual([]);
    });
  });

  test('that the vault has lost is deleted where a directory is there, whatever a stricter one does (I-20)', async () => {
    for (const server of Object.values(world.servers)) server.away();
    await world.choose(account.accountId, second);
    world.clock.at = world.clock.at.add({ hours: 25 });
    world.servers['isima-limos'].back();
    await world.drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: first, 'isima-limos': undefined });
  });

  test('is remembered for as long as a directory is away, and for a week once it has ended', async () => {
    const rowOf = (id: string) => world.tables.rows('operations').find((row) => row['operationId'] === id);
    world.servers['isima-limos'].away();
    const { operationId } = await world.choose(account.accountId, second);
    await world.run(operationId);
    expect(rowOf(operationId)).not.toHaveProperty('expiresAt');
    world.clock.at = world.clock.at.add({ hours: 9 * 24 });
    world.servers['isima-limos'].back();
    await world.drainOnce('isima-limos');
    expect((await world.run(operationId)).path.at(-1)).toBe('Cleared');
    const aWeek = Math.floor(world.clock.at.epochMilliseconds / 1000) + 7 * 24 * 3600;
    expect(rowOf(operationId)).toMatchObject({ expiresAt: aWeek });

    const open = await world.choose(account.accountId, 'Troisieme-mot-2026!');
    await world.choose(account.accountId, 'Quatrieme-mot-2026!');
    expect(rowOf(open.operationId)).toMatchObject({ expiresAt: aWeek });
  });

  test('that is refused brings none back of an epoch that has ended: there, the one of before is deleted (A-09)', async () => {
    const { accountId } = account;
    await world.tables.write({ table: 'accounts', update: { accountId }, add: { credentialEpoch: 1 } });
    world.servers.uca.refuseNextPassword('in-history');
    const { operationId } = await world.choose(accountId, second);
    expect((await world.run(operationId)).path.at(-1)).toBe('Refused');
    expect(world.told.at(-1)).toEqual({ operationId, outcome: 'refused' });
    expect(directoriesWithPassword(await latest(), world.university)).toEqual([]);
    await world.drainOnce('uca');
    await world.drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: undefined, 'isima-limos': undefined });
    expect(world.tables.rows('pending')).toEqual([]);
  });

  test('that waits for an account that ends is ended with it: no vault row, no open choice, and a mail (A-04)', async () => {
    for (const server of Object.values(world.servers)) server.away();
    const { operationId } = await world.choose(account.accountId, second);
    await world.run(operationId);
    const { accountId } = account;
    const ended = { lastDay: '2026-01-01', reasonEndsOn: '2026-01-01' };
    await world.tables.write({ table: 'accounts', update: { accountId }, set: ended });
    for (const server of Object.values(world.servers)) server.back();
    await world.drainOnce('uca');
    expect(world.started.at(-1)).toMatchObject({ workflow: 'password', input: { operationId } });
    expect((await world.run(operationId)).path.at(-1)).toBe('Ended');
    expect(world.told.at(-1)).toEqual({ operationId, outcome: 'ended' });
    for (const directory of directories) await world.drainOnce(directory);
    expect(world.tables.rows('vault')).toEqual([]);
    expect(world.tables.rows('pending')).toEqual([]);
    expect((await latest()).openPassword).toBeUndefined();
    expect(world.passwordsOf(account)).toEqual({ uca: first, 'isima-limos': first });

    // The account returns before anybody has suspended it: what was chosen then is lost, and so is the password of before.
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { lastDay: '2099-01-01' } });
    for (const directory of directories) await provisionDirectory({ accountId, directory }, world);
    expect(world.passwordsOf(account)).toEqual({ uca: undefined, 'isima-limos': undefined });
  });

  test('that waits a day for a directory is forgotten: the old one is deleted there, and a link is mailed', async () => {
    world.servers['isima-limos'].away();
    const { operationId } = await world.choose(account.accountId, second);
    expect((await world.run(operationId)).path.at(-1)).toBe('Pending');
    world.clock.at = world.clock.at.add({ hours: 25 });
    world.servers['isima-limos'].back();
    await world.drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': undefined });
    expect((await world.run(operationId)).path.at(-1)).toBe('Cleared');
    expect(world.told.at(-1)).toEqual({ operationId, outcome: 'cleared' });
    expect(world.tables.rows('vault')).toEqual([]);
  });

  test('that a directory is away for longer than a day for is told once as lost, while it is away still', async () => {
    world.servers['isima-limos'].away();
    const { operationId } = await world.choose(account.accountId, second);
    await world.run(operationId);
    world.clock.at = world.clock.at.add({ hours: 23, minutes: 59 });
    expect(await world.concludeLost('isima-limos')).toEqual({ started: 0 });
    world.clock.at = world.clock.at.add({ minutes: 1 });
    expect(await world.concludeLost('isima-limos')).toEqual({ started: 1 });
    expect(world.started.at(-1)).toMatchObject({ workflow: 'password', input: { operationId } });
    expect((await world.run(operationId)).path.at(-1)).toBe('Cleared');
    expect(world.told.map(({ outcome }) => outcome)).toEqual(['somewhere', 'cleared']);
    expect(world.tables.rows('vault')).toEqual([]);
    expect(await latest()).toMatchObject({ passwords: { 'isima-limos': { status: 'pending' } } });

    // Whatever runs again, nobody has anything else to say; what is deleted at last is told no more.
    expect(await world.concludeLost('isima-limos')).toEqual({ started: 0 });
    expect((await world.run(operationId)).path.at(-1)).toBe('Cleared');
    world.servers['isima-limos'].back();
    await world.drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': undefined });
    expect(world.tables.rows('pending')).toEqual([]);
    expect(world.started.filter(({ workflow }) => workflow === 'password')).toHaveLength(1);
    expect(await latest()).toMatchObject({ passwords: { 'isima-limos': { status: 'cleared' } } });
  });

  test('that is given up while a run writes it still is deleted there all the same', async () => {
    world.servers['isima-limos'].away();
    const { operationId } = await world.choose(account.accountId, second);
    await world.run(operationId);
    const passwordDirectory: typeof world.passwordDirectory = (name) => ({
      ...world.passwordDirectory(name),
      set: async (entry, password) => {
        world.clock.at = world.clock.at.add({ hours: 24 });
        expect((await world.run(operationId)).path.at(-1)).toBe('Cleared');
        world.servers['isima-limos'].back();
        return world.passwordDirectory(name).set(entry, password);
      },
    });
    const slow = { ...world, passwordDirectory };
    const settled = await settlePassword(await latest(), 'isima-limos', { ahead: true }, slow);
    expect(settled).toBe('superseded');
    await world.drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': undefined });
  });

  test('that one directory refuses and another waited a day for says where no password works any more (I-19)', async () => {
    world.servers.uca.away();
    world.servers['isima-limos'].refuseNextPassword('too-weak');
    const { operationId } = await world.choose(account.accountId, second);
    await world.run(operationId);
    expect(world.told.at(-1)).toEqual({ operationId, outcome: 'partly' });
    world.clock.at = world.clock.at.add({ hours: 25 });
    world.servers.uca.back();
    await world.drainOnce('uca');
    expect(world.passwordsOf(account)).toEqual({ uca: undefined, 'isima-limos': first });
    expect((await world.run(operationId)).path.at(-1)).toBe('Cleared');
    expect(await latest()).toMatchObject({
      passwords: { uca: { status: 'cleared' }, 'isima-limos': { status: 'refused' } },
    });
  });

  test('waits while the key refuses, and goes on once it does not', async () => {
    const { operationId } = await world.choose(account.accountId, second);
    world.vault.refuses = true;
    expect((await world.run(operationId)).path.at(-1)).toBe('StepFailed');
    expect(world.passwordsOf(account)).toEqual({ uca: first, 'isima-limos': first });
    world.vault.refuses = false;
    await world.drainOnce('uca');
    await world.drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': second });
    expect((await world.run(operationId)).path.at(-1)).toBe('Changed');
  });

  test('is not taken in while the key’s service is away, and nothing has changed then', async () => {
    world.vault.away = true;
    await expect(world.choose(account.accountId, second)).rejects.toThrow(RetryableError);
    expect(await latest()).toEqual(account);
  });
});
