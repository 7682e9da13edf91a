import { describe, expect, test } from 'vitest';
import { mayBeUsed } from '../../../functions/account/account-use.ts';
import { decideRequest } from '../../../functions/request/decide-request.ts';
import { endStay, undoEnd } from '../../../functions/request/end-stay.ts';
import type { Account } from '../../../functions/account/account.ts';
import { extendStay } from '../../../functions/request/extend-stay.ts';
import { guestsOf } from '../../../functions/request/guest-count.ts';
import { acceptHandOver, declineHandOver, handOver } from '../../../functions/request/hand-over.ts';
import { disownStay } from '../../../functions/request/unit-contact.ts';
import { withdraw } from '../../../functions/request/withdraw.ts';
import { uca } from '../../../functions/university/uca.ts';
import { guestWorld, intern, visitor } from '../../support/guest-world.ts';

async function invited(options: Parameters<typeof guestWorld>[0] = {}) {
  const world = guestWorld(options);
  const sponsor = await world.staff('macurie');
  const colleague = await world.staff('picurie');
  const { requestId } = await world.invite(sponsor);
  await world.work();
  const { accountId = '' } = await world.stay(requestId);
  await world.change(accountId, { state: 'active' });
  return { world, sponsor, colleague, requestId, accountId };
}

describe('an end', () => {
  test('holds at once, everywhere, and nothing is lost for a day', async () => {
    const { world, sponsor, requestId, accountId } = await invited();
    expect(await endStay(requestId, sponsor, world)).toBe('ended');
    const account = await world.account(accountId);
    expect(mayBeUsed(account, uca, world.now())).toBe(false);
    expect(account).toMatchObject({
      state: 'active',
      lastDay: '2026-09-14',
      endedEarly: { by: 'sponsor', on: '2026-09-14', undoUntil: '2026-09-16T08:00:00Z' },
      directories: { uca: { status: 'pending' } },
    });
  });

  test('keeps the place of the guest as long as it can be undone, so that no quota is passed by undoing', async () => {
    const given = await invited({ university: { ...uca, guestQuotas: { perSponsor: 1, altogether: 9 } } });
    const { world, sponsor, requestId } = given;
    await endStay(requestId, sponsor, world);
    expect(await world.ask(sponsor, [visitor])).toMatchObject({ outcome: 'quota', of: 'sponsor', left: 0 });
    expect(await undoEnd(requestId, sponsor, world)).toBe('undone');
    expect(await guestsOf(sponsor.accountId, '2026-09-15', world.tables)).toBe(1);
    await endStay(requestId, sponsor, world);
    world.wait({ hours: 2 * 24 });
    expect(await world.ask(sponsor, [{ ...visitor, startsOn: '2026-09-17' }])).toMatchObject({ outcome: 'asked' });
  });

  test('is taken back within 24 hours, and the promised day holds again', async () => {
    const { world, sponsor, requestId, accountId } = await invited();
    await endStay(requestId, sponsor, world);
    world.wait({ hours: 23, minutes: 59 });
    expect(await undoEnd(requestId, sponsor, world)).toBe('undone');
    expect(await undoEnd(requestId, sponsor, world)).toBe('undone');
    const account = await world.account(accountId);
    expect(account.endedEarly).toBeUndefined();
    expect(account.lastDay).toBe('2026-09-17');
    expect(mayBeUsed(account, uca, world.now())).toBe(true);
    expect(await guestsOf(sponsor.accountId, '2026-09-15', world.tables)).toBe(1);
  });

  test('is not taken back after 24 hours', async () => {
    const { world, sponsor, requestId } = await invited();
    await endStay(requestId, sponsor, world);
    world.wait({ hours: 24 });
    expect(await undoEnd(requestId, sponsor, world)).toBe('changed');
  });

  test('changes nothing when it comes again', async () => {
    const { world, sponsor, requestId } = await invited();
    await endStay(requestId, sponsor, world);
    const before = await world.stay(requestId);
    world.wait({ hours: 1 });
    expect(await endStay(requestId, sponsor, world)).toBe('ended');
    expect(await world.stay(requestId)).toEqual(before);
  });

  test('reaches an account that comes into being while the sponsor ends the stay', async () => {
    const world = guestWorld();
    const sponsor = await world.staff('macurie');
    const { requestId } = await world.invite(sponsor);
    const first = world.waiting;
    const onboard = world.steps['GenerateCredentials'];
    let ended = false;
    await world.work({
      GenerateCredentials: async (state) => {
        if (!ended) await endStay(requestId, sponsor, world);
        ended = true;
        return onboard?.(state);
      },
    });
    expect(first.size).toBe(0);
    const { accountId } = await world.stay(requestId);
    const account = await world.account(accountId);
    expect(account).toMatchObject({ lastDay: '2026-09-14', endedEarly: { by: 'sponsor' } });
  });

  test('opens no account for a stay that was ended before it was stored', async () => {
    const world = guestWorld();
    const sponsor = await world.staff('macurie');
    const { requestId } = await world.invite(sponsor);
    await endStay(requestId, sponsor, world);
    await world.work();
    expect(world.accounts().filter(({ office }) => office === 'cri')).toEqual([]);
    expect(await undoEnd(requestId, sponsor, world)).toBe('undone');
    await world.work();
    const { accountId } = await world.stay(requestId);
    expect((await world.account(accountId)).lastDay).toBe('2026-09-17');
  });

  test('is the sponsor’s alone, of a stay that is here', async () => {
    const { world, sponsor, colleague, requestId } = await invited();
    expect(await endStay(requestId, colleague, world)).toBe('not-yours');
    expect(await undoEnd(requestId, sponsor, world)).toBe('changed');
    const waiting = await world.invite(sponsor, intern);
    expect(await endStay(waiting.requestId, sponsor, world)).toBe('changed');
    world.wait({ hours: 24 * 3 });
    expect(await endStay(requestId, sponsor, world)).toBe('changed');
  });
});

