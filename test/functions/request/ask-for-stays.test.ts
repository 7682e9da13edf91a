import fc from 'fast-check';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import type { AskedStay } from '../../../functions/request/asked-stay.ts';
import { endStay, undoEnd } from '../../../functions/request/end-stay.ts';
import { extendStay } from '../../../functions/request/extend-stay.ts';
import { guestsOf } from '../../../functions/request/guest-count.ts';
import { withdraw } from '../../../functions/request/withdraw.ts';
import { latestEnd } from '../../../functions/request/stay-dates.ts';
import { uca } from '../../../functions/university/uca.ts';
import type { University } from '../../../functions/university/university.ts';
import { guestWorld, intern, visitor } from '../../support/guest-world.ts';

const few = (perSponsor: number, altogether = 1000): University => ({
  ...uca,
  guestQuotas: { perSponsor, altogether },
});

describe('a sponsor who asks', () => {
  test('has a temporary guest at once, and everybody else wait for the CRI', async () => {
    const world = guestWorld();
    const sponsor = await world.staff('macurie');
    const states = [];
    for (const row of [visitor, { ...visitor, services: ['isima'] }, intern, { ...intern, kind: 'local' }]) {
      states.push((await world.invite(sponsor, row)).state);
    }
    expect(states).toEqual(['granted', 'waiting', 'waiting', 'waiting']);
    expect(world.desk('cri')).toHaveLength(3);
    expect(world.desk(sponsor.accountId)).toHaveLength(4);
  });

  test('asks for fifty people at once, each a request of its own', async () => {
    const world = guestWorld({ university: few(60) });
    const sponsor = await world.staff('macurie');
    const rows = Array.from({ length: 50 }, (_, n) => ({
      ...visitor,
      ...{ mail: '', card: true },
      firstName: `Guest${'abcdefghij'[n % 10] ?? ''}${'x'.repeat(n)}`,
    }));
    const asked = await world.ask(sponsor, rows);
    expect(asked).toMatchObject({ outcome: 'asked' });
    expect(new Set((await world.stays()).map(({ requestId }) => requestId)).size).toBe(50);
    expect(world.waiting.size).toBe(50);
    expect(await guestsOf(sponsor.accountId, '2026-09-15', world.tables)).toBe(50);
  });

  test('is one request for a form that is sent twice, even after midnight', async () => {
    const world = guestWorld();
    const sponsor = await world.staff('macurie');
    const form = ulid();
    const first = await world.ask(sponsor, [visitor, intern], form);
    world.wait({ hours: 48 });
    const rows = JSON.stringify(world.tables.rows('requests'));
    expect(await world.ask(sponsor, [visitor, intern], form)).toEqual(first);
    expect(JSON.stringify(world.tables.rows('requests'))).toBe(rows);
    expect(await guestsOf(sponsor.accountId, '2026-09-15', world.tables)).toBe(2);
    expect(world.waiting.size).toBe(2);
  });

  test('has a guest from today on by a form that was filled in before midnight', async () => {
    const world = guestWorld();
    const sponsor = await world.staff('macurie');
    const { startsOn, endsOn } = await world.invite(sponsor, { ...visitor, startsOn: '2026-09-14' });
    expect([startsOn, endsOn]).toEqual(['2026-09-15', visitor.endsOn]);
    const over = [{ ...visitor, startsOn: '2026-09-14', endsOn: '2026-09-14' }];
    expect(await world.ask(sponsor, over)).toMatchObject({ problems: [{ field: 'endsOn', code: 'end-before-start' }] });
  });

  test('is one request for a form that is sent five times at once', async () => {
    const world = guestWorld({ university: few(60) });
    const sponsor = await world.staff('macurie');
    const form = ulid();
    const rows = Array.from({ length: 30 }, (_, n) => ({ ...visitor, firstName: `Guest${'x'.repeat(n)}` }));
    const asked = await Promise.all(Array.from({ length: 5 }, () => world.ask(sponsor, rows, form)));
    expect(new Set(asked.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await world.stays()).toHaveLength(30);
    expect(await guestsOf(undefined, '2026-09-15', world.tables)).toBe(30);
  });

  test('sends the form again when the tables or the engine were away in between', async () => {
    for (const skip of Array.from({ length: 12 }, (_, n) => n)) {
      for (const applied of [false, true]) {
        const world = guestWorld({ university: few(60) });
        const sponsor = await world.staff('macurie');
        const form = ulid();
        const rows = Array.from({ length: 25 }, (_, n) => ({ ...visitor, firstName: `Guest${'x'.repeat(n)}` }));
        world.tables.failNext({ skip: skip * 9, applied });
        await world.ask(sponsor, rows, form).catch(() => undefined);
        await world.ask(sponsor, rows, form).catch(() => undefined);
        expect(await world.ask(sponsor, rows, form)).toMatchObject({ outcome: 'asked' });
        expect(await world.stays()).toHaveLength(25);
        expect(await guestsOf(sponsor.accountId, '2026-09-15', world.tables)).toBe(25);
      }
    }
    const world = guestWorld();
    const sponsor = await world.staff('macurie');
    world.engine.away = true;
    const form = ulid();
    await expect(world.ask(sponsor, [visitor], form)).rejects.toThrow('away');
    world.engine.away = false;
    expect(await world.ask(sponsor, [visitor], form)).toMatchObject({ outcome: 'asked' });
    expect(world.waiting.size).toBe(1);
  });

  test.each([
    ['a student', { population: 'student' }],
    ['somebody whose account is over', { lastDay: '2026-09-14' }],
    ['somebody whose account is locked', { lock: { reason: 'stolen', at: '' } }],
    ['somebody whose account is suspended', { state: 'suspended' }],
  ])('is refused as %s (K-09)', async (_, given) => {
    const world = guestWorld();
    const person = await world.staff('macurie', given as never);
    expect(await world.ask(person, [visitor])).toEqual({ outcome: 'not-a-sponsor' });
    expect(await world.stays()).toEqual([]);
  });

  test('asks for a local account only with a service of ISIMA or LIMOS', async () => {
    const world = guestWorld();
    const local = { ...intern, kind: 'local' };
    const dean = await world.staff('dean', { services: ['ent', 'mail'] });
    expect(await world.ask(dean, [local])).toEqual({
      outcome: 'refused',
      problems: [{ row: 0, field: 'kind', code: 'not-a-contact' }],
    });
    expect(await world.ask(await world.staff('macurie'), [local])).toMatchObject({ outcome: 'asked' });
  });

  test('is told everything that is wrong, by row and field, and nothing is asked', async () => {
    const world = guestWorld();
    const sponsor = await world.staff('macurie');
    const wrong: [Partial<AskedStay>, string, string, string?][] = [
      [{ kind: 'king' }, 'kind', 'unknown'],
      [{ firstName: ' ' }, 'firstName', 'required'],
      [{ lastName: 'x'.repeat(65) }, 'lastName', 'too-long'],
      [{ firstName: '\u202eAda' }, 'firstName', 'control-character'],
      [{ firstName: '…', lastName: '…' }, 'lastName', 'no-letters'],
      [{ mail: 'grace' }, 'mail', 'malformed-address'],
      [{ mail: 'grace@example.org, eve@example.org' }, 'mail', 'malformed-address'],
      [{ mail: 'grace@etu.uca.fr' }, 'mail', 'address-inside'],
      [{ mail: '' }, 'mail', 'address-or-card'],
      [{ card: true }, 'mail', 'address-and-card'],
      [{ reason: '' }, 'reason', 'required'],
      [{ reason: 'x'.repeat(1001) }, 'reason', 'too-long'],
      [{ startsOn: '2026-02-30' }, 'startsOn', 'not-a-date'],
      [{ startsOn: '2026-09-13' }, 'startsOn', 'in-the-past'],
      [{ startsOn: '2026-09-30', endsOn: '2026-09-30' }, 'startsOn', 'too-far-ahead'],
      [{ startsOn: '2026-09-20', endsOn: '2026-09-19' }, 'endsOn', 'end-before-start'],
      [{ endsOn: '2026-10-15' }, 'endsOn', 'stay-too-long', '2026-10-14'],
      [{ startsOn: '2026-09-29', endsOn: '2026-10-15' }, 'endsOn', 'stay-too-long', '2026-10-14'],
      [{ kind: 'guest', startsOn: '2026-09-16', endsOn: '2027-09-15' }, 'endsOn', 'stay-too-long', '2027-09-14'],
      [{ kind: 'guest', endsOn: '2027-09-15' }, 'endsOn', 'stay-too-long', '2027-09-14'],
      [{ services: ['mail'] }, 'services', 'never-granted'],
      [{ kind: 'local', services: ['eduroam'] }, 'services', 'never-granted'],
      [{ kind: 'local', services: [] }, 'services', 'required'],
    ];
    const rows = wrong.map(([given], n) => ({ ...visitor, reason: `Colloque ${String(n)}`, ...given }));
    const asked = await world.ask(sponsor, [...rows, visitor, visitor]);
    const expected = wrong.map(([, field, code, latest], row) => ({ row, field, code, ...(latest && { latest }) }));
    expect(asked).toEqual({
      outcome: 'refused',
      problems: [...expected, { row: wrong.length + 1, field: 'lastName', code: 'repeated' }],
    });
    expect(world.tables.rows('requests')).toEqual([]);
    expect(world.tables.rows('counters')).toEqual([]);
  });

  test('is told of every wrong field of a row at once, once each, in the order of the page', async () => {
    const world = guestWorld();
    const sponsor = await world.staff('macurie');
    const told = async (given: Partial<AskedStay>) => {
      const asked = await world.ask(sponsor, [{ ...visitor, ...given }]);
      return asked.outcome === 'refused' ? asked.problems.map(({ field, code }) => `${field}: ${code}`) : [];
    };
    const nothing = { firstName: '', lastName: '', mail: '', reason: '', startsOn: '', endsOn: '' };
    expect(await told({ ...nothing, kind: '', services: [] })).toEqual([
      ...['kind: required', 'firstName: required', 'lastName: required', 'mail: address-or-card'],
      ...['startsOn: required', 'endsOn: required', 'reason: required'],
    ]);
    expect(await told({ ...nothing, kind: 'local' })).toContain('services: required');
    expect(await told({ firstName: '…', lastName: '\u202e' })).toEqual(['lastName: control-character']);
    expect(await told({ mail: 'grace', card: true })).toEqual(['mail: address-and-card']);
    // A last day is judged beside a first one that cannot be read, or is over.
    expect(await told({ startsOn: 'soon', endsOn: '2026-10-15' })).toEqual([
      ...['startsOn: not-a-date', 'endsOn: stay-too-long'],
    ]);
    expect(await told({ startsOn: '2026-09-01', endsOn: '2026-09-02' })).toEqual([
      ...['startsOn: in-the-past', 'endsOn: in-the-past'],
    ]);
  });

  test('K-09: gets no stay beyond the limits, whatever is typed', async () => {
    const text = fc.oneof(fc.string({ maxLength: 80 }), fc.constantFrom('Grace', 'Hopper', '', 'guest', 'local'));
    const date = fc.oneof(
      fc
        .date({ min: new Date('2026-06-01'), max: new Date('2028-12-31'), noInvalidDate: true })
        .map((d) => d.toISOString().slice(0, 10)),
      fc.string({ maxLength: 12 }),
    );
    const service = fc.constantFrom('isima', 'limos', 'ent', 'mail', 'eduroam', 'printing', 'root', '__proto__');
    const kind = fc.oneof(fc.constantFrom('guest', 'temporary-guest', 'local', 'staff', 'constructor'), text);
    const asked = fc.record({
      ...{ kind, firstName: text, lastName: text, reason: text, startsOn: date, endsOn: date },
      mail: fc.oneof(fc.emailAddress(), text),
      card: fc.boolean(),
      services: fc.array(service, { maxLength: 4 }),
    });
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 3 }), async (rows) => {
        const world = guestWorld();
        const sponsor = await world.staff('macurie');
        const outcome = await world.ask(sponsor, rows);
        const stays = await world.stays();
        taken += stays.length;
        expect(stays.length).toBe(outcome.outcome === 'asked' ? rows.length : 0);
        for (const { kind: is, startsOn, endsOn, services, state, sponsorId } of stays) {
          expect(startsOn >= '2026-09-15' && endsOn >= startsOn).toBe(true);
          expect(startsOn <= '2026-09-29' && endsOn <= latestEnd(is, '2026-09-15', uca)).toBe(true);
          expect(services.every((each) => each === 'isima' || each === 'limos')).toBe(true);
          expect(state).toBe(is === 'temporary-guest' && services.length === 0 ? 'granted' : 'waiting');
          expect(sponsorId).toBe(sponsor.accountId);
        }
      }),
      {
        numRuns: 300,
        examples: [[[{ ...visitor, services: [] }]], [[{ ...intern, services: ['limos', 'ent'] }]]],
      },
    );
    expect(taken).toBeGreaterThan(0);
  });
});

