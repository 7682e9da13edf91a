import { describe, expect, test } from 'vitest';
import { cookieOf, followed, locationOf } from '../../../support/link-world.ts';
import { deskWorld, withGuest } from '../../../support/desk-world.ts';

describe('a card', () => {
  const codeOf = (page: string) => /<code class="code">(.*?)<\/code>/.exec(page)?.[1] ?? '';

  async function printed() {
    const guest = await withGuest();
    const sent = await guest.world.send(`${guest.path}/card`, guest.cookie, {});
    const page = await sent.text();
    return { ...guest, page, code: codeOf(page) };
  }

  test('has the login, a code of 80 bits or more in groups, a QR code and its last day, and is stored nowhere', async () => {
    const { page, code, world } = await printed();
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(page).toContain('grahoppe');
    expect(page).toMatch(/<svg class="qr" [^>]*role="img" aria-label="QR code/);
    expect(page).not.toMatch(/\sstyle=|<style|data:/);
    expect(page).toContain('16 September 2026');
    expect(page, 'a card does not outlive the account').not.toContain('22 September 2026');
    expect(JSON.stringify(world.logged)).not.toContain(code);
    for (const table of ['links', 'audit', 'accounts', 'requests'] as const) {
      expect(JSON.stringify(world.tables.rows(table))).not.toContain(code);
    }
  });

  test('is in both languages, that of the page first: a visitor may not read the sponsor’s', async () => {
    const { page } = await printed();
    const card = /<article class="card".*?<\/article>/s.exec(page)?.[0] ?? '';
    expect(card).toMatch(/<p lang="en">.*choose your password.*<p lang="fr">.*choisissez votre mot de passe/s);
    for (const said of ['Login / Identifiant', '16 September 2026 / 16 septembre 2026']) expect(card).toContain(said);
  });

  test('stands for the link once: login and code open the page of a first password', async () => {
    const { world, code } = await printed();
    const sent = await world.send('/card', '', { login: ' GraHoppe ', code: code.toLowerCase().replaceAll('-', ' ') });
    expect(locationOf(sent)).toEqual([303, '/activate']);
    const cookie = cookieOf(sent, 'link');
    expect(await world.page('/activate', cookie)).toContain('With a card it is optional');
    const chosen = await world.send('/activate', cookie, world.activation({ recovery: 'none' }));
    expect(locationOf(chosen)).toEqual([303, '/result']);
    expect((await world.send('/card', '', { login: 'grahoppe', code })).status, 'B-04').toBe(422);
  });

  test('is dead once another one is made', async () => {
    const { world, code, cookie, path } = await printed();
    const other = codeOf(await (await world.send(`${path}/card`, cookie, {})).text());
    expect(other).not.toBe(code);
    expect((await world.send('/card', '', { login: 'grahoppe', code })).status).toBe(422);
    expect((await world.send('/card', '', { login: 'grahoppe', code: other })).status).toBe(303);
  });

  test('D-01: of another login, a wrong code and no code at all, the page says the same', async () => {
    const { world, code } = await printed();
    const pages = await Promise.all(
      [
        { login: 'grahoppe', code: '0000-0000-0000-0000-0000' },
        { login: 'grahoppe', code: '' },
        { login: 'grahoppe', code: `${code}0` },
        { login: 'macurie1', code },
        { login: 'nobody99', code },
      ].map(async (fields) => {
        const sent = await world.send('/card', '', fields);
        return [sent.status, (await sent.text()).replaceAll(fields.login, '')];
      }),
    );
    expect(new Set(pages.map((page) => JSON.stringify(page))).size).toBe(1);
    expect(pages[0]?.[0]).toBe(422);
  });

  test('D-03, D-06: is tried eight times in a quarter of an hour under one login, known or not', async () => {
    const { world, code } = await printed();
    for (let n = 0; n < 8; n += 1) await world.send('/card', '', { login: 'grahoppe', code: 'wrong' });
    expect((await world.send('/card', '', { login: 'grahoppe', code })).status).toBe(422);
    world.wait({ minutes: 15 });
    expect((await world.send('/card', '', { login: 'grahoppe', code })).status).toBe(303);
  });

  test('is dead after seven days', async () => {
    const world = deskWorld();
    const { code } = await (async () => {
      const guest = await withGuest({ until: '2026-10-10' }, world);
      return { code: codeOf(await (await world.send(`${guest.path}/card`, guest.cookie, {})).text()) };
    })();
    world.wait({ hours: 7 * 24 - 1 });
    expect((await world.send('/card', '', { login: 'grahoppe', code })).status).toBe(303);
    world.wait({ hours: 1 });
    expect((await world.send('/card', '', { login: 'grahoppe', code })).status).toBe(422);
  });

  test('is for a guest without an address alone', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    await world.send('/sponsor/ask', cookie, world.guest({ kind: 'temporary-guest', until: '2026-09-16' }));
    const requestId = world.stays()[0]?.requestId ?? '';
    await world.welcome(requestId);
    const path = `/sponsor/guests/${requestId}`;
    expect(await world.page(path, cookie)).not.toContain(`${path}/card`);
    expect(followed(await world.send(`${path}/card`, cookie, {}))).toEqual([303, path, 'card-has-mail']);
  });
});