describe('a later end that waits for the CRI', () => {
  test('keeps the place of the guest, so that no quota is passed once it is granted', async () => {
    const world = guestWorld({ university: { ...uca, guestQuotas: { perSponsor: 1, altogether: 9 } } });
    const [sponsor, cri] = [await world.staff('macurie'), await world.staff('cricri')];
    const { requestId } = await world.invite(sponsor, { ...visitor, kind: 'guest' });
    const decide = async () =>
      decideRequest(
        requestId,
        { by: cri, verdict: 'granted', reason: 'Vu.', version: (await world.stay(requestId)).version },
        world,
      );
    await decide();
    await extendStay(requestId, { by: sponsor, until: '2026-09-30', reason: 'Suite.' }, world);
    world.wait({ hours: 24 * 4 });
    const another = { ...visitor, startsOn: '2026-09-20', endsOn: '2026-09-20' };
    expect(await world.ask(sponsor, [another])).toMatchObject({ outcome: 'quota' });
    expect(await decide()).toEqual({ outcome: 'decided' });
    expect(await guestsOf(sponsor.accountId, '2026-09-19', world.tables)).toBe(1);
    await extendStay(requestId, { by: sponsor, until: '2026-10-10', reason: 'Suite.' }, world);
    expect(await withdraw(requestId, sponsor, world)).toBe('withdrawn');
    expect(await guestsOf(sponsor.accountId, '2026-10-01', world.tables)).toBe(0);
    // Nobody's place is kept who was over already.
    world.wait({ hours: 24 * 12 });
    expect(await world.ask(sponsor, [{ ...visitor, startsOn: '2026-10-02', endsOn: '2026-10-05' }])).toMatchObject({
      outcome: 'asked',
    });
    expect(await extendStay(requestId, { by: sponsor, until: '2026-10-10', reason: 'Suite.' }, world)).toEqual({
      outcome: 'quota',
    });
  });
});

