import { expect, test } from 'vitest';
import { RetryableError } from '../../../functions/step/errors.ts';
import type { Row } from '../../../functions/table/tables.ts';
import { inMemoryTables } from '../../support/in-memory-tables.ts';
import { tablesContract } from './tables.contract.ts';

tablesContract('tables in memory', inMemoryTables, { parallel: 200 });

test('a row has no place for undefined', () => {
  const optional: { fileId: string; ends?: string } = { fileId: 'a' };
  const row: Row = optional;
  // @ts-expect-error -- DynamoDB has no undefined, and an SDK that drops it silently hides the mistake.
  const wrong: Row = { fileId: 'a', ends: undefined };
  expect(row).not.toEqual(wrong === row);
});

test('tables in memory fail when told to, before or after the effect', async () => {
  const tables = inMemoryTables();
  const put = (fileId: string) => tables.write({ table: 'files', put: { fileId } });
  tables.failNext();
  tables.failNext({ skip: 1, applied: true, error: new Error('lost') });
  await expect(put('a')).rejects.toBeInstanceOf(RetryableError);
  await put('b');
  await expect(put('c')).rejects.toThrow('lost');
  await put('d');
  expect(tables.rows('files').map((row) => row['fileId'])).toEqual(['b', 'c', 'd']);
  expect(tables.requests).toHaveLength(4);
  expect(tables.requests[0]).toEqual({ operation: 'write', tables: ['files'] });
});

// Not in the contract: DynamoDB's documentation says so of overlapping paths, and the local cloud accepts them.
test('tables in memory refuse an update that names a thing twice', async () => {
  const tables = inMemoryTables();
  const key = { fileId: 'a' };
  await tables.write({ table: 'files', put: { ...key, text: 'a', map: {} } });
  const refused = expect.objectContaining({ name: 'ValidationException' }) as Error;
  await expect(tables.write({ table: 'files', update: key, set: { text: 'b' }, remove: ['text'] })).rejects.toEqual(
    refused,
  );
  await expect(tables.write({ table: 'files', update: key, set: { map: {}, 'map.inner': 1 } })).rejects.toEqual(
    refused,
  );
});
