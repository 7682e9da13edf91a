import {
  BillingMode,
  CreateTableCommand,
  DynamoDBClient,
  KeyType,
  ScalarAttributeType,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { beforeAll, expect, test } from 'vitest';
import { RetryableError } from '../../../functions/step/errors.ts';
import { dynamoDbTables } from '../../../functions/table/dynamodb-tables.ts';
import { type TableName, tableKeys, type Tables } from '../../../functions/table/tables.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { worldClient } from '../../support/local-clients.ts';
import { tablesContract } from './tables.contract.ts';

/** Tables of this run alone, with the keys of the deployed ones. */
const run = ulid();
const nameOf = (table: TableName) => `${run}-${table}`;
const tablesAt = (client: DynamoDBClient): Tables => dynamoDbTables(DynamoDBDocumentClient.from(client), nameOf);

beforeAll(async () => {
  const client = new DynamoDBClient(worldClient());
  const used = ['files', 'accounts', 'logins', 'counters', 'due', 'pending', 'audit'] as const;
  for (const table of used) {
    const keys: readonly string[] = tableKeys[table];
    await client.send(
      new CreateTableCommand({
        TableName: nameOf(table),
        BillingMode: BillingMode.PAY_PER_REQUEST,
        AttributeDefinitions: keys.map((name) => ({ AttributeName: name, AttributeType: ScalarAttributeType.S })),
        KeySchema: keys.map((name, index) => ({
          AttributeName: name,
          KeyType: index === 0 ? KeyType.HASH : KeyType.RANGE,
        })),
      }),
    );
  }
});

tablesContract('tables in DynamoDB', () => tablesAt(new DynamoDBClient(worldClient())), { parallel: 200 });

test('every edit is made once when 30 % of the answers are lost (L-04)', async () => {
  const { hostname: host, port } = new URL(worldClient().endpoint);
  const proxy = await startFaultProxy({ host, port: Number(port) });
  const endpoint = `http://127.0.0.1:${proxy.port}`;
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(99)), async (dice) => {
      const tables = tablesAt(new DynamoDBClient({ ...worldClient(), endpoint }));
      const tossed = <T>(call: () => Promise<T>): Promise<T> => {
        const [throwOf100 = 0] = dice.take(1);
        if (throwOf100 < 30) proxy.fault = { kind: 'lost-answer', after: 0 };
        return call();
      };
      const fileId = ulid();
      await untilAnswered(() => tables.write({ table: 'files', put: { fileId, version: 0 } }));
      const edit = async (event: string): Promise<void> => {
        for (;;) {
          // What a lost answer did is only known by reading.
          if (await untilAnswered(() => tossed(() => tables.get('audit', { subject: fileId, event })))) return;
          const row = await untilAnswered(() => tossed(() => tables.get('files', { fileId })));
          const version = Number(row?.['version']);
          const made = tossed(() =>
            tables.transact([
              { table: 'files', update: { fileId }, add: { version: 1 }, if: { equals: { version } } },
              { table: 'audit', put: { subject: fileId, event }, if: { absent: ['event'] } },
            ]),
          );
          await made.catch(unlessRetryable);
        }
      };
      const editors = Array.from({ length: 4 }, async () => {
        for (let edits = 0; edits < 5; edits += 1) await edit(ulid());
      });
      await Promise.all(editors);
      proxy.fault = { kind: 'none' };
      expect(await tables.get('files', { fileId })).toEqual({ fileId, version: 20 });
      expect((await tables.query('audit', { subject: fileId }, { limit: 100 })).rows).toHaveLength(20);
    }),
    { numRuns: 2 },
  );
  expect(proxy.lost).toBeGreaterThan(10);
  await proxy.stop();
});

/** As a workflow does with a RetryableError, and with no other. */
async function untilAnswered<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      unlessRetryable(error);
    }
  }
}

function unlessRetryable(error: unknown): void {
  if (!(error instanceof RetryableError)) throw error;
}
