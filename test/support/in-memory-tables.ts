import { isDeepStrictEqual } from 'node:util';
import { RetryableError } from '../../functions/step/errors.ts';
import type {
  Condition,
  Key,
  Page,
  QueryResult,
  Row,
  TableName,
  Tables,
  Value,
  Write,
  Written,
} from '../../functions/table/tables.ts';
import { tableKeys, tableNames } from '../../functions/table/tables.ts';

/** A request that was made, in the words of the port. Failed ones count: DynamoDB bills them. */
interface TablesRequest {
  readonly operation: 'get' | 'query' | 'write' | 'transact';
  /** One, or for a transaction one for each of its writes. */
  readonly tables: readonly TableName[];
}

export interface InMemoryTables extends Tables {
  /** Every request since the start, oldest first; `requests.length` counts them. */
  readonly requests: readonly TablesRequest[];
  /** Every row of a table, in the order of its keys. */
  rows(table: TableName): Row[];
  /**
   * Makes one request to come fail: the next one, or the one after `skip` others. With `applied` it takes effect and
   * only its answer is lost.
   */
  failNext(failure?: { readonly error?: Error; readonly skip?: number; readonly applied?: boolean }): void;
}

/** DynamoDB as the port sees it, in this process; `test/functions/table/tables.contract.ts` holds both to the same rules. */
export function inMemoryTables(): InMemoryTables {
  const tables = new Map(tableNames.map((name) => [name, new Map<string, Row>()]));
  /** The same rows by the first part of their key, which a query names. */
  const partitions = new Map(tableNames.map((name) => [name, new Map<Value | undefined, Map<string, Row>>()]));
  const requests: TablesRequest[] = [];
  const failures: { error: Error; skip: number; applied: boolean }[] = [];

  async function request<T>(operation: TablesRequest['operation'], names: readonly TableName[], run: () => T) {
    requests.push({ operation, tables: names });
    const failing = failures.find((failure) => failure.skip-- === 0);
    if (failing) failures.splice(failures.indexOf(failing), 1);
    // Callers must never see a table change within their own turn of the event loop.
    await Promise.resolve();
    if (failing && !failing.applied) throw failing.error;
    const result = run();
    if (failing) throw failing.error;
    return result;
  }

  const rowsOf = (table: TableName) => {
    const rows = tables.get(table);
    if (!rows) throw invalid(`there is no table ${table}`);
    return rows;
  };
  const commit = ({ table, id, after }: Outcome) => {
    const row = after ?? rowsOf(table).get(id);
    const partition = row?.[tableKeys[table][0]];
    const known = partitions.get(table)?.get(partition) ?? new Map<string, Row>();
    for (const rows of [rowsOf(table), known]) {
      if (after) rows.set(id, after);
      else rows.delete(id);
    }
    if (known.size > 0) partitions.get(table)?.set(partition, known);
    else partitions.get(table)?.delete(partition);
  };

  function outcome(write: Write): Outcome | 'conflict' {
    const id = identity(write.table, keyOf(write));
    const before = rowsOf(write.table).get(id);
    if (!holds(write.if, before)) return 'conflict';
    if ('put' in write) return { table: write.table, id, after: frozen(write.put) };
    if ('delete' in write) return { table: write.table, id, after: undefined };
    if ('check' in write) return { table: write.table, id, after: before };
    return { table: write.table, id, after: updated(write, before) };
  }

  return {
    requests,
    rows: (table) => [...rowsOf(table)].sort(([a], [b]) => byUtf8(a, b)).map(([, row]) => row),
    failNext({ error = new RetryableError('The tables are away'), skip = 0, applied = false } = {}) {
      failures.push({ error, skip, applied });
    },
    get: (table, key) => request('get', [table], () => rowsOf(table).get(identity(table, key))),
    query: (table, partition, page) =>
      request('query', [table], () => {
        rowsOf(table);
        const known = partitions.get(table)?.get(partition[tableKeys[table][0]]);
        return queried(table, known?.values() ?? [], partition, page);
      }),
    write: (write) =>
      request('write', [write.table], (): Written | 'conflict' => {
        if ('check' in write) throw invalid('a check stands in a transaction only');
        const done = outcome(write);
        if (done === 'conflict') return done;
        commit(done);
        return 'update' in write && done.after ? { row: done.after } : {};
      }),
    transact: (writes) =>
      request(
        'transact',
        writes.map(({ table }) => table),
        () => {
          if (writes.length < 1 || writes.length > 100) throw invalid('a transaction has 1 to 100 writes');
          const rows = writes.map((write) => `${write.table} ${identity(write.table, keyOf(write))}`);
          if (new Set(rows).size < rows.length) throw invalid('a transaction names a row once');
          const outcomes = writes.map(outcome);
          const conflicts = outcomes.flatMap((each, index) => (each === 'conflict' ? [index] : []));
          if (conflicts.length === 0) outcomes.filter((each) => each !== 'conflict').forEach(commit);
          return { conflicts };
        },
      ),
  };
}

interface Outcome {
  readonly table: TableName;
  readonly id: string;
  readonly after: Row | undefined;
}

type Update = Extract<Write, { update: Key }>;

function keyOf(write: Write): Key {
  if ('update' in write) return write.update;
  if ('delete' in write) return write.delete;
  if ('check' in write) return write.check;
  const key = tableKeys[write.table].map((name) => [name, write.put[name]] as const);
  return Object.fromEntries(
    key.map(([name, value]) => {
      if (typeof value !== 'string') throw invalid(`${write.table} has the key ${name}, a string`);
      return [name, value];
    }),
  );
}

