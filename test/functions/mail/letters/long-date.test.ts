import { expect, test } from 'vitest';
import { longDate } from '../../../../functions/mail/letters/long-date.ts';

test.each([
  ['2027-09-30', '30 septembre 2027', '30 September 2027'],
  ['2027-08-01', '1er août 2027', '1 August 2027'],
  ['2027-12-31', '31 décembre 2027', '31 December 2027'],
  ['2028-02-29', '29 février 2028', '29 February 2028'],
  ['2028-01-11', '11 janvier 2028', '11 January 2028'],
])('%s reads %s and %s', (day, french, english) => {
  expect(longDate(day, 'fr')).toBe(french);
  expect(longDate(day, 'en')).toBe(english);
});

test.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Paris'])(
  'names the same day on a machine in %s',
  (zone) => {
    const before = process.env['TZ'];
    process.env['TZ'] = zone;
    try {
      expect(longDate('2027-03-28', 'en')).toBe('28 March 2027');
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  },
);
