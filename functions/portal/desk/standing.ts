import { Temporal } from 'temporal-polyfill';
import { dayOf, hasEnded } from '../../account/account-dates.ts';
import type { Account } from '../../account/account.ts';
import type { Stay } from '../../request/request.ts';
import type { University } from '../../university/university.ts';

/** Where a stay stands, for who answers for it. */
export type Standing =
  'waiting' | 'declined' | 'withdrawn' | 'preparing' | 'invited' | 'active' | 'locked' | 'ended-early' | 'ended';

/** @param account of the guest, once there is one. */
export function standingOf(
  stay: Pick<Stay, 'state' | 'endsOn' | 'ended'>,
  account: Account | undefined,
  { timeZone }: University,
  now: Temporal.Instant,
): Standing {
  if (stay.state !== 'granted') return stay.state;
  const today = dayOf(now, timeZone);
  if (mayBeUndone(stay, now)) return 'ended-early';
  if (stay.ended) return 'ended';
  if (!account) return hasEnded({ lastDay: stay.endsOn }, today) ? 'ended' : 'preparing';
  if (account.state === 'closed' || account.state === 'suspended' || hasEnded(account, today)) return 'ended';
  if (account.lock) return 'locked';
  return account.state === 'requested' ? 'preparing' : account.state === 'provisioned' ? 'invited' : 'active';
}

/** Whether the sponsor has ended it and can still take that back. */
export function mayBeUndone({ ended }: Pick<Stay, 'ended'>, now: Temporal.Instant): boolean {
  return ended !== undefined && Temporal.Instant.compare(now, Temporal.Instant.from(ended.undoUntil)) < 0;
}

/** Whether it is over for good: it goes to the end of the list. */
export function isPast(standing: Standing): boolean {
  return standing === 'ended' || standing === 'declined' || standing === 'withdrawn';
}

/** Whether there is an account that can be used, or may be: services are said of no other. */
export function isOpen(standing: Standing): boolean {
  return standing === 'waiting' || mayEnd(standing);
}

/** Whether there is an account, or will be in a minute, that an end would stop. */
export function mayEnd(standing: Standing): boolean {
  return !isPast(standing) && standing !== 'waiting' && standing !== 'ended-early';
}
