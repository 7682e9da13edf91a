import { describe, expect, test } from 'vitest';
import { acceptHandOver, declineHandOver, handOver } from '../../../functions/request/hand-over.ts';
import { hasSponsor } from '../../../functions/request/sponsor.ts';
import { askContactFor, askUnitContact, contactAddress } from '../../../functions/request/unit-contact.ts';
import { uca } from '../../../functions/university/uca.ts';
import { guestWorld, intern } from '../../support/guest-world.ts';

async function leaving({ contact = true }: { contact?: boolean } = {}) {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  const accueil = contact ? await world.staff('accueil') : undefined;
  const stay = await world.invite(sponsor);
  const other = await world.invite(sponsor, { ...intern, firstName: 'Ada' });
  await world.work();
  await world.change(sponsor.accountId, { state: 'suspended', lastDay: '2026-09-14' });
  return {
    world,
    sponsor,
    accueil,
    stay: await world.stay(stay.requestId),
    waiting: await world.stay(other.requestId),
  };
}

describe('K-08: the guests of a sponsor who leaves', () => {
  test('are offered to the unit’s contact, and none is cut off before the promised day', async () => {
    const { world, sponsor, accueil, stay, waiting } = await leaving();
    const before = await world.account(stay.accountId);
    expect(await hasSponsor(stay, world)).toBe(false);
    expect(await askUnitContact(sponsor, world)).toEqual({ stays: 2 });
    for (const { requestId, endsOn } of [stay, waiting]) {
      expect(await world.stay(requestId)).toMatchObject({
        sponsorId: sponsor.accountId,
        handedTo: accueil?.accountId,
        endsOn,
      });
    }
    expect(await world.account(stay.accountId)).toEqual(before);
    await world.work();
    expect(world.mail.to('accueil@uca.fr')).toHaveLength(2);
    expect(world.mail.to('macurie@uca.fr').some(({ subject }) => subject.includes('not yours'))).toBe(false);
    if (accueil) expect(await acceptHandOver(stay.requestId, accueil, world)).toBe('accepted');
    const taken = await world.stay(stay.requestId);
    expect(await hasSponsor(taken, world)).toBe(true);
    expect(taken.orphanedAt).toBeUndefined();
  });

  test('stand on the CRI’s page when nobody of the unit has an account, and the address is written to all the same', async () => {
    const { world, sponsor, stay, waiting } = await leaving({ contact: false });
    await askUnitContact(sponsor, world);
    await world.work();
    expect(world.desk('cri').toSorted()).toEqual([stay.requestId, waiting.requestId].toSorted());
    expect((await world.stay(stay.requestId)).handedTo).toBeUndefined();
    expect(world.mail.to('accueil@uca.fr')).toHaveLength(2);
  });

  test('are asked about again after a month, and not before', async () => {
    const { world, sponsor, accueil, waiting } = await leaving();
    await askUnitContact(sponsor, world);
    if (accueil) await declineHandOver(waiting.requestId, accueil, world);
    world.wait({ hours: 29 * 24 });
    expect(await askUnitContact(sponsor, world)).toEqual({ stays: 0 });
    world.wait({ hours: 24 });
    expect(await askUnitContact(sponsor, world)).toEqual({ stays: 1 });
    expect((await world.stay(waiting.requestId)).handedTo).toBe(accueil?.accountId);
  });

  test('go to the colleague to whom they were offered before, if that one accepts', async () => {
    const world = guestWorld();
    const [sponsor, colleague] = [await world.staff('macurie'), await world.staff('picurie')];
    const { requestId } = await world.invite(sponsor);
    await handOver(requestId, { by: sponsor, colleague: 'picurie' }, world);
    await world.change(sponsor.accountId, { state: 'suspended' });
    expect(await askContactFor(requestId, world)).toBe('asked');
    expect(await acceptHandOver(requestId, colleague, world)).toBe('accepted');
  });

  test('are left alone as long as somebody answers for them', async () => {
    const world = guestWorld();
    const { requestId } = await world.invite(await world.staff('macurie'));
    expect(await askContactFor(requestId, world)).toBe('not-needed');
  });

  test('are not asked about once they are over', async () => {
    const { world, sponsor, stay } = await leaving();
    world.wait({ hours: 24 * 3 });
    await askUnitContact(sponsor, world);
    expect((await world.stay(stay.requestId)).version).toBe(stay.version);
  });
});

test('the contact is of the unit where the guest is, else of the sponsor’s, else of the university', () => {
  const university = {
    ...uca,
    unitContacts: { byAffiliation: { isima: 'i@uca.fr', limos: 'l@uca.fr' }, otherwise: 'u@uca.fr' },
  };
  expect(contactAddress({ services: ['limos'] }, { affiliations: ['isima'] }, university)).toBe('l@uca.fr');
  expect(contactAddress({ services: [] }, { affiliations: ['droit', 'isima'] }, university)).toBe('i@uca.fr');
  expect(contactAddress({ services: [] }, { affiliations: ['constructor'] }, university)).toBe('u@uca.fr');
  expect(contactAddress({ services: [] }, undefined, university)).toBe('u@uca.fr');
});
