import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { RetryableError } from '../../../functions/step/errors.ts';
import { dynamoDbTables, nameInEnvironment } from '../../../functions/table/dynamodb-tables.ts';
import { type AwsAnswer, awsAnswer, awsHangsUp, awsIsSilent, scriptedAws } from '../../support/scripted-aws.ts';
import type { Write } from '../../../functions/table/tables.ts';

const put: Write = { table: 'files', put: { fileId: 'a' }, if: { absent: ['fileId'] } };

describe('DynamoDB that has trouble (L-04)', () => {
  test.each([
    ['throttles', awsAnswer(400, 'ThrottlingException')],
    ['has no throughput left', awsAnswer(400, 'ProvisionedThroughputExceededException')],
    ['fails', awsAnswer(500, 'InternalServerError')],
    ['is not available', awsAnswer(503, 'ServiceUnavailable')],
    ['hangs up', awsHangsUp],
    ['does not answer', awsIsSilent],
  ])('is worth another try when it %s', async (_, answer) => {
    const { tables } = await answering(answer);
    const requests = [
      tables.get('files', { fileId: 'a' }),
      tables.query('pending', { directory: 'a' }, { limit: 1 }),
      tables.write(put),
      tables.transact([put]),
    ];
    for (const result of await Promise.allSettled(requests)) {
      expect(result).toEqual({ status: 'rejected', reason: expect.any(RetryableError) as unknown });
    }
  });

  test.each(['AccessDeniedException', 'ResourceNotFoundException', 'ValidationException'])(
    'is not asked twice when it answers %s',
    async (name) => {
      const { tables, requests } = await answering(awsAnswer(400, name));
      await expect(tables.write(put)).rejects.toMatchObject({ name });
      expect(requests).toHaveLength(1);
    },
  );

  test('says conflict when a condition does not hold', async () => {
    const { tables } = await answering(awsAnswer(400, 'ConditionalCheckFailedException'));
    expect(await tables.write(put)).toBe('conflict');
  });

  test('does not say conflict when it may have met its own first try', async () => {
    const { tables, requests } = await answering(
      awsAnswer(500, 'InternalServerError'),
      awsAnswer(400, 'ConditionalCheckFailedException'),
    );
    await expect(tables.write(put)).rejects.toBeInstanceOf(RetryableError);
    expect(requests).toHaveLength(2);
  });

  test('names the conditions of a transaction that did not hold', async () => {
    const { tables, requests } = await answering(
      cancelled('None', 'ConditionalCheckFailed', 'TransactionConflict', 'ConditionalCheckFailed'),
    );
    expect(await tables.transact([put, put, put, put])).toEqual({ conflicts: [1, 3] });
    expect(requests).toHaveLength(1);
  });

  test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'is asked again after %s, as another request',
    async (code) => {
      const { tables, requests } = await answering(cancelled('None', code), cancelled(code, 'None'), awsAnswer(200));
      expect(await tables.transact([put, put])).toEqual({ conflicts: [] });
      const tokens = requests.map(({ ClientRequestToken }) => ClientRequestToken);
      expect(new Set(tokens).size).toBe(3);
    },
  );

  test('gets the same token at each of the SDK’s own tries (L-03)', async () => {
    const { tables, requests } = await answering(awsAnswer(500, 'InternalServerError'), awsAnswer(200));
    expect(await tables.transact([put])).toEqual({ conflicts: [] });
    expect(requests[0]?.ClientRequestToken).toMatch(/.{20}/);
    expect(requests[1]?.ClientRequestToken).toBe(requests[0]?.ClientRequestToken);
  });

  test('is left alone after six tries on busy rows', async () => {
    const transactions = await answering(cancelled('TransactionConflict'));
    await expect(transactions.tables.transact([put])).rejects.toBeInstanceOf(RetryableError);
    expect(transactions.requests).toHaveLength(6);
    const writes = await answering(awsAnswer(400, 'TransactionConflictException'));
    await expect(writes.tables.write(put)).rejects.toBeInstanceOf(RetryableError);
    expect(writes.requests).toHaveLength(6);
  });

  test('is not asked again when a transaction is not understood', async () => {
    const { tables, requests } = await answering(cancelled('ValidationError', 'TransactionConflict'));
    await expect(tables.transact([put, put])).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    expect(requests).toHaveLength(1);
  });
});

test('reads are consistent', async () => {
  const { tables, requests } = await answering(awsAnswer(200));
  await tables.get('files', { fileId: 'a' });
  await tables.query('pending', { directory: 'a' }, { limit: 1 });
  expect(requests.map(({ ConsistentRead }) => ConsistentRead)).toEqual([true, true]);
});

test('no name and no value stands in an expression', async () => {
  const { tables, requests } = await answering(awsAnswer(200));
  const hostile = 'x) OR attribute_exists(y';
  await tables.transact([
    {
      table: 'files',
      update: { fileId: hostile },
      set: { [hostile]: hostile },
      remove: ['size'],
      if: { equals: { [hostile]: hostile } },
    },
  ]);
  const Update = requests[0]?.TransactItems?.[0]?.Update;
  expect(Update?.['UpdateExpression']).toBe('SET #n0 = :v1 REMOVE #n1');
  expect(Update?.['ConditionExpression']).toBe('#n0 = :v0');
});

describe('a function', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('finds its tables in its environment', () => {
    vi.stubEnv('TABLE_FILE_KEYS', 'Data-FileKeys');
    expect(nameInEnvironment('fileKeys')).toBe('Data-FileKeys');
  });

  test('is told which table it was not given when it uses it, not before', async () => {
    const { client } = await answering(awsAnswer(200));
    const tables = dynamoDbTables(client);
    await expect(tables.get('accounts', { accountId: 'a' })).rejects.toThrow('TABLE_ACCOUNTS');
  });
});

interface Sent {
  readonly ClientRequestToken?: string;
  readonly ConsistentRead?: boolean;
  readonly TransactItems?: { readonly Update?: Record<string, unknown> }[];
}
/** Tables over a DynamoDB that gives these answers one after the other, then the last one again and again. */
async function answering(...answers: AwsAnswer[]) {
  const { settings, requests } = await scriptedAws(...answers);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(settings));
  return { client, tables: dynamoDbTables(client, (table) => table), requests: requests as readonly Sent[] };
}

function cancelled(...codes: string[]): AwsAnswer {
  return awsAnswer(400, 'TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });
}
