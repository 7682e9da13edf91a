import {
  BillingMode,
  CreateTableCommand,
  DynamoDBClient,
  KeyType,
  ScalarAttributeType,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { inject } from 'vitest';
import { dynamoDbTables } from '../../../functions/table/dynamodb-tables.ts';
import { type TableName, tableKeys } from '../../../functions/table/tables.ts';
import { tablesContract } from './tables.contract.ts';

tablesContract('tables in DynamoDB', startTables, { parallel: 200 });

/** Tables of this run alone, with the keys of the deployed ones. */
async function startTables() {
  const { endpoint } = inject('world');
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-3',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const run = ulid();
  const nameOf = (table: TableName) => `${run}-${table}`;
  for (const table of ['files', 'accounts', 'logins', 'counters', 'due', 'pending'] as const satisfies TableName[]) {
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
  return dynamoDbTables(DynamoDBDocumentClient.from(client), nameOf);
}
