import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoDbTables } from './dynamodb-tables.ts';
import type { Tables } from './tables.ts';

/** In milliseconds. The SDK itself waits for ever; its three tries of 5 s end within the 20 s of a step (J-07). */
const timeouts = { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** The tables that this function was given by name in its environment. */
export function deployedTables(): Tables {
  return dynamoDbTables(DynamoDBDocumentClient.from(new DynamoDBClient({ requestHandler: timeouts })));
}
