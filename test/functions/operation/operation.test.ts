import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { idFrom } from '../../../functions/operation/id-from.ts';
import { getOperation, saveOperation } from '../../../functions/operation/operation-repository.ts';
import type { Operation } from '../../../functions/operation/operation.ts';
import { id } from '../../../functions/step/id.ts';
import { type InMemoryTables, inMemoryTables } from '../../support/in-memory-tables.ts';

const operation: Operation = {
  operationId: '01K5M0Q7T8V9W0X1Y2Z3A4B5C6',
  kind: 'onboarding',
  claim: { key: 'opi_number', number: 'OPI-0001', birthDate: '2008-12-10' },
  language: 'fr',
  askedAt: '2026-09-15T08:00:00Z',
  expiresAt: 1790064000,
};

let tables: InMemoryTables;
beforeEach(() => {
  tables = inMemoryTables();
});

describe('a request', () => {
  test('is found as it was saved', async () => {
    expect(await saveOperation(operation, { tables })).toBe('saved');
    expect(await getOperation(operation.operationId, 'onboarding', { tables })).toEqual(operation);
  });

  test('is saved once: the same id again leaves the first one as it is', async () => {
    await saveOperation(operation, { tables });
    const other = { ...operation, claim: { ...operation.claim, number: 'OPI-0002' } };
    expect(await saveOperation(other, { tables })).toBe('exists');
    expect(await getOperation(operation.operationId, 'onboarding', { tables })).toEqual(operation);
  });

  test('is nowhere before it is saved', async () => {
    expect(await getOperation(operation.operationId, 'onboarding', { tables })).toBeUndefined();
  });
});

describe('an id from a hash', () => {
  test('has the form of every other id', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (hash) => {
        expect(id.safeParse(idFrom(hash)).success).toBe(true);
      }),
    );
  });

  test('differs where the first 128 bits do', () => {
    const ids = Array.from({ length: 1000 }, (_, n) => idFrom(createHash('sha256').update(String(n)).digest()));
    expect(new Set(ids).size).toBe(1000);
  });

  test('counts in base 32 from the right', () => {
    expect(idFrom(new Uint8Array(32))).toBe('0'.repeat(26));
    expect(idFrom(new Uint8Array(16).fill(255))).toBe(`7${'Z'.repeat(25)}`);
    expect(idFrom(Uint8Array.of(...new Array<number>(15).fill(0), 33))).toBe(`${'0'.repeat(24)}11`);
  });
});