describe('a guest who is handed over', () => {
  test('is the colleague’s once they accept, and nobody else’s', async () => {
    const { world, sponsor, colleague, requestId } = await invited();
    expect(await handOver(requestId, { by: sponsor, colleague: ' PiCurie@UCA.fr' }, world)).toBe('offered');
    expect(await world.stay(requestId)).toMatchObject({ sponsorId: sponsor.accountId, handedTo: colleague.accountId });
    expect(world.desk(colleague.accountId)).toEqual([requestId]);
    expect(await acceptHandOver(requestId, colleague, world)).toBe('accepted');
    expect(await acceptHandOver(requestId, colleague, world)).toBe('accepted');
    expect(await world.stay(requestId)).toMatchObject({
      sponsorId: colleague.accountId,
      formerSponsorId: sponsor.accountId,
      version: 3,
    });
    expect(world.desk(sponsor.accountId)).toEqual([]);
    expect(await guestsOf(sponsor.accountId, '2026-09-15', world.tables)).toBe(0);
    expect(await guestsOf(colleague.accountId, '2026-09-15', world.tables)).toBe(1);
    expect(await endStay(requestId, sponsor, world)).toBe('not-yours');
  });

  test('stays the sponsor’s when the colleague declines, or the sponsor takes the offer back', async () => {
    const { world, sponsor, colleague, requestId } = await invited();
    for (const by of [colleague, sponsor]) {
      await handOver(requestId, { by: sponsor, colleague: 'picurie' }, world);
      expect(await declineHandOver(requestId, by, world)).toBe('declined');
      expect((await world.stay(requestId)).handedTo).toBeUndefined();
      expect(world.desk(colleague.accountId)).toEqual([]);
    }
    expect(await acceptHandOver(requestId, colleague, world)).toBe('not-yours');
  });

  test('is offered to one colleague at a time', async () => {
    const { world, sponsor, colleague, requestId } = await invited();
    const third = await world.staff('ircurie');
    await handOver(requestId, { by: sponsor, colleague: 'picurie' }, world);
    await handOver(requestId, { by: sponsor, colleague: 'ircurie' }, world);
    expect(await acceptHandOver(requestId, colleague, world)).toBe('not-yours');
    expect(await acceptHandOver(requestId, third, world)).toBe('accepted');
  });

  test('goes to nobody who is full, unless the sponsor has left', async () => {
    const given = await invited({ university: { ...uca, guestQuotas: { perSponsor: 1, altogether: 9 } } });
    const { world, sponsor, colleague, requestId } = given;
    await world.invite(colleague);
    await handOver(requestId, { by: sponsor, colleague: 'picurie' }, world);
    expect(await acceptHandOver(requestId, colleague, world)).toBe('quota');
    await world.change(sponsor.accountId, { state: 'suspended' });
    expect(await acceptHandOver(requestId, colleague, world)).toBe('accepted');
  });

  test('goes to nobody who is full because the sponsor says that the guest is not theirs', async () => {
    const given = await invited({ university: { ...uca, guestQuotas: { perSponsor: 1, altogether: 9 } } });
    const { world, sponsor, colleague, requestId } = given;
    await world.invite(colleague);
    await handOver(requestId, { by: sponsor, colleague: 'picurie' }, world);
    expect(await disownStay(requestId, sponsor, world)).toBe('disowned');
    expect(await acceptHandOver(requestId, colleague, world)).toBe('quota');
    expect(await world.stay(requestId)).toMatchObject({ sponsorId: sponsor.accountId });
  });

  test('K-09: is of nobody who may not ask for a local account, whom the sponsor disowns or not, but of anybody once the sponsor has left', async () => {
    const world = guestWorld();
    const sponsor = await world.staff('macurie');
    const services: Account['services'] = ['ent', 'mail'];
    const colleague = await world.staff('picurie', { services });
    await world.staff('accueil', { services });
    const { requestId } = await world.invite(sponsor, { ...intern, kind: 'local' });
    const offered = () => handOver(requestId, { by: sponsor, colleague: 'picurie' }, world);
    expect(await offered()).toBe('no-such-colleague');
    await disownStay(requestId, sponsor, world);
    expect((await world.stay(requestId)).handedTo).toBeUndefined();
    expect(await offered()).toBe('no-such-colleague');
    await world.change(sponsor.accountId, { state: 'suspended' });
    expect(await offered()).toBe('offered');
    expect(await acceptHandOver(requestId, colleague, world)).toBe('accepted');
  });

  test.each([
    ['who there is not', 'nobody'],
    ['who is no member of staff', 'student'],
    ['who is the sponsor', 'macurie'],
    ['who is the guest', 'grahoppe'],
    ['who is a sentence', 'Pierre, please'],
  ])('is not offered to somebody %s', async (_, typed) => {
    const { world, sponsor, requestId } = await invited();
    await world.staff('student', { population: 'student' });
    expect(await handOver(requestId, { by: sponsor, colleague: typed }, world)).toBe('no-such-colleague');
  });

  test('is offered by nobody but the sponsor; by the CRI only once the sponsor has left', async () => {
    const { world, sponsor, colleague, requestId } = await invited();
    const cri = await world.staff('cricri');
    expect(await handOver(requestId, { by: colleague, colleague: 'picurie' }, world)).toBe('not-yours');
    expect(await handOver(requestId, { by: cri, colleague: 'picurie', cri: true }, world)).toBe('not-yours');
    await world.change(sponsor.accountId, { state: 'suspended' });
    expect(await handOver(requestId, { by: cri, colleague: 'picurie', cri: true }, world)).toBe('offered');
  });
});

describe('a request that is withdrawn', () => {
  test('opens nothing, and cannot be decided on any more', async () => {
    const world = guestWorld();
    const sponsor = await world.staff('macurie');
    const { requestId } = await world.invite(sponsor, intern);
    expect(await withdraw(requestId, await world.staff('picurie'), world)).toBe('not-yours');
    expect(await withdraw(requestId, sponsor, world)).toBe('withdrawn');
    expect(await withdraw(requestId, sponsor, world)).toBe('withdrawn');
    expect(await world.stay(requestId)).toMatchObject({ state: 'withdrawn', version: 2 });
    expect(world.desk('cri')).toEqual([]);
    await world.work();
    expect(world.tables.rows('files').filter(({ office }) => office === 'cri')).toEqual([]);
  });

  test('is not one that was granted; a later end that waits is taken back alone', async () => {
    const { world, sponsor, requestId } = await invited();
    expect(await withdraw(requestId, sponsor, world)).toBe('changed');
    const { requestId: stayId } = await world.invite(sponsor, { ...visitor, kind: 'guest' });
    await world.tables.write({ table: 'requests', update: { requestId: stayId }, set: { state: 'granted' } });
    await extendStay(stayId, { by: sponsor, until: '2026-12-31', reason: 'Suite.' }, world);
    expect(await withdraw(stayId, sponsor, world)).toBe('withdrawn');
    const stay = await world.stay(stayId);
    expect(stay).toMatchObject({ state: 'granted', endsOn: '2026-09-17', event: 'extension-withdrawn' });
    expect(stay.wantedEnd).toBeUndefined();
  });
});