function identity(table: TableName, key: Key): string {
  const names: readonly string[] = tableKeys[table];
  if (Object.keys(key).length !== names.length) throw invalid(`the key of ${table} is ${names.join(', ')}`);
  return names
    .map((name) => {
      const value = key[name];
      if (typeof value !== 'string' || value === '') throw invalid(`${table} has the key ${name}, not empty`);
      return value;
    })
    .join('\u0000');
}

function holds(condition: Condition | undefined, row: Row | undefined): boolean {
  const at = (path: string) => valueAt(row, path);
  return (
    Object.entries(condition?.equals ?? {}).every(([path, value]) => isDeepStrictEqual(at(path), frozen(value))) &&
    (condition?.absent ?? []).every((path) => at(path) === undefined) &&
    Object.entries(condition?.below ?? {}).every(([path, bound]) => {
      const value = at(path);
      return typeof value === 'number' && value < bound;
    })
  );
}

function valueAt(row: Row | undefined, path: string): Value | undefined {
  let value: Value | undefined = row;
  for (const part of path.split('.')) value = isMap(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return value;
}

function updated({ table, update, set = {}, add = {}, remove = [] }: Update, before: Row | undefined): Row {
  const row: Record<string, Value> = { ...before, ...update };
  const changed = [...Object.keys(set), ...Object.keys(add), ...remove];
  if (changed.length === 0) throw invalid('an update changes something');
  refuseOverlaps(table, changed);
  for (const [path, value] of Object.entries(set)) change(row, before, path, value);
  for (const path of remove) change(row, before, path, undefined);
  for (const [name, increment] of Object.entries(add)) {
    if (name.includes('.')) throw invalid('add counts in an attribute of the row itself');
    const counted = before?.[name] ?? 0;
    if (typeof counted !== 'number') throw invalid(`add counts numbers, and ${name} is none`);
    row[name] = counted + increment;
  }
  return frozen(row);
}

function change(row: Record<string, Value>, before: Row | undefined, path: string, value: Value | undefined): void {
  const [name = '', inner, ...deeper] = path.split('.');
  if (deeper.length > 0) throw invalid('a path has two parts at most');
  if (inner === undefined) {
    if (value === undefined) Reflect.deleteProperty(row, name);
    else row[name] = value;
    return;
  }
  if (!isMap(before?.[name])) throw invalid(`there is no map ${name} in the row`);
  const map = row[name];
  const others = Object.entries(isMap(map) ? map : {}).filter(([each]) => each !== inner);
  row[name] = Object.fromEntries(value === undefined ? others : [...others, [inner, value]]);
}

/** DynamoDB refuses an update of a key, and one that names an attribute twice or beside its own map. */
function refuseOverlaps(table: TableName, paths: readonly string[]): void {
  const keys: readonly string[] = tableKeys[table];
  if (paths.some((path) => keys.includes(path.split('.')[0] ?? ''))) throw invalid('an update leaves the key alone');
  const overlaps = paths.some((path, i) =>
    paths.some((other, j) => i !== j && (other === path || other.startsWith(`${path}.`))),
  );
  if (overlaps) throw invalid('an update names an attribute once');
}

function queried(table: TableName, rows: Iterable<Row>, partition: Key, page: Page): QueryResult {
  const [partitionName, sortName]: readonly string[] = tableKeys[table];
  const value = partition[partitionName];
  if (Object.keys(partition).length !== 1 || !value) throw invalid(`the partition of ${table} is its first key`);
  if (!Number.isInteger(page.limit) || page.limit < 1 || page.limit > 100) throw invalid('a page has 1 to 100 rows');
  if (page.after !== undefined && (sortName === undefined || page.after === ''))
    throw invalid(`${table} has no sort key to go on from`);
  const sortOf = (row: Row) => {
    const sort = sortName === undefined ? '' : row[sortName];
    return typeof sort === 'string' ? sort : '';
  };
  const found = [...rows]
    .filter((row) => page.after === undefined || byUtf8(sortOf(row), page.after) > 0)
    .sort((a, b) => byUtf8(sortOf(a), sortOf(b)));
  const shown = found.slice(0, page.limit);
  const last = shown.at(-1);
  return last && found.length > shown.length ? { rows: shown, next: sortOf(last) } : { rows: shown };
}

/** DynamoDB sorts strings by their UTF-8 bytes, JavaScript by UTF-16 units: another order once a character takes two of them. */
function byUtf8(a: string, b: string): number {
  if (!surrogate.test(a) && !surrogate.test(b)) return a < b ? -1 : Number(a > b);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
const surrogate = /[\ud800-\udfff]/;

/** A copy that nobody can change, so that no caller shares state with the table; refuses what DynamoDB cannot store. */
function frozen<T extends Value>(value: T): T;
function frozen(value: Value): Value {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'object' && copies.has(value)) return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) throw invalid('a number is a safe one');
    // DynamoDB has one zero.
    return value === 0 ? 0 : value;
  }
  const copy = Array.isArray(value) ? value.map((each: Value) => frozen(each)) : copyOf(value);
  copies.add(Object.freeze(copy));
  return copy;
}
/** What an update leaves alone is not copied again. */
const copies = new WeakSet<object>();

function copyOf(value: Value): Row {
  if (!isMap(value)) throw invalid('what is stored is JSON');
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, frozen(each)]));
}

function isMap(value: Value | undefined): value is { readonly [name: string]: Value } {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function invalid(reason: string): Error {
  return Object.assign(new Error(`DynamoDB would refuse this: ${reason}`), { name: 'ValidationException' });
}
