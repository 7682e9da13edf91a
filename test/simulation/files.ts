import { plus } from './days.ts';
import { accept, type Expected, hasReason, lastDay } from './expected.ts';
import { checkEnd } from './check-end.ts';
import type { Event, Life } from './plan.ts';
import { arrives, type Simulated } from './simulated.ts';

type Handed = Extract<Event, { what: 'file' }>;

/** What the offices hand over in the morning, and what becomes of it. */
export async function handOverFiles(all: Simulated): Promise<void> {
  const { world, today, byLife } = all;
  const stored: { event: Handed; accountId: string }[] = [];
  for (const event of all.eventsOf(today)) {
    if (event.what !== 'file') continue;
    const known = byLife.get(event.life.key);
    // Somebody who was suspended tonight may come back this morning.
    if (known) await checkEnd(known, true, all);
    const file = await world.handOver(event.row);
    if (!('fileId' in file)) {
      all.breaks(`the file of ${event.life.key} is not stored: ${file.outcome}`);
      continue;
    }
    all.count('files');
    stored.push({ event, accountId: file.accountId });
    if (event.row.missing.length === 0) sameAccount(event.life, file.accountId, all);
    if (!event.lost) await world.startOnboarding(file.fileId);
  }
  await world.settle();
  for (const { event, accountId } of stored) await onboarded(event, accountId, all);
}

/** One account per person and office until it is closed, and then another one. */
function sameAccount({ key }: Life, accountId: string, { byLife, breaks }: Simulated): void {
  const before = byLife.get(key);
  if (!before) return;
  const isSame = before.accountId === accountId;
  if (before.closedOn === undefined && !isSame) breaks(`has a second account, ${accountId}`, before);
  if (before.closedOn !== undefined && isSame) breaks('comes back though it was closed', before);
}

async function onboarded({ life, row, lost }: Handed, accountId: string, all: Simulated): Promise<void> {
  const { today, university } = all;
  if (row.missing.length > 0) return;
  const expected = all.accounts.get(accountId);
  if (lost && expected && expected.suspendedOn === undefined && hasReason(expected, today)) {
    expected.lost = { fileNumber: row.fileNumber, endsOn: row.endsOn };
    return;
  }
  if (lost) {
    // Nobody would look at it: the office, whose report says so, hands the file over again.
    all.later(plus(today, 1), { what: 'file', life, row });
    return;
  }
  if (!expected) {
    arrives(await all.world.account(accountId), { life, ...row }, all);
    return;
  }
  const wasSuspended = expected.suspendedOn !== undefined;
  if (expected.lost) await findLostNow(expected, all);
  accept(expected, row, today, university);
  if (wasSuspended && expected.suspendedOn === undefined) {
    all.count('returned');
    if (life.activates) all.later(plus(today, life.dallies), { what: 'activate', life });
  }
}

/** A renewal that nobody ran counts from the night on on which the account is looked at, and not later than its first warning. */
export async function findLost(
  expected: Expected,
  lost: NonNullable<Expected['lost']>,
  { world, today, university, breaks }: Simulated,
): Promise<void> {
  const account = await world.account(expected.accountId);
  const isKnown = account.lastDay !== lastDay(expected);
  const latest = plus(lastDay(expected) ?? today, -29);
  if (!isKnown && today < latest) return;
  if (!isKnown) breaks('has a file that was never found', expected);
  delete expected.lost;
  accept(expected, { ...lost, population: expected.population }, today, university);
}

/** What was lost counts at the latest with the next file. */
async function findLostNow(expected: Expected, { world, today, university }: Simulated): Promise<void> {
  const { lost } = expected;
  const account = await world.account(expected.accountId);
  if (!lost || !Object.values(account.files).some(({ endsOn }) => endsOn === lost.endsOn)) return;
  delete expected.lost;
  accept(expected, { ...lost, population: expected.population }, today, university);
}
