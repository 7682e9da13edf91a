import { describe, expect, test } from 'vitest';
import { dayOf, endOfDay, lastDayOf, latestEnd, nextDate } from '../../../functions/account/account-dates.ts';
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

  test.each([
    ['2027-01-01', '2027-08-31'],
    ['2027-08-31', '2027-08-31'],
    ['2027-09-01', '2027-09-23'],
    ['2027-09-24', '2027-09-29'],
    ['2027-09-30', '2027-10-01'],
    ['2027-12-01', '2027-12-01'],
  ])('have something due next, seen from %s: %s', (today, next) => {
    expect(nextDate('2027-09-30', [30, 7, 1], today)).toBe(next);
  });

  test('have nothing due without a last day', () => {
    expect(nextDate(undefined, [30], '2027-01-01')).toBeUndefined();
  });
});
