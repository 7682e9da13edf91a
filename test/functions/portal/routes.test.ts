import fc from 'fast-check';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { assets } from '../../../functions/portal/assets.ts';
import { deskForms } from '../../../functions/portal/desk/desk-forms.ts';
import { identities } from '../../../functions/portal/public/identities.ts';
import { deskWorld } from '../../support/desk-world.ts';
import { formFields } from '../../support/form-fields.ts';
import { oddBodies } from '../../support/odd-bodies.ts';
import { ada } from '../../support/people.ts';
import { openPages, portalWorld, publicUrl } from '../../support/portal-world.ts';

const values: Readonly<Record<string, string>> = {
  ...{ language: 'en', recovery: 'known', act: 'end' },
  ...{ number: 'OPI-0001', day: '10', month: '12', year: '2008', cvec: '', address: '' },
};
const valueOf = (field: string) => (field === 'form' ? ulid() : (values[field] ?? '12345678'));

/** The form of a route, filled in. */
function filled(path: string): string {
  const { required = [], optional = [] } = formFields[path] ?? {};
  return new URLSearchParams([...required, ...optional].map((name) => [name, valueOf(name)])).toString();
}

const sent = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
};
const changing = (calls: readonly string[]) => calls.filter((call) => !/^(get|query) /.test(call));

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
    const taking = portalWorld().routes.filter(({ method }) => !['GET', 'ALL'].includes(method));
    expect(taking.every(({ method }) => method === 'POST')).toBe(true);
    const paths = taking.map(({ path }) => path).sort();
    expect(paths).toEqual(Object.keys(guards).sort());
    expect(paths).toEqual(Object.keys(formFields).sort());
  });

  test.each(Object.entries(guards).filter(([, guard]) => guard !== 'count' && guard !== 'desk'))(
    'D-12: %s does nothing for somebody who proves nothing: %s',
    async (path) => {
      const world = portalWorld();
      const response = await world.request(path, { ...sent, body: filled(path) });
      expect(response.status).toBeLessThan(500);
      expect(response.status, 'the form is whole').not.toBe(400);
      expect(world.started.size).toBe(0);
      expect(changing(world.calls)).toEqual([]);
    },
  );

  test('D-12, D-03: the open ones count before they look anything up', async () => {
    for (const path of Object.keys(guards).filter((each) => guards[each] === 'count')) {
      const world = portalWorld();
      await world.request(path, { ...sent, body: filled(path) });
      expect(world.calls[0], path).toBe('update throttle');
    }
  });

  test.each(Object.entries(formFields))(
    'D-09: %s takes its own fields, each of them once, from a form and from nothing else',
    async (path, fields) => {
      const world = deskWorld();
      const { cookie } = await world.staff('macurie', { roles: ['cri'] });
      const before = world.calls.length;
      const at = path.replaceAll(/:[^/]+/g, ulid());
      const send = (body: string, type = sent.headers['content-type']) =>
        world.request(at, { ...sent, headers: { ...sent.headers, 'content-type': type, cookie }, body });
      await fc.assert(
        fc.asyncProperty(oddBodies(fields), async (body) => {
          expect((await send(body)).status).toBe(400);
        }),
        { numRuns: 50 },
      );
      for (const type of ['application/json', 'multipart/form-data', 'text/plain', '']) {
        expect((await send(filled(path), type)).status, type).toBe(400);
      }
      expect(world.calls.slice(before)).toEqual([]);
    },
  );

  test('E-08: take their own methods and no other', async () => {
    const world = portalWorld();
    const { token } = await world.person(ada);
    const all = [...openPages, '/status', `/l/${token}`, assets.style.path];
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
