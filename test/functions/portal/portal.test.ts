import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assets } from '../../../functions/portal/assets.ts';
import { ada } from '../../support/people.ts';
import { portalWorld, publicUrl } from '../../support/portal-world.ts';

describe('every answer', () => {
  const answers = async (): Promise<[string, Response][]> => {
    const world = portalWorld();
    const { token, cookie } = await world.person(ada, { account: {} });
    const { request, submit } = world;
    const away = portalWorld();
    away.tables.failNext({ error: new Error('canary') });
    return [
      ['200', await request('/')],
      ['200 status', await request('/status', { headers: { cookie } })],
      ['303 link', await request(`/l/${token}`)],
      ['303 form', await submit('staff')],
      ['400', await submit('staff', { extra: '1' })],
      [
        '403',
        await submit('staff', {}, { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } }),
      ],
      ['404', await request('/nowhere')],
      ['405', await request('/', { method: 'DELETE' })],
      ['410', await request('/status')],
      ['413', await submit('staff', { number: 'x'.repeat(65 * 1024) })],
      ['422', await submit('staff', { number: '' })],
      ['500', await away.submit('staff')],
      ['200 asset', await request(assets.style.path)],
      ['404 asset', await request('/assets/0000000000000000/portal.css')],
    ];
  };

  test('E-05: has the headers that protect it', async () => {
    for (const [name, response] of await answers()) {
      expect(response.status, name).toBe(Number(name.slice(0, 3)));
      expect(Object.fromEntries(response.headers), name).toMatchObject({
        'content-security-policy':
          "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
        'strict-transport-security': 'max-age=63072000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(response.headers.has('x-powered-by')).toBe(false);
    }
  });

  test('E-06: is kept by nobody but an asset, whose address changes with it', async () => {
    for (const [name, response] of await answers()) {
      expect(response.headers.get('cache-control'), name).toBe(
        name === '200 asset' ? 'public, max-age=31536000, immutable' : 'no-store',
      );
    }
  });

  test('B-11: tells no other site where it was, and nobody at all where a link leads', async () => {
    for (const [name, response] of await answers()) {
      const personal = ['200 status', '303 link', '410'].includes(name);
      expect(response.headers.get('referrer-policy'), name).toBe(personal ? 'no-referrer' : 'same-origin');
    }
  });

  test('is a page that says what to do, also when something went wrong', async () => {
    for (const [name, response] of await answers()) {
      if (!/^[45]/.test(name)) continue;
      expect(response.headers.get('content-type'), name).toBe('text/html; charset=UTF-8');
      expect(await response.text(), name).toMatch(/<main [^]*<h1>.+<\/h1>[^]*<p class="lead">/);
    }
  });

  test('is in the language of the person, also when something went wrong', async () => {
    const { request } = portalWorld();
    const response = await request('/nowhere', { headers: { cookie: '__Host-lang=en' } });
    expect(await response.text()).toContain('<h1>Page not found</h1>');
  });
});

describe('the form', () => {
  test.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour of the site', { origin: 'https://other.compte.example', 'sec-fetch-site': 'same-site' }, 403],
    ['the site over http', { origin: 'http://compte.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['nowhere', { origin: 'null', 'sec-fetch-site': 'none' }, 403],
    ['an address bar', { origin: '', 'sec-fetch-site': 'none' }, 403],
    ['a browser that says nothing', { origin: '', 'sec-fetch-site': '' }, 403],
    ['a browser that knows Origin alone', { origin: publicUrl, 'sec-fetch-site': '' }, 303],
    ['a browser that hides Origin', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 303],
  ])('E-04: sent from %s', async (_, headers, status) => {
    const world = portalWorld();
    expect((await world.submit('staff', {}, { headers })).status).toBe(status);
    expect(world.started.size).toBe(status === 303 ? 1 : 0);
  });

  test('E-04: believes no Host that a request brings', async () => {
    const world = portalWorld();
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', host: 'evil.example' };
    expect((await world.submit('staff', {}, { headers })).status).toBe(403);
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencodedx',
    '',
  ])('D-09: is not read as %j', async (type) => {
    const world = portalWorld();
    const response = await world.submit('staff', {}, { headers: { 'content-type': type } });
    expect(response.status).toBe(400);
    expect(world.calls).toEqual([]);
  });

  test('D-09, E-09: whatever is typed is answered, and never with a 500', async () => {
    const world = portalWorld();
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('\u0000', '=1+1', '<script>', '../', 'ſ', 'K', '\u202e'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({ number: text, day: text, month: text, year: text, cvec: text, address: text }),
        async (typed) => {
          const response = await world.submit('certificate', typed);
          expect([303, 422]).toContain(response.status);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a failure', () => {
  const failures = [
    new Error('Table matricule-operations: canary'),
    Object.assign(new Error('arn:aws:dynamodb:eu-west-3:1:table/canary'), { name: 'AccessDeniedException' }),
    new TypeError('canary is undefined'),
    new Error('outer canary', { cause: new Error('inner canary') }),
  ];

  test.each(failures)('E-09: %s shows its reference and nothing else', async (error) => {
    const world = portalWorld();
    world.tables.failNext({ error });
    const response = await world.submit('staff', { number: 'canary-number' });
    const page = await response.text();
    expect(response.status).toBe(500);
    expect(page).toContain('<code>request-1</code>');
    expect(page).not.toMatch(/canary|arn:|\bat .*:\d+|matricule-|Exception|TypeError/);
    const logged = world.logged.find(({ message }) => message === 'Request failed');
    expect(logged?.fields).toMatchObject({ requestId: 'request-1', route: '/first-time/staff', error: error.name });
    expect(JSON.stringify(world.logged)).not.toContain('canary');
  });

  test('that may pass is told as such', async () => {
    const world = portalWorld();
    world.tables.failNext();
    expect((await world.submit('staff')).status).toBe(503);
  });
});

describe('the log', () => {
  test('B-12, F-01, F-06: has one line a request, with its route and never what the request holds', async () => {
    const world = portalWorld();
    const { token, cookie } = await world.person(
      { ...ada, firstName: 'canary-name' },
      { account: { login: 'canarylogin' } },
    );
    await world.request(`/l/${token}?canary=1`);
    await world.request('/status', { headers: { cookie } });
    await world.request('/canary-path?canary=query');
    await world.submit('first-time-student', { number: 'canary-number', address: 'canary@example.org' });
    await world.submit('first-time-student', { number: 'canary-number!' });
    await world.request('/l/canary-token');
    expect(world.logged.map(({ fields }) => [fields['method'], fields['route'], fields['status']])).toEqual([
      ['GET', '/l/:token', 303],
      ['GET', '/status', 200],
      ['GET', '/*', 404],
      ['POST', '/first-time/first-time-student', 303],
      ['POST', '/first-time/first-time-student', 422],
      ['GET', '/l/:token', 410],
    ]);
    const text = JSON.stringify(world.logged);
    expect(text).not.toContain('canary');
    expect(text).not.toContain(token);
    expect(text).not.toContain('203.0.113.7');
  });
});
