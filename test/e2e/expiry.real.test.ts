import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { eventBridgeSchedules } from '../../functions/account/eventbridge-schedules.ts';
import type { HandedOver } from '../../functions/file/file.ts';
import { exportOf } from '../support/export-of.ts';
import { ldapsearch } from '../support/ldapsearch.ts';
import { worldClient } from '../support/local-clients.ts';
import { handOverExport } from '../support/office.ts';
import { ada } from '../support/people.ts';
import { accountsInTable, worldTables } from '../support/world-tables.ts';

const today = Temporal.Now.plainDateISO('Europe/Paris');
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
  startsOn: today.subtract({ days: 5 }).toString(),
  endsOn: today.add({ days: 20 }).toString(),
};

describe('the schedule of a guest', () => {
  test(
    'stands at the first warning, moves, and suspends the guest in both directories',
    { timeout: 180_000 },
    async () => {
      await handOverExport('cri', exportOf([visitor]));
      const account = async () => (await accountsInTable()).find(({ login }) => login === 'barlisko');
      const { accountId = '', directories, files = {} } = (await account()) ?? {};
      expect(Object.keys(directories ?? {}).sort()).toEqual(['isima-limos', 'uca']);

      const scheduler = new SchedulerClient(worldClient());
      const read = () => scheduler.send(new GetScheduleCommand({ Name: accountId, GroupName: 'Matricule' }));
      const { ScheduleExpression, ScheduleExpressionTimezone, Target, ActionAfterCompletion } = await read();
      const midnight = today.add({ days: 13 }).toZonedDateTime('Europe/Paris').toInstant().toString().replace('Z', '');
      expect({ ScheduleExpression, ScheduleExpressionTimezone, ActionAfterCompletion }).toEqual({
        ScheduleExpression: `at(${midnight})`,
        ScheduleExpressionTimezone: 'UTC',
        ActionAfterCompletion: 'DELETE',
      });
      expect(JSON.parse(Target?.Input ?? '')).toEqual({ accountId });

      const tables = await worldTables();
      const endsOn = today.subtract({ days: 1 }).toString();
      await tables.write({
        table: 'accounts',
        update: { accountId },
        // What the account says follows from its files: a last day that does not is put right.
        set: {
          files: Object.fromEntries(Object.entries(files).map(([fileId, file]) => [fileId, { ...file, endsOn }])),
          reasonEndsOn: endsOn,
          lastDay: endsOn,
        },
      });
      const schedules = eventBridgeSchedules(scheduler, {
        group: 'Matricule',
        stateMachineArn: Target?.Arn ?? '',
        roleArn: Target?.RoleArn ?? '',
        deadLetterArn: Target?.DeadLetterConfig?.Arn ?? '',
      });
      await schedules.set(accountId, Temporal.Now.instant().add({ seconds: 2 }));

      await expect.poll(async () => (await account())?.state, { timeout: 120_000, interval: 1_000 }).toBe('suspended');
      await expect
        .poll(async () => Object.values((await account())?.directories ?? {}).map(({ status }) => status), {
          timeout: 30_000,
        })
        .toEqual(['verified', 'verified']);
      for (const name of ['uca', 'isima-limos'] as const) {
        const entry = (await ldapsearch(name)).get('barlisko');
        expect(entry?.['supannRessourceEtat']).toEqual(['{COMPTE}I:SupannExpire']);
      }
    },
  );
});
