import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { triesByAddress, triesByName } from '../../../functions/session/sign-in.ts';
import { university } from '../../../functions/university/uca.ts';
import { type AccountWorld, accountWorld, whole } from '../../support/account-world.ts';
import { cookieOf, goodPassword, locationOf } from '../../support/link-world.ts';

const wrong = 'Not-The-Password-1';
const login = 'chldalen';

describe('signing in', () => {
  test.each([
    ['the login', 'chldalen'],
    ['D-13: the login in capitals and spaces', ' ChlDalen '],
    ['the university address', 'chloe.dalencon@etu.uca.fr'],
    ['D-13: the address in capitals', 'Chloe.Dalencon@ETU.uca.fr'],
    ['an address of before', 'chloe.dalencon@ext.uca.fr'],
  ])('works with %s', async (_, name) => {
    const world = accountWorld();
    const { password, accountId } = await world.active({ mailAliases: ['chloe.dalencon@ext.uca.fr'] });
    const response = await world.signIn(name, password);
    expect(locationOf(response)).toEqual([303, '/account']);
    expect(await (await world.open('/account', cookieOf(response, 'session'))).text()).toContain('chldalen');
    expect(world.tables.rows('audit').filter(({ subject }) => subject === accountId)).toMatchObject([
      { event: expect.stringMatching(/^signed-in#/) as string, at: '2026-09-15T08:00:00Z' },
    ]);
  });

  test('takes a password typed with combining marks for the same one', async () => {
    const world = accountWorld();
    const password = 'Ciel-Étoilé-42-Brume';
    await world.active({}, { password });
    expect((await world.signIn(login, password.normalize('NFD'))).status).toBe(303);
  });

  test('C-08, I-18: makes one bind, in the strictest directory that has the password', async () => {
    const world = accountWorld();
    const { password } = await world.active();
    const { calls: uca } = world.servers.uca;
    const { calls: isima } = world.servers['isima-limos'];
    const before = [uca.bind, isima.bind];
    await world.signIn(login, password);
    expect([uca.bind, isima.bind]).toEqual([(before[0] ?? 0) + 1, before[1]]);
  });

  test('C-08, I-18: a wrong password is tried once on the entry of its owner', async () => {
    const world = accountWorld();
    await world.active();
    const asked = world.askedAbout();
    await world.signIn(login, wrong);
    expect(asked()).toEqual(['uca: chldalen', 'isima-limos: nobody0']);
  });

  test('asks no directory whose password is not of this epoch, and lets nobody in by one', async () => {
    const world = accountWorld();
    const { accountId, password } = await world.active();
    // A change is under way: uca has not taken the new password yet, and still knows the one before it.
    await world.tables.write({
      table: 'accounts',
      update: { accountId },
      set: {
        credentialEpoch: 2,
        passwords: { uca: { status: 'pending', epoch: 2 }, 'isima-limos': { status: 'verified', epoch: 2 } },
      },
    });
    const version = { login, accountId, version: 2 };
    await world.servers['isima-limos'].passwords.set(version, goodPassword(2));
    expect((await world.signIn(login, password)).status).toBe(422);
    expect((await world.signIn(login, goodPassword(2))).status).toBe(303);
    await world.tables.write({
      table: 'accounts',
      update: { accountId },
      set: { passwords: { uca: { status: 'pending', epoch: 2 }, 'isima-limos': { status: 'pending', epoch: 2 } } },
    });
    expect((await world.signIn(login, password)).status, 'the former password, which uca still knows').toBe(422);
  });

  test.each([
    ['', 'x', 'name'],
    ['  ', 'x', 'name'],
    ['chldalen', '', 'password'],
  ])('I-04: with %j and %j asks nobody, and says which is missing', async (name, password, field) => {
    const world = accountWorld();
    await world.active();
    const before = world.binds();
    world.calls.length = 0;
    const response = await world.signIn(name, password);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(`<a href="#${field}">`);
    expect([world.calls, world.binds()]).toEqual([[], before]);
  });

  test('I-05: a name that is no login reaches no directory as one', async () => {
    const world = accountWorld();
    await world.active();
    for (const name of [
      '*',
      'EXTERNAL',
      'PLAIN',
      'uid=x,dc=y',
      'a)(uid=*',
      '\u0000',
      'x'.repeat(999),
      'ﷺ'.repeat(300),
    ]) {
      expect((await world.signIn(name, wrong)).status, name).toBe(422);
    }
  });

  test('while a directory is away says that signing in is not possible, and nothing of the person', async () => {
    const world = accountWorld();
    const { password } = await world.active();
    for (const name of ['uca', 'isima-limos'] as const) world.servers[name].away();
    const known = await whole(await world.signIn(login, password));
    expect(known.status).toBe(503);
    expect(known.body).toContain('Signing in is not possible at the moment');
    expect(await whole(await world.signIn('nobody9', wrong))).toEqual(known);
  });

  test.each(['uca', 'isima-limos'] as const)(
    'D-01: while %s is away whoever is not signed in is told the same, wherever the account has its password',
    async (away) => {
      const world = accountWorld();
      const { password } = await world.active();
      await world.active({
        ...{ login: 'lokvisit', population: 'local', mailAddress: 'lok@example.org' },
        directories: { 'isima-limos': { status: 'pending', revision: 1 } },
      });
      world.servers[away].away();
      const answers = [];
      for (const name of [login, 'lokvisit', 'nobody9']) answers.push(await whole(await world.signIn(name, wrong)));
      expect(answers[0]?.status).toBe(503);
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      // Whose own directory answers is let in.
      expect((await world.signIn(login, password)).status).toBe(away === 'uca' ? 503 : 303);
      expect((await world.signIn('lokvisit', password)).status).toBe(away === 'uca' ? 303 : 503);
    },
  );

  test.each([
    ['has ended', { lastDay: '2026-09-14' }],
    ['is suspended', { state: 'suspended' }],
    ['is locked', { lock: { reason: 'not-me', at: '2026-09-15T08:00:00Z' } }],
  ])(
    'of an account that %s tries no password on its entry, and refuses the right one like a wrong one',
    async (_, set) => {
      const world = accountWorld();
      const { accountId, password } = await world.active();
      await world.tables.write({ table: 'accounts', update: { accountId }, set });
      const asked = world.askedAbout();
      const answers = [await whole(await world.signIn(login, password)), await whole(await world.signIn(login, wrong))];
      expect(asked()).not.toContain('uca: chldalen');
      expect(answers[0]?.status).toBe(422);
      expect(answers[0]?.body).toContain('may have ended, or be locked');
      expect(answers[0]).toEqual(answers[1]);
    },
  );

  test('what a directory calls ended is no proof of the password: it is told as wrong', async () => {
    const world = accountWorld();
    const { accountId, password } = await world.active();
    await world.servers.uca.write({
      login,
      accountId,
      objectClasses: [],
      attributes: { pwdEndTime: ['20260914215959Z'] },
      groups: [],
    });
    const [right, other] = [
      await whole(await world.signIn(login, password)),
      await whole(await world.signIn(login, wrong)),
    ];
    expect(right.status).toBe(422);
    expect(right).toEqual(other);
  });
});

type Given = [string, (world: AccountWorld) => Promise<unknown>];
const set = (given: object) => async (world: AccountWorld) => {
  const { accountId } = await world.active();
  await world.tables.write({ table: 'accounts', update: { accountId }, set: given as Record<string, string> });
};
const states: Given[] = [
  ['unknown', async () => Promise.resolve()],
  ['known', (world) => world.active()],
  ['locked', set({ lock: { reason: 'x', at: '2026-09-15T08:00:00Z' } })],
  ['suspended', set({ state: 'suspended' })],
  ['ended', set({ lastDay: '2026-09-01' })],
  ['never activated', set({ state: 'provisioned', passwords: {} })],
  ['without an address', set({ mailAliases: [] })],
  ['without a password yet', set({ passwords: {} })],
];

describe('the answer to a wrong password', () => {
  test.each(states)('D-01: of somebody %s is the same to the byte', async (_, arrange) => {
    const plain = accountWorld();
    const expected = await whole(await plain.signIn(login, wrong));
    const world = accountWorld();
    await arrange(world);
    expect(await whole(await world.signIn(login, wrong))).toEqual(expected);
  });

  test('D-01: above the limit is the same to the byte, with the right password too', async () => {
    const world = accountWorld();
    const { password } = await world.active();
    const first = await whole(await world.signIn(login, wrong));
    for (let n = 1; n < triesByName.uses; n += 1) await world.signIn(login, wrong);
    const before = world.binds();
    expect(await whole(await world.signIn(login, password))).toEqual(first);
    expect(world.binds()).toBe(before);
  });

  test.each(states)(
    'D-02: of somebody %s comes after the same calls in the same order, and one bind',
    async (_, arrange) => {
      const world = accountWorld();
      await arrange(world);
      for (const [name, table] of [
        [login, 'logins'],
        ['chloe.dalencon@etu.uca.fr', 'addresses'],
      ] as const) {
        world.calls.length = 0;
        const before = world.servers.uca.calls.bind;
        await world.signIn(name, wrong);
        expect(world.calls).toEqual([
          'update throttle',
          'update throttle',
          `get ${table}`,
          'update throttle',
          'get accounts',
        ]);
        expect(world.servers.uca.calls.bind - before).toBe(1);
      }
    },
  );

  test.each(states)(
    'ASVS 6.3.8: of somebody %s compares the password with as many hashes, in the same directories',
    async (state, arrange) => {
      const world = accountWorld();
      await arrange(world);
      // Every directory has nobody's entry; of an account it has one with a hash while that may be used.
      const own = ['known', 'without an address'].includes(state) ? login : 'nobody0';
      for (const [name, entry] of [
        [login, own],
        ['nobody9', 'nobody0'],
        ['*', 'nobody0'],
      ] as const) {
        const asked = world.askedAbout();
        await world.signIn(name, wrong);
        expect(asked(), name).toEqual([`uca: ${entry}`, 'isima-limos: nobody0']);
      }
    },
  );
});

describe('the limits of signing in', () => {
  const trials = async (world: AccountWorld, times: number, name = login, cookie = '') => {
    for (let n = 0; n < times; n += 1) await world.signIn(name, wrong, { from: `198.51.100.${n % 250}`, cookie });
  };

  test('D-03: count a name that nobody has as they count one that somebody has', async () => {
    for (const known of [true, false]) {
      const world = accountWorld();
      if (known) await world.active();
      const before = world.binds();
      await trials(world, 20);
      expect(world.binds() - before).toBe(triesByName.uses);
    }
  });

  test('D-06: hold for two hundred tries at once', async () => {
    const world = accountWorld();
    await world.active();
    const before = world.binds();
    await Promise.all(Array.from({ length: 200 }, (_, n) => world.signIn(login, wrong, { from: `198.51.100.${n}` })));
    expect(world.binds() - before).toBe(triesByName.uses);
  });

  test('give no more tries to whoever changes between the names of one account', async () => {
    const world = accountWorld();
    await world.active({ mailAliases: ['chloe.dalencon@ext.uca.fr'] });
    const before = world.binds();
    for (const name of [login, 'chloe.dalencon@etu.uca.fr', 'chloe.dalencon@ext.uca.fr']) await trials(world, 10, name);
    expect(world.binds() - before).toBe(triesByName.uses);
  });

  test('stay below what makes a directory keep everybody out: 20 failed binds in a quarter of an hour', async () => {
    const world = accountWorld({ at: '2026-09-15T08:14:00Z' });
    await world.active();
    const before = world.binds();
    await trials(world, 100);
    world.wait({ minutes: 2 });
    await trials(world, 100);
    expect(world.binds() - before).toBeLessThan(20);
  });

  test('D-04: one guess at each of many names is counted for the operator, and a right password is not', async () => {
    const world = accountWorld();
    const { password } = await world.active();
    for (let n = 0; n < 200; n += 1) await world.signIn(`name${n + 1}`, wrong);
    expect(world.metrics.filter((name) => name === 'SignInRefused')).toHaveLength(200);
    expect(locationOf(await world.signIn(login, password, { from: '192.0.2.77' }))).toEqual([303, '/account']);
    expect(world.metrics.filter((name) => name === 'SignInRefused')).toHaveLength(200);
  });

  test('D-11: a stranger who fails on purpose keeps nobody out in their own browser', async () => {
    const world = accountWorld();
    const { device, password } = await world.signedIn();
    await trials(world, 1000);
    expect((await world.signIn(login, password)).status, 'a browser that nobody knows').toBe(422);
    expect(locationOf(await world.signIn(login, password, { cookie: device }))).toEqual([303, '/account']);
    expect((await world.signIn('chloe.dalencon@etu.uca.fr', password, { cookie: device })).status).toBe(303);
  });

  test.each([
    ['recovery', '/recover'],
    ['activation', '/activate'],
  ] as const)(
    'D-11: whoever has just chosen a password behind a link of %s gets in there, whatever strangers do',
    async (purpose, path) => {
      const world = accountWorld();
      const recovers = purpose === 'recovery';
      const { accountId } = await world.active(recovers ? {} : { state: 'provisioned' });
      await trials(world, 20);
      const { cookie } = await world.link(accountId, purpose);
      const password = goodPassword(2);
      const form = world.activation({ password });
      const sent = await world.send(path, cookie, recovers ? { form: form.form, password } : form);
      expect(locationOf(sent)).toEqual([303, '/result']);
      await world.run();
      await trials(world, 20);
      for (const name of [login, 'chloe.dalencon@etu.uca.fr']) {
        expect((await world.signIn(name, password)).status, 'a browser that nobody knows').toBe(422);
        const own = await world.signIn(name, password, { cookie: cookieOf(sent, 'device') });
        expect(locationOf(own), name).toEqual([303, '/account']);
      }
      const refused = await (await world.signIn(login, password)).text();
      expect(refused).toContain('In the browser in which you choose the new password, your tries are looked at.');
    },
  );

  test('D-11: the answer that was lost is remembered with the form that is sent again', async () => {
    const world = accountWorld();
    const { accountId } = await world.active();
    const { cookie } = await world.link(accountId, 'recovery');
    const form = { form: ulid(), password: goodPassword(2) };
    await world.send('/recover', cookie, form);
    await world.run();
    await trials(world, 20);
    const again = await world.send('/recover', cookie, form);
    const own = await world.signIn(login, goodPassword(2), { cookie: cookieOf(again, 'device') });
    expect(locationOf(own)).toEqual([303, '/account']);
  });

  test('D-11: whoever takes a device cookie along has tries of that browser alone', async () => {
    const world = accountWorld();
    const { device } = await world.signedIn();
    const before = world.binds();
    await trials(world, 50, login, device);
    expect(world.binds() - before).toBe(triesByName.uses);
    expect(world.servers.uca.calls.bind - before).toBeLessThan(20);
    const other = accountWorld();
    await other.active();
    const start = other.binds();
    await trials(other, 50, login, '__Host-device=forged.forged');
    expect(other.binds() - start).toBe(triesByName.uses);
  });

  test('end with their window', async () => {
    const world = accountWorld();
    const { password } = await world.active();
    await trials(world, 50);
    world.wait({ seconds: triesByName.windowSeconds });
    expect((await world.signIn(login, password)).status).toBe(303);
  });

  test('D-05: let thirty names through from one address in five minutes, and four hundred from the campus', async () => {
    const names = Array.from({ length: 400 }, (_, n) => `name${n + 1}`);
    const outside = accountWorld();
    for (const name of names.slice(0, 50)) await outside.signIn(name, wrong);
    expect(outside.binds()).toBe(triesByAddress.uses);
    const network = accountWorld();
    for (const [n, name] of names.slice(0, 50).entries())
      await network.signIn(name, wrong, { from: `2001:db8:1:2::${n}` });
    expect(network.binds()).toBe(triesByAddress.uses);
    const inside = accountWorld({ university: { ...university, campusRanges: ['193.54.48.0/22'] } });
    for (const name of names) await inside.signIn(name, wrong, { from: '193.54.49.1' });
    expect(inside.binds()).toBe(400);
  });

  test.each(['x-forwarded-for', 'x-real-ip', 'forwarded', 'cf-connecting-ip', 'true-client-ip'])(
    'D-08: believe no header: %s',
    async (name) => {
      const world = accountWorld({ university: { ...university, campusRanges: ['193.54.48.0/22'] } });
      for (let n = 0; n < 35; n += 1)
        await world.signIn(`name${n + 1}`, wrong, { headers: { [name]: `193.54.49.${n}` } });
      expect(world.binds()).toBe(triesByAddress.uses);
    },
  );

  test('D-07: nobody is looked at while they cannot count', async () => {
    const world = accountWorld();
    const { password } = await world.active();
    const before = world.binds();
    for (const skip of [0, 1, 3]) {
      world.tables.failNext({ skip });
      expect((await world.signIn(login, password)).status).toBe(503);
    }
    expect(world.binds()).toBe(before);
    expect((await world.request('/sign-in')).status).toBe(200);
  });
});

describe('the form of signing in', () => {
  test('C-05: is filled in by password managers', async () => {
    const page = await (await accountWorld().request('/sign-in')).text();
    expect(page).toMatch(/id="name"[^>]*autocomplete="username"/);
    expect(page).toMatch(/id="password"[^>]*type="password"[^>]*autocomplete="current-password"/);
    expect(page).not.toMatch(/maxlength|onpaste/);
  });

  test('never gives a password back', async () => {
    const world = accountWorld();
    const page = await (await world.signIn('<name>', 'canary-password')).text();
    expect(page).toContain('value="&lt;name&gt;"');
    expect(page).not.toContain('canary-password');
  });

  test('E-04: is refused from another site, which could sign somebody in as somebody else', async () => {
    const world = accountWorld();
    const { password } = await world.active();
    for (const headers of [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'null', 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example', 'sec-fetch-site': '' },
    ]) {
      const response = await world.signIn(login, password, { headers });
      expect([response.status, cookieOf(response, 'session')]).toEqual([403, '']);
    }
  });

  test('E-07: leads to the account, whatever address is asked for', async () => {
    const world = accountWorld();
    const { password } = await world.active();
    for (const query of ['?next=//evil.example', '?next=https://evil.example', '?return=/\\evil.example']) {
      const response = await world.post(`/sign-in${query}`, { name: login, password });
      expect(locationOf(response)).toEqual([303, '/account']);
      expect(await (await world.request(`/sign-in${query}`)).text()).not.toContain('evil');
    }
  });

  test('F-06: what is typed as a name is never logged, since people type their password there', async () => {
    const world = accountWorld();
    await world.signIn('canary-password-typed-here', wrong);
    await world.forgot('canary-password-typed-here');
    world.servers.uca.away();
    await world.signIn('canary-password-typed-here', wrong);
    expect(world.logged).not.toEqual([]);
    expect(JSON.stringify(world.logged)).not.toContain('canary');
  });
});
