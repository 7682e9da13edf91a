import type { Temporal } from 'temporal-polyfill';
import type { Account } from '../account/account.ts';
import { pendingPut } from '../account/pending-directories.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Tables } from '../table/tables.ts';
import type { DirectoryName } from '../university/university.ts';

interface Deps {
  readonly tables: Tables;
  readonly now: () => Temporal.Instant;
}

/**
 * Leaves an account to the provisioning of a directory, which writes or removes its entry as onboarding does: one way to
 * write, and the comparison only reads. An entry that is gone took its password along, which nobody can set again: the
 * account says so from then on.
 * @returns false when the account changed since it was read: whoever changed it tells the directory.
 */
export async function repair(
  account: Account,
  directory: DirectoryName,
  { runId, finding }: { runId: string; finding: 'missing' | 'differs' | 'closed' },
  { tables, now }: Deps,
): Promise<boolean> {
  const { accountId, revision, credentialEpoch } = account;
  const status = account.directories[directory];
  const password = account.passwords[directory];
  const lost = finding === 'missing' && password?.status === 'verified' && password.epoch === credentialEpoch;
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: {
        [`directories.${directory}`]: { status: 'pending', revision },
        ...(lost && { [`passwords.${directory}`]: { status: 'cleared', epoch: credentialEpoch } }),
      },
      if: {
        equals: { revision, credentialEpoch, ...(status && { [`directories.${directory}`]: status }) },
        ...(!status && { absent: [`directories.${directory}`] }),
      },
    },
    pendingPut(account.accountId, directory, now()),
    auditEntry(accountId, `directory-${finding}-${directory}`, runId, now()),
  ]);
  return conflicts.length === 0;
}

/** Puts back the row by which the provisioning finds what is pending, unless it is there. */
export async function takeUpAgain(account: Account, directory: DirectoryName, { tables, now }: Deps): Promise<boolean> {
  const put = { ...pendingPut(account.accountId, directory, now()), if: { absent: ['directory'] } };
  return (await tables.write(put)) !== 'conflict';
}