test('K-09: a temporary guest who comes in two weeks is there for 30 days from today, and no extension counts from their arrival', async () => {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  const { requestId } = await world.invite(sponsor, { startsOn: '2026-09-29', endsOn: '2026-10-13' });
  await world.work();
  expect(await world.account((await world.stay(requestId)).accountId)).toMatchObject({ lastDay: '2026-10-13' });
  const extend = (until: string) => extendStay(requestId, { by: sponsor, until, reason: 'Suite.' }, world);
  expect(await extend('2026-10-15')).toMatchObject({
    problems: [{ field: 'until', days: { from: '2026-10-14', to: '2026-10-14' } }],
  });
  expect(await extend('2026-10-14')).toEqual({ outcome: 'extended' });
});

describe('quotas', () => {
  test('K-09: hold for a form that comes back with more rows, or fewer, or others', async () => {
    const world = guestWorld({ university: few(2) });
    const sponsor = await world.staff('macurie');
    const form = ulid();
    const rows = ['Ada', 'Eve', 'Mia', 'Zoe'].map((firstName) => ({ ...visitor, mail: '', card: true, firstName }));
    expect(await world.ask(sponsor, rows.slice(0, 1), form)).toMatchObject({ outcome: 'asked' });
    expect(await world.ask(sponsor, rows, form)).toEqual({ outcome: 'quota', of: 'sponsor', left: 1 });
    expect(await world.ask(sponsor, rows.slice(0, 2), form)).toEqual({ outcome: 'quota', of: 'sponsor', left: 1 });
    expect(await world.ask(sponsor, rows.slice(1, 2), form)).toMatchObject({ outcome: 'asked' });
    expect(await world.stays()).toHaveLength(2);
    expect(await guestsOf(sponsor.accountId, '2026-09-15', world.tables)).toBe(2);
  });

  test('hold for a sponsor under twenty parallel forms, and say how many more there may be', async () => {
    const world = guestWorld({ university: few(7) });
    const sponsor = await world.staff('macurie');
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => world.ask(sponsor, [visitor])));
    const stays = (await world.stays()).length;
    expect(stays).toBeLessThanOrEqual(7);
    expect(asked.filter((each) => each.status === 'fulfilled' && each.value.outcome === 'asked')).toHaveLength(stays);
    for (let more = stays; more < 7; more += 1) await world.invite(sponsor);
    expect(await world.ask(sponsor, [visitor])).toEqual({ outcome: 'quota', of: 'sponsor', left: 0 });
    expect(await guestsOf(sponsor.accountId, '2026-09-15', world.tables)).toBe(7);
  });

  test('hold for the university, whoever asks', async () => {
    const world = guestWorld({ university: few(5, 6) });
    const [one, other] = [await world.staff('macurie'), await world.staff('picurie')];
    const rows = (n: number) =>
      Array.from({ length: n }, (_, at) => ({ ...visitor, firstName: `Guest${'x'.repeat(at)}` }));
    expect(await world.ask(one, rows(4))).toMatchObject({ outcome: 'asked' });
    expect(await world.ask(other, rows(3))).toEqual({ outcome: 'quota', of: 'university', left: 2 });
    expect(await world.ask(other, rows(2))).toMatchObject({ outcome: 'asked' });
    expect(await world.stays()).toHaveLength(6);
  });

  test('have room again the day after a guest has left, and at once for one that is withdrawn', async () => {
    const world = guestWorld({ university: few(1) });
    const sponsor = await world.staff('macurie');
    await world.invite(sponsor);
    expect(await world.ask(sponsor, [intern])).toMatchObject({ outcome: 'quota' });
    world.wait({ hours: 24 * 3 });
    const { requestId } = await world.invite(sponsor, { ...intern, startsOn: '2026-09-18' });
    await withdraw(requestId, sponsor, world);
    await world.invite(sponsor, { startsOn: '2026-09-18', endsOn: '2026-09-18' });
    expect(await guestsOf(undefined, '2026-09-18', world.tables)).toBe(1);
  });
});

