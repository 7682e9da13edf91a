import { randomBytes } from 'node:crypto';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  RestoreTableToPointInTimeCommand,
} from '@aws-sdk/client-dynamodb';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { getAccount } from '../../functions/account/account-repository.ts';
import { findLink } from '../../functions/link/find-link.ts';
import { isLive } from '../../functions/link/link.ts';
import { mintLink } from '../../functions/link/mint-link.ts';
import { dynamoDbTables } from '../../functions/table/dynamodb-tables.ts';
import { type Row, tableKeys, type TableName, tableNames } from '../../functions/table/tables.ts';
import { deployed } from '../../local/reached-cloud.ts';
import { copySuffix, restoreTables } from '../../local/restore-tables.ts';
import { startWriters, stopWriters } from '../../local/writers.ts';
import { anAccount } from '../support/an-account.ts';
import { worldClient } from '../support/local-clients.ts';
import { runCommand } from '../support/run-command.ts';

const to = new Date('2026-09-02T08:30:00Z');
const now = () => Temporal.Instant.from('2026-09-02T08:20:00Z');
const hmacKey = 'the key of the tests, as long as the key of a deployment';
const ada = anAccount({ credentialEpoch: 3, sessionEpoch: 2 });
const grace = anAccount({ accountId: ulid(), personId: ulid(), login: 'grahoppe' });

/** Tables of its own, with the keys of the deployed ones: the other tests need those as they are. */
async function drill() {
  const dynamoDb = new DynamoDBClient(worldClient());
  const client = DynamoDBDocumentClient.from(dynamoDb);
  const name = `Drill-${ulid()}`;
  const nameOf = (table: TableName) => `${name}-${table}`;
  const ours = async () => {
    const { TableNames = [] } = await dynamoDb.send(new ListTablesCommand({}));
    return TableNames.filter((each) => each.startsWith(name));
  };
  onTestFinished(async () => {
    for (const TableName of await ours()) await dynamoDb.send(new DeleteTableCommand({ TableName }));
  });
  for (const table of tableNames) {
    const keys: readonly string[] = tableKeys[table];
    await dynamoDb.send(
      new CreateTableCommand({
        ...{ TableName: nameOf(table), BillingMode: 'PAY_PER_REQUEST' },
        KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      }),
    );
  }
  const tables = dynamoDbTables(client, nameOf);

  /** The local cloud restores a table as it is now, whichever second is asked for: this is that second. */
  async function thatSecond(): Promise<void> {
    for (const table of tableNames) {
      if (table === 'vault') continue;
      const TargetTableName = `${nameOf(table)}${copySuffix(to)}`;
      const wanted = { SourceTableName: nameOf(table), TargetTableName, RestoreDateTime: to };
      await dynamoDb.send(new RestoreTableToPointInTimeCommand(wanted));
    }
  }

  /** In the order of their keys. */
  async function rows(table: TableName): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName: nameOf(table) })) found.push(...Items);
    const keyOf = (row: Record<string, unknown>) => JSON.stringify(tableKeys[table].map((key) => row[key]));
    return found.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  }

  return {
    ...{ tables, nameOf, thatSecond, ours, rows },
    put: async (table: TableName, ...given: Row[]) => {
      for (const put of given) await tables.write({ table, put });
    },
    restore: (more: { all?: boolean; dynamoDb?: DynamoDBClient } = {}) =>
      restoreTables({ dynamoDb, nameOf, to, all: false, stop: () => Promise.resolve(), say: () => undefined, ...more }),
    everything: () => Promise.all(tableNames.map(rows)),
  };
}

/** A client that is cut off as it writes this row. */
function cutOffAt(row: number): DynamoDBClient {
  const client = new DynamoDBClient(worldClient());
  let written = 0;
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (['PutItemCommand', 'DeleteItemCommand'].includes(String(commandName)) && ++written === row)
          throw new Error('Cut off');
        return next(args);
      },
    { step: 'initialize' },
  );
  return client;
}

