/**
 * The few things that the product asks of its tables, in DynamoDB's terms. Repositories are written over this port, so
 * that one fake and one contract suite stand for all of them.
 *
 * Every call throws a RetryableError when the tables are away or too busy, and then nobody knows whether a write was
 * done: the next attempt reads before it decides. So does one that met a conflict, which may be its own earlier write.
 * What a table cannot store or does not understand is thrown as a ValidationException.
 */
export interface Tables {
  /** The row with this key, read consistently, or `undefined`. */
  get(table: TableName, key: Key): Promise<Row | undefined>;

  /** Rows of one partition by sort key (in the order of their UTF-8 bytes), read consistently, one page. */
  query(table: TableName, partition: Key, page: Page): Promise<QueryResult>;

  /**
   * One write, done if its condition holds. A put replaces the whole row; an update, which changes
   * something, makes the row if there is none, and returns it as it is afterwards. An `add` may count twice when its answer was lost on the way: never use it where
   * a gap in the numbers would do harm.
   * @returns `'conflict'` when the condition does not hold; nothing has changed then.
   */
  write(write: Write): Promise<Written | 'conflict'>;

  /**
   * All of the writes or none: 1 to 100, on distinct rows.
   * @returns the indexes of the writes whose condition did not hold, empty when all is done. A transaction that met
   *   another one on the same rows is tried again, then thrown as a RetryableError.
   */
  transact(writes: readonly Write[]): Promise<{ conflicts: readonly number[] }>;
}

/** One kind of row each; those whose key in `tableKeys` has two parts have a sort key. */
export const tableNames = [
  'files',
  'fileKeys',
  'accounts',
  'accountFiles',
  'persons',
  'logins',
  'addresses',
  'recoveryAddresses',
  'addressHealth',
  'counters',
  'due',
  'slices',
  'nights',
  'requests',
  'desks',
  'pending',
  'leases',
  'links',
  'sessions',
  'vault',
  'operations',
  'mails',
  'throttle',
  'intakes',
  'audit',
] as const;
export type TableName = (typeof tableNames)[number];

/** The key attributes of every table; a sort key comes second. */
export const tableKeys = {
  files: ['fileId'],
  fileKeys: ['fileKey'],
  accounts: ['accountId'],
  accountFiles: ['accountId', 'fileId'],
  persons: ['personId', 'accountId'],
  logins: ['login'],
  addresses: ['address'],
  recoveryAddresses: ['address', 'accountId'],
  addressHealth: ['address'],
  counters: ['counter'],
  due: ['day', 'accountId'],
  slices: ['slice', 'accountId'],
  nights: ['night'],
  requests: ['requestId'],
  desks: ['desk', 'requestId'],
  pending: ['directory', 'accountId'],
  leases: ['directory'],
  links: ['tokenHash'],
  sessions: ['sessionHash'],
  vault: ['accountId'],
  operations: ['operationId'],
  mails: ['mailKey'],
  throttle: ['bucket'],
  intakes: ['intake'],
  audit: ['subject', 'event'],
} as const satisfies Record<TableName, readonly string[]>;

/** The environment variable that holds the real name of a table: `fileKeys` → `TABLE_FILE_KEYS`. */
export function tableVariable(table: TableName): string {
  return `TABLE_${table.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export type Row = Readonly<Record<string, Value>>;
export type Key = Readonly<Record<string, string>>;

/**
 * All must hold: an attribute equals a value, or (`absent`) does not exist, or (`below`) is a number lower than this. Names
 * may be paths of two parts, as in an update; what does not exist equals nothing and is below nothing. An empty
 * condition always holds.
 */
export interface Condition {
  readonly equals?: Readonly<Record<string, Value>>;
  readonly absent?: readonly string[];
  readonly below?: Readonly<Record<string, number>>;
}

export type Write =
  | { readonly table: TableName; readonly put: Row; readonly if?: Condition }
  | {
      readonly table: TableName;
      readonly update: Key;
      /** Names may be paths of two parts, `directories.uca`; the map must exist. */
      readonly set?: Readonly<Record<string, Value>>;
      /** Counts in attributes of the row itself, from 0. */
      readonly add?: Readonly<Record<string, number>>;
      readonly remove?: readonly string[];
      readonly if?: Condition;
    }
  | { readonly table: TableName; readonly delete: Key; readonly if?: Condition }
  /** Only in a transaction. */
  | { readonly table: TableName; readonly check: Key; readonly if: Condition };

export interface Written {
  /** The row after an update; for a put or a delete, nothing. */
  readonly row?: Row;
}

export interface Page {
  /** Rows with a sort key greater than this. */
  readonly after?: string;
  /** 1 to 100. */
  readonly limit: number;
}

export interface QueryResult {
  readonly rows: readonly Row[];
  /** The `after` of the next page; absent on the last one. */
  readonly next?: string;
}
