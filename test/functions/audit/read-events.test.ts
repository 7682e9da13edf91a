import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { beforeEach, describe, expect, test } from 'vitest';
import { auditEntry } from '../../../functions/audit/audit-entry.ts';
import { allEvents, newestEvents, signedIn, signInBy } from '../../../functions/audit/read-events.ts';
import { type InMemoryTables, inMemoryTables } from '../../support/in-memory-tables.ts';

const now = () => Temporal.Instant.from('2026-09-15T08:00:00Z');
const ago = (hours: number) => now().subtract({ hours });
const whats = ['activated', 'locked', signedIn, 'signed-out-everywhere'];

let tables: InMemoryTables;
beforeEach(() => {
  tables = inMemoryTables();
});
const add = (what: string, hours: number, by = ulid(), subject = 'ada') =>
  tables.write(auditEntry(subject, what, by, ago(hours)));
const signIn = (hours: number) => add(signedIn, hours, signInBy(ago(hours), ulid()));

describe('the journal of an account', () => {
  test('is read from the newest event on, whatever the events are called', async () => {
    await add('signed-out-everywhere', 1);
    await add('activated', 90 * 24);
    await signIn(2);
    await add('locked', 3);
    await add('locked', 4, ulid(), 'somebody else');
    const events = await newestEvents('ada', { most: 3, whats }, { tables, now });
    expect(events).toEqual([
      { what: 'signed-out-everywhere', at: ago(1).toString() },
      { what: 'signed-in', at: ago(2).toString() },
      { what: 'locked', at: ago(3).toString() },
    ]);
  });

  test('shows what is asked for and nothing else', async () => {
    await add('login-reserved', 1);
    await add('activated', 2);
    expect(await newestEvents('ada', { most: 10, whats }, { tables, now })).toHaveLength(1);
  });

  test('costs two pages after years of signing in, and forgets none of the rest', async () => {
    await add('activated', 5 * 365 * 24);
    for (let day = 0; day < 1000; day += 1) await signIn(day * 24 + 1);
    await add('signed-out-everywhere', 400 * 24);
    const before = tables.requests.length;
    const events = await newestEvents('ada', { most: 100, whats }, { tables, now });
    expect(tables.requests.length - before).toBe(2);
    expect(events.filter(({ what }) => what === signedIn)).toHaveLength(30);
    expect(events.slice(-2).map(({ what }) => what)).toEqual(['signed-out-everywhere', 'activated']);
    expect(await allEvents('ada', { tables })).toHaveLength(1002);
  });
});
