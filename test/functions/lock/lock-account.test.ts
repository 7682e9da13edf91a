import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import { getAccount } from '../../../functions/account/account-repository.ts';
import { recoveryAddressOf, recoveryAddressPut } from '../../../functions/account/recovery-address.ts';
import { lockAccount } from '../../../functions/lock/lock-account.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { passwordWorld } from '../../support/password-world.ts';

const [owner, thief] = ['chloe@example.org', 'thief@example.net'];

/** Somebody whose recovery address was changed an hour ago; one who came in by a card had none before. */
async function robbed(former = owner) {
  const world = passwordWorld();
  const { accountId } = await world.person();
  const at = world.clock.at;
  const [confirmedAt, usableFrom] = [at.subtract({ hours: 1 }).toString(), at.add({ hours: 71 }).toString()];
  const recovery = { address: thief, confirmedAt, usableFrom, ...(former !== 'none' && { former }) };
  await world.tables.write({ table: 'accounts', update: { accountId }, set: { state: 'active', recovery } });
  for (const address of [owner, thief]) await world.tables.write(recoveryAddressPut(accountId, address));
  const latest = () => getAccount(accountId, world.tables);
  const deps = { ...world, start: { provisioning: () => Promise.resolve() }, newId: () => ulid() };
  const found = () =>
    world.tables.rows('recoveryAddresses').flatMap(({ address }) => (address === thief ? [address] : []));
  return { world, accountId, latest, deps, found };
}

test('B-17: a lock undoes a change of recovery address that waits: nobody comes back in by it', async () => {
  const { latest, deps, found } = await robbed();
  await lockAccount(await latest(), { reason: 'not-me', spend: [] }, deps);
  expect((await latest()).recovery).toMatchObject({ address: owner });
  expect((await latest()).recovery).not.toHaveProperty('former');
  expect(found()).toEqual([]);
});

test('B-17: a lock takes a first recovery address away that waits: the unlocking mails nothing to who had it confirmed', async () => {
  const { world, accountId, latest, deps, found } = await robbed('none');
  await lockAccount(await latest(), { reason: 'not-me', spend: [] }, deps);
  expect(await latest()).not.toHaveProperty('recovery');
  expect(found()).toEqual([]);
  world.clock.at = world.clock.at.add({ hours: 80 });
  const unlocked = await latest();
  expect(recoveryAddressOf(unlocked, undefined, world.clock.at, world.university)).toBeUndefined();
  expect(unlocked).toMatchObject({ accountId, lock: { reason: 'not-me' } });
});

test('a lock leaves an address alone that may be used already', async () => {
  const { world, latest, deps, found } = await robbed();
  world.clock.at = world.clock.at.add({ hours: 72 });
  await lockAccount(await latest(), { reason: 'not-me', spend: [] }, deps);
  expect((await latest()).recovery).toMatchObject({ address: thief, former: owner });
  expect(found()).toEqual([thief]);
});

test('a change of address that comes between is locked out with the next try', async () => {
  const { world, accountId, latest, deps } = await robbed();
  const stale = {
    ...(await latest()),
    recovery: { address: owner, confirmedAt: '', usableFrom: '2026-01-01T00:00:00Z' },
  };
  await expect(lockAccount(stale, { reason: 'not-me', spend: [] }, deps)).rejects.toThrow(RetryableError);
  expect((await getAccount(accountId, world.tables)).lock).toBeUndefined();
});

test('a choice of password that the lock ends is forgotten after a week', async () => {
  const { world, accountId, latest, deps } = await robbed();
  const { operationId } = await world.choose(accountId, 'Premier-mot-2026!');
  await lockAccount(await latest(), { reason: 'not-me', spend: [] }, deps);
  const row = world.tables.rows('operations').find((each) => each['operationId'] === operationId);
  expect(row).toMatchObject({ expiresAt: Math.floor(world.clock.at.epochMilliseconds / 1000) + 7 * 24 * 3600 });
});
