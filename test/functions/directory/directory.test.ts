import { expect, test } from 'vitest';
import { RetryableError } from '../../../functions/step/errors.ts';
import { inMemoryDirectory } from '../../support/in-memory-directory.ts';
import { directoryContract, entryOf, type DirectoryUnderTest } from './directory.contract.ts';

for (const posix of [false, true]) {
  directoryContract(`a directory in memory${posix ? ' of POSIX accounts' : ''}`, inMemory, { posix });
}

function inMemory(): DirectoryUnderTest {
  const directory = inMemoryDirectory();
  return {
    directory,
    plantForeign: (login) => directory.plantForeign(login),
    away: () => directory.away(),
    back: () => directory.back(),
  };
}

test('a directory in memory refuses, is busy and loses an answer when told to', async () => {
  const directory = inMemoryDirectory();
  const ada = entryOf({ posix: false });
  directory.refuseNext(65);
  expect(await directory.write(ada)).toEqual({ refused: 'rejected', reason: '65 objectClassViolation' });
  directory.busy = true;
  await expect(directory.write(ada)).rejects.toBeInstanceOf(RetryableError);
  directory.busy = false;
  directory.loseNextAnswer();
  await expect(directory.write(ada)).rejects.toBeInstanceOf(RetryableError);
  expect(Object.keys(directory.entries())).toEqual([ada.login]);
  expect(await directory.write(ada)).toBe('written');
  expect(directory.calls).toMatchObject({ write: 4, read: 0, probe: 0 });
});
