import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { id } from '../../../functions/step/id.ts';
import { countUse, type Limit, windowId } from '../../../functions/throttle/throttle.ts';
import { type InMemoryTables, inMemoryTables } from '../../support/in-memory-tables.ts';

const limit: Limit = { uses: 5, windowSeconds: 900 };
const hmacKey = 'the key of the tests';
const clock = { at: Temporal.Instant.from('2026-09-15T08:00:00Z') };

let tables: InMemoryTables;
beforeEach(() => {
  tables = inMemoryTables();
  clock.at = Temporal.Instant.from('2026-09-15T08:00:00Z');
});
const deps = () => ({ tables, hmacKey, now: () => clock.at });
const use = (bucket = 'number#registrar/opi_number/opi0001') => countUse(bucket, limit, deps());

describe('a limit', () => {
  test('lets through as many uses as it says and no more', async () => {
    const uses = [];
    for (let n = 0; n < 8; n += 1) uses.push(await use());
    expect(uses).toEqual([true, true, true, true, true, false, false, false]);
  });

  test('D-06: holds for uses at the same moment', async () => {
    const uses = await Promise.all(Array.from({ length: 200 }, () => use()));
    expect(uses.filter((within) => within)).toHaveLength(5);
  });

  test('costs one update, whether the use is refused or not', async () => {
    for (let n = 0; n < 8; n += 1) await use();
    expect(tables.requests).toEqual(Array.from({ length: 8 }, () => ({ operation: 'write', tables: ['throttle'] })));
  });

  test('begins again in the next window', async () => {
    for (let n = 0; n < 6; n += 1) await use();
    clock.at = clock.at.add({ seconds: 899 });
    expect(await use()).toBe(false);
    clock.at = clock.at.add({ seconds: 1 });
    expect(await use()).toBe(true);
  });

  test('counts each bucket and each window length for itself', async () => {
    for (let n = 0; n < 6; n += 1) await use('one');
    expect(await use('other')).toBe(true);
    expect(await countUse('one', { uses: 5, windowSeconds: 300 }, deps())).toBe(true);
  });

  test('leaves no number in the table, and a row that the table forgets when its window is over (F-06)', async () => {
    await use();
    const [row] = tables.rows('throttle');
    expect(JSON.stringify(row)).not.toMatch(/opi/i);
    expect(row).toMatchObject({ uses: 1, expiresAt: clock.at.epochMilliseconds / 1000 + 900 });
  });

  test('D-07: lets nothing through when the table is away', async () => {
    tables.failNext();
    await expect(use()).rejects.toThrow('away');
  });

  test('names what it refuses in a window with one id', async () => {
    const first = windowId('one', limit, deps());
    expect(id.safeParse(first).success).toBe(true);
    clock.at = clock.at.add({ seconds: 899 });
    expect(windowId('one', limit, deps())).toBe(first);
    expect(windowId('other', limit, deps())).not.toBe(first);
    clock.at = clock.at.add({ seconds: 1 });
    expect(windowId('one', limit, deps())).not.toBe(first);
    await use('one');
    expect(tables.rows('throttle')[0]?.['bucket']).not.toBe(first);
  });
});
