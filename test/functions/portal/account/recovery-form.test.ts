import fc from 'fast-check';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { comparableAddress } from '../../../../functions/mail/comparable-address.ts';
import { getOperation } from '../../../../functions/operation/operation-repository.ts';
import {
  recoveriesByAddress,
  recoveriesByAll,
  recoveriesByIdentifier,
} from '../../../../functions/portal/account/receive-recovery.ts';
import { findAccount } from '../../../../functions/recovery/find-account.ts';
import { university } from '../../../../functions/university/uca.ts';
import { type AccountWorld, accountWorld, whole } from '../../../support/account-world.ts';
import { locationOf } from '../../../support/link-world.ts';

const login = 'chldalen';
const asked = [...Array<string>(4).fill('update throttle'), 'put operations', 'start recovery'];
const operationsOf = ({ started, tables }: AccountWorld) =>
  Promise.all([...started.keys()].map((operationId) => getOperation(operationId, 'recovery', { tables })));
const meant = async (world: AccountWorld) =>
  (await operationsOf(world)).filter((operation) => operation?.identifier !== '-');

describe('the form of those who have forgotten', () => {
  test.each(['chldalen', 'chloe.dalencon@etu.uca.fr', 'chloe@example.org'])(
    'starts one recovery with what was typed: %s',
    async (identifier) => {
      const world = accountWorld();
      expect(locationOf(await world.forgot(` ${identifier} `))).toEqual([303, '/received']);
      expect(await operationsOf(world)).toEqual([
        {
          operationId: [...world.started.keys()][0],
          kind: 'recovery',
          identifier,
          language: 'en',
          askedAt: '2026-09-15T08:00:00Z',
          expiresAt: Date.parse('2026-09-22T08:00:00Z') / 1000,
        },
      ]);
    },
  );

  test('J-04: sent twice, as by a double click, is one request; with another name it is another', async () => {
    const world = accountWorld();
    const form = ulid();
    await Promise.all([world.forgot(login, { form }), world.forgot(login, { form })]);
    expect([world.started.size, world.tables.rows('operations').length]).toEqual([1, 1]);
    await world.forgot('adalovel', { form });
    expect(world.started.size).toBe(2);
  });

  test('F-08: names its execution after nothing that was typed, nor after an id that a stranger chose', async () => {
    const world = accountWorld();
    const form = ulid();
    await world.forgot(login, { form });
    expect(JSON.stringify(world.executions)).not.toMatch(new RegExp(`${form}|${login}`));
    expect(world.executions).toMatchObject([{ workflow: 'recovery' }]);
    expect(Object.keys(world.executions[0]?.input ?? {})).toEqual(['operationId']);
  });

  test('B-14: has one field, and sends nothing that names an address to write to', async () => {
    const world = accountWorld();
    await world.active();
    for (const extra of [
      'address=eve%40example.org',
      'identifier=eve%40example.org',
      'to=eve',
      'identifier%5B%5D=eve',
    ]) {
      const body = `form=${ulid()}&identifier=${login}&${extra}`;
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
      expect((await world.request('/forgotten', { method: 'POST', headers, body })).status, extra).toBe(400);
    }
    const json = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
    const body = JSON.stringify({ identifier: [login, 'eve@example.org'] });
    expect((await world.request('/forgotten', { method: 'POST', headers: json, body })).status).toBe(400);
    expect(world.started.size).toBe(0);
  });

  test('D-09: answers whatever is typed, and never with a 500', async () => {
    const world = accountWorld();
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string(),
      fc.constantFrom('\u0000', 'ﷺ'.repeat(400)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (identifier) => {
        expect([303, 422]).toContain((await world.forgot(identifier)).status);
      }),
      { numRuns: 300 },
    );
  });

  test('empty says what to type, and starts nothing', async () => {
    const world = accountWorld();
    const response = await world.forgot('  ');
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('<a href="#identifier">');
    expect(world.calls).toEqual([]);
  });

  test('sent again after the engine was away starts what was saved before', async () => {
    const world = accountWorld();
    const form = ulid();
    world.engine.away = true;
    expect((await world.forgot(login, { form })).status).toBe(503);
    world.engine.away = false;
    expect((await world.forgot(login, { form })).status).toBe(303);
    expect([world.started.size, world.tables.rows('operations').length]).toEqual([1, 1]);
  });

  test('E-04: is refused from another site', async () => {
    const world = accountWorld();
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await world.post('/forgotten', { form: ulid(), identifier: login }, { headers })).status).toBe(403);
    expect(world.started.size).toBe(0);
  });
});

