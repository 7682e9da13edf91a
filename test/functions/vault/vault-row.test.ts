import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { RetryableError } from '../../../functions/step/errors.ts';
import { emptyVault, openVault, vaultPut } from '../../../functions/vault/vault-row.ts';
import { type InMemoryTables, inMemoryTables } from '../../support/in-memory-tables.ts';
import { type InMemoryVault, inMemoryVault } from '../../support/in-memory-vault.ts';

const chosenAt = Temporal.Instant.from('2026-11-22T10:00:00.5Z');
const first = { accountId: '01JD0000000000000000000001', operationId: '01JD0000000000000000000002' };
const second = { ...first, operationId: '01JD0000000000000000000003' };
const elsewhere = { accountId: '01JD0000000000000000000009', operationId: first.operationId };

let tables: InMemoryTables;
let vault: InMemoryVault;
let now: Temporal.Instant;
beforeEach(() => {
  tables = inMemoryTables();
  vault = inMemoryVault();
  now = chosenAt;
});

const choose = async (context: typeof first, password: string) =>
  tables.write(vaultPut(context, await vault.seal(password, context), now));
const open = (context: typeof first) => openVault(context, { tables, open: vault.open, now: () => now });

describe('a password on its way to the directories', () => {
  test('is there for the operation that chose it, and in the table under its seal alone', async () => {
    await choose(first, 'Passe-partout-1');
    expect(await open(first)).toBe('Passe-partout-1');
    expect(JSON.stringify(tables.rows('vault'))).not.toContain('Passe-partout-1');
  });

  test('is there for no other operation of the account, and for no other account', async () => {
    await choose(first, 'Passe-partout-1');
    expect(await open(second)).toBeUndefined();
    expect(await open(elsewhere)).toBeUndefined();
  });

  test('gives way to the one that is chosen after it', async () => {
    await choose(first, 'Passe-partout-1');
    await choose(second, 'Passe-partout-2');
    expect(await open(first)).toBeUndefined();
    expect(await open(second)).toBe('Passe-partout-2');
    expect(tables.rows('vault')).toHaveLength(1);
  });

  test('C-12: is gone after a day, though the table still has the row', async () => {
    await choose(first, 'Passe-partout-1');
    now = chosenAt.add({ hours: 23, minutes: 59, seconds: 59 });
    expect(await open(first)).toBe('Passe-partout-1');
    now = chosenAt.add({ hours: 24 });
    expect(await open(first)).toBeUndefined();
    expect(tables.rows('vault')).toMatchObject([{ expiresAt: Math.floor(now.epochMilliseconds / 1000) }]);
  });

  test('is deleted by its own operation, once or more often', async () => {
    await choose(first, 'Passe-partout-1');
    await emptyVault(first, tables);
    await emptyVault(first, tables);
    expect(tables.rows('vault')).toEqual([]);
    expect(await open(first)).toBeUndefined();
  });

  test('is not deleted by an operation that a newer choice has overtaken', async () => {
    await choose(first, 'Passe-partout-1');
    await choose(second, 'Passe-partout-2');
    await emptyVault(first, tables);
    expect(await open(second)).toBe('Passe-partout-2');
  });

  test('C-12: does not open from a row into which somebody has put the seal of another account', async () => {
    await choose(first, 'Passe-partout-1');
    await choose(elsewhere, 'Passe-partout-9');
    const [, { sealed = '' } = {}] = tables.rows('vault');
    await tables.write({ table: 'vault', update: { accountId: first.accountId }, set: { sealed } });
    await expect(open(first)).rejects.not.toBeInstanceOf(RetryableError);
  });

  test('is waited for while the key’s service is away, and refused with the key: it is not called lost', async () => {
    await choose(first, 'Passe-partout-1');
    vault.away = true;
    await expect(open(first)).rejects.toBeInstanceOf(RetryableError);
    Object.assign(vault, { away: false, refuses: true });
    await expect(open(first)).rejects.not.toBeInstanceOf(RetryableError);
  });

  test('is not asked of the key when the row is another operation’s', async () => {
    await choose(first, 'Passe-partout-1');
    vault.refuses = true;
    expect(await open(second)).toBeUndefined();
  });
});
