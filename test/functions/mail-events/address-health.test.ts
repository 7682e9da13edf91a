import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { addressHealth, addressTroubles, clearedAddress, markAddress } from '../../../functions/mail/address-health.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { type InMemoryTables, inMemoryTables } from '../../support/in-memory-tables.ts';

const address = 'ada@example.org';
const early = Temporal.Instant.from('2026-11-22T10:00:00Z');
const late = early.add({ milliseconds: 1 });

let tables: InMemoryTables;
beforeEach(() => {
  tables = inMemoryTables();
});
const health = (of = address, at = late) => addressHealth(of, { tables, now: () => at });
const aYearAfter = (at: Temporal.Instant) => at.add({ hours: 365 * 24 });
const mark = (status: 'bounced' | 'complained', at: Temporal.Instant) =>
  markAddress({ address, status, at }, { tables });

describe('G-05 an address', () => {
  test('of which nothing was heard is well', async () => {
    expect(await health()).toBe('well');
  });

  test.each(addressTroubles)('that %s is known for it, and no other is', async (status) => {
    expect(await mark(status, early)).toBe('marked');
    expect(await health()).toBe(status);
    expect(await health('ada@example.com')).toBe('well');
  });

  test('is the same however it is written (D-13)', async () => {
    await mark('bounced', early);
    expect(await health(' ADA@Example.ORG\u200B')).toBe('bounced');
  });

  test('that bounced, then complained, is left alone as one that complained', async () => {
    await mark('bounced', early);
    expect(await mark('complained', late)).toBe('marked');
    expect(await health()).toBe('complained');
  });

  test('keeps what happened last when something older is heard of after it', async () => {
    await mark('bounced', late);
    expect(await mark('complained', early)).toBe('known');
    expect(await health()).toBe('bounced');
  });

  test('ends the same in whatever order, and however often, events arrive', async () => {
    const event = fc.record({ status: fc.constantFrom(...addressTroubles), minute: fc.nat(5) });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 6 }), fc.nat(), async (events, turn) => {
        const again = [...events.slice(turn % events.length), ...events.slice(0, turn % events.length)];
        const ends = await Promise.all(
          [events, [...events, ...events], [...again, ...events.toReversed()]].map(async (order) => {
            const at = inMemoryTables();
            for (const { status, minute } of order) {
              await markAddress({ address, status, at: early.add({ minutes: minute }) }, { tables: at });
            }
            return at.rows('addressHealth');
          }),
        );
        const last = Math.max(...events.map(({ minute }) => minute));
        const complained = events.some(({ status, minute }) => minute === last && status === 'complained');
        expect(ends[0]).toEqual([
          {
            ...{ address, status: complained ? 'complained' : 'bounced', at: early.add({ minutes: last }).toString() },
            expiresAt: aYearAfter(early.add({ minutes: last })).epochMilliseconds / 1000,
          },
        ]);
        expect(ends[1]).toEqual(ends[0]);
        expect(ends[2]).toEqual(ends[0]);
      }),
    );
  });

  test('of which two events are recorded at once keeps the last, and the other one is tried again', async () => {
    const attempts = await Promise.allSettled([mark('bounced', early), mark('complained', late)]);
    const failed = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason as unknown] : []));
    expect(failed).toEqual([expect.any(RetryableError)]);
    for (const [status, at] of [['bounced', early] as const, ['complained', late] as const]) await mark(status, at);
    expect(await health()).toBe('complained');
  });

  test('is marked once when the answer to the write was lost', async () => {
    tables.failNext({ skip: 1, applied: true });
    await expect(mark('bounced', early)).rejects.toBeInstanceOf(RetryableError);
    expect(await mark('bounced', early)).toBe('known');
    expect(await health()).toBe('bounced');
  });

  test('from which a code was typed is well again', async () => {
    await mark('complained', late);
    expect(await tables.transact([clearedAddress('Ada@example.org')])).toEqual({ conflicts: [] });
    expect(await health()).toBe('well');
    expect(tables.rows('addressHealth')).toEqual([]);
  });

  test('of which nothing was heard for a year is well, though the table has not forgotten it (B-07)', async () => {
    await mark('bounced', early);
    expect(await health(address, aYearAfter(early).subtract({ nanoseconds: 1 }))).toBe('bounced');
    expect(await health(address, aYearAfter(early))).toBe('well');
    const again = aYearAfter(early).add({ hours: 1 });
    expect(await mark('bounced', again)).toBe('marked');
    expect(await health(address, again)).toBe('bounced');
    expect(tables.rows('addressHealth')).toEqual([
      {
        ...{ address, status: 'bounced', at: again.toString() },
        expiresAt: aYearAfter(again).epochMilliseconds / 1000,
      },
    ]);
  });

  test('that was well all along is cleared without harm', async () => {
    expect(await tables.transact([clearedAddress(address)])).toEqual({ conflicts: [] });
  });
});
