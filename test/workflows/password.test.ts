import { ulid } from 'ulid';
import { beforeEach, describe, expect, test } from 'vitest';
import { getAccount, settleDirectory } from '../../functions/account/account-repository.ts';
import { directoriesWithPassword } from '../../functions/account/account-use.ts';
import type { Account } from '../../functions/account/account.ts';
import { provisionDirectory } from '../../functions/onboarding/provision-directory.ts';
import { drain } from '../../functions/provisioning/drain.ts';
import { takeLease } from '../../functions/provisioning/lease.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { directories } from '../../functions/university/university.ts';
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

/** One pass of the provisioning workflow over a directory, as the hourly rule starts it. */
async function drainOnce(directory: 'uca' | 'isima-limos') {
  const executionId = ulid();
  world.clock.at = world.clock.at.add({ hours: 1 });
  await takeLease(directory, executionId, world);
  return drain({ directory, executionId }, { ...world, rowFailed: () => undefined });
}

/** The same after another while than the hour. */
async function pass(directory: 'uca' | 'isima-limos', duration: { minutes: number }) {
  world.clock.at = world.clock.at.add(duration);
  const executionId = ulid();
  await world.tables.write({ table: 'leases', delete: { directory } });
  await takeLease(directory, executionId, world);
  return drain({ directory, executionId }, { ...world, rowFailed: () => undefined });
}

async function activated() {
  const { operationId } = await world.choose(account.accountId, first, 'activation');
  await world.run(operationId, 'activation');
  world.told.length = 0;
  account = await latest();
}

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
    await activated();
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
    await drainOnce('isima-limos');
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
    await drainOnce('uca');
    await drainOnce('isima-limos');
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
      await drainOnce(back);
      expect(await latest()).toMatchObject({ state: 'provisioned', passwords: { [back]: { status: 'verified' } } });
      expect(world.started.at(-1)).toMatchObject({ workflow: 'activation', input: { operationId } });

      expect((await world.run(operationId, 'activation')).path.at(-1)).toBe('Activated');
      expect(await latest()).toMatchObject({ state: 'active' });
      expect(world.told.at(-1)).toEqual({ operationId, outcome: 'somewhere' });
      // Started once: from then on there is nothing to say before the other one is back.
      world.started.length = 0;
      await drainOnce(back);
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

