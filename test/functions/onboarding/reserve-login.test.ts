import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { reserveLogin } from '../../../functions/onboarding/reserve-login.ts';
import { onboardingWorld, type OnboardingWorld } from '../../support/onboarding-world.ts';
import { ada } from '../../support/people.ts';

async function handOver(world: OnboardingWorld, number: number, names = {}) {
  const stored = await world.handOver({ ...ada, ...names, fileNumber: `D-${number}`, opiNumber: `OPI-${number}` });
  if (!('fileId' in stored)) throw new Error('not the same person');
  return { fileId: stored.fileId, accountId: stored.accountId };
}

function reserve(world: OnboardingWorld, file: { fileId: string; accountId: string }) {
  return reserveLogin({ operationId: ulid(), file }, world);
}

describe('a login is reserved', () => {
  test('by one update of its counter and one transaction, also for the hundredth homonym', async () => {
    const world = onboardingWorld();
    const files = await Promise.all(Array.from({ length: 100 }, (_, number) => handOver(world, number)));
    for (const file of files.slice(0, 99)) await reserve(world, file);
    const before = world.tables.requests.length;
    await reserve(world, files[99] ?? { fileId: '', accountId: '' });
    const writes = world.tables.requests.slice(before).filter(({ operation }) => operation !== 'get');
    expect(writes).toEqual([
      { operation: 'write', tables: ['counters'] },
      { operation: 'transact', tables: ['accounts', 'logins', 'persons', 'slices', 'due', 'audit'] },
      // How many accounts there are: in no transaction, where 40,000 people would wait for each other.
      { operation: 'write', tables: ['counters'] },
    ]);
    expect(world.accounts().map(({ login }) => login)).toContain('adalovel99');
  });

  test('once for each of 1,000 people of the same name at the same time (L-01)', async () => {
    const world = onboardingWorld();
    const files = await Promise.all(Array.from({ length: 1_000 }, (_, number) => handOver(world, number)));
    await Promise.all(files.map((file) => reserve(world, file)));
    const logins = world.accounts().map(({ login }) => login);
    expect(new Set(logins).size).toBe(1_000);
    expect(new Set(logins)).toEqual(
      new Set(Array.from({ length: 1_000 }, (_, number) => (number === 0 ? 'adalovel' : `adalovel${number}`))),
    );
  });

  test('once for an account, however often and however parallel the step runs (J-01)', async () => {
    const world = onboardingWorld();
    const file = await handOver(world, 1);
    await Promise.all(Array.from({ length: 10 }, () => reserve(world, file)));
    await reserve(world, file);
    expect(world.accounts()).toHaveLength(1);
    expect(world.tables.rows('logins')).toHaveLength(1);
  });

  test('again by the next try when the step dies between its two requests: the number is lost, never shared', async () => {
    const world = onboardingWorld();
    const [first, second] = [await handOver(world, 1), await handOver(world, 2)];
    world.tables.failNext({ skip: 3 });
    await expect(reserve(world, first)).rejects.toThrow();
    await reserve(world, first);
    await reserve(world, second);
    expect(
      world
        .accounts()
        .map(({ login }) => login)
        .sort(),
    ).toEqual(['adalovel1', 'adalovel2']);
  });

  test('never again after its holder is gone (L-02)', async () => {
    const world = onboardingWorld();
    const [first, second] = [await handOver(world, 1), await handOver(world, 2)];
    await reserve(world, first);
    await world.tables.write({ table: 'accounts', delete: { accountId: first.accountId } });
    await reserve(world, second);
    expect(world.accounts()).toMatchObject([{ login: 'adalovel1' }]);
  });

  test('with a number when its letters are unwanted', async () => {
    const world = onboardingWorld();
    await reserve(world, await handOver(world, 1, { firstName: 'Con', lastName: 'Ardent' }));
    await reserve(world, await handOver(world, 2, { firstName: 'Con', lastName: 'Ard' }));
    expect(
      world
        .accounts()
        .map(({ login }) => login)
        .sort(),
    ).toEqual(['conard1', 'conarden']);
  });
});
