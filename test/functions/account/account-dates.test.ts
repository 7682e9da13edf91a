import { describe, expect, test } from 'vitest';
import {
  datesOf,
  dayOf,
  endOf,
  endOfDay,
  lastDayOf,
  latestEnd,
  stateOn,
} from '../../../functions/account/account-dates.ts';
import type { AcceptedFile } from '../../../functions/account/account.ts';
import { university } from '../../../functions/university/uca.ts';
import { Temporal } from 'temporal-polyfill';

describe('the dates of an account', () => {
  test('end with the latest of its files', () => {
    expect(latestEnd(['2027-08-31', '2028-08-31', '2026-12-31'])).toBe('2028-08-31');
  });

  test('do not end when one of its files does not', () => {
    expect(latestEnd(['2027-08-31', undefined])).toBeUndefined();
    expect(lastDayOf(undefined, university.populations.staff)).toBeUndefined();
  });

  test('give a student 30 days of grace and a guest none', () => {
    expect(lastDayOf('2027-08-31', university.populations.student)).toBe('2027-09-30');
    expect(lastDayOf('2027-08-31', university.populations.guest)).toBe('2027-08-31');
  });

  test.each([
    ['2027-03-27', '2027-03-27T23:00:00Z'],
    ['2027-03-28', '2027-03-28T22:00:00Z'],
    ['2027-10-31', '2027-10-31T23:00:00Z'],
    ['2028-02-29', '2028-02-29T23:00:00Z'],
  ])('refuse from the first second after %s in Paris, %s (K-01)', (day, instant) => {
    expect(endOfDay(day, 'Europe/Paris').toString()).toBe(instant);
  });

  test('belong to the day that it is in Paris', () => {
    expect(dayOf(Temporal.Instant.from('2027-06-30T22:00:00Z'), 'Europe/Paris')).toBe('2027-07-01');
  });

  const file: AcceptedFile = {
    version: 1,
    population: 'student',
    affiliations: [],
    startsOn: '2026-09-01',
    endsOn: '2027-08-31',
  };
  const files = { one: file };
  const early = (on: string) =>
    ({ on, by: 'person', at: '2027-01-01T08:00:00Z', undoUntil: '2027-01-10T00:00:00Z' }) as const;

  test('are brought forward by an end that comes before that of the files, and by no other', () => {
    const dates = (on: string) => datesOf({ files, population: 'student', endedEarly: early(on) }, university);
    expect(dates('2027-01-09')).toEqual({ reasonEndsOn: '2027-08-31', lastDay: '2027-01-09' });
    expect(dates('2027-12-31')).toEqual({ reasonEndsOn: '2027-08-31', lastDay: '2027-09-30' });
    expect(datesOf({ files, population: 'student' }, university)).toEqual({
      reasonEndsOn: '2027-08-31',
      lastDay: '2027-09-30',
    });
    expect(datesOf({ files: {}, population: 'student' }, university)).toEqual({});
  });

  test('end permanent staff on the day that they chose themselves', () => {
    const one: AcceptedFile = { version: 1, population: 'staff', affiliations: [], startsOn: '2026-09-01' };
    const account = { files: { one }, population: 'staff', endedEarly: early('2027-01-09') } as const;
    expect(datesOf(account, university)).toEqual({ lastDay: '2027-01-09' });
  });

  test('put an account in use into its grace the day after its files, and nobody else', () => {
    const on = (today: string, account = {}) =>
      stateOn({ state: 'active', reasonEndsOn: '2027-08-31', lastDay: '2027-09-30', ...account }, today);
    expect(on('2027-08-31')).toBe('active');
    expect(on('2027-09-01')).toBe('grace');
    expect(on('2027-09-01', { state: 'provisioned' })).toBe('provisioned');
    expect(on('2027-09-01', { state: 'suspended' })).toBe('suspended');
    expect(on('2027-08-01', { state: 'grace' })).toBe('active');
    expect(on('2027-09-01', { lastDay: '2027-08-31' })).toBe('active');
  });

  test('let the state follow an early end only once it cannot be undone any more', () => {
    const undoUntil = '2027-01-10T15:00:00Z';
    expect(
      endOf({ lastDay: '2027-01-08', endedEarly: { ...early('2027-01-08'), undoUntil } }, university)?.toString(),
    ).toBe(undoUntil);
    expect(endOf({ lastDay: '2027-01-08', endedEarly: early('2027-02-08') }, university)?.toString()).toBe(
      '2027-01-08T23:00:00Z',
    );
    expect(endOf({}, university)).toBeUndefined();
  });
});
