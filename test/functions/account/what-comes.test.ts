import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../../functions/account/account.ts';
import { nextDate, tomorrow, warningDue, whatIsDue } from '../../../functions/account/what-comes.ts';
import { university } from '../../../functions/university/uca.ts';
import { anAccount } from '../../support/an-account.ts';

/** A student until 31 August 2027, whose last day is 30 September. */
const student = anAccount();
/** A visitor until 31 January 2027. */
const guest = anAccount({
  population: 'guest',
  office: 'cri',
  createdAt: '2026-11-05T08:00:00Z',
  files: { one: { version: 1, population: 'guest', affiliations: [], startsOn: '2026-11-01', endsOn: '2027-01-31' } },
  services: ['ent', 'eduroam', 'printing'],
  reasonEndsOn: '2027-01-31',
  lastDay: '2027-01-31',
});
const permanent = anAccount({
  population: 'staff',
  files: { one: { version: 1, population: 'staff', affiliations: [], startsOn: '2026-09-01' } },
});
delete permanent.reasonEndsOn;
delete permanent.lastDay;

const at = (instant: string) => Temporal.Instant.from(instant.length > 10 ? instant : `${instant}T09:00:00Z`);
const due = (account: Account, instant: string) => whatIsDue(account, university, at(instant));
const next = (account: Account, instant: string) => nextDate(account, university, at(instant))?.day;
const warned = (days: number, lastDay = '2027-09-30') => ({ warned: { lastDay, days } });

