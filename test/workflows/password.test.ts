import { beforeEach, describe, expect, test } from 'vitest';
import { getAccount, settleDirectory } from '../../functions/account/account-repository.ts';
import type { Account } from '../../functions/account/account.ts';
import { getOperation } from '../../functions/operation/operation-repository.ts';
import { provisionDirectory } from '../../functions/onboarding/provision-directory.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { type PasswordWorld, passwordWorld } from '../support/password-world.ts';
import type { Step } from '../support/run-workflow.ts';

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

  test('that is refused leaves the day on which the present one was chosen, if there is one', async () => {
    world.clock.at = world.clock.at.add({ hours: 48 });
    const { operationId } = await world.choose(account.accountId, first);
    await world.run(operationId);
    expect((await latest()).passwordChosenAt).toBe(account.passwordChosenAt);
    const fresh = passwordWorld();
    const { accountId } = await fresh.person();
    fresh.servers.uca.refuseNextPassword('too-weak');
    await fresh.run((await fresh.choose(accountId, first, 'activation')).operationId, 'activation');
    expect(await getAccount(accountId, fresh.tables)).not.toHaveProperty('passwordChosenAt');
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
    await world.drainOnce('uca');
    await world.drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': second });
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

  test('that is refused while the one before is on its way ends that one too, is told, and is told the same again', async () => {
    const { uca, 'isima-limos': isima } = world.servers;
    isima.away();
    const before = await world.choose(account.accountId, second);
    await world.run(before.operationId);
    uca.refuseNextPassword('in-history');
    const { operationId } = await world.choose(account.accountId, 'Troisieme-mot-2026!');
    const { path, output } = await world.run(operationId);
    expect(path.slice(-3)).toEqual(['Notify', 'PasswordEverywhere?', 'Refused']);
    expect(world.told.at(-1)).toEqual({ operationId, outcome: 'refused' });
    // As when the answer of the first time was lost.
    expect(await world.steps['ConcludePassword']?.({ operationId } as never)).toEqual(
      (output as { password: unknown }).password,
    );
    expect(await getOperation(operationId, 'password', world)).toMatchObject({ outcome: 'refused' });
    expect(world.tables.rows('vault')).toEqual([]);
    isima.back();
    await world.drainOnce('isima-limos');
    expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': undefined });
    expect(world.tables.rows('pending')).toEqual([]);
    expect(world.started.filter(({ workflow }) => workflow === 'password')).toEqual([]);
  });

  test.each([
    ['holds', false, 'Changed'],
    ['is refused', true, 'Refused'],
  ])(
    'of which the one before replaced the recovery address tells that one, when it %s (6.3.7)',
    async (_, isRefused, end) => {
      const given = async (formerAddress?: string) =>
        world.choose(account.accountId, second, 'recovery', formerAddress === undefined ? {} : { formerAddress });
      const changes = [await given('one@example.org'), await given(), await given('other@example.org'), await given()];
      const [one, , other, last] = changes.map(({ operationId }) => operationId);
      if (isRefused) world.servers.uca.refuseNextPassword('too-weak');
      for (const operationId of changes.map((each) => each.operationId).slice(0, -1))
        expect((await world.run(operationId)).path.at(-1)).toBe('Superseded');
      expect((await world.run(last ?? '')).path.slice(-3)).toEqual(['Notify', 'PasswordEverywhere?', end]);
      expect(await getOperation(last ?? '', 'password', world)).toMatchObject({
        former: [
          { address: 'one@example.org', operationId: one, undone: true },
          { address: 'other@example.org', operationId: other, undone: true },
        ],
      });
    },
  );

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

  test('L-03: is one choice eleven minutes later too, when no token of the tables remembers the first', async () => {
    const stale = await latest();
    const one = await world.choose(account.accountId, second);
    world.clock.at = world.clock.at.add({ minutes: 11 });
    const again = { account: stale, operationId: one.operationId };
    const replayed = await world.choose(account.accountId, second, 'recovery', again);
    expect(replayed).toMatchObject({ outcome: 'accepted-before', token: 'token' in one ? one.token : '' });
    expect(await latest()).toMatchObject({ credentialEpoch: 2 });
    const chosen = world.tables
      .rows('audit')
      .filter(({ event }) => event === `password-chosen-recovery#${one.operationId}`);
    expect(chosen).toHaveLength(1);
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
    await world.drainOnce('uca');
    await world.drainOnce('isima-limos');
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
