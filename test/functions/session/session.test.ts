import { describe, expect, test } from 'vitest';
import { accountWorld } from '../../support/account-world.ts';
import { cookieOf, locationOf } from '../../support/link-world.ts';
import { mayBeUsed } from '../../../functions/account/account-use.ts';
import { acceptPassword } from '../../../functions/password/accept-password.ts';
import { ulid } from 'ulid';

const toSignIn = [303, '/sign-in'];

describe('a session', () => {
  test('E-01: is a cookie of this host that no script reads and that ends with the browser', async () => {
    const world = accountWorld();
    const { login, password } = await world.active();
    const set = (await world.signIn(login, password)).headers.getSetCookie();
    expect(set.find((each) => each.startsWith('__Host-session='))).toMatch(
      /^__Host-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(set.find((each) => each.startsWith('__Host-device='))).toMatch(
      /^__Host-device=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test('B-02: stands in the table by a hash of its id', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    const rows = world.tables.rows('sessions');
    expect(rows).toHaveLength(1);
    const token = cookie.slice('__Host-session='.length);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(
      (
        await world.request('/account', {
          headers: { cookie: `__Host-session=${JSON.stringify(rows[0]?.['sessionHash']).slice(1, -1)}` },
        })
      ).status,
    ).toBe(303);
  });

  test('E-02: has a new id at every sign-in, never one that a browser brought', async () => {
    const world = accountWorld();
    const { login, password } = await world.active();
    const planted = `__Host-session=${'A'.repeat(43)}`;
    const first = cookieOf(await world.signIn(login, password, { cookie: planted }), 'session');
    expect(first).not.toBe(planted);
    expect((await world.open('/account', planted)).status).toBe(303);
    const second = cookieOf(await world.signIn(login, password, { cookie: first }), 'session');
    expect(second).not.toBe(first);
    expect((await world.open('/account', second)).status).toBe(200);
    expect((await world.open('/account', first)).status, 'the one before ends').toBe(303);
  });

  test('E-02: signed out is dead, also for whoever kept the cookie', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    const response = await world.post('/sign-out', {}, { cookie });
    expect(locationOf(response)).toEqual([303, '/']);
    expect(response.headers.getSetCookie()).toContain(
      '__Host-session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
    expect(locationOf(await world.open('/account', cookie))).toEqual(toSignIn);
    expect(world.tables.rows('sessions')).toEqual([]);
  });

  test('signed out everywhere is dead in every browser', async () => {
    const world = accountWorld();
    const { cookie, login, password } = await world.signedIn();
    const other = cookieOf(await world.signIn(login, password), 'session');
    expect((await world.open('/account', other)).status).toBe(200);
    expect((await world.post('/account/sign-out-everywhere', {}, { cookie })).status).toBe(303);
    for (const each of [cookie, other]) expect(locationOf(await world.open('/account', each))).toEqual(toSignIn);
    const later = cookieOf(await world.signIn(login, password), 'session');
    expect((await world.open('/account', later)).status).toBe(200);
  });

  test('E-03: ends after 30 minutes without a request, and goes on with each', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    for (let n = 0; n < 4; n += 1) {
      world.wait({ minutes: 29 });
      expect((await world.open('/account', cookie)).status).toBe(200);
    }
    world.wait({ minutes: 30 });
    expect(locationOf(await world.open('/account', cookie))).toEqual(toSignIn);
    expect(world.tables.rows('sessions'), 'no write brings it back').toMatchObject([
      { seenAt: '2026-09-15T09:56:00Z' },
    ]);
  });

  test('E-03: ends after 8 hours, however busy', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    for (let n = 0; n < 8 * 3 - 1; n += 1) {
      world.wait({ minutes: 20 });
      expect((await world.open('/account', cookie)).status).toBe(200);
    }
    world.wait({ minutes: 19, seconds: 59 });
    expect((await world.open('/account', cookie)).status).toBe(200);
    world.wait({ seconds: 1 });
    expect(locationOf(await world.open('/account', cookie))).toEqual(toSignIn);
  });

  test('is written at most once a minute, and not after it was signed out', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    const written = () => world.calls.filter((call) => call === 'update sessions').length;
    for (let second = 0; second < 120; second += 10) {
      await world.open('/account/address', cookie);
      world.wait({ seconds: 10 });
    }
    expect(written()).toBe(1);
  });

  test.each([
    ['locked', { lock: { reason: 'not-me', at: '2026-09-15T08:00:00Z' } }],
    ['suspended', { state: 'suspended' }],
    ['closed', { state: 'closed' }],
    ['past its last day', { lastDay: '2026-09-14' }],
  ])('K-10: is dead at once when the account is %s', async (_, set) => {
    const world = accountWorld();
    const { cookie, accountId } = await world.signedIn();
    await world.tables.write({ table: 'accounts', update: { accountId }, set });
    expect(mayBeUsed(await world.account(accountId), world.deps.university, world.clock.at)).toBe(false);
    for (const path of ['/account', '/account/data.json', '/account/password', '/account/address', '/account/code']) {
      expect(locationOf(await world.open(path, cookie)), path).toEqual(toSignIn);
    }
  });

  test('K-10: ends with the last second of the last day, in Paris', async () => {
    const world = accountWorld({ at: '2026-10-24T21:59:00Z' });
    const { cookie } = await world.signedIn({ lastDay: '2026-10-24' });
    world.wait({ seconds: 59 });
    expect((await world.open('/account', cookie)).status).toBe(200);
    world.wait({ seconds: 1 });
    expect(locationOf(await world.open('/account', cookie))).toEqual(toSignIn);
  });

  test('B-09: of a thief is dead once the owner has recovered, and recovering signs nobody in', async () => {
    const world = accountWorld();
    const { cookie, accountId } = await world.signedIn();
    const accepted = await acceptPassword(
      {
        operationId: ulid(),
        purpose: 'recovery',
        account: await world.account(accountId),
        password: 'Another-Violet-7-Tasse',
        language: 'fr',
        spend: [],
        triesLeft: 5,
      },
      { tables: world.tables, seal: world.vault.seal, hmacKey: world.hmacKey, now: () => world.clock.at },
    );
    expect(accepted.outcome).toBe('accepted');
    expect(locationOf(await world.open('/account', cookie))).toEqual(toSignIn);
    expect((await world.open('/account', '')).status).toBe(303);
    expect(world.tables.rows('sessions')).toHaveLength(1);
  });

  test('of an id that is none is not looked up', async () => {
    const world = accountWorld();
    for (const odd of ['x', 'A'.repeat(44), '%00', 'é'.repeat(43)]) {
      expect((await world.open('/account', `__Host-session=${encodeURIComponent(odd)}`)).status).toBe(303);
    }
    expect(world.calls).toEqual([]);
  });

  test('nothing is shown while the tables are away', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    for (const skip of [0, 1]) {
      world.tables.failNext({ skip });
      const response = await world.open('/account', cookie);
      expect(response.status).toBe(503);
      expect(await response.text()).not.toContain('chldalen');
    }
  });
});