describe('what is due for an account', () => {
  test.each<[string, Partial<Account>, string | undefined, string | undefined]>([
    ['2027-01-01', {}, undefined, '2027-08-31'],
    ['2027-08-31', {}, 'warn', '2027-08-31'],
    ['2027-08-31', warned(30), undefined, '2027-09-01'],
    ['2027-09-01', warned(30), 'adjust', '2027-09-01'],
    ['2027-09-01', { ...warned(30), state: 'grace' }, undefined, '2027-09-23'],
    ['2027-09-25', { ...warned(30), state: 'grace' }, 'warn', '2027-09-25'],
    ['2027-09-25', { ...warned(7), state: 'grace' }, undefined, '2027-09-29'],
    ['2027-09-30', { ...warned(1), state: 'grace' }, undefined, '2027-10-01'],
    ['2027-10-01', { ...warned(1), state: 'grace' }, 'suspend', '2027-10-01'],
    ['2027-12-01', {}, 'suspend', '2027-12-01'],
    ['2027-12-01', { state: 'suspended', suspendedOn: '2027-10-01' }, undefined, '2028-09-30'],
    ['2028-09-30', { state: 'suspended', suspendedOn: '2027-10-01' }, 'close', '2028-09-30'],
    ['2028-09-30', { state: 'closed' }, 'close', '2028-09-30'],
    ['2028-09-30', { state: 'closed', files: {} }, undefined, undefined],
    ['2027-12-01', { state: 'requested' }, 'close', '2027-12-01'],
    // Its directory is away: it is not warned, but looked at again on each day on which it would be.
    ['2026-09-02', { state: 'requested' }, undefined, '2026-10-01'],
    ['2027-08-30', { state: 'requested' }, undefined, '2027-08-31'],
    ['2027-08-31', { state: 'requested' }, undefined, '2027-09-23'],
    ['2027-09-29', { state: 'requested' }, undefined, '2027-10-01'],
  ])('on %s for a student of whom %j: %s, then %s', (day, change, what, then) => {
    expect([due({ ...student, ...change }, day), next({ ...student, ...change }, day)]).toEqual([what, then]);
  });

  test('begins at midnight in Paris, on the nights of both changes of the clock and on 29 February too (K-01)', () => {
    for (const [lastDay, over] of [
      ['2027-03-27', '2027-03-27T23:00:00Z'],
      ['2027-03-28', '2027-03-28T22:00:00Z'],
      ['2027-10-30', '2027-10-30T22:00:00Z'],
      ['2027-10-31', '2027-10-31T23:00:00Z'],
      ['2028-02-29', '2028-02-29T23:00:00Z'],
    ] as const) {
      const files = {
        one: { version: 1, population: 'guest', affiliations: [], startsOn: '2026-11-01', endsOn: lastDay },
      } as const;
      const account = {
        ...guest,
        files: { one: { ...files.one, affiliations: [] } },
        reasonEndsOn: lastDay,
        lastDay,
        ...warned(1, lastDay),
      };
      const before = at(over).subtract({ seconds: 1 });
      expect(whatIsDue(account, university, before)).toBeUndefined();
      expect(nextDate(account, university, before)?.at.toString()).toBe(over);
      expect(whatIsDue(account, university, at(over))).toBe('suspend');
    }
  });

  test('is the nearest of several warnings that were missed, once', () => {
    expect(warningDue(student, university, at('2027-09-29'))).toBe(1);
    expect(warningDue({ ...student, ...warned(1) }, university, at('2027-09-29'))).toBeUndefined();
    expect(warningDue({ ...student, ...warned(1, '2026-09-30') }, university, at('2027-09-29'))).toBe(1);
  });

  test('is no warning whose day was over when the account came into being: its welcome named the last day', () => {
    const short = { ...guest, createdAt: '2027-01-26T08:00:00Z' };
    expect(due(short, '2027-01-26')).toBeUndefined();
    expect(next(short, '2027-01-26')).toBe('2027-01-30');
    expect(next({ ...guest, createdAt: '2027-01-30T08:00:00Z' }, '2027-01-30')).toBe('2027-02-01');
    expect(next({ ...guest, returnedOn: '2027-01-29' }, '2027-01-29')).toBe('2027-01-30');
  });

  test('is nothing for permanent staff, until they end it themselves', () => {
    expect(next(permanent, '2030-01-01')).toBeUndefined();
    const endedEarly = {
      on: '2027-05-10',
      by: 'person',
      at: '2027-05-03T08:00:00Z',
      undoUntil: '2027-05-10T22:00:00Z',
    } as const;
    const leaving = { ...permanent, endedEarly, lastDay: '2027-05-10' };
    expect([due(leaving, '2027-05-03'), warningDue(leaving, university, at('2027-05-03'))]).toEqual(['warn', 7]);
    const told = { ...leaving, ...warned(7, '2027-05-10') };
    expect([due(told, '2027-05-03'), next(told, '2027-05-03')]).toEqual([undefined, '2027-05-09']);
    expect(next({ ...leaving, endedEarly: { ...endedEarly, by: 'sponsor' } }, '2027-05-03')).toBe('2027-05-09');
    expect(due(leaving, '2027-05-09')).toBe('warn');
    expect(due({ ...leaving, ...warned(1, '2027-05-10') }, '2027-05-10T21:59:59Z')).toBeUndefined();
    expect(due(leaving, '2027-05-10T22:00:00Z')).toBe('suspend');
  });

  test('waits 24 hours when a sponsor has ended the stay: at the minute by the schedule, the day after by the sweep', () => {
    const endedEarly = {
      on: '2026-12-09',
      by: 'sponsor',
      at: '2026-12-10T15:00:00Z',
      undoUntil: '2026-12-11T15:00:00Z',
    } as const;
    const ended = { ...guest, endedEarly, lastDay: '2026-12-09' };
    expect(due(ended, '2026-12-11T14:59:59Z')).toBeUndefined();
    const { day, at: instant } = nextDate(ended, university, at('2026-12-10T15:00:00Z')) ?? {};
    expect([day, instant?.toString()]).toEqual(['2026-12-12', '2026-12-11T15:00:00Z']);
    expect(due(ended, '2026-12-11T15:00:00Z')).toBe('suspend');
  });

  test('reminds once who has not activated the account, while they can', () => {
    const waiting = anAccount({ state: 'provisioned' });
    expect(next(waiting, '2026-09-02')).toBe('2026-10-01');
    expect(due(waiting, '2026-10-01')).toBe('remind');
    expect(next({ ...waiting, reminded: true }, '2026-10-01')).toBe('2027-08-31');
    expect(due({ ...waiting, lock: { reason: 'x', at: '2026-09-05T08:00:00Z' } }, '2026-10-01')).toBeUndefined();
    expect(next({ ...waiting, returnedOn: '2026-12-01' }, '2026-12-01')).toBe('2026-12-31');
    expect(due(anAccount(), '2026-10-01')).toBeUndefined();
  });

  test('is nothing for a suspended sponsor, who is looked at again for the guests that may be left alone (K-08)', () => {
    const gone = { ...permanent, state: 'suspended', suspendedOn: '2027-10-01', lastDay: '2027-09-30' } as const;
    expect([due(gone, '2027-10-01'), next(gone, '2027-10-01')]).toEqual([undefined, '2027-10-02']);
    expect([due(gone, '2027-10-02'), next(gone, '2027-10-02')]).toEqual([undefined, '2027-10-08']);
    expect(next(gone, '2027-10-08')).toBe('2027-11-01');
    expect(next(gone, '2027-11-01')).toBe('2028-09-30');
    expect(next({ ...student, state: 'suspended', suspendedOn: '2027-10-01' }, '2027-10-01')).toBe('2028-09-30');
  });

  test('ends a grant on the day after its last one', () => {
    const requestId = '01K5M0Q7T8V9W0X1Y2Z3A4B5D9';
    const services: Account['services'] = ['ent', 'mail', 'eduroam', 'printing', 'limos'];
    const granted = anAccount({ services, grants: { limos: { until: '2026-12-31', requestId } } });
    expect([due(granted, '2026-12-31'), next(granted, '2026-12-31')]).toEqual([undefined, '2027-01-01']);
    expect(due(granted, '2027-01-01')).toBe('adjust');
  });

  test('is to put right what does not follow from the files: dates, services, and a grace that is none any more', () => {
    expect(due({ ...student, lastDay: '2027-09-01' }, '2027-01-01')).toBe('adjust');
    expect(due({ ...student, lastDay: '2026-09-01' }, '2027-01-01')).toBe('adjust');
    expect(due({ ...student, services: ['ent'] }, '2027-01-01')).toBe('adjust');
    expect(due({ ...student, state: 'grace' }, '2027-01-01')).toBe('adjust');
    expect(due({ ...student, revision: 0, lastDay: '2026-09-01' }, '2027-01-01')).not.toBe('adjust');
  });

  test('stands in a bucket of today at the earliest, and of tomorrow when the account is left alone', () => {
    expect(next({ ...guest, state: 'suspended', suspendedOn: '2020-01-01' }, '2027-01-01')).toBe('2027-01-01');
    const left = tomorrow(university, at('2027-03-27T12:00:00Z'));
    expect([left.day, left.at.toString()]).toEqual(['2027-03-28', '2027-03-27T23:00:00Z']);
  });
});
