import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { linkLives, type LinkPurpose, linkPurposes } from '../../../../functions/link/link.ts';
import { getOperation } from '../../../../functions/operation/operation-repository.ts';
import { claimsByAddress } from '../../../../functions/portal/public/receive-claim.ts';
import { goodPassword, linkWorld, locationOf } from '../../../support/link-world.ts';
import { ada } from '../../../support/people.ts';
import { publicUrl } from '../../../support/portal-world.ts';

/** Programs that open links in mails before people do. */
const scanners = [
  'Mozilla/5.0 (compatible; Microsoft Defender SafeLinks)',
  'Barracuda Sentinel (EE)',
  'Proofpoint URL Defense',
  'Slackbot-LinkExpanding 1.0',
  'curl/8.5.0',
];

/** A link of each purpose for one account that is in the state which that purpose is for. */
async function linkOf(purpose: LinkPurpose) {
  const world = linkWorld();
  const { accountId } = await world.person({ state: purpose === 'activation' ? 'provisioned' : 'active' });
  const { token, cookie } = await world.link(accountId, purpose, { operationId: ulid(), tries: 5 });
  return { world, accountId, token, cookie };
}

describe('a mailed link', () => {
  test.each([
    ['status', '/status'],
    ['activation', '/status'],
    ['recovery', '/recover'],
    ['not-me', '/not-me'],
  ] as const)(
    'B-11: for %s leaves the address for a cookie, and leads to %s, also when it is dead',
    async (purpose, to) => {
      for (const dead of [false, true]) {
        const { world, token, cookie } = await linkOf(purpose);
        if (dead) world.clock.at = world.clock.at.add(linkLives[purpose]);
        const response = await world.request(`/l/${token}`);
        expect(locationOf(response)).toEqual([303, to]);
        expect(response.headers.get('referrer-policy')).toBe('no-referrer');
        expect(response.headers.getSetCookie().map((each) => each.split(';')[0])).toEqual([cookie]);
        expect((await world.open(to, cookie)).status).toBe(dead ? 410 : 200);
      }
    },
  );

  test.each(['result', 'address'] as const)(
    'for %s is never mailed, and opens nothing from an address',
    async (purpose) => {
      const { world, token } = await linkOf(purpose);
      const response = await world.request(`/l/${token}`);
      expect(response.status).toBe(410);
      expect(response.headers.getSetCookie()).toEqual([]);
    },
  );

  test.each(['A'.repeat(43), 'A'.repeat(42), 'x', 'fresh', '%00'])(
    'E-11: that nobody minted, %s, does not take the place of a good one',
    async (token) => {
      const { world, cookie } = await linkOf('activation');
      const response = await world.open(`/l/${token}`, cookie);
      expect(response.status).toBe(410);
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(await response.text()).toContain('href="/first-time"');
    },
  );

  test.each([
    ['activation', '/activate'],
    ['recovery', '/recover'],
    ['not-me', '/not-me'],
  ] as const)('B-06: for %s is not used up by fifty scanners', async (purpose, path) => {
    const { world, token, cookie } = await linkOf(purpose);
    world.calls.length = 0;
    for (let n = 0; n < 50; n += 1) {
      const headers = { 'user-agent': scanners[n % scanners.length] ?? '', cookie };
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        await world.request(`/l/${token}`, { method, headers });
        await world.request(path, { method, headers });
      }
    }
    expect(world.calls.filter((call) => !call.startsWith('get '))).toEqual([]);
    const fields = {
      activation: world.activation(),
      recovery: { form: ulid(), password: goodPassword() },
      'not-me': {},
    }[purpose];
    expect((await world.send(path, cookie, fields)).status).toBeLessThan(400);
    expect(world.executions.length).toBeGreaterThan(0);
  });

  test('B-06: a scanner that fills nothing in and sends the form uses nothing up', async () => {
    for (const [purpose, path] of [
      ['activation', '/activate'],
      ['recovery', '/recover'],
    ] as const) {
      const { world, accountId, cookie } = await linkOf(purpose);
      const page = await world.page(path, cookie);
      const form = /<form method="post" action="\/(?:activate|recover)"[^]*<\/form>/.exec(page)?.[0] ?? '';
      const hidden = [...form.matchAll(/type="hidden" name="(\w+)" value="(\w+)"/g)].map(([, name, value]) => [
        name,
        value,
      ]);
      const fields = { ...Object.fromEntries(hidden), username: 'chldalen', password: '', repeat: '' } as Record<
        string,
        string
      >;
      expect((await world.send(path, cookie, fields)).status).toBe(422);
      expect((await world.account(accountId)).credentialEpoch).toBe(0);
      expect((await world.open(path, cookie)).status).toBe(200);
    }
  });
});

