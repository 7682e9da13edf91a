import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { markAddress } from '../../../../functions/mail/address-health.ts';
import { auditEntry } from '../../../../functions/audit/audit-entry.ts';
import { accountOverview } from '../../../../functions/portal/account/account-overview.ts';
import { accountRoutes } from '../../../../functions/portal/account/account-routes.tsx';
import { passwordCheckRoutes } from '../../../../functions/portal/account/password-check-routes.tsx';
import type { Routes } from '../../../../functions/portal/portal-env.ts';
import { portal } from '../../../../functions/portal/portal.tsx';
import { accountWorld } from '../../../support/account-world.ts';
import { locationOf } from '../../../support/link-world.ts';
import { ada, chloe, marie } from '../../../support/people.ts';
import { publicUrl } from '../../../support/portal-world.ts';

const personal = ['/account', '/account/data.json', '/account/password', '/account/address', '/account/code'];

describe('my account', () => {
  test('shows the account, what it opens and until when, and who renews it', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn({ mailAliases: ['chloe.dalencon@ext.uca.fr'] });
    const page = await world.page('/account', cookie);
    for (const text of [
      '<code>chldalen</code>',
      'chloe.dalencon@etu.uca.fr',
      'chloe.dalencon@ext.uca.fr',
      'student',
      'ISIMA services',
      '30 September 2027 (380 days left)',
      'File handed over by the registrar’s office',
      '<dd>ISIMA</dd>',
      'from 1 September 2026 to 31 August 2027',
      'your registrar’s office (scola)',
      'version 2026-09, on 1 September 2026',
      'Chosen on 1 September 2026',
      'Changing it regularly is a good practice recommended by the ANSSI; nothing forces you to',
      'chloe@example.org',
      'UCA directory: ready, password included',
      'ISIMA/LIMOS directory: ready, password included',
      'Signed in to “My account”',
    ]) {
      expect(page, text).toContain(text);
    }
    expect(page).not.toMatch(/undefined|\[object|NaN/);
    expect(page).not.toContain('class="notice"');
  });

  test('is in French for who prefers it', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    const page = await world.page('/account', cookie, 'fr');
    expect(page).toContain('<h1>Mon compte</h1>');
    expect(page).toContain('30 septembre 2027 (380 jours restants)');
    expect(page).toContain('une bonne pratique, recommandée par l’ANSSI');
  });

  test.each([
    ['2026-09-15', 'the last day'],
    ['2026-09-16', '1 day left'],
    ['2026-09-17', '2 days left'],
  ])('counts the days of use, with the last one: until %s, %s', async (lastDay, text) => {
    const world = accountWorld();
    const { cookie } = await world.signedIn({ lastDay });
    expect(await world.page('/account', cookie)).toContain(`(${text})`);
  });

  test('says that the grace runs, and that permanent staff have no end', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn({ reasonEndsOn: '2026-08-31', lastDay: '2026-09-30', state: 'grace' });
    expect(await world.page('/account', cookie)).toContain('Your registration or your contract has ended');
    const staff = accountWorld();
    const { cookie: theirs, accountId } = await staff.signedIn({}, { row: marie });
    await staff.tables.write({ table: 'accounts', update: { accountId }, remove: ['lastDay', 'reasonEndsOn'] });
    expect(await staff.page('/account', theirs)).toContain('No end date');
  });

  test('shows every file of the account, and which one decides', async () => {
    const world = accountWorld();
    const { cookie, accountId } = await world.signedIn();
    const { fileId: second } = await world.person(
      {},
      { ...chloe, programme: 'Master informatique', endsOn: '2026-12-31' },
    );
    const { files } = await world.account(accountId);
    const first = Object.values(files)[0];
    await world.tables.write({
      table: 'accounts',
      update: { accountId },
      set: { [`files.${second}`]: { ...(JSON.parse(JSON.stringify(first)) as object), endsOn: '2026-12-31' } },
    });
    const page = await world.page('/account', cookie);
    expect(page).toContain('Master informatique');
    expect(page.match(/File handed over by/g)).toHaveLength(2);
    expect(page.match(/This one decides the date/g)).toHaveLength(1);
  });

  test.each([
    ['phd', ada, true],
    ['staff', marie, false],
    ['student', ada, false],
  ] as const)('advises on two accounts: %s %#', async (population, row, advised) => {
    const world = accountWorld();
    const { cookie } = await world.signedIn({ population }, { row: { ...row, population } });
    expect((await world.page('/account', cookie)).includes('the PhD account serves LIMOS')).toBe(advised);
  });

  test('says of two accounts which is for what, and that one ends without the other', async () => {
    const world = accountWorld();
    const phd = await world.active({ population: 'phd' }, { row: { ...chloe, population: 'phd' } });
    const { cookie, accountId } = await world.signedIn(
      { login: 'marcurie', mailAddress: 'marie.curie@uca.fr', population: 'staff' },
      { row: marie },
    );
    const { personId } = await world.account(accountId);
    for (const each of [accountId, phd.accountId]) {
      await world.tables.write({ table: 'persons', put: { personId, accountId: each } });
    }
    const page = await world.page('/account', cookie);
    expect(page).toContain('<dt>marcurie (this account)</dt><dd>It is the staff account, which serves ISIMA.</dd>');
    expect(page).toContain('<dt>chldalen</dt><dd>It is the PhD account, which serves LIMOS.</dd>');
    expect(page).toContain('what happens to one does not touch the other');

    await world.tables.write({
      table: 'accounts',
      update: { accountId: phd.accountId },
      set: { lastDay: '2026-08-31' },
    });
    const later = await world.page('/account', cookie);
    expect(later).toContain('<dt>chldalen</dt><dd>PhD student, has ended: it is of no use any more</dd>');
    expect(later).toContain('use the staff account only, for ISIMA and LIMOS alike');
    expect(later).toContain('Use only this one from now on.');
    expect(later).not.toContain('which serves ISIMA');

    await world.tables.write({ table: 'accounts', update: { accountId: phd.accountId }, set: { state: 'closed' } });
    expect(await world.page('/account', cookie)).not.toContain('chldalen');
  });

  test('of a former PhD student, in the grace of that account, says that the staff account alone is used', async () => {
    const world = accountWorld();
    const ended = { reasonEndsOn: '2026-08-31', lastDay: '2026-09-30', state: 'grace' } as const;
    const row = { ...chloe, population: 'phd' } as const;
    const phd = await world.signedIn({ population: 'phd', ...ended }, { row });
    const staff = await world.signedIn({ login: 'marcurie', population: 'staff' }, { row: marie });
    const { personId } = await world.account(staff.accountId);
    for (const { accountId } of [phd, staff]) {
      await world.tables.write({ table: 'accounts', update: { accountId }, set: { personId } });
      await world.tables.write({ table: 'persons', put: { personId, accountId } });
    }
    const page = await world.page('/account', staff.cookie);
    expect(page).toContain('<dt>chldalen</dt><dd>PhD student, the reason for it has ended, and it ends soon');
    expect(page).toContain('<dt>marcurie (this account)</dt><dd>Once the PhD account has ended, use the staff account');
    expect(page).toContain('Use only this one from now on.');
    const theirs = await world.page('/account', phd.cookie);
    expect(theirs).toContain('<dt>marcurie</dt><dd>Once the PhD account has ended, use the staff account only');
    expect(theirs).toContain('what happens to one does not touch the other');
  });

  test.each([
    ['that is locked', { lock: { reason: 'cri', at: '2026-09-01T08:00:00Z' } }],
    ['that no directory has yet', { state: 'requested' }],
  ] as const)('does not say of another account %s that it has ended', async (_, given) => {
    const world = accountWorld();
    const phd = await world.active({ population: 'phd' }, { row: { ...chloe, population: 'phd' } });
    const { cookie, accountId } = await world.signedIn({ login: 'marcurie', population: 'staff' }, { row: marie });
    const { personId } = await world.account(accountId);
    await world.tables.write({ table: 'accounts', update: { accountId: phd.accountId }, set: given });
    await world.tables.write({ table: 'persons', put: { personId, accountId: phd.accountId } });
    const page = await world.page('/account', cookie);
    expect(page).toContain('<dt>chldalen</dt><dd>It is the PhD account, which serves LIMOS.</dd>');
  });

  test.each([
    ['bounced', 'comes back to us'],
    ['complained', 'reported as spam'],
  ] as const)('G-05: asks for another recovery address at the top when mail %s', async (status, text) => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    await markAddress({ address: 'chloe@example.org', status, at: world.clock.at }, { tables: world.tables });
    const page = await world.page('/account', cookie);
    expect(page.indexOf('class="notice"')).toBeLessThan(page.indexOf('<section'));
    expect(page).toContain(text);
    expect(page).not.toContain('Mail arrives there, as far as we know');
  });

  test('G-05: asks a member of the École des Mines at the top for the one address that recovers the account', async () => {
    const world = accountWorld();
    const { cookie, accountId } = await world.signedIn({ affiliations: ['isima', 'emse'] });
    const page = await world.page('/account', cookie);
    expect(page.indexOf('class="notice"')).toBeLessThan(page.indexOf('<section'));
    expect(page).toContain('recover their account by their @emse.fr address. Give it');
    expect(page).not.toContain('Mail arrives there, as far as we know');
    const recovery = { address: 'chloe@emse.fr', confirmedAt: '', usableFrom: '2026-09-01T08:00:00Z' };
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { recovery } });
    const mended = await world.page('/account', cookie);
    expect(mended).toContain('Mail arrives there, as far as we know');
    expect(mended).not.toContain('class="notice"');
  });

  test('B-17, G-05: says of the address before a changed one whether a link arrives there', async () => {
    const world = accountWorld();
    const { cookie, accountId } = await world.signedIn();
    const confirmedAt = world.clock.at.toString();
    const changed = { address: 'new@example.org', confirmedAt, usableFrom: '2026-09-18T08:00:00Z' };
    const pageWith = async (former: { former?: string }, affiliations: string[] = []) => {
      const set = { recovery: { ...changed, ...former }, affiliations };
      await world.tables.write({ table: 'accounts', update: { accountId }, set });
      return world.page('/account', cookie);
    };
    const former = 'chloe@example.org';
    expect(await pageWith({ former })).toMatch(/Until then, the link goes to chloe@example\.org</);
    expect(await pageWith({})).toContain('Until then no link is sent: forgetting means going to the counter.');
    const notThere = 'goes to chloe@example.org, but none seems to arrive there';
    expect(await pageWith({ former }, ['emse'])).toContain(notThere);
    await markAddress({ address: former, status: 'bounced', at: world.clock.at }, { tables: world.tables });
    expect(await pageWith({ former })).toContain(notThere);
  });

  test.each([
    ['no password', {}, 'ready, but without a password: choose one again', true],
    ['a cleared one', { status: 'cleared', epoch: 1 }, 'ready, but without a password', true],
    ['a refused one', { status: 'refused', epoch: 1, reason: 'in-history' }, 'your password was refused there', true],
    ['a pending one', { status: 'pending', epoch: 1 }, 'your password arrives there as soon as', false],
    [
      'one that was lost on its way',
      { status: 'pending', epoch: 1, lost: true },
      'your password did not arrive there, and',
      true,
    ],
    ['one of before', { status: 'verified', epoch: 0 }, 'ready, but without a password', true],
  ])('says what to do about a directory with %s', async (_, held, text, again) => {
    const world = accountWorld();
    const { cookie, accountId } = await world.signedIn();
    const uca = { status: 'verified', epoch: 1 };
    const { lost, ...isima } = { lost: false, ...held };
    const passwords = { uca, ...('status' in isima && { 'isima-limos': isima }) };
    const openPassword = { operationId: ulid(), purpose: 'change' };
    const set = { passwords, ...(!lost && { openPassword }) };
    await world.tables.write({ table: 'accounts', update: { accountId }, set });
    const page = await world.page('/account', cookie);
    expect(page).toContain(`ISIMA/LIMOS directory: ${text}`);
    expect(page.includes('Your password is missing in a directory')).toBe(again);
  });

  test('shows the newest ten events in words, and none that says nothing', async () => {
    const world = accountWorld();
    const { cookie, accountId } = await world.signedIn();
    for (let n = 0; n < 15; n += 1) {
      const at = world.clock.at.subtract({ hours: n + 1 });
      await world.tables.write(auditEntry(accountId, 'password-chosen-change', `operation-${n}`, at));
      await world.tables.write(auditEntry(accountId, 'login-reserved', `operation-${n}`, at));
    }
    const page = await world.page('/account', cookie);
    expect(page.match(/New password chosen<\/dd>/g)).toHaveLength(9);
    expect(page).not.toMatch(/login-reserved|operation-/);
    expect(page).toContain('15 September 2026 at 10:00');
  });

  test('F-05: shows nobody else’s events', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    await world.tables.write(auditEntry('01K5M0Q7T8V9W0X1Y2Z3A4B5D9', 'locked', 'x', world.clock.at));
    expect(await world.page('/account', cookie)).not.toContain('Account locked');
  });

  test('is downloaded whole as JSON, without a hash of anything', async () => {
    const world = accountWorld();
    const { cookie, accountId, fileId } = await world.signedIn();
    const { token } = await world.link(accountId, 'recovery');
    const response = await world.open('/account/data.json', cookie);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="chldalen.json"');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      account: { login: 'chldalen', recovery: { address: 'chloe@example.org' }, charter: { version: '2026-09' } },
      files: [{ fileId, birthDate: chloe.birthDate, fileNumber: chloe.fileNumber }],
      events: [{ what: 'signed-in', at: '2026-09-15T08:00:00Z' }],
    });
    const hashes = [
      ...world.tables.rows('links').map((row) => JSON.stringify(row['tokenHash']).slice(1, -1)),
      ...world.tables.rows('sessions').map((row) => JSON.stringify(row['sessionHash']).slice(1, -1)),
    ];
    expect(hashes.length).toBeGreaterThan(1);
    for (const secret of [...hashes, token, cookie.split('=')[1] ?? '']) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/hash|liveLinks/i);
    expect(text, 'of two accounts nothing to who has one').not.toContain('twoAccounts');
    expect(text, 'a line each').toMatch(/^ {4}"login": "chldalen",$/m);
  });

  test('is downloaded with everything that the page shows', async () => {
    const world = accountWorld();
    const phd = await world.active({ population: 'phd' }, { row: { ...chloe, population: 'phd' } });
    const recovery = {
      ...{ address: 'marie@example.net', former: 'marie@example.org', confirmedAt: '2026-09-15T08:00:00Z' },
      usableFrom: '2026-09-18T08:00:00Z',
    };
    const more = { login: 'marcurie', mailAddress: 'marie.curie@uca.fr', population: 'staff', recovery } as const;
    const { cookie, accountId } = await world.signedIn(more, { row: marie });
    const { personId } = await world.account(accountId);
    for (const each of [accountId, phd.accountId]) {
      await world.tables.write({ table: 'persons', put: { personId, accountId: each } });
    }
    await markAddress({ address: recovery.former, status: 'bounced', at: world.clock.at }, world);
    const data = JSON.parse(await (await world.open('/account/data.json', cookie)).text()) as Record<string, unknown>;
    const shown = await accountOverview(await world.account(accountId), world.deps);
    expect(data).toMatchObject({
      account: { login: 'marcurie', lastDay: shown.account.lastDay, services: shown.account.services },
      recoveryAddress: { health: shown.health, waiting: { meanwhile: { health: 'bounced' } } },
      ...{ directories: shown.directories, files: shown.files },
      access: { services: shown.access.services },
      twoAccounts: {
        thisOne: { en: 'It is the staff account, which serves ISIMA.' },
        others: [{ ...shown.others[0], uses: { en: 'It is the PhD account, which serves LIMOS.' } }],
      },
      events: shown.events,
    });
    // What the page puts in its own words, or counts from what is there.
    const derived = ['account', 'daysLeft', 'inGrace', 'others', 'health', 'waiting'];
    for (const part of Object.keys(shown)) if (!derived.includes(part)) expect(data).toHaveProperty(part);
  });

  test('remembers the language for pages and mails', async () => {
    const world = accountWorld();
    const { cookie, accountId } = await world.signedIn();
    const response = await world.post('/account/language', { language: 'fr' }, { cookie });
    expect(locationOf(response)).toEqual([303, '/account']);
    expect((await world.account(accountId)).language).toBe('fr');
    expect(response.headers.getSetCookie().join()).toContain('__Host-lang=fr');
    for (const language of ['de', '', 'FR', '<x>']) {
      expect((await world.post('/account/language', { language }, { cookie })).status).toBe(400);
    }
    expect(locationOf(await world.post('/account/language', { language: 'en' }))).toEqual([303, '/sign-in']);
    expect((await world.account(accountId)).language).toBe('fr');
  });
});

