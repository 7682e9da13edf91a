import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { accountStates } from '../../../functions/account/account-state.ts';
import type { Account } from '../../../functions/account/account.ts';
import {
  recoveryAddressDelete,
  recoveryAddressOf,
  recoveryAddressPut,
} from '../../../functions/account/recovery-address.ts';
import type { FileRecord } from '../../../functions/file/file.ts';
import { university } from '../../../functions/university/uca.ts';
import { anAccount } from '../../support/an-account.ts';
import { inMemoryTables } from '../../support/in-memory-tables.ts';
import { ada } from '../../support/people.ts';

const now = Temporal.Instant.from('2026-11-05T08:00:00Z');
const file: FileRecord = {
  ...ada,
  fileId: '01K5M0Q7T8V9W0X1Y2Z3A4B5C6',
  personId: '01K5M0Q7T8V9W0X1Y2Z3A4B5C7',
  accountId: '01K5M0Q7T8V9W0X1Y2Z3A4B5C8',
  version: 1,
  addressVersion: 1,
  handedOverAt: '',
};
const recovery = { address: 'Ada@Home.example', confirmedAt: '', usableFrom: '2026-11-05T08:00:00Z' };
const of = (account: Partial<Account> | undefined, given: Partial<FileRecord> = {}, at = now) =>
  recoveryAddressOf(account && anAccount(account), { ...file, ...given }, at, university);

describe('mail about an account', () => {
  test('goes to the address of the file until the account is activated', () => {
    expect(of(undefined)).toBe('ada@example.org');
    expect(of({ state: 'requested' })).toBe('ada@example.org');
    expect(of({ state: 'provisioned' })).toBe('ada@example.org');
  });

  test('B-14: goes to the recovery address as it is stored from then on, whatever a later export says', () => {
    for (const state of accountStates) {
      expect(of({ state, recovery }, { personalEmail: 'thief@example.org' })).toBe('Ada@Home.example');
    }
    expect(of({ state: 'active' })).toBeUndefined();
    expect(of({ state: 'grace' })).toBeUndefined();
  });

  test('B-17: goes to the former address until the new one may be used, to the instant', () => {
    const changed = { recovery: { ...recovery, former: 'old@home.example' } };
    const at = (instant: string) => of(changed, {}, Temporal.Instant.from(instant));
    expect(at('2026-11-05T07:59:59.999Z')).toBe('old@home.example');
    expect(at('2026-11-05T08:00:00Z')).toBe('Ada@Home.example');
  });

  test('B-17: goes nowhere when there was none before the one that may not be used yet', () => {
    expect(of({ recovery: { ...recovery, usableFrom: '2026-11-08T08:00:00Z' } })).toBeUndefined();
  });

  test('goes to members of a school at their school only, and into the university never, in every state', () => {
    const address = fc.constantFrom(
      'a@emse.fr',
      'a@example.org',
      'a@uca.fr',
      'a@ETU.uca.fr',
      'a@x.isima.fr',
      'a@emse.fr.example',
    );
    const arbitrary = fc.record({
      state: fc.constantFrom(...accountStates),
      personalEmail: address,
      address,
      former: address,
      usable: fc.boolean(),
      has: fc.boolean(),
      emse: fc.constantFrom('account', 'file', 'nobody'),
    });
    fc.assert(
      fc.property(arbitrary, ({ state, personalEmail, address: current, former, usable, has, emse }) => {
        const usableFrom = usable ? '2026-11-05T08:00:00Z' : '2026-11-06T08:00:00Z';
        const account = anAccount({
          state,
          affiliations: emse === 'account' ? ['emse'] : [],
          ...(has && { recovery: { address: current, former, usableFrom, confirmedAt: '' } }),
        });
        const affiliations = emse === 'file' ? ['emse'] : [];
        const to = recoveryAddressOf(account, { ...file, personalEmail, affiliations }, now, university);
        if (to === undefined) return;
        expect(emse === 'nobody' ? ['a@emse.fr', 'a@example.org', 'a@emse.fr.example'] : ['a@emse.fr']).toContain(to);
      }),
      { numRuns: 1000 },
    );
  });

  test('goes nowhere when nobody knows an address', () => {
    expect(recoveryAddressOf(anAccount({ state: 'provisioned' }), undefined, now, university)).toBeUndefined();
    expect(of(undefined, { personalEmail: 'ada@etu.uca.fr' })).toBeUndefined();
  });
});

test('an account is found by its recovery address, however it is written, until the row is deleted', async () => {
  const tables = inMemoryTables();
  await tables.write(recoveryAddressPut('01K5M0Q7T8V9W0X1Y2Z3A4B5C8', 'Ada@Home.example'));
  expect(tables.rows('recoveryAddresses')).toEqual([
    { address: 'ada@home.example', accountId: '01K5M0Q7T8V9W0X1Y2Z3A4B5C8' },
  ]);
  await tables.write(recoveryAddressDelete('01K5M0Q7T8V9W0X1Y2Z3A4B5C8', 'ADA@home.example'));
  expect(tables.rows('recoveryAddresses')).toEqual([]);
});
