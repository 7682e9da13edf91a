import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Account, accountSchema } from '../../../functions/account/account.ts';
import { findLink } from '../../../functions/link/find-link.ts';
import {
  deadLinkKept,
  isLive,
  type Link,
  linkLives,
  type LinkPurpose,
  linkPurposes,
} from '../../../functions/link/link.ts';
import { isToken } from '../../../functions/link/link-token.ts';
import { mintLink, type NewLink } from '../../../functions/link/mint-link.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { anAccount } from '../../support/an-account.ts';
import { type InMemoryTables, inMemoryTables } from '../../support/in-memory-tables.ts';

const accountId = '01K5M0Q7T8V9W0X1Y2Z3A4B5C7';
const ids = { fileId: '01K5M0Q7T8V9W0X1Y2Z3A4B5C6', accountId, addressVersion: 1, epoch: 0 };
const minted = Temporal.Instant.from('2026-09-15T08:00:00Z');
const hmacKey = 'the key of the tests';

let tables: InMemoryTables;
beforeEach(async () => {
  tables = inMemoryTables();
  await tables.write({ table: 'accounts', put: anAccount({ accountId }) });
});
const account = (): Account => accountSchema.parse(tables.rows('accounts')[0]);
const mint = (link: Partial<NewLink> = {}, bytes = randomBytes, of: Account | undefined = account()) =>
  mintLink({ purpose: 'status', ...ids, ...link }, of, { tables, randomBytes: bytes, hmacKey, now: () => minted });
const storedHash = () => {
  const hash = tables.rows('links')[0]?.['tokenHash'];
  return typeof hash === 'string' ? hash : '';
};
const find = (token: string, key = hmacKey) => findLink(token, { tables, hmacKey: key });
const found = async (token: string): Promise<Link> => {
  const link = await find(token);
  if (!link) throw new Error('There is no such link');
  return link;
};

test('B-01: a hundred thousand tokens are a hundred thousand, of 32 bytes from the generator each', async () => {
  const asked: number[] = [];
  const bytes = (size: number) => (asked.push(size), randomBytes(size));
  const deps = { tables: { transact: () => Promise.resolve({ conflicts: [] }) }, hmacKey, now: () => minted };
  const tokens = new Set<string>();
  for (let n = 0; n < 100_000; n += 1) {
    tokens.add((await mintLink({ purpose: 'status', ...ids }, undefined, { ...deps, randomBytes: bytes })).token);
  }
  expect(tokens.size).toBe(100_000);
  expect([...tokens].every(isToken)).toBe(true);
  expect([asked.length, new Set(asked)]).toEqual([100_000, new Set([32])]);
}, 60_000);