describe('L-07: a restore', () => {
  it('brings back who was lost with raised epochs, forgets who came since, and kills every link', async () => {
    const { tables, put, thatSecond, restore, rows, ours } = await drill();
    await put('accounts', { ...ada, openPassword: { operationId: ulid(), purpose: 'change' } });
    await put('logins', { login: ada.login, accountId: ada.accountId });
    await put('vault', { accountId: ada.accountId, sealed: 'a password that waits' });
    await put('sessions', { sessionHash: 'a session', accountId: ada.accountId });
    const { accountId } = ada;
    const link = { purpose: 'recovery', accountId, epoch: 3 } as const;
    const { token } = await mintLink(link, ada, { tables, randomBytes, hmacKey, now });
    const found = () => findLink(token, { tables, hmacKey });
    const minted = await found();
    if (minted === undefined) throw new Error('No link was minted');
    await thatSecond();
    await tables.write({ table: 'links', update: { tokenHash: minted.tokenHash }, set: { usedBy: ulid() } });
    await tables.write({ table: 'accounts', delete: { accountId } });
    await put('accounts', grace);
    await put('logins', { login: grace.login, accountId: grace.accountId }, { login: ada.login, accountId: 'another' });

    await restore();

    const { openPassword, ...account } = await getAccount(accountId, tables);
    expect(openPassword).toBeUndefined();
    expect(account).toEqual({ ...ada, credentialEpoch: 1003, sessionEpoch: 1002, liveLinks: [] });
    expect(await rows('accounts')).toHaveLength(1);
    expect(await rows('logins')).toEqual([{ login: ada.login, accountId }]);
    expect(await found()).toBeUndefined();
    expect(isLive(minted, { ...account }, 'recovery', now())).toBe(false);
    expect([...(await rows('sessions')), ...(await rows('vault'))]).toEqual([]);
    expect((await ours()).filter((name) => name.includes('vault'))).toHaveLength(1);
  });

  it('goes on with the journals as they are, and adds what they have lost when that is asked for', async () => {
    const { tables, put, restore, rows } = await drill();
    await put('mails', { mailKey: 'lost' }, { mailKey: 'kept' });
    await put('counters', { counter: 'uidNumber', value: 7 });
    // Makes the copies, and has nothing else to do yet.
    await restore({ all: true });
    await tables.write({ table: 'mails', delete: { mailKey: 'lost' } });
    await put('mails', { mailKey: 'since' });
    await put('counters', { counter: 'uidNumber', value: 9 });
    const mails = async () => (await rows('mails')).map(({ mailKey }) => mailKey);

    await restore();
    expect(await mails()).toEqual(['kept', 'since']);
    await restore({ all: true });
    expect(await mails()).toEqual(['kept', 'lost', 'since']);
    expect(await rows('counters')).toEqual([{ counter: 'uidNumber', value: 9 }]);
  });

  it.each([1, 40, 100, 150])('is completed by the next one when it was cut off at row %i', async (row) => {
    const { put, thatSecond, restore, rows, everything } = await drill();
    const many = (length: number) => Array.from({ length }, () => ulid());
    const [lost, come] = [many(120), many(60)];
    const account = (accountId: string) => ({ ...ada, accountId });
    await put('accounts', ...lost.map(account));
    await thatSecond();
    await put('accounts', ...come.map(account), { ...ada, accountId: lost[0] ?? '', credentialEpoch: 4 });

    await expect(restore({ dynamoDb: cutOffAt(row) })).rejects.toThrow('Cut off');
    await restore();
    expect(await rows('accounts')).toEqual(
      lost.toSorted().map((id) => ({ ...account(id), credentialEpoch: 1003, sessionEpoch: 1002 })),
    );
    const once = await everything();
    await restore();
    expect(await everything()).toEqual(once);
  });
});

describe('L-07: whatever writes', () => {
  it('is stopped before a restore, ends as it is, and runs again afterwards', async () => {
    const lambda = new LambdaClient(worldClient());
    const sfn = new SFNClient(worldClient());
    const { functions, nameOf, machines } = await deployed(new CloudFormationClient(worldClient()), {});
    const all: string[] = [];
    for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {}))
      all.push(...Functions.map(({ FunctionName = '' }) => FunctionName));
    expect(functions.toSorted()).toEqual(all.filter((name) => /^Matricule-(Portal|Workflows)-/.test(name)).toSorted());
    expect(machines).toContain(inject('world').outputs.CleanupArn);
    expect(nameOf('accounts')).toMatch(/^Matricule-Data-accounts/);

    const any = { stateMachineArn: inject('world').outputs.CleanupArn };
    const { roleArn } = await sfn.send(new DescribeStateMachineCommand(any));
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        ...{ name: `Waits-${ulid()}`, roleArn },
        definition: JSON.stringify({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 86_400, End: true } } }),
      }),
    );
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    const waits: number[] = [];
    const pause = (milliseconds: number) => Promise.resolve(waits.push(milliseconds));
    const portal = async () => (await fetch(inject('world').portalUrl)).status;
    const writers = { lambda, sfn, functions, machines: [stateMachineArn ?? ''], say: () => undefined, pause };
    onTestFinished(async () => {
      await startWriters(writers);
      await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    });
    expect(await portal()).toBe(200);

    await stopWriters(writers);
    expect(await portal()).toBeGreaterThanOrEqual(429);
    expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'ABORTED' });
    expect(waits).toEqual([300_000]);

    expect(await runCommand('restore', ['start'], { endpoint: inject('world').endpoint })).toEqual({
      code: 0,
      out: 'Everything runs again.\n',
      err: '',
    });
    expect(await portal()).toBe(200);
  });
});
