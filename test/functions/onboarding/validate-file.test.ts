import { describe, expect, test } from 'vitest';
import type { Account } from '../../../functions/account/account.ts';
import type { FileRecord } from '../../../functions/file/file.ts';
import { rejectionOf } from '../../../functions/onboarding/validate-file.ts';
import { university } from '../../../functions/university/uca.ts';
import { ada, grace } from '../../support/people.ts';

const kept = {
  fileId: '01M8283FYENEJ0WJYWASW7HSJZ',
  personId: '01M8283FYENEJ0WJYWASW7HSJA',
  accountId: '01M8283FYENEJ0WJYWASW7HSJB',
  version: 1,
  addressVersion: 1,
  handedOverAt: '',
};
const today = '2026-11-20';
const guest = { ...grace, startsOn: '2026-11-01' };
const temporary = { ...guest, population: 'temporary-guest' as const };

function why(change: Partial<FileRecord>, person: Partial<FileRecord> = ada): string | undefined {
  return rejectionOf({ ...ada, ...person, ...kept, ...change }, undefined, university, today);
}

describe('a file', () => {
  test.each<[string, Partial<FileRecord>, Partial<FileRecord>?]>([
    ['a student in the middle of the year', {}],
    ['somebody of ten years', { birthDate: '2016-11-20' }],
    ['a last day today, grace included', { endsOn: '2026-10-21' }],
    ['a start in 400 days', { startsOn: '2027-12-25', endsOn: '2028-12-31' }],
    ['an INE of the schools', { ine: '0123456789A' }],
    ['an apprentice’s INE', { ine: '2026A12345B' }],
    ['a guest for twelve months to the day', { endsOn: '2027-10-31' }, guest],
    ['a temporary guest for thirty days', { endsOn: '2026-11-30' }, temporary],
  ])('is taken: %s', (_, change, person) => {
    expect(why(change, person)).toBeUndefined();
  });

  test.each<[string, Partial<FileRecord>, Partial<FileRecord>?]>([
    ['birth-date-implausible', { birthDate: '2016-11-21' }],
    ['birth-date-implausible', { birthDate: '1890-01-01' }],
    ['end-before-start', { endsOn: '2026-08-31' }],
    ['already-ended', { startsOn: '2026-01-01', endsOn: '2026-10-20' }],
    ['starts-too-far-ahead', { startsOn: '2027-12-26', endsOn: '2028-12-31' }],
    ['ine-malformed', { ine: '12345' }],
    ['ine-malformed', { ine: '123456789AI' }],
    ['stay-too-long', { endsOn: '2027-11-01' }, guest],
    ['stay-too-long', { endsOn: '2026-12-01' }, temporary],
  ])('is rejected as %s: %j', (rejection, change, person) => {
    expect(why(change, person)).toBe(rejection);
  });

  test('must end, unless it is of permanent staff', () => {
    const endless = { ...ada };
    delete endless.endsOn;
    expect(rejectionOf({ ...endless, ...kept }, undefined, university, today)).toBe('end-missing');
    expect(rejectionOf({ ...endless, ...kept, population: 'staff' }, undefined, university, today)).toBeUndefined();
  });

  test('that is over is taken of an account that stands on it, and not of one that is closed', () => {
    const over = { ...ada, ...kept, startsOn: '2026-01-01', endsOn: '2026-10-20' };
    const files: Account['files'] = {
      [kept.fileId]: { ...{ version: 1, affiliations: [], startsOn: '2026-01-01' }, population: 'student' },
    };
    const why = (account: Pick<Account, 'state' | 'files'>) => rejectionOf(over, account, university, today);
    expect(why({ state: 'active', files })).toBeUndefined();
    expect(why({ state: 'active', files: {} })).toBe('already-ended');
    expect(why({ state: 'closed', files })).toBe('already-ended');
  });
});
