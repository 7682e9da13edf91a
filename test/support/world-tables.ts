import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { type Account, accountSchema } from '../../functions/account/account.ts';
import { dynamoDbTables } from '../../functions/table/dynamodb-tables.ts';
import { type TableName, tableNames, type Tables } from '../../functions/table/tables.ts';
import { worldClient } from './local-clients.ts';

/** The deployed tables, for a test that changes something behind the product's back. */
export async function worldTables(): Promise<Tables> {
  const client = documentClient();
  const names = new Map(
    await Promise.all(tableNames.map(async (table) => [table, await nameOf(table, client)] as const)),
  );
  return dynamoDbTables(client, (table) => names.get(table) ?? table);
}

/** Every row of a deployed table. */
export async function rowsOf(table: TableName): Promise<Record<string, unknown>[]> {
  const client = documentClient();
  const TableName = await nameOf(table, client);
  const rows: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) rows.push(...Items);
  return rows;
}

/** Every account, by login. */
export async function accountsInTable(): Promise<Account[]> {
  const rows = await rowsOf('accounts');
  return rows.map((row) => accountSchema.parse(row)).sort((a, b) => a.login.localeCompare(b.login));
}

/** Lets the windows of every limit pass, which a test cannot wait for. */
export async function forgetUses(): Promise<void> {
  const tables = await worldTables();
  for (const { bucket } of await rowsOf('throttle')) {
    await tables.write({ table: 'throttle', delete: { bucket: String(bucket) } });
  }
}

function documentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(worldClient()));
}

/** CloudFormation puts eight characters of its own between our name and its random ones. */
async function nameOf(table: TableName, client: DynamoDBDocumentClient): Promise<string> {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const name = TableNames.find((each) => new RegExp(`^Matricule-Data-${table}[0-9A-F]{8}-`).test(each));
  if (name === undefined) throw new Error(`The table ${table} is not deployed`);
  return name;
}
