import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import type { Access, Stay } from '../../../functions/request/request.ts';
import { tableNames } from '../../../functions/table/tables.ts';
import { broken, expiryWorld } from '../../support/expiry-world.ts';
import { grace, marie } from '../../support/people.ts';

// What is personal of somebody, in a form that stands in no login and no university address.
const canaries = {
  birthDate: '1986-12-09',
  firstName: 'Grâce-Canari',
  lastName: 'Hôpper',
  personalEmail: 'canary.one@example.org',
  studentNumber: 'CANARY-STUDENT',
  opiNumber: 'CANARY-OPI',
  ine: '123456789AB',
  programme: 'CANARY-PROGRAMME',
  cvecNumber: 'CANARY-CVEC',
};
const second = { personalEmail: 'canary.two@example.org', studentNumber: 'CANARY-STUDENT-2' };
const later = { recovery: 'canary.three@example.org', reason: 'canary reason' };
/** As tables compare them, too. */
const forbidden = [...Object.values(canaries), ...Object.values(second), ...Object.values(later)].flatMap((each) => [
  each,
  each.toLowerCase(),
  each.toLowerCase().replaceAll('-', ''),
]);

async function lived() {
  const world = expiryWorld();
  const sponsor = await world.inUse(marie);
  const requestId = ulid();
  const asked = { requestId, version: 1, state: 'granted', event: 'decided', askedAt: '2026-11-01T08:00:00Z' } as const;
  const stay: Stay = {
    ...{ ...asked, askedBy: sponsor.accountId, sponsorId: sponsor.accountId, language: 'fr', reason: later.reason },
    ...{ kind: 'guest', firstName: canaries.firstName, lastName: canaries.lastName, mail: canaries.personalEmail },
    ...{ startsOn: grace.startsOn, endsOn: '2027-01-31', services: ['ent'] },
  };
  await world.tables.write({ table: 'requests', put: stay });
  await world.tables.write({ table: 'desks', put: { desk: sponsor.accountId, requestId } });
  const row = { ...grace, ...canaries, fileNumber: requestId };
  const { accountId } = await world.inUse(row);
  const access: Access = {
    ...{ ...asked, requestId: ulid(), kind: 'access', accountId, askedBy: accountId, language: 'fr' },
    ...{ service: 'limos', until: '2027-01-01', reason: later.reason },
  };
  await world.tables.write({ table: 'requests', put: access });
  await world.tables.write({ table: 'desks', put: { desk: accountId, requestId: access.requestId } });
  await world.onboard({ ...row, ...second });
  const confirmedAt = '2026-11-06T08:00:00Z';
  const recovery = { address: later.recovery, confirmedAt, usableFrom: confirmedAt, former: canaries.personalEmail };
  await world.tables.write({
    table: 'accounts',
    update: { accountId },
    set: {
      recovery,
      lock: { reason: later.reason, at: confirmedAt },
      unlocked: { reason: later.reason, by: sponsor.accountId, at: confirmedAt },
      language: 'en',
    },
  });
  for (const address of [later.recovery, second.personalEmail]) {
    await world.tables.write({ table: 'recoveryAddresses', put: { address, accountId } });
    await world.tables.write({ table: 'addressHealth', put: { address, status: 'bounced', at: confirmedAt } });
  }
  world.on('2027-02-01');
  await world.expire(accountId);
  world.on('2028-02-01');
  return { world, accountId, sponsor };
}

/** What stands in the tables and the directories, less what forgets by itself within weeks. */
function kept(world: ReturnType<typeof expiryWorld>): string {
  const now = world.clock.at.epochMilliseconds / 1000;
  const rows = tableNames.flatMap((table) =>
    world.tables
      .rows(table)
      .filter(({ expiresAt }) => typeof expiresAt !== 'number' || expiresAt > now)
      .map((row) => [table, row]),
  );
  return JSON.stringify([rows, world.servers.uca.entries(), world.servers['isima-limos'].entries()]);
}

