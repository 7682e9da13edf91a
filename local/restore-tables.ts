import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  TableAlreadyExistsException,
  TableInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { tableKeys, type TableName, tableNames } from '../functions/table/tables.ts';

type Row = Readonly<Record<string, unknown>>;

/** Emptied and never copied: every link, session and form of before is dead, and the vault is in no copy (L-07). */
const emptied: readonly TableName[] = ['vault', 'links', 'sessions', 'operations', 'throttle', 'leases'];

/** They say what was mailed and done since, and which numbers were given: what is in them stays. */
const continued: readonly TableName[] = ['mails', 'audit', 'counters'];

export interface Restore {
  readonly dynamoDb: DynamoDBClient;
  readonly nameOf: (table: TableName) => string;
  /** A whole second. */
  readonly to: Date;
  /** Whether what the continued tables have lost comes back too. */
  readonly all: boolean;
  /** Resolves when nothing writes any more. */
  readonly stop: () => Promise<void>;
  readonly say: (line: string) => void;
}

/** What the name of every copy of this second ends with. */
export function copySuffix(to: Date): string {
  return `-${to.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

/**
 * Makes the tables what they were, but for what must not come back. Run again, it goes on with the copies that there are, and
 * comes to the same end.
 */
export async function restoreTables({ dynamoDb, nameOf, to, all, stop, say }: Restore): Promise<void> {
  const copied = tableNames.filter((table) => !emptied.includes(table) && (all || !continued.includes(table)));
  const copyOf = (table: TableName) => `${nameOf(table)}${copySuffix(to)}`;
  // Before anything is stopped, so that a second to which nothing can be restored stops nothing.
  for (const table of copied) {
    const wanted = { SourceTableName: nameOf(table), TargetTableName: copyOf(table), RestoreDateTime: to };
    await dynamoDb.send(new RestoreTableToPointInTimeCommand(wanted)).catch(begunAlready);
  }
  say(`${copied.length} tables are being restored beside the deployed ones. It takes 20 minutes and more.`);
  await stop();
  for (const [index, table] of copied.entries()) {
    await waitUntilTableExists({ client: dynamoDb, maxWaitTime: 24 * 3_600 }, { TableName: copyOf(table) });
    say(`${index + 1} of ${copied.length} copies are ready`);
  }
  const client = DynamoDBDocumentClient.from(dynamoDb);
  for (const table of emptied) await putBack(client, { table, deployed: nameOf(table), say });
  for (const table of copied) {
    const put = continued.includes(table) ? putMissing : putBack;
    await put(client, { table, deployed: nameOf(table), copy: copyOf(table), say });
  }
}

/** An earlier run has begun it; while it is not ready, that is said otherwise. */
function begunAlready(error: unknown): void {
  if (!(error instanceof TableAlreadyExistsException || error instanceof TableInUseException)) throw error;
}

interface PutBack {
  readonly table: TableName;
  readonly deployed: string;
  /** Absent: an empty one. */
  readonly copy?: string;
  readonly say: (line: string) => void;
}

/** Has the deployed table hold the rows of the copy and no others. */
async function putBack(client: DynamoDBDocumentClient, { table, deployed, copy, say }: PutBack): Promise<void> {
  const keyOf = (row: Row) => JSON.stringify(tableKeys[table].map((name) => row[name]));
  const others = new Map<string, Row>();
  for await (const row of rowsOf(client, deployed, [...tableKeys[table], ...epochNames])) others.set(keyOf(row), row);
  const put = await each(copy === undefined ? [] : rowsOf(client, copy), (row) => {
    const before = others.get(keyOf(row));
    others.delete(keyOf(row));
    return client.send(
      new PutCommand({ TableName: deployed, Item: table === 'accounts' ? raisedAccount(row, before) : row }),
    );
  });
  const taken = await each(others.values(), (row) => {
    const Key = Object.fromEntries(tableKeys[table].map((name) => [name, row[name]]));
    return client.send(new DeleteCommand({ TableName: deployed, Key }));
  });
  say(`${table}: ${put} rows put in, ${taken} others taken out`);
}

/** Adds what the deployed table does not have; what it has is newer. */
async function putMissing(
  client: DynamoDBDocumentClient,
  { table, deployed, copy, say }: Required<PutBack>,
): Promise<void> {
  const isAbsent = {
    ConditionExpression: 'attribute_not_exists(#key)',
    ExpressionAttributeNames: { '#key': tableKeys[table][0] },
  };
  let missing = 0;
  await each(rowsOf(client, copy), async (Item) => {
    try {
      await client.send(new PutCommand({ TableName: deployed, Item, ...isAbsent }));
      missing += 1;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  });
  say(`${table}: ${missing} rows that were missing put in`);
}

const epochNames = ['credentialEpoch', 'sessionEpoch'] as const;
const copiedAccount = z.looseObject({ credentialEpoch: z.number(), sessionEpoch: z.number() });

/**
 * An account of a copy as it goes on: no password, link or session of before counts any more, and its next password is newer
 * than what any directory has.
 * @param before what is deployed of it, if it is.
 */
export function raisedAccount(copied: Row, before: Row = {}): Record<string, unknown> {
  const account = copiedAccount.parse(copied);
  delete account['openPassword'];
  return {
    ...account,
    liveLinks: [],
    credentialEpoch: raised(account.credentialEpoch, before['credentialEpoch']),
    sessionEpoch: raised(account.sessionEpoch, before['sessionEpoch']),
  };
}

/** Nobody chooses a thousand passwords in the 35 days that a copy can be old. */
const raise = 1000;

/**
 * Once above the copy, however often it is run. More than once only above an account that an earlier restore has raised already,
 * which directories have heard of since.
 */
function raised(copied: number, before: unknown): number {
  const behind = typeof before === 'number' ? before - copied : 0;
  return copied + raise * Math.max(1, Math.ceil(behind / raise));
}

async function* rowsOf(
  client: DynamoDBDocumentClient,
  TableName: string,
  only?: readonly string[],
): AsyncGenerator<Row> {
  const projection = only && {
    ProjectionExpression: only.map((_, index) => `#${index}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(only.map((name, index) => [`#${index}`, name])),
  };
  const pages = paginateScan({ client }, { TableName, ConsistentRead: true, ...projection });
  for await (const { Items = [] } of pages) yield* Items;
}

/** As many connections as the SDK opens. */
const atOnce = 50;

/** @returns how many rows there were. */
async function each(rows: AsyncIterable<Row> | Iterable<Row>, write: (row: Row) => Promise<unknown>): Promise<number> {
  let count = 0;
  let batch: Row[] = [];
  const flush = async () => {
    await Promise.all(batch.map(write));
    count += batch.length;
    batch = [];
  };
  for await (const row of rows) if (batch.push(row) === atOnce) await flush();
  await flush();
  return count;
}
