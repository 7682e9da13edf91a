import fc from 'fast-check';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { actsAtDesk } from '../../../../functions/portal/desk/desk.tsx';
import { deskForms } from '../../../../functions/portal/desk/desk-forms.ts';
import { portal } from '../../../../functions/portal/portal.tsx';
import { criRoutes } from '../../../../functions/portal/desk/cri-routes.tsx';
import { sponsorRoutes } from '../../../../functions/portal/desk/sponsor-routes.tsx';
import { type DeskWorld, deskWorld } from '../../../support/desk-world.ts';
import { locationOf } from '../../../support/link-world.ts';
import { publicUrl } from '../../../support/portal-world.ts';

// D-12: from the routes themselves, so that a page which is added tomorrow is held to the same.
const { deps } = deskWorld();
const routes = portal({ ...deps, publicUrl }, [sponsorRoutes, criRoutes])
  .routes.filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/assets/'))
  .map(({ method, path }) => ({ method, path, at: path.replaceAll(/:[^/]+/g, ulid()) }));
const gets = routes.filter(({ method }) => method === 'GET');
const posts = routes.filter(({ method }) => method === 'POST');
const forms = Object.values(deskForms);

/** A form that is whole, for what is behind each POST. */
function filled(path: string): Record<string, string> {
  const form = forms.find((each) => each.path === path);
  return Object.fromEntries((form?.required ?? []).map((field) => [field, field === 'form' ? ulid() : 'x']));
}

const changes = ({ tables }: DeskWorld) =>
  JSON.stringify((['requests', 'desks', 'accounts', 'nights', 'links'] as const).map((table) => tables.rows(table)));

/** Who belongs to the other desk, or to none. */
const strangerTo = (path: string, world: DeskWorld) =>
  path.startsWith('/cri') ? world.sponsor() : world.signedIn({ login: 'chldalen' });

test('D-12: every form of a desk has its row in the table of forms, and every row its form', () => {
  expect(posts.map(({ path }) => path).toSorted()).toEqual(forms.map(({ path }) => path).toSorted());
  expect(routes.every(({ method }) => ['GET', 'POST'].includes(method))).toBe(true);
  expect(routes.every(({ path }) => /^\/(sponsor|cri)(\/|$)/.test(path))).toBe(true);
});