describe('a closed account', () => {
  test('F-07: leaves nothing personal in any table or directory, and its tombstone', async () => {
    const { world, accountId, sponsor } = await lived();
    const before = kept(world);
    for (const value of Object.values(canaries).filter((each) => each !== canaries.studentNumber))
      expect(before).toContain(value);
    const { login, mailAddress, personId } = await world.account(accountId);
    await world.expire(accountId);
    const after = kept(world);
    for (const value of forbidden) expect(after, value).not.toContain(value);
    const account = await world.account(accountId);
    expect(account).toMatchObject({ state: 'closed', login, mailAddress, personId, lastDay: '2027-01-31', files: {} });
    expect(Object.keys(account).sort()).toEqual(
      [
        ...[
          'accountId',
          'affiliations',
          'createdAt',
          'credentialEpoch',
          'directories',
          'files',
          'lastDay',
          'leadingFileId',
        ],
        ...['liveLinks', 'login', 'mailAddress', 'mailAliases', 'office', 'passwords', 'personId', 'population'],
        ...['reasonEndsOn', 'revision', 'services', 'sessionEpoch', 'state', 'suspendedOn'],
      ].sort(),
    );
    expect(world.tables.rows('logins')).toContainEqual({ login, accountId });
    expect(world.tables.rows('addresses')).toContainEqual({ address: mailAddress, accountId });
    for (const table of ['slices', 'persons', 'accountFiles'] as const)
      expect(world.tables.rows(table).map((row) => row['accountId'])).toEqual([sponsor.accountId]);
    expect(world.tables.rows('desks')).toEqual([]);
    expect(world.tables.rows('counters')).toContainEqual({ counter: 'population#guest', value: 0 });
  });

  test('is erased by the next run wherever the one before died', async () => {
    for (let skip = 0; skip < 40; skip += 1) {
      const { world, accountId } = await lived();
      await world.expire(accountId, { Erase: broken });
      world.tables.failNext({ skip: skip + 3, error: new Error('The function was stopped'), applied: skip % 2 === 0 });
      await world.expire(accountId);
      await world.expire(accountId);
      const after = kept(world);
      for (const value of forbidden) expect(after, `${value} after ${String(skip)}`).not.toContain(value);
      expect(await world.account(accountId)).toMatchObject({ state: 'closed', files: {} });
    }
  });

  test('keeps what is known of an address by which another account is found', async () => {
    const { world, accountId, sponsor } = await lived();
    await world.tables.write({
      table: 'recoveryAddresses',
      put: { address: later.recovery, accountId: sponsor.accountId },
    });
    await world.expire(accountId);
    expect(world.tables.rows('addressHealth')).toMatchObject([{ address: later.recovery }]);
  });

  test('is not kept anew when an export still has the row that ended it', async () => {
    const { world, accountId } = await lived();
    const fileNumber = world.files().find((file) => file.accountId === accountId)?.fileNumber ?? '';
    await world.expire(accountId);
    const handedOver = await world.handOver({ ...grace, ...canaries, ...second, fileNumber });
    expect(handedOver).toEqual({ outcome: 'already-ended' });
    const after = kept(world);
    for (const value of forbidden) expect(after, value).not.toContain(value);
  });

  test.each([
    ['its number', {}],
    ['another number, and its student number', { fileNumber: 'V-9' }],
  ])('is followed by another one when its person comes back before it is erased, under %s', async (_, number) => {
    const { world, accountId } = await lived();
    const { login, personId } = await world.account(accountId);
    const fileNumber = world.files().find((file) => file.accountId === accountId)?.fileNumber ?? '';
    // The mail provider is away: the account is closed, and nothing is erased tonight.
    await world.expire(accountId, { TellEnd: broken });
    expect(await world.account(accountId)).toMatchObject({ state: 'closed', recovery: { address: later.recovery } });
    const again = { ...grace, ...canaries, fileNumber, ...number, startsOn: '2028-02-01', endsOn: '2028-06-30' };
    const { fileId, accountId: next } = await world.onboard(again);
    await world.expire(accountId);
    expect(await world.account(accountId)).toMatchObject({ state: 'closed', login, files: {} });
    const account = await world.account(next);
    expect(account).toMatchObject({ state: 'provisioned', lastDay: '2028-06-30', leadingFileId: fileId });
    expect(account.login).not.toBe(login);
    expect(account.personId).not.toBe(personId);
    expect(await world.handOver(again)).toMatchObject({ outcome: 'unchanged', fileId, accountId: next });
    expect(world.tables.rows('accountFiles')).toContainEqual({ accountId: next, fileId });
  });

  test('is followed by another one when its person comes back, with another login', async () => {
    const { world, accountId } = await lived();
    const { login, personId } = await world.account(accountId);
    await world.expire(accountId);
    const again = await world.onboard({
      ...grace,
      ...canaries,
      fileNumber: 'V-9',
      startsOn: '2028-02-01',
      endsOn: '2028-06-30',
    });
    const account = await world.account(again.accountId);
    expect(account.accountId).not.toBe(accountId);
    expect(account.login).not.toBe(login);
    expect(account.personId).not.toBe(personId);
  });
});
