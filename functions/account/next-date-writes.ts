import type { Row, Write } from '../table/tables.ts';
import type { Account } from './account.ts';
import type { NextDate } from './what-comes.ts';

/**
 * Puts an account into the bucket of its next date and out of the one where it stood, for a transaction of the caller's that
 * holds only if the account is still the one that was read.
 */
export function nextDateWrites(
  { accountId, population, nextDateOn }: Account,
  next: NextDate | undefined,
): { set: Row; remove: string[]; due: Write[] } {
  const left = nextDateOn !== undefined && nextDateOn !== next?.day;
  return {
    set: next ? { nextDateOn: next.day } : {},
    remove: next ? [] : ['nextDateOn'],
    due: [
      ...(left ? [{ table: 'due', delete: { day: nextDateOn, accountId } } as const] : []),
      ...(next ? [{ table: 'due', put: { day: next.day, accountId, population } } as const] : []),
    ],
  };
}
