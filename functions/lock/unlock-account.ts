import type { Temporal } from 'temporal-polyfill';
import type { Account } from '../account/account.ts';
import { nextDateWrites } from '../account/next-date-writes.ts';
import { heldIn, pendingIn } from '../account/pending-directories.ts';
import { nextDate } from '../account/what-comes.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { forgotten, saveOperation } from '../operation/operation-repository.ts';
import { RetryableError } from '../step/errors.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';

export interface UnlockAccountDeps {
  readonly tables: Pick<Tables, 'transact' | 'write'>;
  readonly university: University;
  readonly start: Readonly<Record<'provisioning' | 'recovery', StartWorkflow>>;
  readonly newId: () => string;
  readonly now: () => Temporal.Instant;
}

/**
 * Lifts a lock. The password of before may be the stolen one: a new epoch begins in which every directory is to delete it,
 * before the entry's end moves; the person is mailed a link to choose another one. What nobody was reminded of because of
 * the lock comes again.
 *
 * @param by the account of who lifts it; `reason` stands on the account, and is erased with it.
 * @returns `not-locked` when there was no lock, `closed` when there is nothing to unlock any more: nothing has changed then.
 * @throws RetryableError when the tables or the engine are away, or the account changed meanwhile.
 */
export async function unlockAccount(
  account: Account,
  { reason, by }: { reason: string; by: string },
  deps: UnlockAccountDeps,
): Promise<'unlocked' | 'not-locked' | 'closed'> {
  const { lock, ...free } = account;
  const { accountId } = account;
  if (account.state === 'closed') return 'closed';
  if (!lock) return 'not-locked';
  const at = deps.now();
  const revision = account.revision + 1;
  const epoch = account.credentialEpoch + 1;
  const held = heldIn(account);
  const pending = pendingIn(held, { accountId, revision }, at);
  const next = nextDateWrites(account, nextDate(free, deps.university, at));
  const { conflicts } = await deps.tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: {
        revision,
        unlocked: { reason, by, at: at.toString() },
        credentialEpoch: epoch,
        liveLinks: [],
        directories: pending.directories,
        passwords: Object.fromEntries(held.map((name) => [name, { status: 'pending', epoch }])),
        ...next.set,
      },
      remove: ['lock', 'openPassword', ...next.remove],
      if: { equals: { revision: account.revision, credentialEpoch: account.credentialEpoch, lock } },
    },
    { table: 'vault', delete: { accountId } },
    ...next.due,
    ...pending.writes,
    auditEntry(accountId, 'unlocked', deps.newId(), at, { by }),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account changed while it was unlocked');
  for (const directory of held) await deps.start.provisioning(deps.newId(), { directory });
  await mailLink(account, at, deps);
  return 'unlocked';
}

/** As to somebody who has forgotten: the mail says which way leads in, or that the account has ended. */
async function mailLink(
  { accountId, language = 'fr' }: Account,
  at: Temporal.Instant,
  { tables, start, newId }: UnlockAccountDeps,
): Promise<void> {
  const operationId = newId();
  await saveOperation(
    { kind: 'recovery', operationId, accountId, unlocked: true, language, askedAt: at.toString(), ...forgotten(at) },
    { tables },
  );
  await start.recovery(operationId, { operationId });
}