describe.each(routes)('D-12: $method $path', ({ method, path, at }) => {
  const ask = (world: DeskWorld, cookie: string, headers: Record<string, string> = {}) =>
    method === 'GET' ? world.open(at, cookie) : world.send(at, cookie, filled(path), headers);

  test('is for who is signed in', async () => {
    const world = deskWorld();
    for (const cookie of ['', `__Host-session=${'A'.repeat(43)}`]) {
      expect(locationOf(await ask(world, cookie))).toEqual([303, '/sign-in']);
    }
  });

  test('is for who has the right, as the directory says now', async () => {
    const world = deskWorld();
    const { cookie } = await strangerTo(path, world);
    const before = changes(world);
    const response = await ask(world, cookie);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('This page is not for this account');
    expect(changes(world)).toBe(before);
  });

  test('A-04: is for nobody whose account is locked, has ended, or has another epoch', async () => {
    for (const change of [
      { lock: { reason: 'x', at: '2026-09-15T08:00:00Z' } },
      { lastDay: '2026-09-14' },
      { credentialEpoch: 9 },
    ]) {
      const world = deskWorld();
      const { cookie, accountId } = await world.staff('macurie', { roles: ['cri'] });
      await world.tables.write({ table: 'accounts', update: { accountId }, set: change });
      expect(locationOf(await ask(world, cookie))).toEqual([303, '/sign-in']);
    }
  });

  test('E-06: is kept by no browser or proxy', async () => {
    const world = deskWorld();
    const { cookie } = await world.staff('macurie', { roles: ['cri'] });
    const response = await ask(world, cookie);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

test.each(routes)(
  'E-11: $method $path is not reached by an address that looks like it',
  async ({ method, path, at }) => {
    const world = deskWorld();
    const { cookie } = await world.staff('macurie', { roles: ['cri'] });
    const before = changes(world);
    for (const like of [
      ...[';x', '%00', '%2f', '/', '/..;/x', '.css', '%252e%252e', '%0d%0a', '//'].map((end) => at + end),
      at.replace(/[a-z]/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
      at.replace(/[0-9A-Z]{26}/, (id) => `${id}%00`),
      at.replace(/[0-9A-Z]{26}/, (id) => id.toLowerCase()),
    ].filter((each) => each !== at)) {
      const response = await (method === 'GET' ? world.open(like, cookie) : world.send(like, cookie, filled(path)));
      expect(response.status, like).toBe(404);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    expect(changes(world)).toBe(before);
  },
);

describe.each(posts)('D-12: POST $path', ({ path, at }) => {
  test('E-04: is refused from another site', async () => {
    const world = deskWorld();
    const { cookie } = await world.staff('macurie', { roles: ['cri'] });
    const before = changes(world);
    for (const headers of [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await world.send(at, cookie, filled(path), headers)).status).toBe(403);
    }
    expect(changes(world)).toBe(before);
  });

  test('E-03: asks for the password after a quarter of an hour, does nothing before, and keeps what was typed', async () => {
    const world = deskWorld();
    const { cookie, password } = await world.staff('macurie', { roles: ['cri'] });
    world.wait({ minutes: 14, seconds: 59 });
    expect(await (await world.send(at, cookie, filled(path))).text()).not.toContain('Your password once more');
    world.wait({ seconds: 1 });
    const before = changes(world);
    const asked = await world.send(at, cookie, filled(path));
    expect(asked.status).toBe(422);
    const page = await asked.text();
    expect(page).toContain('Your password once more');
    expect(page).toContain(`action="${at}"`);
    for (const [name, value] of Object.entries(filled(path))) {
      if (name !== 'form') expect(page).toContain(`<input type="hidden" name="${name}" value="${value}"/>`);
    }
    const wrong = await world.send(at, cookie, { ...filled(path), current: 'Not-The-Password-1' });
    expect([wrong.status, (await wrong.text()).includes('This is not your current password')]).toEqual([422, true]);
    expect(changes(world)).toBe(before);
    const right = await world.send(at, cookie, { ...filled(path), current: password });
    expect(await right.text()).not.toContain('Your password once more');
    expect(await (await world.send(at, cookie, filled(path))).text()).not.toContain('Your password once more');
  });

  test('D-06: is done a hundred times in ten minutes at most', async () => {
    const world = deskWorld();
    const { cookie } = await world.staff('macurie', { roles: ['cri'] });
    for (let n = 0; n < actsAtDesk.uses; n += 1)
      expect((await world.send(at, cookie, filled(path))).status).not.toBe(429);
    const before = changes(world);
    expect((await world.send(at, cookie, filled(path))).status).toBe(429);
    expect(changes(world)).toBe(before);
    world.wait({ minutes: 10 });
    expect((await world.send(at, cookie, filled(path))).status).not.toBe(429);
  });

  test('D-07: with the tables away nothing is done', async () => {
    const world = deskWorld();
    const { cookie } = await world.staff('macurie', { roles: ['cri'] });
    const before = changes(world);
    for (const skip of [0, 1, 2]) {
      world.tables.failNext({ skip });
      expect((await world.send(at, cookie, filled(path))).status).toBe(503);
    }
    expect(changes(world)).toBe(before);
  });
});

describe('the roles of a session', () => {
  test.each(gets.filter(({ path }) => path.startsWith('/cri')))(
    'one that the directory has withdrawn is gone from $path within five minutes',
    async ({ at }) => {
      const world = deskWorld();
      const { cookie, login } = await world.cri();
      expect((await world.open(at, cookie)).status).not.toBe(403);
      world.servers.uca.roles.set(login, []);
      world.wait({ minutes: 4, seconds: 59 });
      expect((await world.open(at, cookie)).status).not.toBe(403);
      world.wait({ seconds: 1 });
      expect((await world.open(at, cookie)).status).toBe(403);
    },
  );

  test('one that is given while somebody is signed in is there five minutes later', async () => {
    const world = deskWorld();
    const { cookie, login } = await world.sponsor();
    expect((await world.open('/cri', cookie)).status).toBe(403);
    world.servers.uca.roles.set(login, ['cri']);
    world.wait({ minutes: 5 });
    expect((await world.open('/cri', cookie)).status).toBe(200);
  });

  test('are asked of the directory once in five minutes', async () => {
    const world = deskWorld();
    const { cookie } = await world.cri();
    const before = world.servers.uca.calls.roles;
    for (let n = 0; n < 20; n += 1) await world.open('/cri', cookie);
    expect(world.servers.uca.calls.roles).toBe(before);
    world.wait({ minutes: 5 });
    for (let n = 0; n < 20; n += 1) await world.open('/cri', cookie);
    expect(world.servers.uca.calls.roles).toBe(before + 1);
  });

  test('nobody acts by an older one while the directory is away', async () => {
    const world = deskWorld();
    const { cookie } = await world.cri();
    world.wait({ minutes: 5 });
    world.servers.uca.away();
    expect((await world.open('/cri', cookie)).status).toBe(503);
    world.servers.uca.back();
    expect((await world.open('/cri', cookie)).status).toBe(200);
  });

  test('that could not be read at sign-in are read at the desk', async () => {
    const world = deskWorld();
    const { cookie, accountId } = await world.cri();
    const sessions = world.tables.rows('sessions').filter((row) => row['accountId'] === accountId);
    const hash = sessions.map(({ sessionHash }) => (typeof sessionHash === 'string' ? sessionHash : '')).join('');
    await world.tables.write({
      table: 'sessions',
      update: { sessionHash: hash },
      remove: ['roles', 'rolesReadAt'],
    });
    expect((await world.open('/cri', cookie)).status).toBe(200);
  });

  test('show the way to a desk on the page of the account, to those who may stand there', async () => {
    const world = deskWorld();
    const links = async (cookie: string) =>
      [...(await world.page('/account', cookie)).matchAll(/href="(\/(?:sponsor|cri))"/g)].map(([, href]) => href);
    expect(await links((await world.cri()).cookie)).toEqual(['/sponsor', '/cri']);
    expect(await links((await world.sponsor()).cookie)).toEqual(['/sponsor']);
    expect(await links((await world.signedIn({ login: 'chldalen' })).cookie)).toEqual([]);
  });
});

describe('the way to a desk', () => {
  test('goes on after signing in, once', async () => {
    const world = deskWorld();
    const { login, password } = await world.sponsor();
    const guest = `/sponsor/guests/${ulid()}`;
    const sent = await world.open(guest, '');
    const way = sent.headers.getSetCookie().find((each) => each.startsWith('__Host-way='));
    expect(way).toMatch(/; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const signed = await world.signIn(login, password, { cookie: way?.split(';')[0] ?? '' });
    expect(locationOf(signed)).toEqual([303, guest]);
    expect(signed.headers.getSetCookie().some((each) => each.startsWith('__Host-way=; Max-Age=0'))).toBe(true);
  });

  test.each([
    '//evil.example',
    'https://evil.example',
    '/sponsor/../account',
    '/sponsor//evil',
    '/account/data.json',
    '%2F%2Fevil',
  ])('E-07: leads to no other place: %s', async (to) => {
    const world = deskWorld();
    const { login, password } = await world.sponsor();
    const signed = await world.signIn(login, password, { cookie: `__Host-way=${encodeURIComponent(to)}` });
    expect(locationOf(signed)).toEqual([303, '/account']);
  });

  test('E-07: leads to no other place, whatever two hundred cookies say', async () => {
    const world = deskWorld();
    const { login, password } = await world.sponsor();
    const part = fc.constantFrom(
      ...['/', '//', '\\', '/sponsor', '/cri', '/guests', 'evil.example', 'https:', 'javascript:', '@', '..', '.'],
      ...['%2f', '%00', '\t', '?next=', '#', ';', ulid(), ' ', 'é'],
    );
    const to = fc.oneof(
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
      fc.webUrl(),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(to, async (way) => {
        // A name is counted for a quarter of an hour.
        world.wait({ minutes: 16 });
        const signed = await world.signIn(login, password, { cookie: `__Host-way=${encodeURIComponent(way)}` });
        const [status, location] = locationOf(signed);
        expect(status).toBe(303);
        expect(location).toMatch(/^\/(?:account|(?:sponsor|cri)(?:\/[a-z]+(?:\/[0-9A-Z]{26})?)?)$/);
        if (location !== '/account') expect(location).toBe(way);
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

describe('C-10 a desk', () => {
  test('has no form in which somebody else’s password could be chosen', () => {
    const fields = forms.flatMap(({ required, optional }) => [...required, ...optional]);
    expect(fields.length).toBeGreaterThan(20);
    expect(fields.filter((field) => /pass|secret|repeat|current/i.test(field))).toEqual([]);
  });

  test('has no page with a field for one, nor with one that was chosen; the journal says who began', async () => {
    const world = deskWorld();
    const guest = await world.active();
    const { cookie, accountId } = await world.cri();
    const at = `/cri/accounts/${guest.accountId}`;
    for (const path of ['/cri', at, '/sponsor', '/sponsor/ask']) {
      const page = await world.page(path, cookie);
      expect(page, path).not.toMatch(/new-password|type="password"/);
      expect(page, path).not.toContain(guest.password);
    }
    const forced = { reason: 'Seen at the counter', password: 'Choisi-Par-Le-CRI-1', repeat: 'Choisi-Par-Le-CRI-1' };
    for (const act of ['lock', 'unlock']) {
      const reply = await world.send(`${at}/${act}`, cookie, forced);
      expect(reply.status, 'a field that no form has').toBe(400);
      expect((await world.send(`${at}/${act}`, cookie, { reason: forced.reason })).status).toBe(303);
    }
    expect(await world.passwordsOf(guest.accountId)).toEqual({ uca: guest.password, 'isima-limos': guest.password });
    const journal = world.tables.rows('audit').filter(({ subject }) => subject === guest.accountId);
    for (const act of ['locked', 'unlocked']) {
      expect(journal).toContainEqual(
        expect.objectContaining({ event: expect.stringMatching(new RegExp(`^${act}#`)) as string, by: accountId }),
      );
    }
  });
});
