import { guestsOf } from '../../functions/request/guest-count.ts';
import { findStay } from '../../functions/request/request-repository.ts';
import { criDesk } from '../../functions/request/request.ts';
import { plus } from './days.ts';
import { type ExpectedStay, isBehind, isOpen, placeUntil } from './expected-stay.ts';
import type { Simulated } from './simulated.ts';
import { maySponsor } from './staff.ts';

/** Whether every guest has somebody who answers for them, until the day that was promised, and is counted (K-08, K-09). */
export function stayChecks(all: Simulated): () => Promise<void> {
  const { world, stays } = all;
  /** Sponsors of whom a night could not ask the unit's contact, and the day by which another one has. */
  const askedBy = new Map<string, string>();

  async function check(expected: ExpectedStay): Promise<readonly string[]> {
    const { today, interrupted } = all;
    const { requestId, endsOn, sponsorId } = expected;
    const isLate = isBehind(expected) && (expected.grantedOn ?? today) < today && !interrupted.has(requestId);
    const stay = await findStay(requestId, world.kept);
    if (!stay) return ['is forgotten'];
    const standsOn = async (desk: string): Promise<string[]> =>
      (await world.kept.get('desks', { desk, requestId })) ? [] : [`does not stand on the desk of ${desk}`];
    const wrong = [
      ...(isLate ? ['was granted, and is still not there'] : []),
      ...(stay.endsOn === endsOn ? [] : [`was promised ${endsOn}, and it is ${stay.endsOn}`]),
      ...(stay.sponsorId === sponsorId ? [] : [`has another sponsor, ${stay.sponsorId}`]),
    ];
    wrong.push(...(await services(expected)));
    if (stay.handedTo !== undefined) wrong.push(...(await standsOn(stay.handedTo)));
    if (maySponsor(all.accounts.get(sponsorId), today)) return [...wrong, ...(await standsOn(sponsorId))];
    if (stay.orphanedAt === undefined) return [...wrong, ...(mayWait(sponsorId) ? [] : ['is orphaned'])];
    if (!expected.orphaned) all.count('orphaned');
    expected.orphaned = true;
    return [...wrong, ...(await standsOn(criDesk))];
  }

  /** A guest has the services that the CRI granted, and a temporary one not longer than that. */
  async function services({ guest, planned, servicesUntil }: ExpectedStay): Promise<string[]> {
    const { today, interrupted, faults } = all;
    if (!guest || servicesUntil === undefined || interrupted.has(guest.accountId) || faults.lostNights.has(today))
      return [];
    const account = await all.accountOf(guest.accountId);
    const has = planned.services.every((service) => account?.services.includes(service));
    const should = planned.kind !== 'temporary-guest' || servicesUntil >= today;
    return has === should ? [] : [should ? 'has no service that was granted' : 'keeps a service that was granted'];
  }

  /** Once the account is suspended somebody is asked, tonight; where that died, the next night and seven days after. */
  function mayWait(sponsorId: string): boolean {
    const { today, interrupted } = all;
    if (all.accounts.get(sponsorId)?.suspendedOn === undefined) return true;
    const before = askedBy.get(sponsorId);
    if (interrupted.has(sponsorId)) askedBy.set(sponsorId, plus(today, before === undefined ? 2 : 9));
    return interrupted.has(sponsorId) || (before !== undefined && today < before);
  }

  return async () => {
    const { today } = all;
    let open = 0;
    for (const expected of stays.values()) {
      if (expected.state !== 'declined' && placeUntil(expected) >= today) open += 1;
      if (!isOpen(expected, today)) continue;
      const about = { life: expected.planned.life, accountId: expected.requestId };
      for (const wrong of await check(expected)) all.breaks(wrong, about);
    }
    const counted = await guestsOf(undefined, today, world.kept);
    if (counted !== open) all.breaks(`${String(counted)} guests are counted, and there are ${String(open)}`);
  };
}