describe('what a link is for', () => {
  const opens: Record<string, LinkPurpose[]> = {
    '/status': ['status', 'activation'],
    '/activate': ['activation'],
    '/activate/address': ['activation'],
    '/activate/code': ['activation'],
    '/recover': ['recovery'],
    '/result': ['result'],
    '/not-me': ['not-me'],
    // A link of this purpose alone is of no request.
    '/stay': [],
    // Any link, dead or alive, asks for a fresh one for its own account, and says no more than that.
    '/l/fresh': [...linkPurposes],
  };

  test.each(linkPurposes)('A-05: one for %s opens its own page and no other', async (purpose) => {
    for (const [path, purposes] of Object.entries(opens)) {
      // A result exists once a password was chosen, a code once an address was given.
      if (path === '/result' && purpose === 'result') continue;
      if ((path === '/activate/code' && purpose === 'activation') || path === '/l/fresh') continue;
      const { world, cookie } = await linkOf(purpose);
      const { status } = await world.open(path, cookie);
      expect(status === 200, `${purpose} ${path} ${status}`).toBe(purposes.includes(purpose));
    }
  });

  test.each(linkPurposes)('A-05: one for %s does what it is for and nothing else', async (purpose) => {
    for (const [path, purposes] of Object.entries(opens)) {
      if (path === '/status' || purposes.includes(purpose)) continue;
      const { world, accountId, cookie } = await linkOf(purpose);
      const before = JSON.stringify(await world.account(accountId));
      const fields = {
        '/activate': world.activation(),
        '/activate/address': { form: ulid(), address: 'eve@example.net' },
        '/activate/code': { code: '12345678' },
        '/not-me': {} as Record<string, string>,
        '/stay': { act: 'end', code: '123456' },
      }[path] ?? { form: ulid(), password: goodPassword() };
      expect((await world.send(path, cookie, fields)).status, `${purpose} ${path}`).toBe(410);
      expect(JSON.stringify(await world.account(accountId))).toBe(before);
      expect(world.executions).toEqual([]);
      expect(world.tables.rows('operations')).toEqual([]);
    }
  });

  test('A-06: whose account it is comes from the token, whatever the form says', async () => {
    const { world, accountId: first, cookie } = await linkOf('recovery');
    const { accountId: second } = await world.person({ state: 'active', login: 'gracehop' });
    const fields = { form: ulid(), password: goodPassword(), username: 'gracehop' };
    expect((await world.send('/recover', cookie, fields)).status).toBe(303);
    expect((await world.account(first)).credentialEpoch).toBe(1);
    expect((await world.account(second)).credentialEpoch).toBe(0);
    for (const extra of ['accountId', 'login', 'next', 'password[]', 'epoch']) {
      const { world: other, cookie: held } = await linkOf('recovery');
      const sent = { form: ulid(), password: goodPassword(), [extra]: second };
      expect((await other.send('/recover', held, sent)).status, extra).toBe(400);
    }
  });
});

describe('the forms behind links', () => {
  const forms = [
    ['activation', '/activate'],
    ['activation', '/activate/address'],
    ['activation', '/activate/code'],
    ['recovery', '/recover'],
    ['result', '/result'],
    ['not-me', '/not-me'],
    ['status', '/l/fresh'],
  ] as const;

  test.each(forms)('E-04: of %s at %s are refused from any other site', async (purpose, path) => {
    for (const headers of [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'null', 'sec-fetch-site': 'none' },
      { origin: '', 'sec-fetch-site': '' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', host: 'evil.example' },
    ]) {
      const { world, cookie } = await linkOf(purpose);
      world.calls.length = 0;
      expect((await world.send(path, cookie, {}, headers)).status).toBe(403);
      expect(world.calls).toEqual([]);
    }
  });

  test.each(forms)('D-09: of %s at %s take what a browser sends, and nothing else', async (purpose, path) => {
    const { world, cookie } = await linkOf(purpose);
    world.calls.length = 0;
    const bodies = [
      '{"form":"x","password":"y"}',
      'form=a&form=b&password=x&code=1&address=a',
      'password[]=x&form=1',
      '__proto__=x',
      'form=not-an-id&password=x&recovery=known&address=x&code=1&code=2',
    ];
    const head = { origin: publicUrl, 'sec-fetch-site': 'same-origin', cookie };
    for (const body of bodies) {
      const headers = { ...head, 'content-type': 'application/x-www-form-urlencoded' };
      expect((await world.request(path, { method: 'POST', headers, body })).status, body).toBe(400);
    }
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
      const headers = { ...head, 'content-type': type };
      expect((await world.request(path, { method: 'POST', headers, body: '{}' })).status, type).toBe(400);
    }
    expect(world.calls).toEqual([]);
  });

  test.each(forms)('E-07, B-10: of %s at %s lead nowhere but to this site', async (purpose, path) => {
    const { world, cookie } = await linkOf(purpose);
    const fields = { form: ulid(), password: goodPassword() };
    const response = await world.send(`${path}?next=//evil.example&to=https://evil.example`, cookie, fields, {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
    });
    expect(response.headers.get('location') ?? '/').toMatch(/^\/(?!\/)/);
    expect(await response.text()).not.toContain('evil');
  });
});

