import * as z from 'zod/mini';
import { dayOf, hasEnded, redated, stateOn } from '../account/account-dates.ts';
import { getAccount, nextOf } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { entitlements, unexpired } from '../account/entitlements.ts';
import { whatIsDue } from '../account/what-comes.ts';
import { heldIn, pendingIn } from '../account/pending-directories.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { RetryableError } from '../step/errors.ts';
import { type DirectoryName, directories } from '../university/university.ts';
import { changeOf, type Expiring, expiringInput, type ExpiringDeps, toTell } from './expiring.ts';

export const contract = {
  input: expiringInput,
  output: z.object({ outcome: z.enum(['adjusted', 'unchanged']), directories: toTell }),
};
type Output = z.infer<typeof contract.output>;

/**
 * Makes an account that is in use say what follows from its files, its grants and the day: its dates, its services, whether it
 * is in its grace. Every directory is to show it.
 * @throws RetryableError when the account changed meanwhile.
 */
export async function adjust({ executionId, file: { accountId } }: Expiring, deps: ExpiringDeps): Promise<Output> {
  const { tables, university, now } = deps;
  const account = await getAccount(accountId, tables);
  if (whatIsDue(account, university, now()) !== 'adjust') return { outcome: 'unchanged', directories: [] };
  const today = dayOf(now(), university.timeZone);
  const dated = redated(account, university);
  const { reasonEndsOn, lastDay } = dated;
  const opens: Opens = hasEnded(dated, today) ? { directories: [], set: {} } : await opened(account, today, deps);
  const revision = account.revision + 1;
  const held = directories.filter((name) => opens.directories.includes(name) || heldIn(account).includes(name));
  const pending = pendingIn(held, { accountId, revision }, now());
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: {
        state: stateOn(dated, today),
        revision,
        directories: pending.directories,
        ...opens.set,
        ...(reasonEndsOn !== undefined && { reasonEndsOn }),
        ...(lastDay !== undefined && { lastDay }),
      },
      remove: [...(reasonEndsOn === undefined ? ['reasonEndsOn'] : []), ...(lastDay === undefined ? ['lastDay'] : [])],
      if: { equals: { revision: account.revision } },
    },
    ...pending.writes,
    auditEntry(accountId, 'adjusted', changeOf(executionId, revision), now()),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  return { outcome: 'adjusted', directories: held };
}

interface Opens {
  readonly directories: readonly DirectoryName[];
  readonly set: Pick<Partial<Account>, 'services' | 'grants' | 'uidNumber'>;
}

/** What the account opens today, and what it needs for it. */
async function opened(account: Account, today: string, { tables, university }: ExpiringDeps): Promise<Opens> {
  const { directories: wanted, services } = entitlements(account, university, today);
  const isNumbered = account.uidNumber !== undefined || !wanted.some((name) => university.directories[name].posix);
  return {
    directories: wanted,
    set: {
      services,
      ...(account.grants && { grants: unexpired(account.grants, today) }),
      ...(!isNumbered && { uidNumber: await nextOf('uidNumber', tables, university.firstUidNumber - 1) }),
    },
  };
}
