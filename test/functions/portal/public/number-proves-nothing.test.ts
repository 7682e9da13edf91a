import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import { university } from '../../../../functions/university/uca.ts';
import { goodPassword, linkWorld } from '../../../support/link-world.ts';
import { publicUrl } from '../../../support/portal-world.ts';

/** What some form of the portal calls its fields, with a password wherever one could go. */
const everything = () => ({
  ...{
    form: ulid(),
    number: 'OPI-0002',
    day: '10',
    month: '12',
    year: '2008',
    name: 'chldalen',
    identifier: 'chldalen',
  },
  ...{ password: goodPassword(), repeat: goodPassword(), current: goodPassword(), link: '', recovery: 'known' },
  ...{ charter: university.charter.version, code: '12345678', address: 'thief@example.org' },
});

test('A-01: the right number and birth date, a hundred times, lead to no page that sets a password', async () => {
  const world = linkWorld();
  const { accountId } = await world.person();
  const cookies = new Map<string, string>();
  const keep = (response: Response) => {
    for (const each of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (each.split(';')[0] ?? '').split(/=(.*)/s);
      cookies.set(name, value);
    }
  };
  const pages: string[] = [];
  const visit = async (path: string, fields?: Record<string, string>) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const form = {
      'content-type': 'application/x-www-form-urlencoded',
      origin: publicUrl,
      'sec-fetch-site': 'same-origin',
    };
    const response = await world.request(path, {
      headers: { cookie, ...(fields && form) },
      ...(fields && { method: 'POST', body: new URLSearchParams(fields).toString() }),
    });
    keep(response);
    pages.push(await response.text());
  };
  for (let n = 0; n < 100; n += 1) {
    keep(await world.submit('first-time-student', { number: 'OPI-0002' }, { from: `198.51.100.${n}` }));
    world.clock.at = world.clock.at.add({ minutes: 5 });
  }
  expect(world.executions.filter(({ workflow }) => workflow === 'onboarding').length).toBeGreaterThanOrEqual(90);

  const routes = world.routes.filter(({ path }) => !path.startsWith('/assets/') && path !== '/*' && path !== '*');
  expect(routes.length).toBeGreaterThan(50);
  for (const { path } of routes) {
    const at = path.replaceAll(/:[^/]+/g, accountId);
    for (const password of [undefined, everything()]) await visit(at, password);
  }
  for (const page of pages) expect(page).not.toContain('autocomplete="new-password"');
  expect(world.executions.filter(({ workflow }) => workflow === 'activation' || workflow === 'password')).toEqual([]);
  for (const table of ['vault', 'sessions'] as const) expect(world.tables.rows(table)).toEqual([]);
  expect(await world.account(accountId)).toMatchObject({ state: 'provisioned', credentialEpoch: 0 });
});

test('A-01: no setting of a university makes a number and a birth date enough', () => {
  expect(Object.keys(university).filter((key) => /proof|prove|claim|trust|birth|link|weak/i.test(key))).toEqual([]);
});
