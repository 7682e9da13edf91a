import { askForStays } from '../../functions/request/ask-for-stays.ts';
import { findStay } from '../../functions/request/request-repository.ts';
import { plus } from './days.ts';
import { type ExpectedStay, isOpen } from './expected-stay.ts';
import type { Event, PlannedStay, StayEvent } from './plan.ts';
import type { Simulated } from './simulated.ts';
import { staffMember } from './staff.ts';
import { actions } from './stay-actions.ts';

/** A sponsor sends one form. Nobody is there to ask in the first days: it is tried again then. */
export async function asks(event: Extract<Event, { what: 'ask' }>, all: Simulated): Promise<void> {
  const { world, today } = all;
  const stays = event.stays.filter(({ endsOn }) => endsOn >= today);
  if (stays.length === 0) return;
  const isLocal = stays.some(({ kind }) => kind === 'local');
  const sponsor = await staffMember(all, { isContact: isLocal });
  if (!sponsor) {
    all.later(plus(today, 1), event);
    return;
  }
  const { accountId } = sponsor;
  const rows = stays.map(({ life, kind, firstName, lastName, services, endsOn }) => ({
    ...{ kind, firstName, lastName, services, endsOn },
    ...{ mail: life.address, card: false, reason: 'Séminaire', startsOn: today },
  }));
  const asked = await askForStays(rows, { sponsor, form: world.newId(), language: 'fr' }, world.deps);
  if (asked.outcome !== 'asked') {
    all.breaks(`a sponsor asks in vain: ${JSON.stringify(asked)}`);
    return;
  }
  stays.forEach((planned, index) => {
    const { life, kind, services, endsOn, decision, offer } = planned;
    const requestId = asked.requestIds[index] ?? '';
    const state = kind === 'temporary-guest' && services.length === 0 ? 'granted' : 'waiting';
    all.stays.set(life.key, {
      ...{ planned, requestId, askedOn: today, sponsorId: accountId, state, endsOn },
      ...(state === 'granted' && { grantedOn: today }),
    });
    if (state === 'waiting') all.later(plus(today, decision.after), { what: 'decide', life });
    if (offer) all.later(plus(today, offer.after), { what: 'offer', life });
  });
  all.count('asked', stays.length);
  await world.settle();
}

/** What is planned next for a stay, if it is still possible. */
export async function goesOn({ what, life }: { what: StayEvent; life: PlannedStay['life'] }, all: Simulated) {
  const expected = all.stays.get(life.key);
  const stay = expected && (await findStay(expected.requestId, all.world.kept));
  if (!expected || !stay || !isOpenOrUndone(what, expected, all)) return;
  const done = await actions[what](expected, stay, all);
  const cannot = (outcome: string): void =>
    all.breaks(`${what}: ${outcome}`, { life, accountId: expected.guest?.accountId ?? expected.requestId });
  if (typeof done === 'string') cannot(done);
  await all.world.settle();
}

function isOpenOrUndone(what: StayEvent, expected: ExpectedStay, { today }: Simulated): boolean {
  return what === 'undo-stay' ? expected.ended !== undefined : isOpen(expected, today);
}
