import { Temporal } from 'temporal-polyfill';
import type { Tables } from '../table/tables.ts';
import { checkCurrentPassword, type CheckCurrentPasswordDeps } from './check-current-password.ts';
import type { SignedIn } from './find-session.ts';
import type { Session } from './session.ts';

/** E-03: how long who has shown the password may act on accounts of others. */
const proofKept = Temporal.Duration.from({ minutes: 15 });

/** Whether the password was shown lately enough to act on others. */
export function isProvenLately({ createdAt, provedAt = createdAt }: Session, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, Temporal.Instant.from(provedAt).add(proofKept)) < 0;
}

/**
 * Checks the password of somebody who is signed in again, and notes that it was right.
 * @throws RetryableError as `checkCurrentPassword`.
 */
export async function proveAgain(
  { session, account }: SignedIn,
  typed: string,
  deps: CheckCurrentPasswordDeps & { readonly tables: Pick<Tables, 'write'> },
): Promise<Awaited<ReturnType<typeof checkCurrentPassword>>> {
  const checked = await checkCurrentPassword(account, typed, deps);
  if (checked !== 'right') return checked;
  const { sessionHash, accountId } = session;
  await deps.tables.write({
    table: 'sessions',
    update: { sessionHash },
    set: { provedAt: deps.now().toString() },
    if: { equals: { accountId } },
  });
  return 'right';
}
