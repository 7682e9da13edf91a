import { describe, expect, test } from 'vitest';
import { decideRequest, type DecisionProblem, type Verdict } from '../../../functions/request/decide-request.ts';
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
    expect(await decide()).toEqual({ outcome: 'decided' });
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
    expect(await decide({ verdict: 'declined' })).toEqual({ outcome: 'decided' });
    expect(await world.stay(requestId)).toMatchObject({ state: 'declined' });
    expect(await guestsOf(sponsor.accountId, '2026-09-15', world.tables)).toBe(0);
    expect(world.desk(sponsor.accountId)).toEqual([requestId]);
  });

  test('grants a shorter stay and other services than were asked for', async () => {
    const { world, requestId, decide } = await waiting();
    expect(await decide({ until: '2026-12-31', services: ['isima', 'ent'] })).toEqual({ outcome: 'decided' });
    expect(await world.stay(requestId)).toMatchObject({ endsOn: '2026-12-31', services: ['isima'] });
  });

  const days = { from: '2026-09-15', to: '2027-09-14' };
  test.each<[string, Partial<Verdict>, DecisionProblem[]]>([
    ['a decision that is none', { verdict: '' }, [{ field: 'verdict', code: 'required' }]],
    ['a decision without a reason', { reason: ' ' }, [{ field: 'reason', code: 'required' }]],
    ['a reason of pages', { reason: 'x'.repeat(1001) }, [{ field: 'reason', code: 'too-long' }]],
    ['a last day that is over', { until: '2026-09-14' }, [{ field: 'until', code: 'out-of-range', days }]],
    ['a last day beyond twelve months', { until: '2027-09-15' }, [{ field: 'until', code: 'out-of-range', days }]],
    ['what is no day', { until: '2027-02-30' }, [{ field: 'until', code: 'out-of-range', days }]],
    ['a service that no guest is given', { services: ['mail'] }, [{ field: 'services', code: 'never-granted' }]],
    [
      'everything at once',
      { until: '', services: ['mail'], reason: '' },
      [
        { field: 'until', code: 'out-of-range', days },
        { field: 'services', code: 'never-granted' },
        { field: 'reason', code: 'required' },
      ],
    ],
    [
      'no verdict and no reason',
      { verdict: 'maybe', reason: '', until: 'soon' },
      [
        { field: 'verdict', code: 'required' },
        { field: 'reason', code: 'required' },
      ],
    ],
    [
      'a decline without a reason, whatever the day',
      { verdict: 'declined', reason: '', until: 'soon' },
      [{ field: 'reason', code: 'required' }],
    ],
  ])('is refused %s (K-09)', async (_, given, problems) => {
    const { world, requestId, decide } = await waiting();
    expect(await decide(given)).toEqual({ outcome: 'refused', problems });
    expect(await world.stay(requestId)).toMatchObject({ state: 'waiting', version: 1 });
  });

  test('is refused a version that was not shown, before anything else is wrong with it', async () => {
    const { decide } = await waiting();
    expect(await decide({ version: 2, reason: '' })).toEqual({ outcome: 'changed' });
  });

  test('grants a local account one service at least', async () => {
    const world = guestWorld();
    const { requestId } = await world.invite(await world.staff('macurie'), { ...intern, kind: 'local' });
    const by = await world.staff('cricri');
    const verdict = { by, verdict: 'granted', reason: 'Vu.', version: 1, services: [] };
    expect(await decideRequest(requestId, verdict, world)).toEqual({
      outcome: 'refused',
      problems: [{ field: 'services', code: 'required' }],
    });
  });

  test('grants a stay that is to come no last day before its first', async () => {
    const { world, cri: by, sponsor } = await waiting();
    const { requestId } = await world.invite(sponsor, { ...intern, startsOn: '2026-09-25' });
    const verdict = { by, verdict: 'granted', reason: 'Vu.', version: 1, until: '2026-09-24' };
    expect(await decideRequest(requestId, verdict, world)).toMatchObject({
      problems: [{ field: 'until', days: { from: '2026-09-25', to: '2027-09-14' } }],
    });
  });

  test('decides once, however many do at a time', async () => {
    const { world, requestId } = await waiting();
    const several = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((login) => world.staff(`cri${login}`)));
    const outcomes = await Promise.all(
      several.map((by, n) =>
        decideRequest(requestId, { by, verdict: n % 2 ? 'granted' : 'declined', reason: 'Vu.', version: 1 }, world),
      ),
    );
    const told = outcomes.map(({ outcome }) => outcome).toSorted();
    expect(told).toEqual(['changed', 'changed', 'changed', 'changed', 'decided']);
    expect(await world.stay(requestId)).toMatchObject({ version: 2 });
  });

  test('is told the same when the form comes twice, and another verdict does not count', async () => {
    const { world, requestId, decide } = await waiting();
    await decide();
    expect(await decide()).toEqual({ outcome: 'decided' });
    expect(await decide({ verdict: 'declined' })).toEqual({ outcome: 'changed' });
    expect(await world.stay(requestId)).toMatchObject({ state: 'granted', version: 2 });
  });

  test('K-09: decides on nothing that they asked for, answer for or were offered, in whichever of their accounts', async () => {
    const { world, sponsor, requestId, decide } = await waiting();
    expect(await decide({ by: sponsor })).toEqual({ outcome: 'own-request' });
    const second = await world.staff('macurie1', { personId: sponsor.personId });
    expect(await decide({ by: second })).toEqual({ outcome: 'own-request' });
    const colleague = await world.staff('picurie');
    await handOver(requestId, { by: sponsor, colleague: 'picurie' }, world);
    expect(await decide({ by: colleague, version: 2 })).toEqual({ outcome: 'own-request' });
    expect(await decide({ version: 2 })).toEqual({ outcome: 'decided' });
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
    expect(await extend(given, '2027-06-30')).toEqual({ outcome: 'asked' });
    expect(await extend(given, '2027-06-30')).toEqual({ outcome: 'asked' });
    const stay = await world.stay(requestId);
    expect(stay).toMatchObject({ endsOn: '2027-02-28', wantedEnd: '2027-06-30', version: 3 });
    expect(world.desk('cri')).toEqual([requestId]);
    expect((await world.account(stay.accountId)).lastDay).toBe('2027-02-28');
  });

  test('is granted, and reaches the account', async () => {
    const given = await granted();
    const { world, requestId, decide } = given;
    await extend(given, '2027-06-30');
    expect(await decide({ version: 3 })).toEqual({ outcome: 'decided' });
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
    expect(await decide({ version: 3, verdict: 'declined', reason: 'Trop long.' })).toEqual({ outcome: 'decided' });
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
    expect(await extend(given, '2028-02-22')).toMatchObject({ problems: [{ field: 'until' }] });
    expect(await extend(given, '2028-02-21')).toEqual({ outcome: 'asked' });
    expect(await decide({ version: 3 })).toEqual({ outcome: 'decided' });
    await world.work();
    const stay = await world.stay(requestId);
    expect(stay).toMatchObject({ startsOn: '2027-02-22', endsOn: '2028-02-21' });
    expect((await world.account(stay.accountId)).lastDay).toBe('2028-02-21');
  });

  test.each(['2027-02-28', '2026-12-31', '2027-09-15', 'soon', ''])('is not asked for until %s', async (until) => {
    const given = await granted();
    expect(await extend(given, until)).toEqual({
      outcome: 'refused',
      problems: [{ field: 'until', code: 'out-of-range', days: { from: '2027-03-01', to: '2027-09-14' } }],
    });
    expect(await given.world.stay(given.requestId)).toMatchObject({ version: 2 });
  });

  test('is refused with everything that is wrong about it, and so is the decision on it', async () => {
    const given = await granted();
    const problems = [{ field: 'until' }, { field: 'reason', code: 'required' }];
    expect(await extend(given, 'soon', ' ')).toMatchObject({ outcome: 'refused', problems });
    await extend(given, '2027-06-30');
    expect(await given.decide({ version: 3, until: '2027-02-28', reason: '' })).toMatchObject({
      outcome: 'refused',
      problems,
    });
  });
});

test('a temporary guest is kept by the sponsor alone, 30 days in all and no more (K-09)', async () => {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  const { requestId } = await world.invite(sponsor);
  await world.work();
  const extend = (until: string) => extendStay(requestId, { by: sponsor, until, reason: 'Suite.' }, world);
  expect(await extend('2026-10-14')).toEqual({ outcome: 'extended' });
  expect(await extend('2026-10-15')).toMatchObject({ problems: [{ field: 'until' }] });
  await world.work();
  world.wait({ hours: 24 * 25 });
  expect(await extend('2026-10-15')).toMatchObject({ problems: [{ field: 'until' }] });
  const { accountId } = await world.stay(requestId);
  expect((await world.account(accountId)).lastDay).toBe('2026-10-14');
});
