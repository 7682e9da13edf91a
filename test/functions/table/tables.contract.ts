import fc from 'fast-check';
import { ulid } from 'ulid';
import { beforeAll, describe, expect, test } from 'vitest';
import { RetryableError } from '../../../functions/step/errors.ts';
import type { Row, Tables, Write } from '../../../functions/table/tables.ts';

/**
 * What every implementation of the tables keeps to. Rows have fresh keys, so that tables may be shared and are never emptied.
 * @param parallel how many writers race: more on the fake, whose transactions cost nothing.
 */
export function tablesContract(
  name: string,
  start: () => Tables | Promise<Tables>,
  { parallel }: { parallel: number },
): void {
  describe(name, () => {
    let tables: Tables;
    beforeAll(async () => {
      tables = await start();
    });
    const put = (row: Row): Write => ({ table: 'files', put: row });
    const stored = async (row: Row) => {
      await tables.write(put(row));
      return row;
    };

    describe('a row', () => {
      test('is read back as it was written, whatever JSON holds', async () => {
        const fileId = ulid();
        const row = await stored({
          fileId,
          text: 'Œuvre d’été \u{1F393} \u0000',
          empty: '',
          number: -12.5,
          whole: Number.MAX_SAFE_INTEGER,
          yes: true,
          no: false,
          nothing: null,
          list: ['a', 1, null, { deep: [] }],
          map: { 'a.b': 'a dot in a name', empty: {} },
        });
        expect(await tables.get('files', { fileId })).toEqual(row);
      });

      test('is not there before it is written', async () => {
        expect(await tables.get('files', { fileId: ulid() })).toBeUndefined();
      });

      test('is replaced as a whole by a put', async () => {
        const fileId = ulid();
        await stored({ fileId, old: 1 });
        expect(await tables.write(put({ fileId, fresh: 2 }))).toEqual({});
        expect(await tables.get('files', { fileId })).toEqual({ fileId, fresh: 2 });
      });

      test('is deleted, also when it is not there', async () => {
        const fileId = ulid();
        await stored({ fileId });
        const gone: Write = { table: 'files', delete: { fileId } };
        expect(await tables.write(gone)).toEqual({});
        expect(await tables.write(gone)).toEqual({});
        expect(await tables.get('files', { fileId })).toBeUndefined();
      });

      test('is not reachable through what a caller holds', async () => {
        const fileId = ulid();
        const mine = { fileId, list: ['a'] };
        await tables.write(put(mine));
        mine.list.push('b');
        expect(await tables.get('files', { fileId })).toEqual({ fileId, list: ['a'] });
      });

      test('comes back whatever strings it holds', async () => {
        const json = fc.jsonValue({ maxDepth: 2 }).filter(storable);
        await fc.assert(
          fc.asyncProperty(json, async (value) => {
            const fileId = ulid();
            await tables.write(put({ fileId, value: value as Row[string] }));
            expect(await tables.get('files', { fileId })).toEqual({ fileId, value });
          }),
          { numRuns: 50 },
        );
      });
    });

    describe('an update', () => {
      test('makes the row when there is none, and returns it', async () => {
        const fileId = ulid();
        expect(await tables.write({ table: 'files', update: { fileId }, set: { state: 'new' } })).toEqual({
          row: { fileId, state: 'new' },
        });
      });

      test('leaves what it does not name', async () => {
        const fileId = ulid();
        await stored({ fileId, kept: 'kept', gone: 1, changed: 1 });
        const write: Write = {
          table: 'files',
          update: { fileId },
          set: { changed: 2 },
          remove: ['gone', 'never-there'],
        };
        expect(await tables.write(write)).toEqual({ row: { fileId, kept: 'kept', changed: 2 } });
        expect(await tables.get('files', { fileId })).toEqual({ fileId, kept: 'kept', changed: 2 });
      });

      test('sets and removes within a map, hyphens and reserved words included', async () => {
        const fileId = ulid();
        await stored({ fileId, directories: { uca: 'pending', 'isima-limos': 'pending' } });
        await tables.write({
          table: 'files',
          update: { fileId },
          set: { 'directories.isima-limos': { status: 'x' }, name: 'n' },
        });
        const write: Write = { table: 'files', update: { fileId }, remove: ['directories.uca'] };
        expect(await tables.write(write)).toEqual({
          row: { fileId, directories: { 'isima-limos': { status: 'x' } }, name: 'n' },
        });
      });

      test('is refused within a map that is not there', async () => {
        const fileId = ulid();
        await stored({ fileId, flat: 'text' });
        const within = (path: string): Write => ({ table: 'files', update: { fileId }, set: { [path]: 1 } });
        await expectRefused(tables.write(within('directories.uca')));
        await expectRefused(tables.write(within('flat.uca')));
        expect(await tables.get('files', { fileId })).toEqual({ fileId, flat: 'text' });
      });

      test('counts from 0, and on from what is there', async () => {
        const counter = ulid();
        const add = (value: number): Write => ({ table: 'counters', update: { counter }, add: { value } });
        expect(await tables.write(add(1))).toEqual({ row: { counter, value: 1 } });
        expect(await tables.write(add(5))).toEqual({ row: { counter, value: 6 } });
        expect(await tables.write(add(-2))).toEqual({ row: { counter, value: 4 } });
      });

      test('does not count in text, change the key, or change nothing', async () => {
        const fileId = ulid();
        await stored({ fileId, text: 'a', map: {} });
        await expectRefused(tables.write({ table: 'files', update: { fileId }, add: { text: 1 } }));
        await expectRefused(tables.write({ table: 'files', update: { fileId }, set: { fileId: 'other' } }));
        await expectRefused(tables.write({ table: 'files', update: { fileId } }));
        expect(await tables.get('files', { fileId })).toEqual({ fileId, text: 'a', map: {} });
      });
    });

    describe('a condition', () => {
      const row = { state: 'a', version: 3, none: null, map: { inner: 'x', list: [1, { two: 2 }] } };
      const cases: [string, NonNullable<Write['if']>, boolean][] = [
        ['nothing', {}, true],
        ['nothing, in three ways', { equals: {}, absent: [], below: {} }, true],
        ['an equal text', { equals: { state: 'a' } }, true],
        ['another text', { equals: { state: 'A' } }, false],
        ['a number that is no text', { equals: { version: '3' } }, false],
        ['null', { equals: { none: null } }, true],
        ['null where there is nothing', { equals: { missing: null } }, false],
        ['an equal map, in another order', { equals: { map: { list: [1, { two: 2 }], inner: 'x' } } }, true],
        ['a lesser map', { equals: { map: { inner: 'x' } } }, false],
        ['a path', { equals: { 'map.inner': 'x' } }, true],
        ['a path that is not there', { equals: { 'map.other': 'x' } }, false],
        ['a path through text', { equals: { 'state.inner': 'x' } }, false],
        ['an absent attribute', { absent: ['missing'] }, true],
        ['an attribute that is there', { absent: ['missing', 'state'] }, false],
        ['an attribute that is null', { absent: ['none'] }, false],
        ['an absent path', { absent: ['map.other', 'missing.other'] }, true],
        ['a lower number', { below: { version: 4 } }, true],
        ['an equal number', { below: { version: 3 } }, false],
        ['a number that is not there', { below: { missing: 4 } }, false],
        ['text instead of a number', { below: { state: 4 } }, false],
        ['all of several', { equals: { state: 'a', version: 3 }, absent: ['missing'], below: { version: 9 } }, true],
        ['one of several', { equals: { state: 'a', version: 4 }, absent: ['missing'] }, false],
      ];
      test.each(cases)('on %s', async (_, condition, holds) => {
        const expected = holds ? {} : 'conflict';
        const writes: ((key: { fileId: string }) => Write)[] = [
          (key) => ({ table: 'files', put: { ...key, fresh: 1 }, if: condition }),
          (key) => ({ table: 'files', delete: key, if: condition }),
        ];
        for (const write of writes) {
          const key = { fileId: ulid() };
          await stored({ ...key, ...row });
          expect(await tables.write(write(key))).toEqual(expected);
          expect(await tables.get('files', key)).toEqual(
            holds ? expect.not.objectContaining({ state: 'a' }) : { ...key, ...row },
          );
        }
        const key = { fileId: ulid() };
        await stored({ ...key, ...row });
        const check: Write = { table: 'files', check: key, if: condition };
        expect(await tables.transact([check])).toEqual({ conflicts: holds ? [] : [0] });
        const updated = await tables.write({ table: 'files', update: key, set: { fresh: 1 }, if: condition });
        expect(updated).toEqual(holds ? { row: { ...key, ...row, fresh: 1 } } : 'conflict');
      });

      test('finds nothing in a row that is not there', async () => {
        const key = { fileId: ulid() };
        const set = { state: 'a' };
        expect(await tables.write({ table: 'files', update: key, set, if: { equals: { state: 'a' } } })).toBe(
          'conflict',
        );
        expect(await tables.write({ table: 'files', update: key, set, if: { below: { version: 1 } } })).toBe(
          'conflict',
        );
        expect(await tables.get('files', key)).toBeUndefined();
        expect(await tables.write({ table: 'files', update: key, set, if: { absent: ['fileId'] } })).toEqual({
          row: { ...key, state: 'a' },
        });
      });
    });

    describe('a page of a partition', () => {
      test('has the rows after a key in the order of their bytes, and says whether there are more', async () => {
        const directory = ulid();
        // U+FF5E comes after U+1F393 in UTF-16, and before it in UTF-8.
        const sorted = ['A', 'B', 'a', 'é', '\uFF5E', '\u{1F393}'];
        for (const accountId of [...sorted].reverse())
          await tables.write({ table: 'pending', put: { directory, accountId } });
        await tables.write({ table: 'pending', put: { directory: ulid(), accountId: 'A' } });
        const rows = sorted.map((accountId) => ({ directory, accountId }));

        expect(await tables.query('pending', { directory }, { limit: 100 })).toEqual({ rows });
        expect(await tables.query('pending', { directory }, { limit: 2 })).toEqual({
          rows: rows.slice(0, 2),
          next: 'B',
        });
        expect(await tables.query('pending', { directory }, { after: 'B', limit: 2 })).toEqual({
          rows: rows.slice(2, 4),
          next: 'é',
        });
        expect(await tables.query('pending', { directory }, { after: 'é', limit: 2 })).toEqual({ rows: rows.slice(4) });
        expect(await tables.query('pending', { directory }, { after: 'between', limit: 1 })).toEqual({
          rows: [rows[3]],
          next: 'é',
        });
        expect(await tables.query('pending', { directory }, { after: '\u{1F393}', limit: 2 })).toEqual({ rows: [] });
      });

      test('is empty for a partition that is not there', async () => {
        expect(await tables.query('due', { day: ulid() }, { limit: 1 })).toEqual({ rows: [] });
      });

      test('has the one row of a table without a sort key', async () => {
        const fileId = ulid();
        await stored({ fileId });
        expect(await tables.query('files', { fileId }, { limit: 1 })).toEqual({ rows: [{ fileId }] });
      });

      test('has 1 to 100 rows', async () => {
        const directory = ulid();
        for (const limit of [0, 101, 1.5]) await expectRefused(tables.query('pending', { directory }, { limit }));
        expect(await tables.query('pending', { directory }, { limit: 100 })).toEqual({ rows: [] });
      });
    });

    describe('a key', () => {
      test('is the whole key of its table, of strings that say something', async () => {
        await expectRefused(tables.get('files', { fileId: '' }));
        await expectRefused(tables.get('files', { other: 'a' }));
        await expectRefused(tables.get('files', { fileId: 'a', other: 'a' }));
        await expectRefused(tables.get('pending', { directory: 'a' }));
        await expectRefused(tables.write({ table: 'files', put: { other: 'a' } }));
        await expectRefused(tables.write({ table: 'files', put: { fileId: 1 } }));
        await expectRefused(tables.write({ table: 'pending', put: { directory: 'a' } }));
        await expectRefused(tables.query('pending', { accountId: 'a' }, { limit: 1 }));
        await expectRefused(tables.query('pending', { directory: 'a', accountId: 'a' }, { limit: 1 }));
        await expectRefused(tables.query('files', { fileId: 'a' }, { after: 'a', limit: 1 }));
      });
    });

    describe('a transaction', () => {
      test('does all of its writes, in several tables', async () => {
        const [fileId, accountId, login, counter] = [ulid(), ulid(), ulid(), ulid()];
        await tables.write({ table: 'logins', put: { login } });
        await stored({ fileId, state: 'a' });
        const writes: Write[] = [
          { table: 'accounts', put: { accountId, state: 'requested' }, if: { absent: ['accountId'] } },
          { table: 'counters', update: { counter }, add: { value: 2 } },
          { table: 'logins', delete: { login } },
          { table: 'files', check: { fileId }, if: { equals: { state: 'a' } } },
        ];
        expect(await tables.transact(writes)).toEqual({ conflicts: [] });
        expect(await tables.get('accounts', { accountId })).toEqual({ accountId, state: 'requested' });
        expect(await tables.get('counters', { counter })).toEqual({ counter, value: 2 });
        expect(await tables.get('logins', { login })).toBeUndefined();
      });

      test('does none of its writes when one condition does not hold, and says which', async () => {
        const [taken, fresh, counter] = [ulid(), ulid(), ulid()];
        await tables.write({ table: 'logins', put: { login: taken } });
        const reserve = (login: string): Write => ({ table: 'logins', put: { login }, if: { absent: ['login'] } });
        const writes: Write[] = [
          reserve(fresh),
          reserve(taken),
          { table: 'counters', update: { counter }, add: { value: 1 } },
          { table: 'files', check: { fileId: ulid() }, if: { equals: { state: 'a' } } },
        ];
        expect(await tables.transact(writes)).toEqual({ conflicts: [1, 3] });
        expect(await tables.get('logins', { login: fresh })).toBeUndefined();
        expect(await tables.get('counters', { counter })).toBeUndefined();
      });

      test('is refused when it names a row twice, has no write or more than 100', async () => {
        const fileId = ulid();
        await expectRefused(tables.transact([put({ fileId }), { table: 'files', delete: { fileId } }]));
        await expectRefused(tables.transact([]));
        await expectRefused(tables.transact(Array.from({ length: 101 }, () => put({ fileId: ulid() }))));
        expect(await tables.get('files', { fileId })).toBeUndefined();
      });

      test('holds 100 writes', async () => {
        const keys = Array.from({ length: 100 }, () => ({ fileId: ulid() }));
        expect(await tables.transact(keys.map(put))).toEqual({ conflicts: [] });
        expect(await tables.get('files', keys[99] ?? { fileId: '' })).toEqual(keys[99]);
      });

      test('changes nothing when one of its writes is not understood', async () => {
        const fileId = ulid();
        const nowhere: Write = { table: 'counters', update: { counter: ulid() }, set: { 'not.there': 1 } };
        await expectRefused(tables.transact([put({ fileId }), nowhere]));
        expect(await tables.get('files', { fileId })).toBeUndefined();
      });

      test('is the only place of a check', async () => {
        await expectRefused(tables.write({ table: 'files', check: { fileId: ulid() }, if: {} }));
      });
    });

    describe('together (L-01)', () => {
      test(`${parallel} increments at once give ${parallel} different numbers, without a gap`, async () => {
        const counter = ulid();
        const add: Write = { table: 'counters', update: { counter }, add: { value: 1 } };
        const numbers = await Promise.all(
          Array.from({ length: parallel }, async () => {
            const done = await tables.write(add);
            return done === 'conflict' ? undefined : done.row?.['value'];
          }),
        );
        expect(new Set(numbers)).toEqual(new Set(Array.from({ length: parallel }, (_, index) => index + 1)));
      });

      test(`${parallel} people at once who want one login: one has it, with all that belongs to it`, async () => {
        const login = ulid();
        const people = Array.from({ length: parallel }, () => ulid());
        const results = await Promise.all(
          people.map(async (accountId) => {
            const claim = (): Promise<{ conflicts: readonly number[] }> =>
              tables.transact([
                { table: 'logins', put: { login, accountId }, if: { absent: ['login'] } },
                { table: 'accounts', put: { accountId, login } },
              ]);
            // Rows that stay busy are tried again, as a workflow does.
            for (;;) {
              try {
                return (await claim()).conflicts.length === 0 ? accountId : undefined;
              } catch (error) {
                if (!(error instanceof RetryableError)) throw error;
              }
            }
          }),
        );
        const winners = results.filter((result) => result !== undefined);
        expect(winners).toHaveLength(1);
        expect(await tables.get('logins', { login })).toEqual({ login, accountId: winners[0] });
        const accounts = await Promise.all(people.map((accountId) => tables.get('accounts', { accountId })));
        expect(accounts.filter((account) => account !== undefined)).toHaveLength(1);
      });

      test('editors who compare a version never lose an edit (L-06)', async () => {
        const fileId = ulid();
        await stored({ fileId, version: 0, edits: 0 });
        const edit = async (): Promise<void> => {
          for (;;) {
            const version = (await tables.get('files', { fileId }))?.['version'];
            if (typeof version !== 'number') throw new Error('The row is gone');
            const set = { version: version + 1 };
            const write: Write = {
              table: 'files',
              update: { fileId },
              set,
              add: { edits: 1 },
              if: { equals: { version } },
            };
            if ((await tables.write(write)) !== 'conflict') return;
          }
        };
        await Promise.all(Array.from({ length: 10 }, edit));
        expect(await tables.get('files', { fileId })).toEqual({ fileId, version: 10, edits: 10 });
      });
    });
  });
}

/** DynamoDB keeps 38 digits of a number and one zero, and the SDK refuses what JavaScript would round. */
function storable(value: unknown): boolean {
  if (typeof value === 'number') {
    const size = Math.abs(value);
    return !Object.is(value, -0) && (size === 0 || (size > 1e-100 && size <= Number.MAX_SAFE_INTEGER));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).every(([name, each]) => name !== '' && name !== '__proto__' && storable(each));
  }
  return true;
}

async function expectRefused(request: Promise<unknown>): Promise<void> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(RetryableError);
}
