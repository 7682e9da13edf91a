import type { Temporal } from 'temporal-polyfill';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Account } from '../account/account.ts';
import { nextDateWrites } from '../account/next-date-writes.ts';
import { withoutWaiting } from '../account/recovery-address.ts';
import { nextDate } from '../account/what-comes.ts';
import { heldIn, pendingIn } from '../account/pending-directories.ts';
import { forgotten } from '../operation/operation-repository.ts';
import { RetryableError } from '../step/errors.ts';
import type { Tables, Write } from '../table/tables.ts';
import type { University } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';

export interface LockAccountDeps {
  readonly tables: Pick<Tables, 'transact'>;
  readonly university: University;
  readonly start: Readonly<Record<'provisioning', StartWorkflow>>;
  readonly newId: () => string;
  readonly now: () => Temporal.Instant;
}

/**
 * Locks an account, in one transaction with the proof: a new epoch begins, so that every session, link and waiting password is
 * dead at once; no link is live and no password is on its way any more; every directory is to be told, and stands in
 * `pending` until it is. A recovery address that waits is not waited for: whoever had it confirmed may be who is locked out
 * (B-17). A lock is a flag: the state stays, and nothing but the CRI lifts it. A member of staff comes into the bucket of the
 * next night, which finds who answers for their guests meanwhile. Locking what is locked starts
 * again what is still pending, and changes nothing. The reason stands on the account and is erased with it: the journal,
 * which is kept for longer, says who did it and not why.
 *
 * @param spend what consumes the proof: of a person, a link; the CRI needs none.
 * @param by who of the CRI locks it.
 * @returns `closed` when there is nothing to lock any more, `proof-gone` when the proof was used meanwhile: nothing has changed then.
 * @throws RetryableError when the tables or the engine are away, or the account changed meanwhile: the same form may be
 *   sent again.
 */
export async function lockAccount(
  account: Account,
  { reason, spend, by }: { reason: string; spend: readonly Write[]; by?: string },
  deps: LockAccountDeps,
): Promise<'locked' | 'closed' | 'proof-gone'> {
  const { accountId, recovery, openPassword } = account;
  if (account.state === 'closed') return 'closed';
  const held = heldIn(account);
  const toTell = account.lock ? held.filter((name) => account.directories[name]?.status === 'pending') : held;
  if (!account.lock) {
    const at = deps.now();
    const revision = account.revision + 1;
    const pending = pendingIn(held, { accountId, revision }, at);
    const undoing = withoutWaiting(account, at);
    const lock = { reason, at: at.toString() };
    const next = nextDateWrites(account, nextDate({ ...account, lock }, deps.university, at));
    const { conflicts } = await deps.tables.transact([
      ...spend,
      {
        table: 'accounts',
        update: { accountId },
        set: {
          lock,
          revision,
          liveLinks: [],
          ...undoing?.set,
          directories: pending.directories,
          ...next.set,
        },
        // Counted and not set, so that a password that is chosen at this moment does not stand in the way.
        add: { credentialEpoch: 1 },
        remove: ['openPassword', ...next.remove, ...(undoing?.remove ?? [])],
        if: {
          equals: { revision: account.revision, ...(recovery && { recovery }) },
          absent: ['lock', ...(recovery ? [] : ['recovery'])],
        },
      },
      ...(undoing?.more ?? []),
      ...(openPassword
        ? [{ table: 'operations', update: { operationId: openPassword.operationId }, set: forgotten(at) } as const]
        : []),
      { table: 'vault', delete: { accountId } },
      ...next.due,
      ...pending.writes,
      auditEntry(accountId, 'locked', deps.newId(), at, by === undefined ? {} : { by }),
    ]);
    if (conflicts.some((index) => index < spend.length)) return 'proof-gone';
    if (conflicts.length > 0) throw new RetryableError('The account changed while it was locked');
  }
  for (const directory of toTell) await deps.start.provisioning(deps.newId(), { directory });
  return 'locked';
}
