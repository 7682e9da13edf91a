import { describe, expect, test } from 'vitest';
import { decideRequest, type Verdict } from '../../../functions/request/decide-request.ts';
import { extendStay } from '../../../functions/request/extend-stay.ts';
import { guestsOf } from '../../../functions/request/guest-count.ts';
import { handOver } from '../../../functions/request/hand-over.ts';
import { guestWorld, intern } from '../../support/guest-world.ts';

async function waiting() {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  const cri = await world.staff('cricri');
  const { requestId } = await world.invite(sponsor, intern);
  const decide = (given: Partial<Verdict> = {}) =>
    decideRequest(requestId, { by: cri, verdict: 'granted', reason: 'Vu.', version: 1, ...given }, world);
  return { world, sponsor, cri, requestId, decide };
}

describe('the CRI', () => {
  test('grants what waits, with a reason, and it waits no longer', async () => {
    const { world, cri, requestId, decide } = await waiting();
    expect(await decide()).toBe('decided');
    expect(await world.stay(requestId)).toMatchObject({
      state: 'granted',
      version: 2,
      event: 'decided',
      decision: { by: cri.accountId, verdict: 'granted', reason: 'Vu.' },
    });
    expect(world.desk('cri')).toEqual([]);
    expect([...world.waiting.keys()]).toEqual([`${requestId}-1`, `${requestId}-2`]);
    expect(world.tables.rows('audit').filter(({ subject }) => subject === requestId)).toMatchObject([
      { event: 'asked#v1' },
      { event: 'decided#v2', by: cri.accountId, verdict: 'granted' },
    ]);
  });

  test('declines, and the guest is counted no longer', async () => {
    const { world, sponsor, requestId, decide } = await waiting();
    expect(await guestsOf(sponsor.accountId, '2026-09-15', world.tables)).toBe(1);
    expect(await decide({ verdict: 'declined' })).toBe('decided');
    expect(await world.stay(requestId)).toMatchObject({ state: 'declined' });
    expect(await guestsOf(sponsor.accountId, '2026-09-15', world.tables)).toBe(0);
    expect(world.desk(sponsor.accountId)).toEqual([requestId]);
  });

  test('grants a shorter stay and other services than were asked for', async () => {
    const { world, requestId, decide } = await waiting();
    expect(await decide({ until: '2026-12-31', services: ['isima', 'ent'] })).toBe('decided');
    expect(await world.stay(requestId)).toMatchObject({ endsOn: '2026-12-31', services: ['isima'] });
  });

  test.each<[string, Partial<Verdict>, string]>([
    ['a decision without a reason', { reason: ' ' }, 'reason'],
    ['a last day that is over', { until: '2026-09-14' }, 'until'],
    ['a last day beyond twelve months', { until: '2027-09-15' }, 'until'],
    ['what is no day', { until: '2027-02-30' }, 'until'],
    ['a service that no guest is given', { services: ['mail'] }, 'services'],
    ['a version that was not shown', { version: 2 }, 'changed'],
  ])('is refused %s (K-09)', async (_, given, outcome) => {
    const { world, requestId, decide } = await waiting();
    expect(await decide(given)).toBe(outcome);
    expect(await world.stay(requestId)).toMatchObject({ state: 'waiting', version: 1 });
  });

  test('decides once, however many do at a time', async () => {
    const { world, requestId } = await waiting();
    const several = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((login) => world.staff(`cri${login}`)));
    const outcomes = await Promise.all(
      several.map((by, n) =>
        decideRequest(requestId, { by, verdict: n % 2 ? 'granted' : 'declined', reason: 'Vu.', version: 1 }, world),
      ),
    );
    expect(outcomes.toSorted()).toEqual(['changed', 'changed', 'changed', 'changed', 'decided']);
    expect(await world.stay(requestId)).toMatchObject({ version: 2 });
  });

  test('is told the same when the form comes twice, and another verdict does not count', async () => {
    const { world, requestId, decide } = await waiting();
    await decide();
    expect(await decide()).toBe('decided');
    expect(await decide({ verdict: 'declined' })).toBe('changed');
    expect(await world.stay(requestId)).toMatchObject({ state: 'granted', version: 2 });
  });

  test('K-09: decides on nothing that they asked for, answer for or were offered, in whichever of their accounts', async () => {
    const { world, sponsor, requestId, decide } = await waiting();
    expect(await decide({ by: sponsor })).toBe('own-request');
    const second = await world.staff('macurie1', { personId: sponsor.personId });
    expect(await decide({ by: second })).toBe('own-request');
    const colleague = await world.staff('picurie');
    await handOver(requestId, { by: sponsor, colleague: 'picurie' }, world);
    expect(await decide({ by: colleague, version: 2 })).toBe('own-request');
    expect(await decide({ version: 2 })).toBe('decided');
  });
});

