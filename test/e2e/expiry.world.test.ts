import { DeleteScheduleCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, inject, test } from 'vitest';
import type { Account } from '../../functions/account/account.ts';
import { eventBridgeSchedules } from '../../functions/account/eventbridge-schedules.ts';
import type { HandedOver } from '../../functions/file/file.ts';
import { exportOf } from '../support/export-of.ts';
import { ldapsearch } from '../support/ldapsearch.ts';
import { worldClient, worldInbox } from '../support/local-clients.ts';
import { handOverExport } from '../support/office.ts';
import { patience } from '../support/patience.ts';
import { ada } from '../support/people.ts';
import { accountsInTable, rowsOf, worldTables } from '../support/world-tables.ts';

// The end of a guest on the deployed product: the dates are moved in the table, and the real Scheduler, or the sweep of the
// night when there is no schedule, does the rest.

const today = Temporal.Now.plainDateISO('Europe/Paris');
const inDays = (days: number): string => today.add({ days }).toString();
const both = ['uca', 'isima-limos'] as const;
const group = 'Matricule';
const scheduler = new SchedulerClient(worldClient());
const engine = new SFNClient(worldClient());

const visitor: HandedOver = {
  ...ada,
  office: 'cri',
  fileNumber: 'E2E-VISITOR',
  population: 'guest',
  firstName: 'Barbara',
  lastName: 'Liskov',
  birthDate: '1979-11-07',
  personalEmail: 'barbara@example.org',
  opiNumber: 'E2E-OPI',
  startsOn: inDays(-5),
  endsOn: inDays(20),
};

/** A visitor who has just been onboarded, and what a test does behind the product's back. */
async function guest(given: Partial<HandedOver>) {
  const row = { ...visitor, ...given };
  await handOverExport('cri', exportOf([row]));
  const files = await rowsOf('files');
  const accountId = String(files.find(({ fileNumber }) => fileNumber === row.fileNumber)?.['accountId']);
  const tables = await worldTables();
  const find = async () => (await accountsInTable()).find((each) => each.accountId === accountId);
  const account = async (): Promise<Account> => {
    const found = await find();
    if (!found) throw new Error('The visitor has no account');
    return found;
  };
  return {
    accountId,
    account,
    /** What the account says follows from its files: a last day that does not is put right. */
    endsOn: async (endsOn: string, more: Partial<Pick<Account, 'createdAt'>> = {}) => {
      const { files: known } = await account();
      const moved = Object.fromEntries(Object.entries(known).map(([fileId, file]) => [fileId, { ...file, endsOn }]));
      const set = { files: moved, reasonEndsOn: endsOn, lastDay: endsOn, ...more };
      await tables.write({ table: 'accounts', update: { accountId }, set });
    },
    set: async (set: Partial<Pick<Account, 'suspendedOn'>>) => {
      await tables.write({ table: 'accounts', update: { accountId }, set });
    },
    /** The bucket in which the account stands, put to another day. */
    dueOn: async (day: string) => {
      const { nextDateOn = '', population } = await account();
      await tables.transact([
        { table: 'due', delete: { day: nextDateOn, accountId } },
        { table: 'due', put: { day, accountId, population } },
        { table: 'accounts', update: { accountId }, set: { nextDateOn: day } },
      ]);
    },
  };
}

const scheduleOf = (accountId: string) => scheduler.send(new GetScheduleCommand({ Name: accountId, GroupName: group }));

/** Sets the account's own schedule two seconds ahead, for the same target. */
async function setOff(accountId: string, { Target }: Awaited<ReturnType<typeof scheduleOf>>): Promise<void> {
  const deadLetterArn = Target?.DeadLetterConfig?.Arn;
  if (Target?.Arn === undefined || Target.RoleArn === undefined || deadLetterArn === undefined)
    throw new Error('The schedule has no whole target');
  const schedules = eventBridgeSchedules(scheduler, {
    ...{ group, deadLetterArn },
    stateMachineArn: Target.Arn,
    roleArn: Target.RoleArn,
  });
  await schedules.set(accountId, Temporal.Now.instant().add({ seconds: 2 }));
}

