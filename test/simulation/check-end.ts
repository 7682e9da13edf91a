import type { Account } from '../../functions/account/account.ts';
import { plus } from './days.ts';
import { type Expected, forgetPassword, lastDay, suspendedFrom } from './expected.ts';
import type { Simulated } from './simulated.ts';

/**
 * Suspended and closed on the day, or the day after where the night was lost; and nobody else is.
 * @param mayWait whether the night was lost, for everybody or for this one.
 */
export async function checkEnd(expected: Expected, mayWait: boolean, all: Simulated): Promise<void> {
  const { world, today, university, breaks } = all;
  if (expected.closedOn !== undefined) return;
  if (expected.suspendedOn === undefined) {
    const due = suspendedFrom(expected, university);
    if (due === undefined) return;
    // Within the day on which an end can be taken back no more, either is right.
    if (due > today && (due !== plus(today, 1) || !expected.endedEarly)) return;
    const account = await world.account(expected.accountId);
    if (account.state === 'suspended') {
      expected.suspendedOn = account.suspendedOn ?? today;
      if (expected.suspendedOn !== today) breaks(`is suspended since ${expected.suspendedOn}`, expected);
      forgetPassword(expected);
      all.count('suspended');
    } else if (account.state === 'closed' && expected.operationalOn === undefined) {
      // No directory ever had it: there is nothing to suspend.
      expected.suspendedOn = today;
      isClosed(expected, await leftOf(account, all), all);
    } else if (due <= today && !mayWait) breaks(`is ${account.state} after ${lastDay(expected) ?? ''}`, expected);
    return;
  }
  const due = plus(expected.suspendedOn, university.closedAfterDays);
  if (due > today) return;
  const account = await world.account(expected.accountId);
  const left = account.state === 'closed' ? await leftOf(account, all) : [];
  if (account.state === 'closed' && (left.length === 0 || !mayWait)) isClosed(expected, left, all);
  else if (!mayWait) breaks(`is not closed after ${due}`, expected);
}

function isClosed(expected: Expected, left: readonly string[], all: Simulated): void {
  expected.closedOn = all.today;
  all.count('closed');
  for (const what of left) all.breaks(`is closed and leaves ${what}`, expected);
}

/** Everything but the tombstone is erased. */
async function leftOf({ accountId, login, files, recovery }: Account, { world }: Simulated): Promise<string[]> {
  const kept = await world.kept.get('logins', { login });
  const files_ = await world.kept.query('accountFiles', { accountId }, { limit: 1 });
  return [
    ...(kept?.['accountId'] === accountId ? [] : ['no tombstone of its login']),
    ...(Object.keys(files).length > 0 || files_.rows.length > 0 ? ['files'] : []),
    ...(recovery ? ['a recovery address'] : []),
  ];
}
