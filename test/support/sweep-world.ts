import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { datesOf } from '../../functions/account/account-dates.ts';
import { countAccount } from '../../functions/account/population-count.ts';
import { getAccount } from '../../functions/account/account-repository.ts';
import { accountSchema, type Account } from '../../functions/account/account.ts';
import { idFrom } from '../../functions/operation/id-from.ts';
import * as findDue from '../../functions/cleanup/find-due.ts';
import * as report from '../../functions/cleanup/report.ts';
import { cleanupReportSchema } from '../../functions/cleanup/cleanup-report.ts';
import type { Result } from '../../functions/cleanup/run.ts';
import { writeResults } from '../../functions/cleanup/write-results.ts';
import { runKeys } from '../../functions/intake/run-keys.ts';
import type { MetricName } from '../../functions/step/metric-names.ts';
import { university } from '../../functions/university/uca.ts';
import { anAccount } from './an-account.ts';
import { inMemoryObjects } from './in-memory-objects.ts';
import { inMemoryTables } from './in-memory-tables.ts';

/** The tables of a university at night, with the steps of the sweep around the chain; the chain itself is the test's. */
export function sweepWorld({ at = '2027-10-02T01:30:00Z' }: { at?: string } = {}) {
  const clock = { at: Temporal.Instant.from(at) };
  const tables = inMemoryTables();
  const objects = inMemoryObjects();
  const metrics = new Map<MetricName, number>();
  const started: string[] = [];
  const deps = {
    ...{ tables, objects, university, now: () => clock.at, newId: () => ulid() },
    countMetric: (name: MetricName, _?: object, count = 1) => void metrics.set(name, (metrics.get(name) ?? 0) + count),
    startCleanup: async (name: string) => Promise.resolve(void started.push(name)),
  };
  let people = 0;
  return {
    ...{ clock, tables, objects, metrics, started, deps },

    /**
     * An account whose file ends on a day, not this year unless it is said, in the bucket of a day unless there is none;
     * counted among its population.
     */
    async holds({ day, endsOn = '2028-08-31', ...given }: Held = {}): Promise<string> {
      const accountId = numberedId((people += 1));
      const { population = 'student' } = given;
      const file = { version: 1, population, affiliations: [], startsOn: '2026-09-01', endsOn };
      const account = anAccount({
        files: { '01K5M0Q7T8V9W0X1Y2Z3A4B5D6': file },
        ...datesOf({ files: { file }, population, ...given }, university),
        ...given,
        accountId,
        ...(day !== undefined && { nextDateOn: day }),
      });
      await tables.write({ table: 'accounts', put: account });
      if (day !== undefined) {
        await tables.write({ table: 'due', put: { day, accountId, population: account.population } });
      }
      await countAccount(account.population, 1, tables);
      return accountId;
    },

    accountIds: (): string[] => tables.rows('accounts').map((row) => accountSchema.parse(row).accountId),

    find: async (executionId = 'night') => findDue.findDue({ executionId }, deps),
    /** The accounts that a run hands on, in order. */
    handedOn: (manifestKey: string): string[] =>
      objects
        .text(manifestKey)
        .split('\n')
        .filter((line) => line !== '')
        .flatMap((line) => (JSON.parse(line) as { items: { accountId: string }[] }).items)
        .map(({ accountId }) => accountId),
    /** What the chain does to an account: its next date moves on. */
    async settle(accountId: string, next = '2028-10-01') {
      const { nextDateOn = '' } = await getAccount(accountId, tables);
      await tables.transact([
        { table: 'accounts', update: { accountId }, set: { nextDateOn: next } },
        { table: 'due', delete: { day: nextDateOn, accountId } },
        { table: 'due', put: { day: next, accountId } },
      ]);
    },
    /** What a child writes of the first chunk. */
    wrote: async (runId: string, results: Result[], contacts = { asked: 0, failed: 0 }) =>
      writeResults({ runId, chunk: 0, results, contacts }, deps),
    report: async (runId: string) => report.report({ found: { runId } }, deps),
    reportOf: (runId: string) => cleanupReportSchema.parse(JSON.parse(objects.text(runKeys.report(runId)))),
  };
}
export type SweepWorld = ReturnType<typeof sweepWorld>;

type Held = Partial<Account> & { readonly day?: string; readonly endsOn?: string };

/** The nth id, in order. */
export function numberedId(n: number): string {
  return idFrom(Buffer.from(n.toString(16).padStart(32, '0'), 'hex'));
}