/** Runs the sweep of the night now. */
async function sweep(): Promise<string> {
  const { executionArn } = await engine.send(
    new StartExecutionCommand({ stateMachineArn: inject('world').outputs.CleanupArn, input: '{}' }),
  );
  const status = async () => (await engine.send(new DescribeExecutionCommand({ executionArn }))).status;
  await expect.poll(status, patience).not.toBe('RUNNING');
  return String(await status());
}

const states = async (login: string) =>
  Promise.all(both.map(async (name) => (await ldapsearch(name)).get(login)?.['supannRessourceEtat']));

describe('the end of a guest', () => {
  test('comes by the real Scheduler: warned, suspended in both directories, closed and erased', async () => {
    const { accountId, account, endsOn, set } = await guest({});
    const { login, directories } = await account();
    expect(Object.keys(directories).sort()).toEqual(['isima-limos', 'uca']);
    const schedule = await scheduleOf(accountId);
    const firstWarning = today.add({ days: 13 }).toZonedDateTime('Europe/Paris').toInstant();
    expect(schedule).toMatchObject({
      ScheduleExpression: `at(${firstWarning.toString().replace('Z', '')})`,
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'DELETE',
    });
    expect(JSON.parse(schedule.Target?.Input ?? '')).toEqual({ accountId });

    await endsOn(inDays(1), {
      createdAt: Temporal.Now.instant()
        .subtract({ hours: 40 * 24 })
        .toString(),
    });
    await setOff(accountId, schedule);
    await expect.poll(async () => (await account()).warned, patience).toEqual({ lastDay: inDays(1), days: 1 });
    await worldInbox().mailTo('barbara@example.org', { matching: ({ subject }) => subject.includes('bientôt fin') });
    expect((await account()).state).toBe('provisioned');

    await endsOn(inDays(-1));
    await setOff(accountId, schedule);
    await expect.poll(async () => (await account()).state, patience).toBe('suspended');
    await expect.poll(() => states(login), patience).toEqual([['{COMPTE}I:SupannExpire'], ['{COMPTE}I:SupannExpire']]);
    await worldInbox().mailTo('barbara@example.org', { matching: ({ subject }) => subject.includes('suspendu') });

    await set({ suspendedOn: inDays(-366) });
    await setOff(accountId, schedule);
    await expect.poll(async () => (await account()).state, patience).toBe('closed');
    await expect.poll(async () => (await account()).files, patience).toEqual({});
    expect(await states(login)).toEqual([undefined, undefined]);
    expect(await rowsOf('logins')).toContainEqual({ login, accountId });
    for (const table of ['files', 'fileKeys', 'accountFiles', 'accounts', 'recoveryAddresses', 'persons'] as const) {
      expect(JSON.stringify(await rowsOf(table)), table).not.toMatch(/Barbara|barbara@example|E2E-VISITOR|1979-11-07/);
    }
  });

  test('comes by the sweep of the night when the schedule is gone', async () => {
    const { accountId, account, endsOn, dueOn } = await guest({
      ...{ fileNumber: 'E2E-LOST', firstName: 'Radia', lastName: 'Perlman', personalEmail: 'radia@example.org' },
      ...{ opiNumber: 'E2E-OPI-2', birthDate: '1951-12-18' },
    });
    await scheduler.send(new DeleteScheduleCommand({ Name: accountId, GroupName: group }));
    await endsOn(inDays(-1));
    await dueOn(today.toString());
    expect(await sweep()).toBe('SUCCEEDED');
    const { state, login } = await account();
    expect(state).toBe('suspended');
    await expect.poll(() => states(login), patience).toEqual([['{COMPTE}I:SupannExpire'], ['{COMPTE}I:SupannExpire']]);
    // Nothing is left for the next night.
    expect((await rowsOf('due')).filter((row) => row['accountId'] === accountId)).toHaveLength(1);
    expect(await sweep()).toBe('SUCCEEDED');
  });
});
