import type { Account } from '../../functions/account/account.ts';
import { decideRequest } from '../../functions/request/decide-request.ts';
import { endStay, undoEnd } from '../../functions/request/end-stay.ts';
import { extendStay } from '../../functions/request/extend-stay.ts';
import { acceptHandOver, declineHandOver, handOver } from '../../functions/request/hand-over.ts';
import type { Stay } from '../../functions/request/request.ts';
import { plus } from './days.ts';
import type { ExpectedStay } from './expected-stay.ts';
import { hasReason, redate } from './expected.ts';
import type { StayEvent } from './plan.ts';
import type { Simulated } from './simulated.ts';
import { answers, staffMember } from './staff.ts';

/** What somebody does; a text is what went wrong. */
type Action = (expected: ExpectedStay, stay: Stay, all: Simulated) => Promise<string | undefined>;

const decide: Action = async (expected, { version, handedTo, askedBy }, all) => {
  const { today, world } = all;
  const { planned, requestId, sponsorId, wantedEnd } = expected;
  if (expected.state !== 'waiting' && wantedEnd === undefined) return undefined;
  const by = await staffMember(all, { not: [sponsorId, handedTo, askedBy] });
  if (!by) {
    all.later(plus(today, 1), { what: 'decide', life: planned.life });
    return undefined;
  }
  const end = wantedEnd ?? expected.endsOn;
  const isExtension = wantedEnd !== undefined;
  const declined = end < today || (isExtension ? planned.extension?.declined : planned.decision.declined) === true;
  const verdict = declined ? 'declined' : 'granted';
  const decided = await decideRequest(requestId, { by, verdict, reason: 'Vu', version }, world.deps);
  if (decided.outcome !== 'decided') return decided.outcome;
  delete expected.wantedEnd;
  all.count(declined ? 'declined' : isExtension ? 'extended' : 'granted');
  if (declined && !isExtension) expected.state = 'declined';
  if (declined) return undefined;
  if (!isExtension) expected.servicesUntil = end;
  expected.state = 'granted';
  expected.endsOn = end;
  expected.grantedOn = today;
  return undefined;
};

const extend: Action = async (expected, _, all) => {
  const { today, world } = all;
  const { planned, requestId, kind, askedOn } = { ...expected, kind: expected.planned.kind };
  const { extension } = planned;
  const sponsor = await answers(expected.sponsorId, all);
  if (!extension || !sponsor || !expected.guest || !hasReason(expected.guest, today)) return undefined;
  const longest = kind === 'temporary-guest' ? plus(askedOn, 29) : plus(today, 360);
  const wanted = plus(expected.endsOn, extension.days);
  const until = wanted < longest ? wanted : longest;
  if (until <= expected.endsOn) return undefined;
  const { outcome } = await extendStay(requestId, { by: sponsor, until, reason: 'La suite' }, world.deps);
  if (outcome === 'asked' && kind !== 'temporary-guest') {
    expected.wantedEnd = until;
    all.later(plus(today, Math.min(extension.before - 1, 3)), { what: 'decide', life: planned.life });
    return undefined;
  }
  if (outcome !== 'extended' || kind !== 'temporary-guest') return outcome;
  expected.endsOn = until;
  expected.grantedOn = today;
  all.count('extended');
  return undefined;
};

const end: Action = async (expected, _, all) => {
  const { world, today, university } = all;
  const { planned, requestId, guest } = expected;
  const sponsor = await answers(expected.sponsorId, all);
  if (!sponsor || !guest || guest.suspendedOn !== undefined || !hasReason(guest, today)) return undefined;
  const outcome = await endStay(requestId, sponsor, world.deps);
  if (outcome !== 'ended') return outcome;
  expected.ended = today;
  delete expected.wantedEnd;
  delete expected.offeredTo;
  guest.endedEarly = { on: plus(today, -1), undoUntil: world.clock.at.add({ hours: 24 }) };
  redate(guest, today, university);
  all.count('ended');
  if (planned.end?.undone) all.later(today, { what: 'undo-stay', life: planned.life });
  return undefined;
};

const undo: Action = async (expected, _, all) => {
  const { world, today, university } = all;
  const { requestId, sponsorId, guest } = expected;
  if (!guest) return undefined;
  const outcome = await undoEnd(requestId, { accountId: sponsorId }, world.deps);
  if (outcome !== 'undone') return outcome;
  delete expected.ended;
  delete guest.endedEarly;
  redate(guest, today, university);
  all.count('undone');
  return undefined;
};

const offer: Action = async (expected, _, all) => {
  const { requestId, planned, sponsorId } = expected;
  const sponsor = await answers(sponsorId, all);
  const colleague = await staffMember(all, { not: [sponsorId], isContact: planned.kind === 'local' });
  if (!sponsor || !colleague) return undefined;
  const outcome = await handOver(requestId, { by: sponsor, colleague: colleague.login }, all.world.deps);
  if (outcome !== 'offered') return outcome;
  expected.offeredTo = colleague.accountId;
  all.later(plus(all.today, 2), { what: 'answer', life: planned.life });
  return undefined;
};

const answer: Action = async (expected, _, all) => {
  const colleague = await answers(expected.offeredTo, all);
  if (!colleague) return undefined;
  if (expected.planned.offer?.accepted) return takeOver(expected, colleague, all);
  const outcome = await declineHandOver(expected.requestId, colleague, all.world.deps);
  if (outcome !== 'declined') return outcome;
  delete expected.offeredTo;
  return undefined;
};

/** Somebody who was asked to answers for the guest from now on. */
export async function takeOver(expected: ExpectedStay, by: Account, all: Simulated): Promise<string | undefined> {
  const outcome = await acceptHandOver(expected.requestId, by, all.world.deps);
  if (outcome !== 'accepted') return outcome;
  all.count(expected.orphaned ? 'takenOver' : 'handedOver');
  expected.sponsorId = by.accountId;
  delete expected.offeredTo;
  delete expected.orphaned;
  return undefined;
}

export const actions: Readonly<Record<StayEvent, Action>> = {
  decide,
  extend,
  'end-stay': end,
  'undo-stay': undo,
  offer,
  answer,
};