const change = (set: object) => async (world: AccountWorld) => {
  const { accountId } = await world.active();
  await world.tables.write({ table: 'accounts', update: { accountId }, set: set as Record<string, string> });
};
const states: [string, (world: AccountWorld) => Promise<unknown>][] = [
  ['unknown', async () => Promise.resolve()],
  ['known', (world) => world.active()],
  ['locked', change({ lock: { reason: 'x', at: '2026-09-15T08:00:00Z' } })],
  ['ended', change({ lastDay: '2026-09-01' })],
  ['closed', change({ state: 'closed' })],
  [
    'without an address',
    async (world) => {
      const { accountId } = await world.active();
      await world.tables.write({ table: 'accounts', update: { accountId }, remove: ['recovery'] });
    },
  ],
  [
    'throttled by name',
    async (world) => {
      for (let n = 0; n < 8; n += 1) await world.forgot(login, { from: `198.51.100.${n}` });
    },
  ],
  [
    'throttled by client address',
    async (world) => {
      for (let n = 0; n < 40; n += 1) await world.forgot(`name${n}`);
    },
  ],
  [
    'whose address bounces',
    async (world) => {
      await world.active();
      const at = '2026-09-15T08:00:00Z';
      await world.tables.write({
        table: 'addressHealth',
        put: { address: comparableAddress('chloe@example.org'), status: 'bounced', at },
      });
    },
  ],
];

describe('the answer to those who have forgotten', () => {
  test.each(states)('D-01: of somebody %s is the same to the byte', async (_, arrange) => {
    const plain = accountWorld();
    const expected = await whole(await plain.forgot(login));
    const world = accountWorld();
    await arrange(world);
    expect(await whole(await world.forgot(login))).toEqual(expected);
    expect(await whole(await world.request('/received'))).toEqual(await whole(await plain.request('/received')));
  });

  test.each(states)('D-02: of somebody %s comes after the same calls in the same order', async (_, arrange) => {
    const world = accountWorld();
    await arrange(world);
    world.calls.length = 0;
    await world.forgot(login);
    expect(world.calls).toEqual(asked);
  });

  test('says what to do when no mail comes, for the one form as for the other', async () => {
    const page = await (await accountWorld().request('/received', { headers: { 'accept-language': 'en' } })).text();
    expect(page).toContain('Nothing after ten minutes?');
    expect(page).toContain('href="/forgotten"');
    expect(page).toContain('href="/first-time"');
    expect(page).toContain('https://support.isima.fr');
  });
});

