import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { dynamoDbTables } from './dynamodb-tables.ts';
import type { Tables } from './tables.ts';

/** The tables that this function was given by name in its environment. */
export function deployedTables(): Tables {
  return dynamoDbTables(DynamoDBDocumentClient.from(new DynamoDBClient(sdkTimeouts)));
}
