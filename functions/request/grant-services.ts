import { dayOf } from '../account/account-dates.ts';
import { nextOf } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { entitlements } from '../account/entitlements.ts';
import { nextDateWrites } from '../account/next-date-writes.ts';
import { nextDate } from '../account/what-comes.ts';
import { pendingIn } from '../account/pending-directories.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { RetryableError } from '../step/errors.ts';
import { type DirectoryName, directories, type ServiceName } from '../university/university.ts';
import type { RequestDeps } from './request-deps.ts';

/**
 * Opens services to an account until the end of a day: they end by themselves. The directories in which they are used come
 * to hold the account, and every one is to be told; a grant that is there already is not given twice.
 * @returns the directories that do not hold the account as it now is; none when there was nothing to grant.
 * @throws RetryableError when the tables are away, or the account changed meanwhile.
 */
export async function grantServices(
  account: Account,
  { services, until, requestId }: { services: readonly ServiceName[]; until: string; requestId: string },
  { tables, university, now }: Pick<RequestDeps, 'tables' | 'university' | 'now'>,
): Promise<DirectoryName[]> {
  const { accountId, grants: held = {} } = account;
  const today = dayOf(now(), university.timeZone);
  const fresh = services.filter((service) => held[service]?.requestId !== requestId);
  // A grant that is over has been taken out again.
  if (fresh.length === 0 || until < today || !isOpen(account)) return behind(account);

  const grants = { ...held, ...Object.fromEntries(fresh.map((service) => [service, { until, requestId }] as const)) };
  const wanted = entitlements({ ...account, grants }, university, today);
  const named = directories.filter(
    (name) => wanted.directories.includes(name) || account.directories[name] !== undefined,
  );
  const uidNumber =
    account.uidNumber ??
    (named.some((name) => university.directories[name].posix)
      ? await nextOf('uidNumber', tables, university.firstUidNumber - 1)
      : undefined);
  const revision = account.revision + 1;
  const pending = pendingIn(named, { accountId, revision }, now());
  const changed: Account = {
    ...account,
    grants,
    services: wanted.services,
    directories: pending.directories,
    revision,
    ...(uidNumber !== undefined && { uidNumber }),
  };
  const next = nextDateWrites(account, nextDate(changed, university, now()));
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: {
        grants,
        revision,
        services: changed.services,
        directories: changed.directories,
        ...(uidNumber !== undefined && { uidNumber }),
        ...next.set,
      },
      ...(next.remove.length > 0 && { remove: next.remove }),
      if: { equals: { revision: account.revision } },
    },
    ...next.due,
    ...pending.writes,
    auditEntry(accountId, 'services-granted', requestId, now(), { services: fresh, until }),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  return named;
}

function isOpen({ state }: Account): boolean {
  return state !== 'suspended' && state !== 'closed';
}

function behind({ directories: held }: Account): DirectoryName[] {
  return directories.filter((name) => (held[name]?.status ?? 'verified') !== 'verified');
}