test('what waits or was refused is forgotten 90 days after it could have mattered, on every desk too', async () => {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  const seconds = (instant: string) => Math.floor(Date.parse(instant) / 1000);
  const { requestId } = await world.invite(sponsor, intern);
  const expiry = () =>
    [...world.tables.rows('requests'), ...world.tables.rows('desks').filter(({ desk }) => desk !== 'work')].map(
      (row) => row['expiresAt'],
    );
  expect(new Set(expiry())).toEqual(new Set([seconds('2027-02-28T23:00:00Z') + 90 * 86_400]));
  await withdraw(requestId, sponsor, world);
  expect(new Set(expiry())).toEqual(new Set([seconds('2026-09-15T08:00:00Z') + 90 * 86_400]));
  const granted = await world.invite(sponsor);
  expect(granted.expiresAt, 'it may never get an account').toBe(seconds('2026-09-17T22:00:00Z') + 90 * 86_400);
  await world.work();
  const welcome = await world.stay(granted.requestId);
  expect([welcome.accountId === undefined, welcome.expiresAt]).toEqual([false, undefined]);
  await endStay(granted.requestId, sponsor, world);
  const { closedAfterDays } = world.university;
  expect((await world.stay(granted.requestId)).expiresAt, 'its account is closed a year after its end').toBe(
    seconds('2026-09-17T22:00:00Z') + (closedAfterDays + 90) * 86_400,
  );
  await undoEnd(granted.requestId, sponsor, world);
  expect((await world.stay(granted.requestId)).expiresAt).toBeUndefined();
  const lost = await world.invite(sponsor, { mail: '', card: true, firstName: 'Ada' });
  await endStay(lost.requestId, sponsor, world);
  await world.work();
  expect((await world.stay(lost.requestId)).expiresAt).toBe(granted.expiresAt);
});
