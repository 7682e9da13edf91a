import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { RetryableError } from '../../../functions/step/errors.ts';
import { inMemoryDirectory } from '../../support/in-memory-directory.ts';
import { entryOf } from './directory.contract.ts';
import { passwordDirectoryContract, type PasswordDirectoryUnderTest } from './password-directory.contract.ts';

const phrase = 'Une phrase assez longue';

for (const posix of [false, true]) {
  passwordDirectoryContract(`passwords in memory${posix ? ' of POSIX accounts' : ''}`, inMemory, { posix });
}

function inMemory(): PasswordDirectoryUnderTest {
  const directory = inMemoryDirectory();
  return {
    directory,
    passwords: directory.passwords,
    rival: directory.passwords,
    losses: [() => directory.loseNextAnswer()],
    stopLosing: () => undefined,
    plantForeign: (login) => directory.plantForeign(login),
    giveRole: (login, role) => void directory.roles.set(login, [...(directory.roles.get(login) ?? []), role]),
    away: () => directory.away(),
    back: () => directory.back(),
  };
}

async function withAda(options: Parameters<typeof inMemoryDirectory>[0] = {}) {
  const directory = inMemoryDirectory(options);
  const { login, accountId, ...rest } = entryOf({ posix: false });
  await directory.write({ login, accountId, ...rest });
  return { directory, login, at: (version: number) => ({ login, accountId, version }) };
}

test('a directory in memory refuses a password, is busy and loses an answer when told to', async () => {
  const { directory, login, at } = await withAda();
  directory.refuseNextPassword('too-young');
  expect(await directory.passwords.set(at(1), phrase)).toEqual({ refused: 'too-young' });
  directory.busy = true;
  await expect(directory.passwords.set(at(1), phrase)).rejects.toBeInstanceOf(RetryableError);
  await expect(directory.passwords.bind(login, phrase)).rejects.toBeInstanceOf(RetryableError);
  directory.busy = false;
  directory.loseNextAnswer();
  await expect(directory.passwords.set(at(1), phrase)).rejects.toBeInstanceOf(RetryableError);
  expect([directory.passwordOf(login), directory.versionOf(login)]).toEqual([phrase, 1]);
  expect(await directory.passwords.set(at(1), phrase)).toBe('written');
  expect(await directory.passwords.clear(at(2))).toBe('written');
  expect([directory.passwordOf(login), directory.versionOf(login)]).toEqual([undefined, 2]);
  expect(await directory.passwords.bind(login, '')).toBe('wrong');
  // What never reaches a server is no call of it.
  expect(directory.calls).toMatchObject({ set: 4, clear: 1, bind: 1 });
});

test('a directory in memory asks what its policy says, in bytes', async () => {
  const { directory, at } = await withAda();
  directory.policy = { minimumLength: 20, maximumLength: 30 };
  expect(await directory.passwords.policy()).toEqual({ minimumLength: 20, maximumLength: 30 });
  expect(await directory.passwords.set(at(1), 'é'.repeat(9))).toEqual({ refused: 'too-short' });
  expect(await directory.passwords.set(at(1), 'é'.repeat(16))).toEqual({ refused: 'too-long' });
  expect(await directory.passwords.set(at(1), 'é'.repeat(10))).toBe('written');
});

test('a directory in memory looks at the last day with the clock that it is given', async () => {
  let now = Temporal.Instant.from('2027-12-31T22:59:58Z');
  const { directory, login, at } = await withAda({ now: () => now });
  await directory.passwords.set(at(1), phrase);
  expect(await directory.passwords.bind(login, phrase)).toBe('bound');
  now = now.add({ seconds: 1 });
  expect(await directory.passwords.bind(login, phrase)).toBe('ended');
});
