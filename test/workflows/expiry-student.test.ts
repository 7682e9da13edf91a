import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { mayBeUsed } from '../../functions/account/account-use.ts';
import { lockAccount } from '../../functions/lock/lock-account.ts';
import { unlockAccount } from '../../functions/lock/unlock-account.ts';
import { generateCredentials } from '../../functions/onboarding/generate-credentials.ts';
import { provisionDirectory } from '../../functions/onboarding/provision-directory.ts';
import { reserveLogin } from '../../functions/onboarding/reserve-login.ts';
import { university } from '../../functions/university/uca.ts';
import { directories } from '../../functions/university/university.ts';
import { goodPassword } from '../support/link-world.ts';
import { ada, chloe, marie } from '../support/people.ts';
import { did, type ExpiryWorld, expiryWorld } from '../support/expiry-world.ts';

const ofStudents = { ...chloe, studentNumber: '22600002' };

describe('a student', () => {
  test('goes into the grace with the year, is usable to its last day, and comes back from it with the next year', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const { accountId } = await world.inUse(ofStudents);
    world.on('2027-08-31');
    expect(await did(world, accountId)).toEqual(['Warn', 'Warned']);
    world.on('2027-09-01');
    expect(await did(world, accountId)).toEqual(['Adjust', 'Adjusted']);
    expect(await world.account(accountId)).toMatchObject({ state: 'grace' });
    expect(world.servers.uca.entries()['chldalen']?.attributes['supannRessourceEtat']).toEqual([
      '{COMPTE}A:SupannSursis',
    ]);
    expect(mayBeUsed(await world.account(accountId), university, Temporal.Instant.from('2027-09-30T21:59:59Z'))).toBe(
      true,
    );
    expect(mayBeUsed(await world.account(accountId), university, Temporal.Instant.from('2027-09-30T22:00:00Z'))).toBe(
      false,
    );
    world.on('2027-09-10');
    await world.onboard({ ...ofStudents, fileNumber: 'D2027-2', startsOn: '2027-09-01', endsOn: '2028-08-31' });
    expect(await world.account(accountId)).toMatchObject({ state: 'active', lastDay: '2028-09-30' });
    expect(await did(world, accountId)).toEqual(['NothingDue']);
  });

  test('whom nobody looked at for two years is suspended first, told once, and closed a year after that', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const { accountId } = await world.inUse(ofStudents);
    world.on('2029-09-01');
    expect(await did(world, accountId)).toEqual(['Suspend', 'TellEnd', 'Suspended']);
    expect(await world.account(accountId)).toMatchObject({ nextDateOn: '2030-09-01' });
    expect(world.mail.to('chloe@example.org')).toHaveLength(2);
  });

  test('who never activated the account is reminded once, with a link that works', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const { accountId } = await world.onboard(ada);
    world.on('2026-10-15');
    expect(await did(world, accountId)).toEqual(['Remind', 'Reminded']);
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    expect(world.mail.to('ada@example.org')).toHaveLength(2);
    expect(world.links.filter(({ purpose }) => purpose === 'activation')).toHaveLength(2);
    expect(await world.account(accountId)).toMatchObject({ reminded: true, nextDateOn: '2027-08-31' });
  });

  test('whose account no directory ever took is closed without a word when its day is over', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    for (const name of directories) world.servers[name].refuseNext();
    const { accountId } = await world.onboard(chloe);
    expect(await world.account(accountId)).toMatchObject({ state: 'requested' });
    world.on('2027-10-01');
    expect(await did(world, accountId)).toEqual(['Close', 'TellEnd', 'Erase', 'Closed']);
    expect(world.mail.sent).toEqual([]);
  });

  test('whose onboarding died with the login reserved is onboarded again on the next date, or closed like any other', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const stored = await world.handOver(chloe);
    if (!('fileId' in stored)) throw new Error('a new file');
    const { fileId, accountId } = stored;
    await reserveLogin({ operationId: ulid(), file: { fileId, accountId } }, world);
    expect(await world.account(accountId)).toMatchObject({ revision: 0, lastDay: '2027-09-30' });
    expect(world.tables.rows('due')).toMatchObject([{ day: '2026-10-15', accountId }]);
    world.on('2026-10-15');
    expect(await did(world, accountId)).toEqual(['Renewed']);
    expect(world.started.at(-1)).toMatchObject({ workflow: 'onboarding', input: { fileId } });
    expect(world.tables.rows('due')).toMatchObject([{ day: '2026-10-16', accountId }]);
    world.on('2027-10-01');
    expect(await did(world, accountId)).toEqual(['Close', 'TellEnd', 'Erase', 'Closed']);
    expect(world.mail.sent).toEqual([]);
    expect(await world.account(accountId)).toMatchObject({ state: 'closed', files: {} });
    for (const table of ['files', 'fileKeys', 'accountFiles', 'slices', 'due'] as const)
      expect(world.tables.rows(table), table).toEqual([]);
  });

  test('loses a granted service on the day after its last one, in the directories too', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const { accountId } = await world.inUse(ada);
    const grants = { limos: { until: '2026-12-31', requestId: ulid() } };
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { grants } });
    expect(await did(world, accountId)).toEqual(['Adjust', 'Adjusted']);
    const granted = await world.account(accountId);
    expect(granted.services).toContain('limos');
    expect(granted.uidNumber).toBe(200_000);
    expect(Object.keys(granted.directories).sort()).toEqual(['isima-limos', 'uca']);
    expect(granted.nextDateOn).toBe('2027-01-01');
    world.on('2027-01-01');
    expect(await did(world, accountId)).toEqual(['Adjust', 'Adjusted']);
    expect(await world.account(accountId)).toMatchObject({
      grants: {},
      services: ['ent', 'mail', 'eduroam', 'printing'],
    });
  });

  /** A PhD student who teaches. */
  async function withTwo() {
    const ine = '123456789AB';
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const phd = { ...ada, population: 'phd' as const, ine };
    const { accountId } = await world.inUse(phd);
    const { accountId: other } = await world.inUse({
      ...marie,
      ...{ firstName: 'Ada', lastName: 'Lovelace', birthDate: ada.birthDate, ine },
    });
    return { world, accountId, other };
  }

  test('is told nothing of another account that has ended itself', async () => {
    const { world, accountId, other } = await withTwo();
    await world.tables.write({ table: 'accounts', update: { accountId: other }, set: { state: 'suspended' } });
    world.on('2027-10-01');
    await world.expire(accountId);
    const letter = world.mail.to('ada@example.org').at(-1);
    expect(letter?.subject).toContain('est suspendu');
    expect(letter?.text).not.toContain('n’est pas concerné');
  });

  test('with two accounts is told that the end of one does not touch the other', async () => {
    const { world, accountId, other } = await withTwo();
    world.on('2027-10-01');
    await world.expire(accountId);
    world.on('2028-09-30');
    await world.expire(accountId);
    for (const letter of world.mail.to('ada@example.org').slice(-2))
      expect(letter.text).toContain('n’est pas concerné');
    expect(await world.account(other)).toMatchObject({ state: 'active' });
    expect(world.servers.uca.entries()).toHaveProperty((await world.account(other)).login);
  });
});

