import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { lockAccount } from '../../../functions/lock/lock-account.ts';
import { unlockAccount } from '../../../functions/lock/unlock-account.ts';
import { provisionDirectory } from '../../../functions/onboarding/provision-directory.ts';
import { getOperation } from '../../../functions/operation/operation-repository.ts';
import { directories } from '../../../functions/university/university.ts';
import { goodPassword, linkWorld } from '../../support/link-world.ts';

const cri = '01K5M0Q7T8V9W0X1Y2Z3A4B5DC';

/** Somebody whose account, with a password in both directories, the CRI has locked. */
async function locked() {
  const world = linkWorld();
  const { accountId } = await world.person({ state: 'active' });
  const { cookie } = await world.link(accountId, 'recovery');
  await world.send('/recover', cookie, { form: ulid(), password: goodPassword() });
  await world.run();
  const account = () => world.account(accountId);
  await lockAccount(await account(), { reason: 'spam sent from it', spend: [], by: cri }, world.deps);
  const before = world.executions.length;
  const started = () => world.executions.slice(before);
  const provision = async () => {
    for (const directory of directories) await provisionDirectory({ accountId, directory }, world.deps);
  };
  return { world, accountId, account, provision, started };
}
const why = { reason: 'the machine was cleaned', by: cri };

describe('the CRI unlocks an account', () => {
  test('the password of before is deleted everywhere before the entry’s end moves', async () => {
    const { world, account, provision } = await locked();
    await provision();
    const { login, credentialEpoch } = await account();
    for (const directory of directories) {
      expect(await world.servers[directory].passwords.bind(login, goodPassword())).not.toBe('bound');
      expect(world.servers[directory].passwordOf(login)).toBe(goodPassword());
    }
    expect(await unlockAccount(await account(), why, world.deps)).toBe('unlocked');
    expect(await account()).toMatchObject({ state: 'active', credentialEpoch: credentialEpoch + 1, liveLinks: [] });
    expect((await account()).lock).toBeUndefined();
    await provision();
    for (const directory of directories) {
      expect(world.servers[directory].passwordOf(login)).toBeUndefined();
      expect(await world.servers[directory].passwords.bind(login, goodPassword())).toBe('wrong');
    }
    const statuses = Object.values((await account()).passwords).map(({ status }) => status);
    expect(statuses).toEqual(['cleared', 'cleared']);
  });

  test('tells every directory, records who and why, and mails a link to choose another password', async () => {
    const { world, accountId, account, started } = await locked();
    await unlockAccount(await account(), why, world.deps);
    expect(world.tables.rows('pending').map(({ directory }) => directory)).toEqual([...directories].sort());
    expect(world.tables.rows('audit')).toContainEqual(
      expect.objectContaining({ subject: accountId, event: expect.stringMatching(/^unlocked#/) as string, by: cri }),
    );
    expect((await account()).unlocked).toEqual({ ...why, at: world.clock.at.toString() });
    const journal = JSON.stringify(world.tables.rows('audit'));
    expect([journal.includes(why.reason), journal.includes('spam')], 'the journal outlives the reason').toEqual([
      false,
      false,
    ]);
    expect(started().map(({ workflow }) => workflow)).toEqual(['provisioning', 'provisioning', 'recovery']);
    const operation = await getOperation(started()[2]?.name ?? '', 'recovery', world);
    expect(operation).toMatchObject({ accountId, unlocked: true });
  });

  test('leaves a closed account alone, and so does a lock', async () => {
    const { world, accountId, account } = await locked();
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { state: 'closed' } });
    const before = await account();
    expect(await unlockAccount(before, why, world.deps)).toBe('closed');
    expect(await lockAccount(before, { reason: 'spam', spend: [] }, world.deps)).toBe('closed');
    expect(await account()).toEqual(before);
  });

  test('twice, or without a lock, changes nothing', async () => {
    const { world, account } = await locked();
    const before = await account();
    await unlockAccount(before, why, world.deps);
    const after = await account();
    await expect(unlockAccount(before, why, world.deps)).rejects.toThrow('changed');
    expect(await unlockAccount(after, why, world.deps)).toBe('not-locked');
    expect(await account()).toEqual(after);
  });

  test('a password that is chosen later works again', async () => {
    const { world, accountId, account, provision } = await locked();
    await unlockAccount(await account(), why, world.deps);
    await provision();
    const { cookie } = await world.link(accountId, 'recovery');
    await world.send('/recover', cookie, { form: ulid(), password: goodPassword(2) });
    await world.run();
    const { login } = await account();
    for (const directory of directories) {
      expect(await world.servers[directory].passwords.bind(login, goodPassword(2))).toBe('bound');
    }
  });
});