describe('a link', () => {
  test('leads to the file and the account that it was minted for', async () => {
    const { token } = await mint();
    expect(await find(token)).toMatchObject({ purpose: 'status', ...ids, mintedAt: '2026-09-15T08:00:00Z' });
  });

  test('B-01: has a token of 256 bits from the source of randomness that it is given', async () => {
    const sizes: number[] = [];
    const { token } = await mint({}, (size: number) => {
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
    expect(await find(token, 'another key')).toBeUndefined();
  });

  test('B-04, B-06: is looked at as often as one likes and stays what it is', async () => {
    const { token } = await mint();
    const before = tables.rows('links');
    for (let look = 0; look < 50; look += 1) expect(await find(token)).toBeDefined();
    expect(tables.rows('links')).toEqual(before);
  });

  test.each(linkPurposes)('B-07: to %s ends after its life even while the table still has it', async (purpose) => {
    const { token } = await mint({ purpose });
    const link = await found(token);
    const live = (after: number) => isLive(link, account(), purpose, minted.add({ seconds: after }));
    const life = linkLives[purpose].total('seconds');
    expect([live(0), live(life - 1), live(life), live(life + 1)]).toEqual([true, true, false, false]);
    expect(link.expiresAt - link.endsAt).toBe(deadLinkKept.total('seconds'));
  });

  test('B-07: lives a day to activate, half an hour to recover, and a week to say that it was not me', () => {
    expect(linkLives.activation.hours).toBe(24);
    expect(linkLives.recovery.minutes).toBe(30);
    expect(linkLives['not-me'].total('days')).toBe(7);
  });

  test('B-07: works on a clock that is five minutes behind', async () => {
    const { token } = await mint();
    expect(isLive(await found(token), account(), 'status', minted.subtract({ minutes: 5 }))).toBe(true);
  });

  test.each(linkPurposes)('A-05: to %s is for nothing else', async (purpose) => {
    const { token } = await mint({ purpose });
    const link = await found(token);
    for (const other of linkPurposes) {
      expect(isLive(link, account(), other, minted)).toBe(other === purpose);
    }
  });

  test('A-05: of a purpose that the product does not know opens nothing', async () => {
    const { token } = await mint();
    await tables.write({ table: 'links', update: { tokenHash: storedHash() }, set: { purpose: 'other' } });
    await expect(find(token)).rejects.toThrow();
  });

  test.each(linkPurposes)('B-04: to %s that an operation used is dead', async (purpose) => {
    const { token } = await mint({ purpose });
    const used = { ...(await found(token)), usedBy: '01K5M0Q7T8V9W0X1Y2Z3A4B5C9' };
    expect(isLive(used, account(), purpose, minted)).toBe(false);
  });

  test('B-09: that lets somebody in, or follows a choice, dies with the epoch; a report that it was not me survives', async () => {
    const dead: readonly LinkPurpose[] = ['activation', 'recovery', 'result', 'address', 'stay'];
    for (const purpose of linkPurposes) {
      const link = await found((await mint({ purpose })).token);
      expect(isLive(link, { ...account(), credentialEpoch: 1 }, purpose, minted)).toBe(!dead.includes(purpose));
    }
  });

  test('B-08: is one of three that let somebody in: the newest ones, whatever they are for', async () => {
    const tokens: string[] = [];
    for (const purpose of ['activation', 'recovery', 'activation', 'recovery'] as const)
      tokens.push((await mint({ purpose })).token);
    await mint({ purpose: 'status' });
    const links = await Promise.all(tokens.map(found));
    expect(links.map((link) => isLive(link, account(), link.purpose, minted))).toEqual([false, true, true, true]);
    expect(account().liveLinks).toHaveLength(3);
  });

  test('B-08: of a mail that is tried again takes the place that the mail has, and no other mail’s', async () => {
    const { token: owners } = await mint({ purpose: 'recovery', mailKey: 'the owner’s' });
    const tried: string[] = [];
    for (let n = 0; n < 6; n += 1) tried.push((await mint({ purpose: 'recovery', mailKey: 'throttled' })).token);
    const links = await Promise.all([owners, ...tried].map(found));
    expect(links.every((link) => isLive(link, account(), 'recovery', minted))).toBe(true);
    expect(account().liveLinks).toHaveLength(2);
  });

  test('B-08: is minted again when another one was minted at the same moment, and counts both', async () => {
    const before = account();
    await mint({ purpose: 'recovery' });
    await expect(mint({ purpose: 'recovery' }, randomBytes, before)).rejects.toThrow(RetryableError);
    expect(tables.rows('links')).toHaveLength(1);
    await mint({ purpose: 'recovery' });
    expect(account().liveLinks).toHaveLength(2);
  });

  test('that lets somebody in is minted for the account that it names, and for no other', async () => {
    const other = '01K5M0Q7T8V9W0X1Y2Z3A4B5C8';
    await expect(mint({ purpose: 'recovery', accountId: other })).rejects.toThrow('for an account');
    await expect(
      mintLink({ purpose: 'activation', ...ids }, undefined, { tables, randomBytes, hmacKey, now: () => minted }),
    ).rejects.toThrow('for an account');
    expect(tables.rows('links')).toEqual([]);
  });

  test('is not asked for with what cannot be a token', async () => {
    const asked = tables.requests.length;
    await fc.assert(
      fc.asyncProperty(
        fc.string().filter((text) => !isToken(text)),
        async (text) => {
          expect(await find(text)).toBeUndefined();
        },
      ),
    );
    expect(tables.requests).toHaveLength(asked);
  });

  test('is never stored over another one', async () => {
    const broken = () => Buffer.alloc(32);
    await mint({}, broken);
    const first = tables.rows('links');
    await expect(mint({}, broken)).rejects.toThrow(RetryableError);
    expect(tables.rows('links')).toEqual(first);
  });
});
