import { beforeEach, describe, expect, test } from 'vitest';
import { getAccount } from '../../functions/account/account-repository.ts';
import type { Account } from '../../functions/account/account.ts';
import { settlePassword } from '../../functions/password/settle-password.ts';
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

/** The bind as a person gets this answer the next times, as from a replica that has not heard of the change yet. */
function answerBinds(answer: 'wrong' | 'ended', times = Infinity): { stop: () => void } {
  const { passwords } = world.servers.uca;
  const bind = passwords.bind.bind(passwords);
  let left = times;
  passwords.bind = async (login, password) => {
    const answered = await bind(login, password);
    left -= 1;
    return left >= 0 ? answer : answered;
  };
  return { stop: () => void (left = 0) };
}

describe('a new password that a directory accepted', () => {
  test.each(['wrong', 'ended'] as const)(
    'holds once the bind shows it: %s twice, then right (I-22)',
    async (answer) => {
      answerBinds(answer, 2);
      const { operationId } = await world.choose(account.accountId, second);
      const { path } = await world.run(operationId);
      expect(path.at(-1)).toBe('Changed');
      expect(path).not.toContain('LeavePendingStrictest');
      expect(world.servers.uca.calls.set).toBe(1 + 3);
      expect((await latest()).passwords.uca).toEqual({ status: 'verified', epoch: 2 });
      expect(world.told).toEqual([{ operationId, outcome: 'everywhere' }]);
    },
  );

  test.each(['wrong', 'ended'] as const)(
    'is said to hold nowhere that no bind has shown it: always %s ends as pending, and the drain proves it (I-19, I-22)',
    async (answer) => {
      const lagging = answerBinds(answer);
      const { operationId } = await world.choose(account.accountId, second);
      expect((await world.run(operationId)).path.at(-1)).toBe('Pending');
      expect(world.told).toEqual([{ operationId, outcome: 'somewhere' }]);
      const unproven = { status: 'pending', epoch: 2, tried: true };
      expect((await latest()).passwords).toMatchObject({ uca: unproven, 'isima-limos': { status: 'verified' } });
      expect(world.tables.rows('vault')).toHaveLength(1);
      expect(world.tables.rows('pending')).toMatchObject([{ directory: 'uca' }]);

      await world.drainOnce('uca');
      expect((await latest()).passwords.uca).toEqual(unproven);
      expect(world.tables.rows('vault')).toHaveLength(1);

      lagging.stop();
      await world.drainOnce('uca');
      expect((await latest()).passwords.uca).toEqual({ status: 'verified', epoch: 2 });
      expect((await world.run(operationId)).path.at(-1)).toBe('Changed');
      expect(world.tables.rows('vault')).toEqual([]);
      expect(world.tables.rows('pending')).toEqual([]);
      expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': second });
    },
  );

  test('is proven by no bind that says the account is over, and is not asked for again (I-18)', async () => {
    answerBinds('ended');
    await world.choose(account.accountId, second);
    const before = world.servers.uca.calls.bind;
    expect(await settlePassword(await latest(), 'uca', { ahead: true }, world)).toBe('ended');
    expect(world.servers.uca.calls.bind - before).toBe(1);
    expect((await latest()).passwords.uca).toMatchObject({ status: 'pending' });
  });

  test('is proven by six binds at most behind a form: a directory locks after twenty (I-18)', async () => {
    answerBinds('wrong');
    const { operationId } = await world.choose(account.accountId, second);
    const before = { ...world.servers.uca.calls };
    await world.run(operationId);
    const { set, bind } = world.servers.uca.calls;
    expect(bind - before.bind).toBe(set - before.set);
    expect(bind - before.bind).toBe(1 + 5);
  });
});
