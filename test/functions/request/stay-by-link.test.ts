import { describe, expect, test } from 'vitest';
import { acceptHandOver, handOver } from '../../../functions/request/hand-over.ts';
import { actByLink, stayByLink } from '../../../functions/request/stay-by-link.ts';
import { guestWorld, intern } from '../../support/guest-world.ts';

async function mailed() {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  const contact = await world.staff('accueil');
  const { requestId } = await world.invite(sponsor);
  await world.work();
  const { token, code } = world.linkTo('macurie@uca.fr');
  const act = (what: 'end' | 'not-mine' | 'undo', typed = code) => actByLink(token, { what, code: typed }, world);
  return { world, sponsor, contact, requestId, token, code, act };
}
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('the mail of a sponsor', () => {
  test('leads to the guest, and looking changes nothing (B-06)', async () => {
    const { world, requestId, token } = await mailed();
    const before = JSON.stringify([world.tables.rows('requests'), world.tables.rows('links')]);
    expect((await stayByLink(token, world))?.stay.requestId).toBe(requestId);
    expect(JSON.stringify([world.tables.rows('requests'), world.tables.rows('links')])).toBe(before);
  });

  test('ends the stay by its code, and undoes the end by the same', async () => {
    const { world, requestId, code, act } = await mailed();
    expect(code).toMatch(/^\d{6}$/);
    expect(await act('end', ` ${code.slice(0, 3)} ${code.slice(3)}`)).toBe('ended');
    expect((await world.stay(requestId)).ended).toBeDefined();
    expect(await act('undo')).toBe('undone');
    expect((await world.stay(requestId)).ended).toBeUndefined();
  });

  test('says that a guest is not theirs: the contact and the CRI are asked, nothing is cut off, and it can be undone', async () => {
    const { world, sponsor, contact, requestId, act } = await mailed();
    expect(await act('not-mine')).toBe('disowned');
    expect(await world.stay(requestId)).toMatchObject({
      ...{ state: 'granted', endsOn: '2026-09-17', sponsorId: sponsor.accountId, handedTo: contact.accountId },
      orphanedAt: '2026-09-15T08:00:00Z',
    });
    expect(world.desk('cri')).toEqual([requestId]);
    expect(await act('undo')).toBe('undone');
    const kept = await world.stay(requestId);
    expect([kept.handedTo, kept.orphanedAt]).toEqual([undefined, undefined]);
    expect(world.desk('cri')).toEqual([]);
  });

  test('undoes nothing after 24 hours', async () => {
    const { world, act } = await mailed();
    await act('not-mine');
    world.wait({ hours: 24 });
    expect(await act('undo')).toBe('changed');
  });

  test('D-06: looks at five codes, however many come at once, and does nothing any more after five wrong ones', async () => {
    const { world, requestId, code, token, act } = await mailed();
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => act('end', wrong(code))));
    expect(outcomes.filter((each) => each === 'wrong-code').length).toBeLessThanOrEqual(5);
    expect(await act('end')).toBe('dead');
    expect(await stayByLink(token, world)).toBeUndefined();
    expect((await world.stay(requestId)).ended).toBeUndefined();
  });

  test('counts wrong codes anew after a right one', async () => {
    const { code, act } = await mailed();
    for (let tried = 0; tried < 4; tried += 1) expect(await act('end', wrong(code))).toBe('wrong-code');
    expect(await act('end')).toBe('ended');
    for (let tried = 0; tried < 4; tried += 1) expect(await act('undo', wrong(code))).toBe('wrong-code');
    expect(await act('undo')).toBe('undone');
  });

  test.each([
    [
      'is older than 30 days',
      ({ world }: Awaited<ReturnType<typeof mailed>>) => {
        world.wait({ hours: 30 * 24 });
        return Promise.resolve();
      },
    ],
    [
      'is of a time before the sponsor’s new password',
      ({ world, sponsor }: Awaited<ReturnType<typeof mailed>>) =>
        world.change(sponsor.accountId, { credentialEpoch: 1 }),
    ],
    [
      'is a sponsor’s who has left',
      ({ world, sponsor }: Awaited<ReturnType<typeof mailed>>) =>
        world.change(sponsor.accountId, { lastDay: '2026-09-14' }),
    ],
    [
      'is a sponsor’s whose account is locked',
      ({ world, sponsor }: Awaited<ReturnType<typeof mailed>>) =>
        world.change(sponsor.accountId, { lock: { reason: 'stolen', at: '' } }),
    ],
    [
      'is a sponsor’s who answers for the guest no more (A-06)',
      async ({ world, sponsor, contact, requestId }: Awaited<ReturnType<typeof mailed>>) => {
        await handOver(requestId, { by: sponsor, colleague: 'accueil' }, world);
        await acceptHandOver(requestId, contact, world);
      },
    ],
  ])('does nothing when it %s', async (_, happens) => {
    const given = await mailed();
    await happens(given);
    expect(await given.act('end')).toBe('dead');
    expect(await stayByLink(given.token, given.world)).toBeUndefined();
  });

  test('A-05: takes no other link, and no code of another mail', async () => {
    const { world, sponsor, act } = await mailed();
    await world.invite(sponsor, { firstName: 'Ada' });
    await world.work();
    const other = world.linkTo('macurie@uca.fr');
    expect(await act('end', other.code)).toBe('wrong-code');
    const welcome = world.mail.to('grace@example.org').at(-1)?.text ?? '';
    const token = /\/l\/([\w-]{43})/.exec(welcome)?.[1] ?? '';
    expect(token).not.toBe('');
    expect(await actByLink(token, { what: 'end', code: '000000' }, world)).toBe('dead');
  });

  test('about many guests ends none of them', async () => {
    const world = guestWorld();
    const sponsor = await world.staff('macurie');
    await world.ask(sponsor, [intern, { ...intern, firstName: 'Ada' }]);
    await world.work();
    expect(world.mail.to('macurie@uca.fr')).toHaveLength(1);
    expect(world.linkTo('macurie@uca.fr')).toEqual({ token: '', code: '' });
    expect(world.mail.to('support@isima.fr')).toHaveLength(1);
  });
});