describe('the pages of an account', () => {
  test('E-06: are kept by nobody, and not reached by addresses that look like them', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    for (const path of personal) {
      const response = await world.open(path, cookie);
      expect(response.headers.get('cache-control'), path).toBe('no-store');
    }
    for (const path of [
      '/account.css',
      '/account;x',
      '/account%2f',
      '/account/',
      '/account/data.json.css',
      '/account/data',
      '/account/x.js',
    ]) {
      const response = await world.open(path, cookie);
      expect([response.status, response.headers.get('cache-control')], path).toEqual([404, 'no-store']);
      expect(await response.text()).not.toContain('chldalen');
    }
  });

  test('are shown to nobody who is not signed in', async () => {
    const world = accountWorld();
    await world.active();
    for (const path of personal) expect(locationOf(await world.open(path, '')), path).toEqual([303, '/sign-in']);
    for (const path of ['/account/sign-out-everywhere']) {
      expect(locationOf(await world.post(path, {})), path).toEqual([303, '/sign-in']);
    }
    expect(locationOf(await world.post('/sign-out', {}))).toEqual([303, '/']);
  });

  test('E-02: leave nothing of somebody in a browser that they have left', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    const everywhere = await world.signedIn();
    for (const [path, held] of [
      ['/sign-out', cookie],
      ['/account/sign-out-everywhere', everywhere.cookie],
    ] as const) {
      const left = await world.post(path, {}, { cookie: held });
      const gone = left.headers.getSetCookie().filter((each) => each.includes('Max-Age=0'));
      const names = gone.map((each) => each.split('=')[0]);
      expect(names, path).toEqual(expect.arrayContaining(['__Host-session', '__Host-link', '__Host-address']));
    }
  });

  test('E-08: take their own methods and no other', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    const posted = ['/sign-in', '/forgotten', '/account/password', '/account/address', '/account/code'];
    const only = ['/sign-out', '/account/language', '/account/sign-out-everywhere'];
    for (const path of [...personal, ...posted, ...only]) {
      const methods = [
        ...(only.includes(path) ? [] : ['GET', 'HEAD']),
        ...(posted.includes(path) || only.includes(path) ? ['POST'] : []),
      ];
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const response = await world.request(path, { method, headers: { 'sec-fetch-site': 'same-origin', cookie } });
        if (methods.includes(method)) {
          expect(response.status, `${method} ${path}`).not.toBe(405);
        } else {
          expect(response.status, `${method} ${path}`).toBe(405);
          expect(response.headers.get('allow')?.split(', ').sort(), path).toEqual(methods);
        }
        if (path === '/sign-out' && method === 'POST') break;
      }
    }
  });

  test('E-04: change nothing for another site', async () => {
    const world = accountWorld();
    const { cookie, accountId } = await world.signedIn();
    const before = [await world.account(accountId), world.tables.rows('sessions')];
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const paths = [
      '/sign-out',
      '/account/sign-out-everywhere',
      '/account/language',
      '/account/code',
      '/account/address',
      '/account/password',
    ];
    for (const path of paths) {
      expect((await world.post(path, { language: 'fr' }, { cookie, headers })).status, path).toBe(403);
    }
    expect([await world.account(accountId), world.tables.rows('sessions')]).toEqual(before);
  });

  test('E-11: malformed addresses change nothing', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    const before = world.tables.rows('sessions');
    for (const path of [
      '/sign-out;x',
      '/sign-out%00',
      '/account/sign-out-everywhere/',
      '/account/%2e%2e/sign-out%252f',
      '/account//password',
    ]) {
      expect((await world.post(path, {}, { cookie })).status, path).toBeGreaterThanOrEqual(400);
    }
    expect(world.tables.rows('sessions')).toEqual(before);
  });

  test('F-01: leave no session, address or name in the log', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    for (const path of personal) await world.open(path, cookie);
    const text = JSON.stringify(world.logged);
    for (const secret of [cookie.split('=')[1] ?? '', 'chldalen', 'example.org', 'Chloé'])
      expect(text).not.toContain(secret);
  });

  test('C-07: ask for a current password in three forms, which another function serves, and no other page is there', () => {
    const { deps } = accountWorld();
    const routesOf = (routes: readonly Routes[]) =>
      portal({ ...deps, publicUrl }, routes).routes.filter(({ method }) => method !== 'ALL' && method !== 'GET');
    const checking = portal({ ...deps, publicUrl }, [passwordCheckRoutes]);
    const own = checking.routes.filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/assets/'));
    expect(own.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'POST /account/address',
      'POST /account/password',
      'POST /sign-in',
    ]);
    const others = routesOf([accountRoutes]).map(({ path }) => path);
    expect(others.sort()).toEqual([
      '/account/code',
      '/account/language',
      '/account/sign-out-everywhere',
      '/forgotten',
      '/sign-out',
    ]);
  });
});
