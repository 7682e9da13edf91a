import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { isAwsAway } from '../step/aws-away.ts';
import { RetryableError } from '../step/errors.ts';
import { conditionExpression, Placeholders, updateExpression } from './dynamodb-expressions.ts';
import {
  type QueryResult,
  type TableName,
  type Tables,
  tableKeys,
  tableVariable,
  type Write,
  type Written,
} from './tables.ts';

/**
 * The tables in DynamoDB.
 * @param nameOf the deployed name of a table; throws for one that this function was not given.
 */
export function dynamoDbTables(
  client: DynamoDBDocumentClient,
  nameOf: (table: TableName) => string = nameInEnvironment,
): Tables {
  return {
    get: (table, key) =>
      answered(async () => {
        const { Item } = await client.send(
          new GetCommand({ TableName: nameOf(table), Key: key, ConsistentRead: true }),
        );
        return Item && z.parse(row, Item);
      }),

    query: (table, partition, { after, limit }) =>
      answered(async (): Promise<QueryResult> => {
        if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw invalid('A page has 1 to 100 rows');
        const [[partitionName, value], ...others] = z.parse(partitionOf, Object.entries(partition));
        if (others.length > 0) throw invalid(`The partition of ${table} is its first key`);
        const placeholders = new Placeholders();
        const parts = [`${placeholders.path(partitionName)} = ${placeholders.value(value)}`];
        const sortName: string | undefined = tableKeys[table][1];
        if (after !== undefined) {
          if (sortName === undefined) throw invalid(`${table} has no sort key to go on from`);
          parts.push(`${placeholders.path(sortName)} > ${placeholders.value(after)}`);
        }
        // One row more than asked for tells whether there is another page: DynamoDB itself announces one that may be empty.
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: nameOf(table),
            ConsistentRead: true,
            KeyConditionExpression: parts.join(' AND '),
            ...placeholders.attributes,
            Limit: limit + 1,
          }),
        );
        const rows = z.parse(z.array(row), Items.slice(0, limit));
        const more = Items.length > limit || LastEvaluatedKey !== undefined;
        const last = sortName === undefined ? undefined : rows.at(-1)?.[sortName];
        return more && typeof last === 'string' ? { rows, next: last } : { rows };
      }),

    write: (write) =>
      answered(async (): Promise<Written | 'conflict'> => {
        try {
          return await withoutContention(() => written(client, nameOf(write.table), write));
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          // The SDK has tried more than once: it may have met its own first try, whose answer was lost (L-04).
          if ((error.$metadata.attempts ?? 1) > 1) {
            throw new RetryableError('Whether the write was done is not known', { cause: error });
          }
          return 'conflict';
        }
      }),

    transact: (writes) =>
      answered(() =>
        withoutContention(async () => {
          try {
            // Each command gets a ClientRequestToken from the SDK, good for its own tries of that command and no more (L-03).
            await client.send(
              new TransactWriteCommand({
                TransactItems: writes.map((write) => transactItem(nameOf(write.table), write)),
              }),
            );
            return { conflicts: [] };
          } catch (error) {
            if (!(error instanceof TransactionCanceledException)) throw error;
            const conflicts = indexesOf('ConditionalCheckFailed', error.CancellationReasons ?? []);
            if (conflicts.length === 0) throw error;
            return { conflicts };
          }
        }),
      ),
  };
}

/**
 * The deployed name of a table: `fileKeys` is in `TABLE_FILE_KEYS`. A function is given the tables that its role names.
 * @throws Error when it was not given this one.
 */
export function nameInEnvironment(table: TableName): string {
  const variable = tableVariable(table);
  const name = process.env[variable];
  if (!name) throw new Error(`${variable} is not set: this function was not given that table`);
  return name;
}

const row = z.record(z.string(), z.json());
const partitionOf = z.tuple([z.tuple([z.string(), z.string()])], z.unknown());

async function written(client: DynamoDBDocumentClient, TableName: string, write: Write): Promise<Written> {
  const placeholders = new Placeholders();
  const ConditionExpression = conditionExpression(write.if, placeholders);
  const condition = ConditionExpression === undefined ? {} : { ConditionExpression };
  if ('put' in write) {
    await client.send(new PutCommand({ TableName, Item: write.put, ...condition, ...placeholders.attributes }));
    return {};
  }
  if ('delete' in write) {
    await client.send(new DeleteCommand({ TableName, Key: write.delete, ...condition, ...placeholders.attributes }));
    return {};
  }
  if ('check' in write) throw invalid('A check stands in a transaction only');
  const { Attributes } = await client.send(
    new UpdateCommand({
      TableName,
      Key: write.update,
      ...update(write, placeholders),
      ...condition,
      ...placeholders.attributes,
      ReturnValues: 'ALL_NEW',
    }),
  );
  return { row: z.parse(row, Attributes) };
}

function transactItem(TableName: string, write: Write) {
  const placeholders = new Placeholders();
  const ConditionExpression = conditionExpression(write.if, placeholders);
  const condition = ConditionExpression === undefined ? {} : { ConditionExpression };
  if ('put' in write) return { Put: { TableName, Item: write.put, ...condition, ...placeholders.attributes } };
  if ('delete' in write) return { Delete: { TableName, Key: write.delete, ...condition, ...placeholders.attributes } };
  if ('update' in write) {
    const changes = update(write, placeholders);
    return { Update: { TableName, Key: write.update, ...changes, ...condition, ...placeholders.attributes } };
  }
  // DynamoDB insists on a condition: an empty one becomes one that always holds.
  const check = {
    TableName,
    Key: write.check,
    ConditionExpression: ConditionExpression ?? always(write.table, placeholders),
  };
  return { ConditionCheck: { ...check, ...placeholders.attributes } };
}

function always(table: TableName, placeholders: Placeholders): string {
  const key = placeholders.path(tableKeys[table][0]);
  return `attribute_exists(${key}) OR attribute_not_exists(${key})`;
}

function update(write: Extract<Write, { update: unknown }>, placeholders: Placeholders): { UpdateExpression: string } {
  const UpdateExpression = updateExpression(write, placeholders);
  if (UpdateExpression === undefined) throw invalid('An update changes something');
  return { UpdateExpression };
}

/** Six tries and at most 25 + 50 + 100 + 200 + 400 ms between them: a transaction holds its rows for some 10 ms. */
const contention = { tries: 6, firstPause: 25 };

/** Tries again what met another transaction on the same rows, after a random pause so that two do not meet again (L-04). */
async function withoutContention<T>(request: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await request();
    } catch (error) {
      if (!isContention(error)) throw error;
      if (tries === contention.tries) throw new RetryableError('The rows stay busy', { cause: error });
      await setTimeout(randomInt(contention.firstPause * 2 ** (tries - 1)));
    }
  }
}

function isContention(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None').filter((code) => code !== 'None');
  return codes.length > 0 && codes.every((code) => passingReasons.includes(code));
}

const passingReasons = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

function indexesOf(code: string, reasons: readonly CancellationReason[]): number[] {
  return reasons.flatMap((reason, index) => (reason.Code === code ? [index] : []));
}

async function answered<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw isAwsAway(error) ? new RetryableError('The tables do not answer', { cause: error }) : error;
  }
}

function invalid(reason: string): Error {
  return Object.assign(new Error(reason), { name: 'ValidationException' });
}
