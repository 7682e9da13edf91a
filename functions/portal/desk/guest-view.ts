import type { Temporal } from 'temporal-polyfill';
import { findAccount } from '../../account/account-repository.ts';
import { dayOf, daysBetween } from '../../account/account-dates.ts';
import type { Account } from '../../account/account.ts';
import type { Stay } from '../../request/request.ts';
import { endedOn } from '../../request/stay-dates.ts';
import type { Tables } from '../../table/tables.ts';
import type { University } from '../../university/university.ts';
import { type Standing, standingOf } from './standing.ts';

/** A stay as its sponsor is shown it. */
export interface GuestView {
  readonly stay: Stay;
  /** Of the guest, once there is one. */
  readonly account?: Account;
  readonly standing: Standing;
  /** As it was promised, unless the sponsor ended the stay before, or the guest ends their account. */
  readonly lastDay: string;
  /** Until the last day, that one included; negative once it is over. */
  readonly daysLeft: number;
}

interface GuestViewDeps {
  readonly tables: Tables;
  readonly university: University;
  readonly now: () => Temporal.Instant;
}

/** Reads what a sponsor is shown of a stay. */
export async function guestView(stay: Stay, { tables, university, now }: GuestViewDeps): Promise<GuestView> {
  const account = stay.accountId === undefined ? undefined : await findAccount(stay.accountId, tables);
  // What was promised holds from that moment on; the account follows. An end before that is the account’s own.
  const lastDay = endedOn(stay, university) ?? (account?.endedEarly && account.lastDay) ?? stay.endsOn;
  return {
    stay,
    ...(account && { account }),
    standing: standingOf(stay, account, university, now()),
    lastDay,
    daysLeft: daysBetween(dayOf(now(), university.timeZone), lastDay),
  };
}
