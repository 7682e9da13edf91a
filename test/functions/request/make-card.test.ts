import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLink } from '../../../functions/link/find-link.ts';
import { isLive } from '../../../functions/link/link.ts';
import { cardToken, newCardCode } from '../../../functions/request/card-code.ts';
import { endStay } from '../../../functions/request/end-stay.ts';
import { makeCard } from '../../../functions/request/make-card.ts';
import { guestWorld } from '../../support/guest-world.ts';

async function handed(given: { mail?: string; card?: boolean; endsOn?: string } = {}) {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  const { requestId } = await world.invite(sponsor, { mail: '', card: true, ...given });
  await world.work();
  const { accountId = '' } = await world.stay(requestId);
  const live = async (code: string) => {
    const link = await findLink(cardToken(code) ?? '', { tables: world.tables, hmacKey: world.key });
    return link ? isLive(link, await world.account(accountId), link.purpose, world.now()) : undefined;
  };
  const made = async () => {
    const card = await makeCard(requestId, sponsor, world);
    if (card.outcome !== 'made') throw new Error(card.outcome);
    return card;
  };
  return { world, sponsor, requestId, accountId, live, made };
}

describe('a card', () => {
  test('stands for the link that activates the account of a guest without an address', async () => {
    const { world, accountId, live, made } = await handed();
    const card = await made();
    expect(card).toMatchObject({ login: 'grahoppe', lastDay: '2026-09-17', endsAt: '2026-09-22T08:00:00Z' });
    expect(card.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(card.url).toBe(`https://compte.example/l/${cardToken(card.code) ?? ''}`);
    expect(await live(card.code)).toBe(true);
    expect(world.tables.rows('links').filter((link) => link['accountId'] === accountId)).toMatchObject([
      { purpose: 'activation', card: true },
    ]);
    expect(JSON.stringify([...world.tables.rows('links'), ...world.tables.rows('audit')])).not.toContain(card.code);
    expect(world.mail.sent.filter(({ to }) => to !== 'macurie@uca.fr')).toEqual([]);
  });

  test('kills the one before, and dies after seven days', async () => {
    const { world, live, made } = await handed();
    const [first, second] = [await made(), await made()];
    expect([await live(first.code), await live(second.code)]).toEqual([false, true]);
    world.wait({ hours: 7 * 24 });
    expect(await live(second.code)).toBe(false);
  });

  test('recovers the account once it is active, since nothing can be mailed', async () => {
    const { world, accountId, live, made } = await handed();
    await world.change(accountId, { state: 'active' });
    const card = await made();
    const links = world.tables.rows('links').filter((link) => link['accountId'] === accountId);
    expect(links).toMatchObject([{ purpose: 'recovery' }]);
    expect(await live(card.code)).toBe(true);
  });

  test('is made for nobody who has an address, and by nobody but the sponsor', async () => {
    const { world, sponsor, requestId } = await handed({ card: false, mail: 'grace@example.org' });
    expect(await makeCard(requestId, sponsor, world)).toEqual({ outcome: 'has-mail' });
    expect(await makeCard(requestId, await world.staff('picurie'), world)).toEqual({ outcome: 'not-yours' });
  });

  test('B-17: is made while a first recovery address waits, and for nobody once it may be used', async () => {
    const { world, sponsor, requestId, accountId, made } = await handed({ endsOn: '2026-09-30' });
    const usableFrom = world.now().add({ hours: 72 }).toString();
    const recovery = { address: 'eve@example.org', confirmedAt: world.now().toString(), usableFrom };
    await world.change(accountId, { state: 'active', recovery });
    expect(await made()).toMatchObject({ outcome: 'made' });
    world.wait({ hours: 72 });
    expect(await makeCard(requestId, sponsor, world)).toEqual({ outcome: 'has-mail' });
  });

  test('is made for nobody before the account is there, nor after its end', async () => {
    const world = guestWorld();
    const sponsor = await world.staff('macurie');
    const { requestId } = await world.invite(sponsor, { mail: '', card: true });
    expect(await makeCard(requestId, sponsor, world)).toEqual({ outcome: 'not-ready' });
    await world.work();
    await endStay(requestId, sponsor, world);
    expect(await makeCard(requestId, sponsor, world)).toEqual({ outcome: 'unusable' });
  });

  test('is made for nobody who is locked', async () => {
    const { world, sponsor, requestId, accountId } = await handed();
    await world.change(accountId, { lock: { reason: 'stolen', at: '' } });
    expect(await makeCard(requestId, sponsor, world)).toEqual({ outcome: 'unusable' });
  });
});

describe('the code of a card', () => {
  test('is read as it is typed: in any case, with or without dashes, O for 0 and I or L for 1', () => {
    const code = '01AB-CDEF-0123-4567-89XY';
    const token = cardToken(code);
    expect(token).toMatch(/^[\w-]{43}$/);
    const ways = ['01abcdef01234567 89xy', 'oIAB CDEF O123 4567 89XY', '0lab–cdef–0123–4567–89xy'];
    for (const typed of ways) expect(cardToken(typed), typed).toBe(token);
  });

  test('is no code when a character is missing, or is none of the alphabet', () => {
    for (const typed of ['', '01AB-CDEF-0123-4567-89X', '01AB-CDEF-0123-4567-89XU', '01AB-CDEF-0123-4567-89XYZ'])
      expect(cardToken(typed), typed).toBeUndefined();
  });

  test('holds 100 bits of what was drawn', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.nat(19), (bytes, at) => {
        const other = bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
        expect(newCardCode(() => bytes)).not.toBe(newCardCode(() => other));
        expect(cardToken(newCardCode(() => bytes))).toBeDefined();
      }),
    );
  });
});
