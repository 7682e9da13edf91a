import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { triesOfCurrentPassword } from '../../../../functions/session/check-current-password.ts';
import { type AccountWorld, accountWorld } from '../../../support/account-world.ts';
import { cookieOf, goodPassword, locationOf } from '../../../support/link-world.ts';

const fresh = goodPassword(9);
const writes = ({ servers }: AccountWorld) => servers.uca.calls.set + servers['isima-limos'].calls.set;

async function ready() {
  const world = accountWorld();
  const person = await world.signedIn();
  const change = (given: Readonly<Record<string, string>> = {}, cookie = person.cookie) =>
    world.post('/account/password', { form: ulid(), current: person.password, password: fresh, ...given }, { cookie });
  return { world, change, ...person };
}

describe('a change of password', () => {
  test('is everywhere once the workflow has run, and only then', async () => {
    const { world, change, accountId } = await ready();
    const response = await change();
    expect(locationOf(response)).toEqual([303, '/result']);
    expect(world.executions).toMatchObject([{ workflow: 'password' }]);
    expect(await world.passwordsOf(accountId)).toEqual({ uca: goodPassword(), 'isima-limos': goodPassword() });
    await world.run();
    expect(await world.passwordsOf(accountId)).toEqual({ uca: fresh, 'isima-limos': fresh });
    const cookie = `${cookieOf(response, 'link')}; ${cookieOf(response, 'session')}`;
    const page = await world.open('/result', cookie);
    expect(page.status).toBe(200);
    expect(await page.text(), 'still signed in').toContain('href="/account"');
  });

  test('B-09, E-02: ends every session but this browser’s, which has a new id', async () => {
    const { world, change, cookie, login, password } = await ready();
    const thief = cookieOf(await world.signIn(login, password), 'session');
    const response = await change();
    const after = cookieOf(response, 'session');
    expect(after).not.toBe(cookie);
    for (const dead of [cookie, thief]) expect((await world.open('/account', dead)).status).toBe(303);
    expect((await world.open('/account', after)).status).toBe(200);
  });

  test.each([
    ['wrong', { current: 'Not-The-Password-1' }, 422],
    ['empty', { current: '' }, 422],
  ])('C-07: with a current password that is %s changes nothing', async (_, given, status) => {
    const { world, change, accountId } = await ready();
    const before = await world.account(accountId);
    const response = await change(given);
    const page = await response.text();
    expect(response.status).toBe(status);
    expect(page).toContain('<a href="#current">This is not your current password</a>');
    expect(page).toMatch(/id="current"[^>]*aria-describedby="current-error"[^>]*aria-invalid="true"/);
    expect(page).not.toContain(fresh);
    expect([await world.account(accountId), world.executions]).toEqual([before, []]);
  });

  test.each([
    ['missing', (form: string) => `form=${form}&password=${fresh}`],
    ['twice there', (form: string) => `form=${form}&password=${fresh}&current=a&current=b`],
    ['an array', (form: string) => `form=${form}&password=${fresh}&current%5B%5D=a`],
    ['an object', (form: string) => `form=${form}&password=${fresh}&current%5Bx%5D=a`],
  ])('C-07, D-09: with a current password that is %s is no form: no directory hears of it', async (_, body) => {
    const { world, accountId, cookie } = await ready();
    const before = [world.binds(), writes(world), await world.account(accountId)];
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', cookie };
    const response = await world.request('/account/password', { method: 'POST', headers, body: body(ulid()) });
    expect(response.status).toBe(400);
    expect([world.binds(), writes(world), await world.account(accountId)]).toEqual(before);
  });

  test('C-07: without a session is no change, whoever knows the password', async () => {
    const { world, change, accountId } = await ready();
    const before = await world.account(accountId);
    expect(locationOf(await change({}, ''))).toEqual([303, '/sign-in']);
    expect(await world.account(accountId)).toEqual(before);
  });

  test('C-08: makes one bind, and five tries in ten minutes, in any session', async () => {
    const { world, change, login, password } = await ready();
    const other = cookieOf(await world.signIn(login, password), 'session');
    const before = world.binds();
    for (let n = 0; n < 10; n += 1) await change({ current: 'Wrong-Password-1' }, n % 2 ? other : undefined);
    expect(world.binds() - before).toBe(triesOfCurrentPassword.uses);
    const response = await change();
    expect([response.status, (await response.text()).includes('wait ten minutes')]).toEqual([422, true]);
    world.wait({ minutes: 10 });
    expect((await change()).status).toBe(303);
  });

  test('C-08: a right current password uses none of the five tries up', async () => {
    const { world, change, password, cookie } = await ready();
    const give = (current: string, n: number) =>
      world.post('/account/address', { form: ulid(), address: `a${n}@example.org`, current }, { cookie });
    for (let n = 0; n < 4; n += 1) expect((await give('Wrong-Password-1', n)).status).toBe(422);
    for (let n = 0; n < 3; n += 1) expect((await give(password, n)).status).toBe(303);
    expect(await (await change({ current: 'Wrong-Password-1' })).text()).toContain('not your current password');
    expect(await (await change()).text(), 'the sixth after five wrong ones').toContain('wait ten minutes');
  });

  test('C-08, D-06: of two hundred wrong ones at once, among right ones, five are tried', async () => {
    const { world, change, password, cookie } = await ready();
    const before = world.binds();
    const right = (n: number) =>
      world.post('/account/address', { form: ulid(), address: `a${n}@example.org`, current: password }, { cookie });
    await Promise.all(
      Array.from({ length: 200 }, (_, n) => (n % 50 === 49 ? right(n) : change({ current: 'Wrong-Password-1' }))),
    );
    expect(world.binds() - before).toBeLessThanOrEqual(triesOfCurrentPassword.uses + 4);
  });

  test('C-08: is burnt by no mistake that the page can tell by itself', async () => {
    const { world, change, password } = await ready();
    const before = world.binds();
    for (let n = 0; n < 10; n += 1) {
      expect((await change({ password: 'short' })).status).toBe(422);
      expect((await change({ password: fresh, repeat: `${fresh}x` })).status).toBe(422);
      const same = await change({ password });
      expect(await same.text()).toContain('This is the current password: choose another one');
    }
    expect(world.binds()).toBe(before);
    expect((await change()).status).toBe(303);
  });

  test('C-03: compares the new password with the current one as it is kept, in NFC', async () => {
    const world = accountWorld();
    const password = 'Ciel-Étoilé-42-Brume';
    const { cookie } = await world.signedIn({}, { password });
    const fields = { form: ulid(), current: password, password: password.normalize('NFD') };
    const response = await world.post('/account/password', fields, { cookie });
    expect(await response.text()).toContain('This is the current password');
  });

  test('J-04: sent twice, as by a double click, is one change, and signs nobody in a second time', async () => {
    const { world, change, cookie } = await ready();
    const form = ulid();
    const first = await change({ form });
    const second = await change({ form });
    expect([locationOf(first), locationOf(second)]).toEqual([
      [303, '/result'],
      [303, '/result'],
    ]);
    expect(cookieOf(second, 'link')).toBe(cookieOf(first, 'link'));
    expect(cookieOf(second, 'session')).toBe('');
    expect(new Set(world.executions.map(({ name }) => name)).size).toBe(1);
    expect((await world.open('/account', cookie)).status).toBe(303);
    const again = await change({ form }, cookieOf(first, 'session'));
    expect(locationOf(again), 'with the new session').toEqual([303, '/result']);
    expect((await change({ form: ulid() })).headers.get('location'), 'another form').toBe('/sign-in');
  });

  test('J-04: sent twice at the very same moment keeps the session that was stored, whichever answer comes last', async () => {
    const { world, change } = await ready();
    const form = ulid();
    const answers = await Promise.all([change({ form }), change({ form })]);
    expect(answers.map(locationOf)).toEqual([
      [303, '/result'],
      [303, '/result'],
    ]);
    const given = answers.map((each) => cookieOf(each, 'session')).filter((each) => each !== '');
    expect(given).toHaveLength(1);
    expect((await world.open('/account', given[0] ?? '')).status).toBe(200);
  });

  test('sent again after the engine was away starts what was taken in', async () => {
    const { world, change, accountId } = await ready();
    const form = ulid();
    world.engine.away = true;
    const failed = await change({ form });
    expect(failed.status).toBe(503);
    world.engine.away = false;
    expect(locationOf(await change({ form }, cookieOf(failed, 'session')))).toEqual([303, '/result']);
    await world.run();
    expect(await world.passwordsOf(accountId)).toEqual({ uca: fresh, 'isima-limos': fresh });
  });

  test('of two browsers at once, one changes it and the other is signed out', async () => {
    const { world, change, cookie, login, password } = await ready();
    const other = cookieOf(await world.signIn(login, password), 'session');
    const both = await Promise.all([change({}, cookie), change({ password: goodPassword(8) }, other)]);
    expect(both.map((each) => each.headers.get('location')).sort()).toEqual(['/result', '/sign-in']);
  });

  test('while the directory is away is not possible, and says so', async () => {
    const { world, change, accountId } = await ready();
    const before = await world.account(accountId);
    world.servers.uca.away();
    const response = await change();
    expect([
      response.status,
      (await response.text()).includes('A directory of the university does not answer'),
    ]).toEqual([503, true]);
    expect(await world.account(accountId)).toEqual(before);
  });

  test('right after another one, while no directory has that, says to wait', async () => {
    const { world, change } = await ready();
    const first = await change();
    const before = world.binds();
    const response = await change({ current: fresh, password: goodPassword(8) }, cookieOf(first, 'session'));
    expect(await response.text()).toContain('Your last password is in no directory yet');
    expect(world.binds()).toBe(before);
  });

  test('D-07: is not possible while tries cannot be counted', async () => {
    const { world, change } = await ready();
    const before = world.binds();
    world.tables.failNext({ skip: 5 });
    expect((await change()).status).toBe(503);
    expect(world.binds()).toBe(before);
  });

  test('B-16: gives no session by the link of its result', async () => {
    const { world, change } = await ready();
    const response = await change();
    expect((await world.open('/account', cookieOf(response, 'link'))).status).toBe(303);
  });

  test('F-01: leaves no password in a table, an execution or the log', async () => {
    const { world, change, password } = await ready();
    await change();
    const kept = JSON.stringify([
      world.logged,
      world.executions,
      ...(['operations', 'accounts', 'sessions', 'vault', 'links', 'audit', 'throttle'] as const).map((table) =>
        world.tables.rows(table),
      ),
    ]);
    expect(kept).not.toContain(password);
    expect(kept).not.toContain(fresh);
  });
});