describe('a later end', () => {
  async function granted() {
    const given = await waiting();
    await given.decide();
    await given.world.work();
    return given;
  }
  const extend = (
    { world, sponsor, requestId }: Awaited<ReturnType<typeof granted>>,
    until: string,
    reason = 'Suite.',
  ) => extendStay(requestId, { by: sponsor, until, reason }, world);

  test('waits for the CRI, and until then nothing is moved', async () => {
    const given = await granted();
    const { world, requestId } = given;
    expect(await extend(given, '2027-06-30')).toBe('asked');
    expect(await extend(given, '2027-06-30')).toBe('asked');
    const stay = await world.stay(requestId);
    expect(stay).toMatchObject({ endsOn: '2027-02-28', wantedEnd: '2027-06-30', version: 3 });
    expect(world.desk('cri')).toEqual([requestId]);
    expect((await world.account(stay.accountId)).lastDay).toBe('2027-02-28');
  });

  test('is granted, and reaches the account', async () => {
    const given = await granted();
    const { world, requestId, decide } = given;
    await extend(given, '2027-06-30');
    expect(await decide({ version: 3 })).toBe('decided');
    await world.work();
    const stay = await world.stay(requestId);
    expect(stay).toMatchObject({ endsOn: '2027-06-30', startsOn: '2026-09-15' });
    expect(stay.wantedEnd).toBeUndefined();
    expect((await world.account(stay.accountId)).lastDay).toBe('2027-06-30');
    expect(await guestsOf(given.sponsor.accountId, '2027-03-01', world.tables)).toBe(1);
  });

  test('is declined, and the stay goes on to its promised end', async () => {
    const given = await granted();
    const { world, requestId, decide } = given;
    await extend(given, '2027-06-30');
    expect(await decide({ version: 3, verdict: 'declined', reason: 'Trop long.' })).toBe('decided');
    expect(await world.stay(requestId)).toMatchObject({
      state: 'granted',
      endsOn: '2027-02-28',
      event: 'extension-decided',
    });
    expect(world.desk('cri')).toEqual([]);
  });

  test('begins another year when the first one is used up', async () => {
    const given = await granted();
    const { world, requestId, decide } = given;
    world.wait({ hours: 24 * 160 });
    expect(await extend(given, '2028-02-22')).toBe('until');
    expect(await extend(given, '2028-02-21')).toBe('asked');
    expect(await decide({ version: 3 })).toBe('decided');
    await world.work();
    const stay = await world.stay(requestId);
    expect(stay).toMatchObject({ startsOn: '2027-02-22', endsOn: '2028-02-21' });
    expect((await world.account(stay.accountId)).lastDay).toBe('2028-02-21');
  });

  test.each(['2027-02-28', '2026-12-31', '2027-09-15', 'soon', ''])('is not asked for until %s', async (until) => {
    const given = await granted();
    expect(await extend(given, until)).toBe('until');
    expect(await given.world.stay(given.requestId)).toMatchObject({ version: 2 });
  });
});

test('a temporary guest is kept by the sponsor alone, 30 days in all and no more (K-09)', async () => {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  const { requestId } = await world.invite(sponsor);
  await world.work();
  const extend = (until: string) => extendStay(requestId, { by: sponsor, until, reason: 'Suite.' }, world);
  expect(await extend('2026-10-14')).toBe('extended');
  expect(await extend('2026-10-15')).toBe('until');
  await world.work();
  world.wait({ hours: 24 * 25 });
  expect(await extend('2026-10-15')).toBe('until');
  const { accountId } = await world.stay(requestId);
  expect((await world.account(accountId)).lastDay).toBe('2026-10-14');
});
