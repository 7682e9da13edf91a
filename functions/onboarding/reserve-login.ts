import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { datesOf } from '../account/account-dates.ts';
import { findAccount, nextOf } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { loginBase, nthLogin } from '../account/login.ts';
import { nextDateWrites } from '../account/next-date-writes.ts';
import { personPut } from '../account/other-accounts.ts';
import { countAccount } from '../account/population-count.ts';
import { sliceOf } from '../account/slice.ts';
import { nextDate } from '../account/what-comes.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getFile, recordFileOutcome } from '../file/file-repository.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: z.object({ operationId: id, file: z.object({ fileId: id, accountId: id }) }),
  output: z.object({ outcome: z.enum(['reserved', 'no-letters']) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Gives the account its login: one counter update and one transaction (another counter knows how many accounts there are), however many homonyms there are. An account that
 * has one keeps it. It has the dates of its file from here on, though nothing of the file is accepted yet: should the run
 * die, the account is looked at on its next date, and closed after its last day, like any other. A login is never given again: the counter only grows, and what a step that died had taken is lost.
 */
export async function reserveLogin(
  { operationId, file: { fileId, accountId } }: Input,
  { tables, university, now }: { tables: Tables; university: University; now: () => Temporal.Instant },
): Promise<Output> {
  if (await findAccount(accountId, tables)) return { outcome: 'reserved' };
  const file = await getFile(fileId, tables);
  if (!file) throw new Error('No file has this id');

  const base = loginBase(file.firstName, file.lastName);
  if (base === '') {
    await recordFileOutcome(file, { outcome: 'FileRejected', rejection: 'no-letters-in-name' }, tables);
    return { outcome: 'no-letters' };
  }
  const login = nthLogin(base, await nextOf(`login#${base}`, tables), university.unwantedLogins);
  const { population, startsOn, endsOn } = file;
  const files: Account['files'] = {
    [fileId]: { version: 0, population, affiliations: [], startsOn, ...(endsOn !== undefined && { endsOn }) },
  };
  const account: Account = {
    accountId,
    personId: file.personId,
    office: file.office,
    login,
    state: 'requested',
    population,
    createdAt: now().toString(),
    revision: 0,
    files,
    ...datesOf({ files, population }, university),
    leadingFileId: fileId,
    mailAliases: [],
    services: [],
    affiliations: [],
    directories: {},
    credentialEpoch: 0,
    passwords: {},
    liveLinks: [],
    sessionEpoch: 0,
  };
  const next = nextDateWrites(account, nextDate(account, university, now()));
  const { conflicts } = await tables.transact([
    { table: 'accounts', put: { ...account, ...next.set }, if: { absent: ['accountId'] } },
    { table: 'logins', put: { login, accountId }, if: { absent: ['login'] } },
    personPut(account),
    { table: 'slices', put: { slice: sliceOf(accountId), accountId } },
    ...next.due,
    auditEntry(accountId, 'login-reserved', operationId, now()),
  ]);
  if (conflicts.includes(0)) return { outcome: 'reserved' };
  if (conflicts.length > 0) throw new RetryableError('The login is held already: the next number is tried');
  await countAccount(account.population, 1, tables);
  return { outcome: 'reserved' };
}