describe('the limits of recovery', () => {
  test('D-03: count a name that nobody has as they count one that somebody has', async () => {
    for (const known of [true, false]) {
      const world = accountWorld();
      if (known) await world.active();
      for (let n = 0; n < 20; n += 1) await world.forgot(login, { from: `198.51.100.${n}` });
      expect(await meant(world)).toHaveLength(recoveriesByIdentifier.uses);
    }
  });

  test('D-13: know a name however it is written', async () => {
    const world = accountWorld();
    const spellings = [
      'chldalen',
      'CHLDALEN',
      ' chldalen',
      'ｃｈｌｄａｌｅｎ',
      'chl\u00addalen',
      'chl\u200bdalen',
      'ChlDalen',
    ];
    for (const [n, each] of spellings.entries()) await world.forgot(each, { from: `198.51.100.${n}` });
    expect(await meant(world)).toHaveLength(recoveriesByIdentifier.uses);
  });

  test('B-18, D-10: ten thousand requests for one person start five recoveries, and one that finds nothing, in each quarter of an hour', async () => {
    const world = accountWorld();
    await world.active();
    for (let n = 0; n < 10_000; n += 1) {
      const from = `198.51.${(n >> 8) & 255}.${n & 255}`;
      await world.forgot(login, { from });
    }
    expect(world.started.size).toBe(recoveriesByIdentifier.uses + 1);
    expect(world.tables.rows('operations')).toHaveLength(recoveriesByIdentifier.uses + 1);
    const refused = (await operationsOf(world)).filter((operation) => operation?.identifier === '-');
    expect(refused).toHaveLength(1);
    const found = await findAccount(
      { operationId: refused[0]?.operationId ?? '' },
      { tables: world.tables, university, now: () => world.clock.at },
    );
    expect(found.outcome).toBe('nothing');
  });

  test('D-10: ten thousand requests for ten thousand unknown people cost what the addresses that they come from cost once the hour’s limit is reached, of which the operator is told', async () => {
    const world = accountWorld();
    for (let n = 0; n < 10_000; n += 1) {
      await world.forgot(`name${n + 1}`, { from: `198.51.100.${n & 255}` });
      if (n % 256 === 0) world.clock.at = world.clock.at.add({ seconds: 11 });
    }
    expect(world.started.size).toBeLessThanOrEqual(recoveriesByAll.uses + 256 + 5);
    expect(world.metrics).toContain('RecoveryFlood');
    // D-11: who asks for the first time is heard all the same.
    const before = (await meant(world)).length;
    await world.forgot('chloe@example.org', { from: '192.0.2.1' });
    expect(await meant(world)).toHaveLength(before + 1);
    expect(JSON.stringify(world.logged)).not.toMatch(/name\d/);
  });

  test('D-11: whoever is refused already uses up nothing of what all have together', async () => {
    const world = accountWorld();
    for (let n = 0; n < 4000; n += 1) await world.forgot(`name${n + 1}`);
    expect(await meant(world)).toHaveLength(recoveriesByAddress.uses);
    await world.forgot('chloe@example.org', { from: '192.0.2.1' });
    expect(await meant(world)).toHaveLength(recoveriesByAddress.uses + 1);
  });

  test('D-05: let a lecture hall behind one campus address through', async () => {
    const world = accountWorld({ university: { ...university, campusRanges: ['193.54.48.0/22'] } });
    for (let n = 0; n < 400; n += 1) await world.forgot(`name${n + 1}`, { from: '193.54.49.1' });
    expect(await meant(world)).toHaveLength(400);
  });

  test('D-08: believe no header', async () => {
    const world = accountWorld({ university: { ...university, campusRanges: ['193.54.48.0/22'] } });
    for (let n = 0; n < 50; n += 1) {
      const headers = { 'x-forwarded-for': `193.54.49.${n}`, forwarded: `for=193.54.49.${n}` };
      await world.post('/forgotten', { form: ulid(), identifier: `name${n}` }, { headers });
    }
    expect(await meant(world)).toHaveLength(recoveriesByAddress.uses);
  });

  test('D-07: let nothing through while they cannot count', async () => {
    const world = accountWorld();
    for (const skip of [0, 1, 2, 3]) {
      world.tables.failNext({ skip });
      expect((await world.forgot(login)).status).toBe(503);
    }
    expect(world.started.size).toBe(0);
    expect((await world.request('/forgotten')).status).toBe(200);
  });

  test('B-19: a thousand requests keep nobody from signing in, nor from recovering later', async () => {
    const world = accountWorld();
    const { accountId, password } = await world.active();
    const { token } = await world.link(accountId, 'recovery');
    const before = await world.account(accountId);
    for (let n = 0; n < 1000; n += 1) await world.forgot(login, { from: `198.51.100.${n % 250}` });
    expect(await world.account(accountId)).toEqual(before);
    expect((await world.signIn(login, password)).status).toBe(303);
    const opened = await world.request(`/l/${token}`);
    expect(opened.status).toBe(303);
    world.wait({ seconds: recoveriesByIdentifier.windowSeconds });
    await world.forgot(login);
    expect((await meant(world)).at(-1)).toMatchObject({ identifier: login });
    expect(await meant(world)).toHaveLength(recoveriesByIdentifier.uses + 1);
  });
});