describe('whatever changes the state of an account puts it into the bucket of its next date', () => {
  async function student() {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    const { accountId } = await world.onboard(ofStudents);
    return { world, accountId, inBucket: async () => (await world.account(accountId)).nextDateOn };
  }
  const buckets = (world: ExpiryWorld) => world.tables.rows('due').map(({ day }) => day);

  test('activation by who dallied until the grace had begun', async () => {
    const { world, accountId, inBucket } = await student();
    world.on('2027-09-02');
    await did(world, accountId);
    expect(await inBucket()).toBe('2027-09-23');
    const { operationId } = await world.choose(accountId, goodPassword(), 'activation');
    await world.run(operationId, 'activation');
    expect(await world.account(accountId)).toMatchObject({ state: 'grace' });
    expect([await inBucket(), buckets(world)]).toEqual(['2027-09-23', ['2027-09-23']]);
  });

  test('the first directory that takes it, once a warning should have gone out', async () => {
    const world = expiryWorld({ at: '2026-09-15T08:00:00Z' });
    for (const name of directories) world.servers[name].away();
    const { accountId } = await world.onboard(ofStudents);
    world.on('2027-08-31');
    await did(world, accountId);
    expect(await world.account(accountId)).toMatchObject({ state: 'requested', nextDateOn: '2027-09-23' });
    world.on('2027-09-02');
    world.servers.uca.back();
    await provisionDirectory({ accountId, directory: 'uca' }, world);
    expect(await world.account(accountId)).toMatchObject({ state: 'provisioned', nextDateOn: '2027-09-02' });
    expect(buckets(world)).toEqual(['2027-09-02']);
    expect(await did(world, accountId)).toEqual(['Warn', 'Remind', 'Reminded']);
  });

  test('a return, though the run dies before it schedules anything', async () => {
    const { world, accountId, inBucket } = await student();
    world.on('2027-10-02');
    await did(world, accountId);
    expect([(await world.account(accountId)).state, await inBucket()]).toEqual(['suspended', '2028-10-01']);
    const again = { ...ofStudents, fileNumber: 'D2027-9', startsOn: '2027-09-01', endsOn: '2028-08-31' };
    const stored = await world.handOver(again);
    if (!('fileId' in stored)) throw new Error('not the same person');
    const file = { fileId: stored.fileId, accountId, version: 1 };
    await generateCredentials({ operationId: ulid(), file }, world);
    expect(await world.account(accountId)).toMatchObject({ state: 'provisioned', nextDateOn: '2027-11-01' });
    expect(buckets(world)).toEqual(['2027-11-01']);
  });

  test('the end of a lock during which nobody was reminded', async () => {
    const { world, accountId, inBucket } = await student();
    const deps = { ...world, start: { provisioning: world.startProvisioning, recovery: world.startProvisioning } };
    await lockAccount(await world.account(accountId), { reason: 'spam', spend: [] }, deps);
    world.on('2026-10-20');
    await did(world, accountId);
    expect(await inBucket()).toBe('2027-08-31');
    await unlockAccount(await world.account(accountId), { reason: 'cleaned', by: accountId }, deps);
    expect([await inBucket(), buckets(world)]).toEqual(['2026-10-20', ['2026-10-20']]);
    expect(await did(world, accountId)).toEqual(['Remind', 'Reminded']);
  });
});
