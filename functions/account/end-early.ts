import { Temporal } from 'temporal-polyfill';
import { auditEntry } from '../audit/audit-entry.ts';
import { RetryableError } from '../step/errors.ts';
import type { Row, Tables, Write } from '../table/tables.ts';
import { directories, type University } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import { dayOf, redated, stateOn } from './account-dates.ts';
import type { Account } from './account.ts';
import { nextDateWrites } from './next-date-writes.ts';
import { nextDate } from './what-comes.ts';
import { heldIn, pendingIn } from './pending-directories.ts';

export interface EndEarlyDeps {
  readonly tables: Pick<Tables, 'transact'>;
  readonly university: University;
  readonly start: Readonly<Record<'provisioning', StartWorkflow>>;
  readonly newId: () => string;
  readonly now: () => Temporal.Instant;
}

export interface EarlyEnd {
  /** The last day of use, `YYYY-MM-DD`: one that is over ends the use at once. */
  readonly on: string;
  readonly by: 'person' | 'sponsor';
  /** Until then it can be taken back, and the state stays as it is. */
  readonly undoUntil: Temporal.Instant;
  /** What consumes the proof, for who is not signed in. */
  readonly spend?: readonly Write[];
  /** The account of the sponsor. */
  readonly actor?: string;
}

/**
 * Ends an account before its files do. Nothing is lost yet: its last day is moved, every directory is to show it and stands in
 * `pending` until it does, and the state follows once it cannot be undone any more. Ended as it is already, only what is still
 * pending is started again.
 * @returns `not-possible` for an account that is not in use any more, `proof-gone` when the proof was used meanwhile: nothing
 *   has changed then.
 * @throws RetryableError when the tables or the engine are away, or the account changed meanwhile: the same form may be
 *   sent again.
 */
export async function endEarly(
  account: Account,
  { on, by, undoUntil, spend = [], actor }: EarlyEnd,
  deps: EndEarlyDeps,
): Promise<'ended' | 'not-possible' | 'proof-gone'> {
  const { state, endedEarly } = account;
  if (state === 'suspended' || state === 'closed') return 'not-possible';
  // A sponsor may end sooner what somebody ends on a day to come; nobody else ends what is ended.
  if (endedEarly && (endedEarly.by === 'sponsor' || by === 'person')) {
    await startAgain(account, deps);
    return 'ended';
  }
  const end = { on, by, at: deps.now().toString(), undoUntil: undoUntil.toString() };
  const journal = { by, ...(actor !== undefined && { actor }) };
  return (await redate({ ...account, endedEarly: end }, account, 'ended-early', journal, spend, deps))
    ? 'ended'
    : 'proof-gone';
}

/**
 * Takes an early end back: the files' own dates hold again.
 * @returns `too-late` when there is none, or none that can be undone any more: nothing has changed then.
 * @throws RetryableError as `endEarly`.
 */
export async function undoEnd(
  account: Account,
  deps: EndEarlyDeps,
  { spend = [], actor }: Pick<EarlyEnd, 'spend' | 'actor'> = {},
): Promise<'undone' | 'too-late' | 'proof-gone'> {
  const { endedEarly, ...others } = account;
  if (!mayUndo(account, deps.now())) return 'too-late';
  const journal = { by: endedEarly?.by ?? 'person', ...(actor !== undefined && { actor }) };
  return (await redate(others, account, 'end-undone', journal, spend, deps)) ? 'undone' : 'proof-gone';
}

/** Whether an account was ended early, and that can still be taken back. */
export function mayUndo({ endedEarly, state }: Pick<Account, 'endedEarly' | 'state'>, now: Temporal.Instant): boolean {
  if (!endedEarly || state === 'suspended' || state === 'closed') return false;
  return Temporal.Instant.compare(now, endedEarly.undoUntil) < 0;
}

/** @returns false when the proof was used meanwhile. */
async function redate(
  changed: Account,
  { accountId, revision: before, directories: known, endedEarly: ended }: Account,
  what: string,
  journal: Row,
  spend: readonly Write[],
  deps: EndEarlyDeps,
): Promise<boolean> {
  const { tables, university, newId } = deps;
  const now = deps.now();
  const dated = redated(changed, university);
  const state = stateOn(dated, dayOf(now, university.timeZone));
  const revision = before + 1;
  const held = heldIn({ directories: known });
  const pending = pendingIn(held, { accountId, revision }, now);
  const next = nextDateWrites(dated, nextDate({ ...dated, state }, university, now));
  const { endedEarly, lastDay } = dated;
  const { conflicts } = await tables.transact([
    ...spend,
    {
      table: 'accounts',
      update: { accountId },
      set: {
        state,
        revision,
        directories: pending.directories,
        ...(endedEarly && { endedEarly }),
        ...(lastDay !== undefined && { lastDay }),
        ...next.set,
      },
      remove: [...(endedEarly ? [] : ['endedEarly']), ...(lastDay === undefined ? ['lastDay'] : []), ...next.remove],
      if: { equals: { revision: before }, ...(ended ? {} : { absent: ['endedEarly'] }) },
    },
    ...next.due,
    ...pending.writes,
    auditEntry(accountId, what, newId(), now, journal),
  ]);
  if (conflicts.some((index) => index < spend.length)) return false;
  if (conflicts.length > 0) throw new RetryableError('The account changed meanwhile');
  for (const directory of held) await deps.start.provisioning(newId(), { directory });
  return true;
}

async function startAgain({ directories: known }: Account, { start, newId }: EndEarlyDeps): Promise<void> {
  for (const directory of directories) {
    if (known[directory]?.status === 'pending') await start.provisioning(newId(), { directory });
  }
}
