import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { askForAccess } from '../../../functions/request/ask-for-access.ts';
import { withdraw } from '../../../functions/request/withdraw.ts';
import { servicesToAskFor } from '../../../functions/request/services-on-request.ts';
import { uca } from '../../../functions/university/uca.ts';
import { guestWorld } from '../../support/guest-world.ts';

async function guest() {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  const { requestId } = await world.invite(sponsor, { endsOn: '2026-10-10' });
  await world.work();
  const { accountId = '' } = await world.stay(requestId);
  await world.change(accountId, { state: 'active' });
  const account = await world.account(accountId);
  const ask = (given: Partial<Parameters<typeof askForAccess>[1]> = {}) =>
    askForAccess(
      account,
      { service: 'isima', until: '2026-09-30', reason: 'Un cours.', form: ulid(), language: 'en', ...given },
      world,
    );
  return { world, sponsor, account, ask };
}

describe('the holder of a temporary account', () => {
  test('asks for a service, which waits for the CRI and stands on their own desk', async () => {
    const { world, account, ask } = await guest();
    const asked = await ask();
    if (asked.outcome !== 'asked') throw new Error(JSON.stringify(asked.problems));
    expect(world.desk('cri')).toEqual([asked.requestId]);
    expect(world.desk(account.accountId)).toEqual([asked.requestId]);
    expect(await world.request(asked.requestId)).toMatchObject({ kind: 'access', state: 'waiting', service: 'isima' });
  });

  test('asks once, however often the form is sent', async () => {
    const { world, ask } = await guest();
    const form = ulid();
    const asked = await Promise.all(Array.from({ length: 5 }, () => ask({ form })));
    expect(new Set(asked.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await ask({ form })).toEqual(asked[0]);
    expect(world.tables.rows('requests').filter(({ kind }) => kind === 'access')).toHaveLength(1);
    expect(world.waiting.size).toBe(1);
  });

  test('does not ask for what they asked for already, until it is decided or withdrawn', async () => {
    const { world, account, ask } = await guest();
    const asked = await ask();
    expect(await ask()).toEqual({ outcome: 'refused', problems: [{ field: 'service', code: 'open' }] });
    expect(await ask({ service: 'limos' })).toMatchObject({ outcome: 'asked' });
    if (asked.outcome === 'asked') await withdraw(asked.requestId, account, world);
    expect(await ask()).toMatchObject({ outcome: 'asked' });
  });

  test.each([
    ['mail', '2026-09-30', 'Un cours.', 'service'],
    ['eduroam', '2026-09-30', 'Un cours.', 'service'],
    ['__proto__', '2026-09-30', 'Un cours.', 'service'],
    ['isima', '2026-09-14', 'Un cours.', 'until'],
    ['isima', '2026-10-11', 'Un cours.', 'until'],
    ['isima', 'demain', 'Un cours.', 'until'],
    ['isima', '2026-09-30', ' \n ', 'reason'],
    ['mail', 'demain', '', 'service', 'until', 'reason'],
  ])('is refused %s until %s because of “%s” (K-09)', async (service, until, reason, ...fields) => {
    const { world, ask } = await guest();
    const problems = fields.map((field) => ({ field }));
    expect(await ask({ service, until, reason })).toMatchObject({ outcome: 'refused', problems });
    expect(world.tables.rows('requests').filter(({ kind }) => kind === 'access')).toEqual([]);
  });
});

test('a service is asked for until the last day of the account, and for a year at most', async () => {
  const { world, account, ask } = await guest();
  const refused = await ask({ until: '2026-10-11' });
  expect(refused).toMatchObject({ problems: [{ field: 'until', days: { from: '2026-09-15', to: '2026-10-10' } }] });
  const { lastDay, ...lasting } = account;
  expect(lastDay).toBe('2026-10-10');
  const wanted = { service: 'isima', until: '2027-09-16', reason: 'Un cours.', form: ulid(), language: 'en' } as const;
  expect(await askForAccess(lasting, wanted, world)).toMatchObject({
    problems: [{ field: 'until', days: { from: '2026-09-15', to: '2027-09-15' } }],
  });
});

test('nobody else asks: what a student or a guest has follows from their file', async () => {
  const { account } = await guest();
  expect(servicesToAskFor(account, uca)).toEqual(['isima', 'limos']);
  for (const population of ['student', 'phd', 'staff', 'guest'] as const)
    expect(servicesToAskFor({ ...account, population }, uca)).toEqual([]);
  expect(servicesToAskFor({ ...account, population: 'local', services: ['limos'] }, uca)).toEqual(['isima']);
});
