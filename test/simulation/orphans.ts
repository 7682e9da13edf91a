import { handOver } from '../../functions/request/hand-over.ts';
import { findStay } from '../../functions/request/request-repository.ts';
import { isOpen } from './expected-stay.ts';
import { unitContact } from './people.ts';
import type { Simulated } from './simulated.ts';
import { answers, staffMember } from './staff.ts';
import { takeOver } from './stay-actions.ts';

/** The unit's contact takes over who is offered to them, a few days after; the CRI offers them whom nobody was asked for. */
export async function takeOverOrphans(all: Simulated): Promise<void> {
  const { world, today, random, byLife } = all;
  const contact = await answers(byLife.get(unitContact.key)?.accountId, all);
  if (!contact || !random.happens(0.2)) return;
  for (const expected of all.stays.values()) {
    if (!expected.orphaned || !isOpen(expected, today)) continue;
    const stay = await findStay(expected.requestId, world.kept);
    const wrong = (outcome: string | undefined): void => {
      if (outcome !== undefined)
        all.breaks(`taking over: ${outcome}`, { life: expected.planned.life, accountId: expected.requestId });
    };
    if (stay?.handedTo === contact.accountId) wrong(await takeOver(expected, contact, all));
    else if (stay && !(await answers(stay.handedTo, all))) {
      const by = await staffMember(all, { not: [stay.sponsorId] });
      const offer = { colleague: contact.login, cri: true };
      const outcome = by && (await handOver(expected.requestId, { by, ...offer }, world.deps));
      wrong(outcome === 'offered' ? undefined : outcome);
      if (outcome === 'offered') expected.offeredTo = contact.accountId;
    }
    await world.settle();
  }
}