describe('a dead link', () => {
  async function dead(purpose: LinkPurpose = 'recovery') {
    const { world, accountId, cookie } = await linkOf(purpose);
    world.clock.at = world.clock.at.add({ hours: 24 });
    return { world, accountId, cookie };
  }

  test.each([
    ['status', '/status'],
    ['activation', '/activate'],
    ['recovery', '/recover'],
    ['result', '/result'],
  ] as const)(
    'for %s has one button that asks for a fresh one, and tells nothing of the account',
    async (purpose, path) => {
      const { world, cookie } = await dead(purpose);
      const response = await world.open(path, cookie);
      const page = await response.text();
      expect(response.status).toBe(410);
      expect(response.headers.get('referrer-policy')).toBe('same-origin');
      expect(page.match(/<button/g)).toHaveLength(1);
      expect(page).not.toMatch(/chldalen|example\.org/);
      const form = /name="form" value="(\w+)"/.exec(page)?.[1] ?? '';
      expect(locationOf(await world.send('/l/fresh', cookie, { form }))).toEqual([303, '/received']);
      expect(world.executions.map(({ workflow }) => workflow)).toEqual(['recovery']);
    },
  );

  test('asks for the account that it was for, and for nothing that was typed', async () => {
    const { world, accountId, cookie } = await dead('activation');
    await world.send('/l/fresh', cookie, { form: ulid() });
    const operation = await getOperation(world.executions[0]?.name ?? '', 'recovery', world);
    expect(operation).toMatchObject({ kind: 'recovery', accountId, language: 'en' });
    expect(operation).not.toHaveProperty('identifier');
  });

  test('J-04: the button pressed twice is one request', async () => {
    const { world, cookie } = await dead();
    const form = ulid();
    await Promise.all([world.send('/l/fresh', cookie, { form }), world.send('/l/fresh', cookie, { form })]);
    expect([...world.started.values()]).toEqual([2]);
    expect(world.tables.rows('operations')).toHaveLength(1);
  });

  test('D-05: the button is counted by client address, and a throttled request changes nothing', async () => {
    const { world, cookie } = await dead();
    for (let n = 0; n < 40; n += 1) {
      expect((await world.send('/l/fresh', cookie, { form: ulid() })).status).toBe(303);
    }
    expect(world.started.size).toBe(claimsByAddress.uses);
  });

  test('of a file that has no account yet asks for a fresh one as well: its file says whose it will be', async () => {
    const world = linkWorld();
    const { cookie, fileId } = await world.file(ada);
    world.clock.at = world.clock.at.add({ hours: 24 });
    const form = /name="form" value="(\w+)"/.exec(await world.page('/status', cookie))?.[1] ?? '';
    expect(locationOf(await world.send('/l/fresh', cookie, { form }))).toEqual([303, '/received']);
    const operation = await getOperation(world.executions[0]?.name ?? '', 'recovery', world);
    expect(operation).toMatchObject({ kind: 'recovery', fileId });
  });

  test('that nobody holds asks for nothing', async () => {
    const { world } = await dead();
    for (const cookie of ['', `__Host-link=${'A'.repeat(43)}`]) {
      expect((await world.send('/l/fresh', cookie, { form: ulid() })).status).toBe(410);
    }
    expect(world.executions).toEqual([]);
  });

  test('D-07: with the tables away starts nothing', async () => {
    const { world, cookie } = await dead();
    for (let skip = 0; skip < 4; skip += 1) {
      world.tables.failNext({ skip });
      expect((await world.send('/l/fresh', cookie, { form: ulid() })).status).toBe(503);
    }
    expect(world.executions).toEqual([]);
  });
});
