import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { findLink } from '../../../functions/link/find-link.ts';
import { isToken } from '../../../functions/link/link-token.ts';
import { linkLife, mintLink } from '../../../functions/link/mint-link.ts';
import { type InMemoryTables, inMemoryTables } from '../../support/in-memory-tables.ts';

const ids = { fileId: '01K5M0Q7T8V9W0X1Y2Z3A4B5C6', accountId: '01K5M0Q7T8V9W0X1Y2Z3A4B5C7', addressVersion: 1 };
const minted = Temporal.Instant.from('2026-09-15T08:00:00Z');
const hmacKey = 'the key of the tests';

let tables: InMemoryTables;
beforeEach(() => {
  tables = inMemoryTables();
});
const mint = (bytes = randomBytes) =>
  mintLink({ purpose: 'status', ...ids }, { tables, randomBytes: bytes, hmacKey, now: () => minted });
const storedHash = () => {
  const hash = tables.rows('links')[0]?.['tokenHash'];
  return typeof hash === 'string' ? hash : '';
};
const find = (token: string, after: Temporal.DurationLike = { seconds: 0 }, key = hmacKey) =>
  findLink(token, 'status', { tables, hmacKey: key, now: () => minted.add(after) });

describe('a link', () => {
  test('leads to the file and the account that it was minted for', async () => {
    const { token } = await mint();
    expect(await find(token)).toMatchObject({ purpose: 'status', ...ids, mintedAt: '2026-09-15T08:00:00Z' });
  });

  test('B-01: has a token of 256 bits from the source of randomness that it is given', async () => {
    const sizes: number[] = [];
    const { token } = await mint((size: number) => {
      sizes.push(size);
      return randomBytes(size);
    });
    expect(sizes).toEqual([32]);
    expect(token).toMatch(/^[\w-]{43}$/);
  });

  test('B-02: is stored as a keyed hash, which opens nothing and differs from key to key', async () => {
    const { token } = await mint();
    const [row] = tables.rows('links');
    expect(JSON.stringify(row)).not.toContain(token);
    expect(await find(storedHash())).toBeUndefined();
    expect(await find(token, { seconds: 0 }, 'another key')).toBeUndefined();
  });

  test('B-04, B-06: is looked at as often as one likes and stays what it is', async () => {
    const { token } = await mint();
    const before = tables.rows('links');
    for (let look = 0; look < 50; look += 1) expect(await find(token)).toBeDefined();
    expect(tables.rows('links')).toEqual(before);
  });

  test('B-07: ends after its life even while the table still has it', async () => {
    const { token } = await mint();
    const life = linkLife.total('seconds');
    expect(life).toBe(24 * 3600);
    expect(await find(token, { seconds: life - 1 })).toBeDefined();
    expect(await find(token, { seconds: life })).toBeUndefined();
    expect(await find(token, { seconds: life + 1 })).toBeUndefined();
    expect(tables.rows('links')).toHaveLength(1);
  });

  test('B-07: works on a clock that is five minutes behind', async () => {
    const { token } = await mint();
    expect(await find(token, { minutes: -5 })).toBeDefined();
  });

  test('A-05: of a purpose that the page does not know opens nothing', async () => {
    const { token } = await mint();
    await tables.write({
      table: 'links',
      update: { tokenHash: storedHash() },
      set: { purpose: 'other' },
    });
    await expect(find(token)).rejects.toThrow();
  });

  test('is not asked for with what cannot be a token', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string().filter((text) => !isToken(text)),
        async (text) => {
          expect(await find(text)).toBeUndefined();
        },
      ),
    );
    expect(tables.requests).toEqual([]);
  });

  test('is never stored over another one', async () => {
    const broken = () => Buffer.alloc(32);
    await mint(broken);
    await expect(mint(broken)).rejects.toThrow('randomness');
  });
});
