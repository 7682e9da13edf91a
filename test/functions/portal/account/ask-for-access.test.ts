import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../../../functions/account/account.ts';
import { accountWorld } from '../../../support/account-world.ts';
import { errorsOf } from '../../../support/desk-world.ts';
import { locationOf } from '../../../support/link-world.ts';
import { grace } from '../../../support/people.ts';

/** A local account, which has nothing but what the CRI grants, until 30 November 2026. */
async function local(given: Partial<Account> = {}) {
  const world = accountWorld();
  const account = { population: 'local' as const, services: [], lastDay: '2026-11-30', ...given };
  const person = await world.signedIn(account, { row: { ...grace, population: 'local' } });
  const ask = (fields: Record<string, string> = {}) =>
    world.post(
      '/account/access',
      { form: ulid(), service: 'limos', until: '2026-11-30', reason: 'The cluster, for the AXIS project', ...fields },
      { cookie: person.cookie },
    );
  return { world, ask, ...person };
}

describe('access to a service', () => {
  test('is asked for from My account, and waits there for the CRI', async () => {
    const { world, ask, cookie } = await local();
    const form = await world.page('/account/access', cookie);
    expect(form).toContain('LIMOS services');
    expect(form).not.toMatch(/eduroam|printing/);
    expect(locationOf(await ask())).toEqual([303, '/account#access']);
    expect(world.executions.at(-1)).toMatchObject({ workflow: 'access' });
    const page = await world.page('/account', cookie);
    expect(page).toContain('<dt>LIMOS services</dt><dd>waits for the CRI’s decision</dd>');
    const data = JSON.parse(await (await world.open('/account/data.json', cookie)).text()) as unknown;
    expect(data).toMatchObject({ access: { services: ['isima'], asked: [{ service: 'limos', state: 'waiting' }] } });
  });

  test.each([
    ['no service', { service: '' }, 'Choose one of the services'],
    ['one that such an account never has', { service: 'eduroam' }, 'Choose one of the services'],
    ['a day after the last', { until: '2026-12-01' }, 'Give a day, from 15 September 2026 to 30 November 2026'],
    ['a day that is over', { until: '2026-09-14' }, 'Give a day, from 15 September 2026 to 30 November 2026'],
    ['no day', { until: 'soon' }, 'Give a day, from 15 September 2026 to 30 November 2026'],
    ['no reason', { reason: ' ' }, 'Say why'],
  ])('with %s is asked again, and nothing that was typed is lost', async (_, fields, text) => {
    const { world, ask } = await local();
    const sent = await ask({ reason: 'The cluster', ...fields });
    expect(sent.status).toBe(422);
    const page = await sent.text();
    expect(page).toContain(text);
    if (!('reason' in fields)) expect(page).toContain('>The cluster</textarea>');
    expect(world.tables.rows('requests')).toEqual([]);
  });

  test('says everything that is wrong at once, in the order of the page, whose calendar ends with the account', async () => {
    const { ask } = await local();
    const page = await (await ask({ service: '', until: '', reason: '' })).text();
    expect(errorsOf(page).map(([field]) => field)).toEqual(['service', 'until', 'reason']);
    expect(page).toContain('min="2026-09-15" max="2026-11-30"');
    await ask();
    const again = await (await ask({ until: 'soon' })).text();
    expect(errorsOf(again).map(([field]) => field)).toEqual(['service', 'until']);
  });

  test('the same form sent twice is one request, and another one for the same service is refused', async () => {
    const { world, ask } = await local();
    const form = ulid();
    await Promise.all([ask({ form }), ask({ form })]);
    expect(world.tables.rows('requests')).toHaveLength(1);
    const again = await ask({ until: '2026-11-29' });
    expect(again.status).toBe(422);
    expect(await again.text()).toContain('You have asked for this service already');
  });

  test('shows what is granted, until when, and a decline with its reason', async () => {
    const { world, ask, cookie, accountId } = await local();
    await ask();
    const [request] = world.tables.rows('requests');
    const requestId = request?.['requestId'];
    if (typeof requestId !== 'string') throw new Error('Nothing was asked for');
    const decision = {
      by: ulid(),
      at: '2026-09-15T08:00:00Z',
      verdict: 'declined',
      reason: 'Ask <your> supervisor first',
    };
    await world.tables.write({ table: 'requests', update: { requestId }, set: { state: 'declined', decision } });
    const grants = { isima: { until: '2026-10-31', requestId: ulid() } };
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { grants } });
    const page = await world.page('/account', cookie);
    expect(page).toContain('declined by the CRI: Ask &lt;your&gt; supervisor first');
    expect(page).toContain('<dt>ISIMA services</dt><dd>granted until 31 October 2026</dd>');
  });

  test('is no matter of a student', async () => {
    const world = accountWorld();
    const { cookie } = await world.signedIn();
    expect(await world.page('/account', cookie)).not.toContain('Ask for a service');
    expect(locationOf(await world.open('/account/access', cookie))).toEqual([303, '/account']);
  });
});
