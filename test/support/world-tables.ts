import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { type Account, accountSchema } from '../../functions/account/account.ts';
import type { TableName } from '../../functions/table/tables.ts';
import { worldClient } from './local-clients.ts';

/** Every row of a deployed table. */
export async function rowsOf(table: TableName): Promise<Record<string, unknown>[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(worldClient()));
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  // CloudFormation puts eight characters of its own between our name and its own random ones.
  const TableName = TableNames.find((name) => new RegExp(`^Matricule-Data-${table}[0-9A-F]{8}-`).test(name));
  if (TableName === undefined) throw new Error(`The table ${table} is not deployed`);
  const rows: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) rows.push(...Items);
  return rows;
}

/** Every account, by login. */
export async function accountsInTable(): Promise<Account[]> {
  const rows = await rowsOf('accounts');
  return rows.map((row) => accountSchema.parse(row)).sort((a, b) => a.login.localeCompare(b.login));
}
