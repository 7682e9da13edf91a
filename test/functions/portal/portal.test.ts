import fc from 'fast-check';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { assets } from '../../../functions/portal/assets.ts';
import { deskForms } from '../../../functions/portal/desk/desk-forms.ts';
import { identities } from '../../../functions/portal/public/identities.ts';
import { oddBodies } from '../../support/odd-bodies.ts';
import { ada } from '../../support/people.ts';
import { portalWorld, publicUrl } from '../../support/portal-world.ts';

const pages = [
  '/',
  '/first-time',
  ...identities.map(({ slug }) => `/first-time/${slug}`),
  '/received',
  '/sign-in',
  '/forgotten',
  '/help',
];
const valueOf = (field: string) => (field === 'form' ? ulid() : field === 'language' ? 'en' : '12345678');
const titleOf = (page: string) => /<title>(.*)<\/title>/.exec(page)?.[1];
const languageOf = (page: string) => /<html lang="(\w+)">/.exec(page)?.[1];

describe('every page', () => {
  test.each(pages)('%s is there in both languages, whole, with a title and one heading of its own', async (path) => {
    const { request } = portalWorld();
    const [fr, en] = await Promise.all(
      ['fr', 'en'].map(async (language) => (await request(path, { headers: { 'accept-language': language } })).text()),
    );
    expect([languageOf(fr ?? ''), languageOf(en ?? '')]).toEqual(['fr', 'en']);
    expect(titleOf(fr ?? '')).not.toBe(titleOf(en ?? ''));
    for (const page of [fr ?? '', en ?? '']) {
      expect(page).toMatch(/^<!doctype html><html /);
      expect(page.match(/<h1>/g)).toHaveLength(1);
      expect(page).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  test('has titles that differ from each other', async () => {
    const { request } = portalWorld();
    const titles = await Promise.all(pages.map(async (path) => titleOf(await (await request(path)).text())));
    expect(new Set(titles).size).toBe(pages.length);
  });

  test.each(pages)(
    'B-11: %s names no other site but in links, and holds no script or style of its own',
    async (path) => {
      const page = await (await portalWorld().request(path)).text();
      expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|http-equiv/);
      expect(page).not.toMatch(/<script(?! type="module" src="\/assets\/)/);
      for (const [, url] of page.matchAll(/\s(?:src|action|data|poster|srcset)="([^"]*)"/g))
        expect(url).toMatch(/^\/[^/]/);
      for (const [, url] of page.matchAll(/<link [^>]*href="([^"]*)"/g)) expect(url).toMatch(/^\/assets\//);
    },
  );

  test.each(pages)('has only links that lead somewhere: %s', async (path) => {
    const { request } = portalWorld();
    const page = await (await request(path)).text();
    for (const [, href = ''] of page.matchAll(/<a [^>]*href="([^"]*)"/g)) {
      if (href.startsWith('https://')) continue;
      const [to = '', anchor] = href.split('#');
      const target = to === '' ? page : await (await request(to)).text();
      expect(titleOf(target), href).not.toContain('introuvable');
      if (anchor !== undefined) expect(target, href).toContain(`id="${anchor}"`);
    }
  });

  test('has unique ids, and labels and descriptions that exist', async () => {
    const { request } = portalWorld();
    for (const path of pages) {
      const page = await (await request(path)).text();
      const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size, path).toBe(ids.length);
      for (const [, list = ''] of page.matchAll(/\s(?:aria-(?:describedby|labelledby)|for)="([^"]*)"/g)) {
        for (const id of list.split(' ')) expect(ids, path).toContain(id);
      }
    }
  });
});

describe('the language', () => {
  test('follows the browser, then what the person chose, which is remembered', async () => {
    const { request } = portalWorld();
    const english = { 'accept-language': 'en' };
    expect(languageOf(await (await request('/help', { headers: english })).text())).toBe('en');
    const chosen = await request('/help?lang=fr', { headers: english });
    expect(languageOf(await chosen.text())).toBe('fr');
    const [cookie = ''] = chosen.headers.getSetCookie();
    expect(cookie).toBe('__Host-lang=fr; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax');
    const later = await request('/', { headers: { ...english, cookie: cookie.split(';')[0] ?? '' } });
    expect(languageOf(await later.text())).toBe('fr');
  });

  test('is switched by a link that keeps the page', async () => {
    const { request } = portalWorld();
    for (const path of pages) {
      const page = await (await request(path)).text();
      expect(page).toContain(`<a href="${path}?lang=en" lang="en" hreflang="en">English</a>`);
    }
  });

  test('E-07: leads nowhere else, whatever is asked for', async () => {
    const { request } = portalWorld();
    for (const path of [
      '//evil.example',
      '/%2f%2fevil.example',
      '/\\evil.example',
      '/?lang=en&next=//evil.example',
      '/help?lang=fr&to=https://evil.example',
    ]) {
      const response = await request(`${publicUrl}${path}`);
      expect(response.headers.get('location')).toBeNull();
      expect(await response.text()).not.toContain('evil');
    }
  });

  test.each(['?lang=de', '?lang=', '?lang=fr&lang=en', '?lang=FR'])('D-09: is not read from %s', async (query) => {
    const { request } = portalWorld();
    const response = await request(`/help${query}`);
    expect(response.status).toBe(400);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('is not read from a cookie that holds something else', async () => {
    const { request } = portalWorld();
    const response = await request('/', { headers: { cookie: '__Host-lang=de; lang=en', 'accept-language': 'fr' } });
    expect(languageOf(await response.text())).toBe('fr');
  });
});

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

  test('D-09: answers 400 to what no browser sends, and 500 to nothing', async () => {
    const world = portalWorld();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...identities.map(({ slug }) => slug)), oddBodies, async (slug, body) => {
        const response = await world.request(`/first-time/${slug}`, { method: 'POST', headers, body });
        expect(response.status).toBe(400);
      }),
      { numRuns: 500 },
    );
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

describe('the routes', () => {
  /** What stands before each form that changes something: a count before anything is looked up, or a proof. */
  const guards: Readonly<Record<string, 'count' | 'link' | 'session' | 'desk' | 'nothing to guard'>> = {
    ...Object.fromEntries(identities.map(({ slug }) => [`/first-time/${slug}`, 'count'] as const)),
    '/forgotten': 'count',
    '/sign-in': 'count',
    '/l/fresh': 'count',
    '/activate': 'link',
    '/activate/address': 'link',
    '/activate/code': 'link',
    '/recover': 'link',
    '/result': 'link',
    '/not-me': 'link',
    '/account/password': 'session',
    '/account/address': 'session',
    '/account/code': 'session',
    '/account/language': 'session',
    '/account/sign-out-everywhere': 'session',
    '/account/access': 'session',
    '/account/end': 'session',
    '/account/end/undo': 'session',
    '/card': 'count',
    '/stay': 'count',
    // Held to more, each by itself, in desk/gate.test.ts.
    ...Object.fromEntries(Object.values(deskForms).map(({ path }) => [path, 'desk' as const])),
    // They make this browser forget.
    '/sign-out': 'nothing to guard',
    '/activate/address/keep': 'nothing to guard',
  };

  test('D-12: that change something have a guard each', () => {
    const changing = portalWorld().routes.filter(({ method }) => !['GET', 'ALL'].includes(method));
    expect(changing.every(({ method }) => method === 'POST')).toBe(true);
    expect(changing.map(({ path }) => path).sort()).toEqual(Object.keys(guards).sort());
  });

  test.each(Object.entries(guards).filter(([, guard]) => guard !== 'count' && guard !== 'desk'))(
    'D-12: %s does nothing for somebody who proves nothing: %s',
    async (path) => {
      const world = portalWorld();
      const fields = ['form', 'password', 'current', 'recovery', 'address', 'code', 'language'];
      // Each form takes its own fields alone: one of these bodies is whole.
      for (let chosen = 0; chosen < 2 ** fields.length; chosen += 1) {
        const sent = fields.filter((_, n) => (chosen >> n) % 2 === 1).map((name) => [name, valueOf(name)]);
        const response = await world.request(path, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
          body: new URLSearchParams(sent).toString(),
        });
        expect(response.status).toBeLessThan(500);
      }
      expect(world.started.size).toBe(0);
      expect(world.calls.filter((call) => !/^get /.test(call))).toEqual([]);
    },
  );

  test('D-12, D-03: the open ones count before they look anything up', async () => {
    for (const path of Object.keys(guards).filter((each) => guards[each] === 'count')) {
      const world = portalWorld();
      const fields = {
        '/forgotten': { form: ulid(), identifier: 'adalovel' },
        '/sign-in': { name: 'adalovel', password: 'x' },
        '/l/fresh': { form: ulid(), link: 'x' },
        '/card': { login: 'adalovel', code: 'x' },
        '/stay': { act: 'end', code: '123456' },
      }[path];
      if (fields === undefined) await world.submit(path.replace('/first-time/', ''));
      else {
        await world.request(path, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
          body: new URLSearchParams(fields).toString(),
        });
      }
      expect(world.calls[0], path).toBe('update throttle');
    }
  });

  test('E-08: take their own methods and no other', async () => {
    const world = portalWorld();
    const { token } = await world.person(ada);
    const all = [...pages, '/status', `/l/${token}`, assets.style.path];
    for (const path of all) {
      const takesPost = path in guards;
      for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', ...(takesPost ? [] : ['POST'])]) {
        const headers = { 'sec-fetch-site': 'same-origin' };
        const response = await world.request(path, { method, headers });
        expect(response.status, `${method} ${path}`).toBe(405);
        expect(response.headers.get('allow')?.split(', ').sort()).toEqual(
          takesPost ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD'],
        );
      }
    }
    expect(world.calls).toEqual([]);
  });

  test('E-06, E-11: are not reached by addresses that look like them', async () => {
    const world = portalWorld();
    const { cookie } = await world.person(ada);
    for (const path of [
      '/status.css',
      '/status;x',
      '/status%2f',
      '/status/',
      '/status%00',
      '/status/portal.css',
      '/%73tatus%2fx',
      '/received%0d%0a',
      '/first-time/staff.js',
      '/assets/../status.css',
      '/assets/x/portal.css',
    ]) {
      const response = await world.request(`${publicUrl}${path}`, { headers: { cookie } });
      expect(response.status, path).toBe(404);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    expect(world.calls).toEqual([]);
  });

  test('E-11: answer every address, and change nothing for a malformed one', async () => {
    const world = portalWorld();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc
            .array(fc.constantFrom('l', 'status', 'first-time', 'staff', '..', '%2e', ';x', '%00', 'é'), {
              maxLength: 5,
            })
            .map((parts) => parts.join('/')),
          fc.string().map(encodeURI),
          fc.constantFrom('/l/%', '/l/%00', '/l/%252e', '/l/..;/x'),
        ),
        async (path) => {
          const response = await world.request(`${publicUrl}/${path.replace(/^\/+/, '')}`);
          expect(response.status).toBeLessThan(500);
        },
      ),
      { numRuns: 500 },
    );
    expect(world.calls).toEqual([]);
  });

  test('serve style sheets that hold styles', () => {
    expect(assets.style.body).toContain('--pico-');
    expect(assets.style.body).toContain('.error-summary');
    expect(assets.style.body.length).toBeGreaterThan(60_000);
  });

  test('serve what a page looks like, packed where the browser unpacks it', async () => {
    const { request } = portalWorld();
    for (const { path, type, body } of Object.values(assets)) {
      const plain = await request(path);
      expect(plain.headers.get('content-type')).toBe(type);
      expect(await plain.text()).toBe(body);
      const packed = await request(path, { headers: { 'accept-encoding': 'br, gzip' } });
      expect(packed.headers.get('content-encoding')).toBe('gzip');
      expect(packed.headers.get('vary')).toBe('Accept-Encoding');
      const unpacked = packed.body?.pipeThrough(new DecompressionStream('gzip'));
      expect(await new Response(unpacked).text()).toBe(body);
    }
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