describe('a new password', () => {
  beforeEach(activated);

  test('holds everywhere, and the old one nowhere', async () => {
    const { operationId } = await world.choose(account.accountId, second);
    const { path } = await world.run(operationId);
    expect(path.at(-1)).toBe('Changed');
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': second });
  });

  test('is proven by one bind in each directory, and a refusal by none (I-18)', async () => {
    const before = world.servers.uca.calls.bind;
    const { operationId } = await world.choose(account.accountId, second);
    await world.run(operationId);
    expect(world.servers.uca.calls.bind - before).toBe(1);
    const refused = await world.choose(account.accountId, first);
    await world.run(refused.operationId);
    expect(world.servers.uca.calls.bind - before).toBe(1);
  });

  test('that was used before is refused, and the present one holds on, for signing in too (I-17)', async () => {
    const { operationId } = await world.choose(account.accountId, first);
    expect((await world.run(operationId)).path.at(-1)).toBe('Refused');
    expect(world.passwordsOf(account)).toEqual({ uca: first, 'isima-limos': first });
    expect(await latest()).toMatchObject({
      credentialEpoch: 2,
      passwords: { uca: { status: 'verified', epoch: 2 }, 'isima-limos': { status: 'verified', epoch: 2 } },
    });
  });

  test('that the second directory refuses is told as what it is: here the new one holds, there the old one', async () => {
    world.servers['isima-limos'].refuseNextPassword('too-weak');
    const { operationId } = await world.choose(account.accountId, second);
    expect((await world.run(operationId)).path.at(-1)).toBe('PartlyChanged');
    expect(world.told).toEqual([{ operationId, outcome: 'partly' }]);
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': first });
    expect(await latest()).toMatchObject({
      passwords: { uca: { status: 'verified' }, 'isima-limos': { status: 'refused', reason: 'too-weak' } },
    });
  });

  test('survives a lost answer: the retry finds its own version and meets no history (I-10)', async () => {
    world.servers.uca.loseNextAnswer();
    const { operationId } = await world.choose(account.accountId, second);
    expect((await world.run(operationId)).path.at(-1)).toBe('Changed');
    expect(world.servers.uca.passwordOf(account.login)).toBe(second);
  });

  test('goes to a directory too that has refused a change of the entry: the one of before dies there as well', async () => {
    await settleDirectory(await latest(), 'uca', { status: 'refused', reason: 'rejected: x' }, true, world);
    const { operationId } = await world.choose(account.accountId, second);
    expect((await world.run(operationId)).path.at(-1)).toBe('Changed');
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': second });
  });

  test('that waits behind a stricter directory is not refused with a change of the entry', async () => {
    world.servers.uca.away();
    await world.choose(account.accountId, second);
    const { uca, 'isima-limos': other } = world.servers;
    const refusing = { ...other, write: () => Promise.resolve({ refused: 'rejected', reason: 'x' } as const) };
    await provisionDirectory(
      { accountId: account.accountId, directory: 'isima-limos' },
      { ...world, directory: () => refusing },
    );
    expect((await latest()).passwords['isima-limos']).toEqual({ status: 'pending', epoch: 2 });
    uca.back();
    await drainOnce('uca');
    await drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': second });
  });

  describe.each(directories)('I-20 whose workflow never ran, while %s is away', (away) => {
    const there = away === 'uca' ? 'isima-limos' : 'uca';
    const outage = async (minutes: number) => {
      const { operationId } = await world.choose(account.accountId, second);
      world.servers[away].away();
      for (let left = minutes; left > 0; left -= 60) await pass(there, { minutes: Math.min(left, 60) });
      const meanwhile = world.passwordsOf(account)[there];
      world.servers[away].back();
      await pass(away, { minutes: 5 });
      await pass(there, { minutes: 0 });
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
    await drainOnce('isima-limos');
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
    await drainOnce('isima-limos');
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
    await world.run(operationId);
    expect(directoriesWithPassword(await latest(), world.university)).toEqual([]);
    await drainOnce('uca');
    await drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: undefined, 'isima-limos': undefined });
    expect((await world.run(operationId)).path.at(-1)).toBe('Cleared');
  });

  test('that waits for an account that ends is ended with it: no vault row, no open choice, and a mail (A-04)', async () => {
    for (const server of Object.values(world.servers)) server.away();
    const { operationId } = await world.choose(account.accountId, second);
    await world.run(operationId);
    const { accountId } = account;
    const ended = { lastDay: '2026-01-01', reasonEndsOn: '2026-01-01' };
    await world.tables.write({ table: 'accounts', update: { accountId }, set: ended });
    for (const server of Object.values(world.servers)) server.back();
    await drainOnce('uca');
    expect(world.started.at(-1)).toMatchObject({ workflow: 'password', input: { operationId } });
    expect((await world.run(operationId)).path.at(-1)).toBe('Ended');
    expect(world.told.at(-1)).toEqual({ operationId, outcome: 'ended' });
    for (const directory of directories) await drainOnce(directory);
    expect(world.tables.rows('vault')).toEqual([]);
    expect(world.tables.rows('pending')).toEqual([]);
    expect((await latest()).openPassword).toBeUndefined();
    expect(world.passwordsOf(account)).toEqual({ uca: first, 'isima-limos': first });

    // The account returns before anybody has suspended it: what was chosen then is lost, and so is the password of before.
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { lastDay: '2099-01-01' } });
    for (const directory of directories) await provisionDirectory({ accountId, directory }, world);
    expect(world.passwordsOf(account)).toEqual({ uca: undefined, 'isima-limos': undefined });
  });

  test('that is refused is told to an address that was given up with it, and to nobody else (6.3.7)', async () => {
    world.servers.uca.refuseNextPassword('too-weak');
    const more = { formerAddress: 'former@example.org' };
    const { operationId } = await world.choose(account.accountId, second, 'recovery', more);
    expect((await world.run(operationId)).path.slice(-3)).toEqual(['Notify', 'PasswordEverywhere?', 'Refused']);
    world.servers.uca.refuseNextPassword('too-weak');
    const other = await world.choose(account.accountId, second);
    expect((await world.run(other.operationId)).path.slice(-2)).toEqual(['SomethingToTell?', 'Refused']);
  });

  test('that waits a day for a directory is forgotten: the old one is deleted there, and a link is mailed', async () => {
    world.servers['isima-limos'].away();
    const { operationId } = await world.choose(account.accountId, second);
    expect((await world.run(operationId)).path.at(-1)).toBe('Pending');
    world.clock.at = world.clock.at.add({ hours: 25 });
    world.servers['isima-limos'].back();
    await drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': undefined });
    expect((await world.run(operationId)).path.at(-1)).toBe('Cleared');
    expect(world.told.at(-1)).toEqual({ operationId, outcome: 'cleared' });
    expect(world.tables.rows('vault')).toEqual([]);
  });

  test('that one directory refuses and another waited a day for says where no password works any more (I-19)', async () => {
    world.servers.uca.away();
    world.servers['isima-limos'].refuseNextPassword('too-weak');
    const { operationId } = await world.choose(account.accountId, second);
    await world.run(operationId);
    expect(world.told.at(-1)).toEqual({ operationId, outcome: 'partly' });
    world.clock.at = world.clock.at.add({ hours: 25 });
    world.servers.uca.back();
    await drainOnce('uca');
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
    await drainOnce('uca');
    await drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': second });
    expect((await world.run(operationId)).path.at(-1)).toBe('Changed');
  });

  test('is not taken in while the key’s service is away, and nothing has changed then', async () => {
    world.vault.away = true;
    await expect(world.choose(account.accountId, second)).rejects.toThrow(RetryableError);
    expect(await latest()).toEqual(account);
  });

  test('gives way to a later one, in whatever order their workflows run', async () => {
    const older = await world.choose(account.accountId, second);
    const newer = await world.choose(account.accountId, 'Troisieme-mot-2026!');
    expect((await world.run(newer.operationId)).path.at(-1)).toBe('Changed');
    expect((await world.run(older.operationId)).path.at(-1)).toBe('Superseded');
    expect(world.passwordsOf(account)).toEqual({ uca: 'Troisieme-mot-2026!', 'isima-limos': 'Troisieme-mot-2026!' });
    expect(world.told).toEqual([{ operationId: newer.operationId, outcome: 'everywhere' }]);
  });

  test('is not chosen on a proof of before: the account was changed meanwhile (A-09)', async () => {
    const stale = await latest();
    await world.choose(account.accountId, second);
    expect(await world.choose(account.accountId, second, 'recovery', { account: stale })).toMatchObject({
      outcome: 'proof-gone',
    });
  });

  test('is taken in once when the same form comes twice', async () => {
    const stale = await latest();
    const one = await world.choose(account.accountId, second);
    const again = await world.choose(account.accountId, second, 'recovery', {
      account: stale,
      operationId: one.operationId,
    });
    expect(again).toEqual({ ...one, operationId: again.operationId, outcome: 'accepted-before' });
    expect(await latest()).toMatchObject({ credentialEpoch: 2 });
  });

  test('is written nowhere once the account is locked', async () => {
    const { operationId } = await world.choose(account.accountId, second);
    const lock = { reason: 'not-me', at: world.now().toString() };
    const { accountId } = account;
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { lock, credentialEpoch: 3 } });
    expect((await world.run(operationId)).path.at(-1)).toBe('Superseded');
    expect(world.passwordsOf(account)).toEqual({ uca: first, 'isima-limos': first });
  });

  test.each([
    ['PreparePassword', 'StepFailed'],
    ['SetPasswordStrictest', 'Pending'],
    ['SetPasswordOthers', 'Pending'],
    ['LeavePendingStrictest', 'StepFailed'],
    ['ConcludePassword', 'StepFailed'],
    ['Notify', 'StepFailed'],
  ])('whose step %s breaks ends as %s, and nothing is lost', async (name, end) => {
    const broken: Step = () => Promise.reject(new TypeError('made to break'));
    const { operationId } = await world.choose(account.accountId, second);
    const instead = { [name]: broken, ...(name.startsWith('Leave') && { SetPasswordStrictest: broken }) };
    expect((await world.run(operationId, 'recovery', instead)).path.at(-1)).toBe(end);
    await drainOnce('uca');
    await drainOnce('isima-limos');
    await world.run(operationId);
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': second });
    expect(world.tables.rows('pending')).toEqual([]);
  });

  test.each([
    ['PreparePassword', RetryableError.errorName, 5],
    ['PreparePassword', 'Sandbox.Timedout', 2],
    ['ConcludePassword', RetryableError.errorName, 5],
    ['SetPasswordOthers', RetryableError.errorName, 5],
    ['Notify', 'Lambda.TooManyRequestsException', 8],
    // Hours: a mail provider that is away does not lose the notice that a password was changed.
    ['Notify', RetryableError.errorName, 40],
  ])('has %s tried again after %s %i times', async (name, error, times) => {
    let calls = 0;
    const failing: Step = (state) => {
      calls += 1;
      if (calls <= times) return Promise.reject(Object.assign(new Error('made to fail'), { name: error }));
      return world.steps[name]?.(state) ?? Promise.reject(new Error('no such step'));
    };
    const { operationId } = await world.choose(account.accountId, second);
    expect((await world.run(operationId, 'recovery', { [name]: failing })).path.at(-1)).toBe('Changed');
    expect(calls).toBe(times + 1);
  });
});

describe('an account that returns', () => {
  test('has no password any more before its entry is open again, and chooses a new one', async () => {
    await activated();
    const { accountId } = account;
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { state: 'suspended' } });
    const returned = await world.person({ ...chloe, endsOn: '2027-12-31' });
    expect(returned).toMatchObject({ accountId, state: 'provisioned', credentialEpoch: 2 });
    expect(world.passwordsOf(returned)).toEqual({ uca: undefined, 'isima-limos': undefined });
    const { operationId } = await world.choose(accountId, second, 'activation');
    expect((await world.run(operationId, 'activation')).path.at(-1)).toBe('Activated');
    expect(world.passwordsOf(returned)).toEqual({ uca: second, 'isima-limos': second });
  });

  test('of one directory is activated there alone', async () => {
    const person = await world.person(ada);
    const { operationId } = await world.choose(person.accountId, first, 'activation');
    expect((await world.run(operationId, 'activation')).path.at(-1)).toBe('Activated');
    expect(world.passwordsOf(person)).toEqual({ uca: first, 'isima-limos': undefined });
  });
});
