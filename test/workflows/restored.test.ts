import { expect, test } from 'vitest';
import { getAccount } from '../../functions/account/account-repository.ts';
import { accountSchema } from '../../functions/account/account.ts';
import { directoriesWithPassword } from '../../functions/account/account-use.ts';
import { raisedAccount } from '../../local/restore-tables.ts';
import { passwordWorld } from '../support/password-world.ts';

// L-07: what `npm run restore` does to accounts, and why.

const [first, second, third] = ['Premier-mot-2026!', 'Second-mot-2026!', 'Troisieme-mot-2026!'] as const;

/** Somebody who has chosen a second password since the second to which the tables were restored. */
async function restored() {
  const world = passwordWorld();
  const account = await world.activated(await world.person(), first);
  const [kept = {}] = world.tables.rows('accounts');
  const { operationId } = await world.choose(account.accountId, second);
  await world.run(operationId);
  await world.tables.write({ table: 'accounts', put: kept });
  return { world, account, kept, latest: () => getAccount(account.accountId, world.tables) };
}

test('L-07: a restored account that is left as it is takes a password which no directory then has', async () => {
  const { world, account } = await restored();
  const { operationId } = await world.choose(account.accountId, third);
  expect((await world.run(operationId)).path.at(-1)).toBe('Pending');
  expect(world.passwordsOf(account)).toEqual({ uca: second, 'isima-limos': second });
});

test('L-07: one whose epochs were raised counts no password, link or session of before, and takes the next one', async () => {
  const { world, account, kept, latest } = await restored();
  const { accountId } = account;
  await world.tables.write({ table: 'accounts', put: accountSchema.parse(raisedAccount(kept)) });
  expect(directoriesWithPassword(await latest(), world.university)).toEqual([]);
  const { operationId } = await world.choose(accountId, third);
  expect((await world.run(operationId)).path.at(-1)).toBe('Changed');
  expect(world.passwordsOf(account)).toEqual({ uca: third, 'isima-limos': third });
});
