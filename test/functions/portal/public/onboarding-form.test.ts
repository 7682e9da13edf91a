import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { findByClaim } from '../../../../functions/file/file-repository.ts';
import { getOperation } from '../../../../functions/operation/operation-repository.ts';
import { identities } from '../../../../functions/portal/public/identities.ts';
import {
  claimsByAddress,
  claimsByAll,
  claimsByNumber,
  receiveClaim,
} from '../../../../functions/portal/public/receive-claim.ts';
import { networks } from '../../../../functions/throttle/client-bucket.ts';
import { university } from '../../../../functions/university/uca.ts';
import { ada } from '../../../support/people.ts';
import { type PortalWorld, portalWorld } from '../../../support/portal-world.ts';

const operationsOf = async ({ started, tables }: PortalWorld) =>
  Promise.all([...started.keys()].map((operationId) => getOperation(operationId, 'onboarding', { tables })));

/** Everything of an answer that a person, a script or a proxy can see. */
async function whole(response: Response): Promise<unknown> {
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

const asked = [...Array<string>(4).fill('update throttle'), 'put operations', 'start onboarding'];

test('who was handed a card is led from the first visit to where it is typed', async () => {
  const world = portalWorld();
  const page = await (await world.request('/first-time', { headers: { 'accept-language': 'en' } })).text();
  expect(page).toMatch(/<a href="\/card">.*I have a card with a code/);
  expect((await world.request('/card')).status).toBe(200);
});

describe('the onboarding form', () => {
  test.each(identities)('of a $slug starts one onboarding with what was typed', async ({ slug, key }) => {
    const world = portalWorld();
    const response = await world.submit(slug, { number: ' N-17 ', address: 'ada@example.org' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/received']);
    expect(await operationsOf(world)).toEqual([
      {
        operationId: [...world.started.keys()][0],
        kind: 'onboarding',
        claim: { key, number: 'N-17', birthDate: '2008-12-10', personalEmail: 'ada@example.org' },
        language: 'fr',
        askedAt: '2026-09-15T08:00:00Z',
        expiresAt: Date.parse('2026-09-22T08:00:00Z') / 1000,
      },
    ]);
  });

  test('keeps the CVEC number that was typed as a claim', async () => {
    const world = portalWorld();
    await world.submit('first-time-student', { cvec: 'CVE6-1234' });
    expect(await operationsOf(world)).toMatchObject([{ claim: { cvecNumber: 'CVE6-1234' } }]);
  });

  test('remembers the language of the person who asks', async () => {
    const world = portalWorld();
    await world.submit('first-time-student', {}, { headers: { 'accept-language': 'en' } });
    expect(await operationsOf(world)).toMatchObject([{ language: 'en' }]);
  });

  test('J-04: sent twice, as by a double click, starts one', async () => {
    const world = portalWorld();
    const form = ulid();
    await Promise.all([world.submit('staff', { form }), world.submit('staff', { form })]);
    await world.submit('staff', { form });
    expect([...world.started.values()]).toEqual([3]);
    expect(world.tables.rows('operations')).toHaveLength(1);
  });

  test('sent again with another number, after going back, is another request', async () => {
    const world = portalWorld();
    const form = ulid();
    await world.submit('staff', { form, number: 'N-1' });
    await world.submit('staff', { form, number: 'N-2' });
    expect(await operationsOf(world)).toMatchObject([{ claim: { number: 'N-1' } }, { claim: { number: 'N-2' } }]);
  });

  test('F-08: names its execution after nothing that was typed, nor after an id that a stranger chose', async () => {
    const world = portalWorld();
    const form = ulid();
    await world.submit('staff', { form });
    expect([...world.started.keys()].join()).not.toContain(form);
    const other = portalWorld();
    await other.submit('staff', { form: ulid() });
    expect([...other.started.keys()]).not.toEqual([...world.started.keys()]);
  });

  test('sent again after the engine was away starts what was saved before', async () => {
    const world = portalWorld();
    const form = ulid();
    world.engine.away = true;
    expect((await world.submit('staff', { form })).status).toBe(503);
    expect(world.started.size).toBe(0);
    world.engine.away = false;
    expect((await world.submit('staff', { form })).status).toBe(303);
    expect(world.started.size).toBe(1);
    expect(world.tables.rows('operations')).toHaveLength(1);
  });

  test('with a mistake keeps what was typed and starts nothing', async () => {
    const world = portalWorld();
    const response = await world.submit('first-time-student', {
      number: '<canary>',
      day: '31',
      month: '2',
      cvec: 'CVE6',
      address: 'x',
    });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(world.calls).toEqual([]);
    expect(page).toContain('<title>Erreur\u00a0: Étudiant·e, première inscription');
    expect(page).toContain('value="&lt;canary&gt;"');
    expect(page).toMatch(/name="cvec"[^>]*value="CVE6"/);
    for (const field of ['number', 'day', 'address']) {
      expect(page).toContain(`<a href="#${field}">`);
      expect(page).toMatch(new RegExp(`<input[^>]*id="${field}"[^>]*aria-invalid="true"`));
    }
    expect(page).toMatch(/id="number"[^>]*aria-describedby="number-hint number-error"/);
    expect(page).toMatch(/<fieldset[^>]*aria-describedby="birth-hint birth-error"/);
    expect(page).not.toMatch(/id="cvec"[^>]*aria-invalid/);
  });

  test('keeps its id when it comes back with a mistake, so that one person is one request', async () => {
    const world = portalWorld();
    const form = ulid();
    const page = await (await world.submit('staff', { form, number: '' })).text();
    expect(page).toContain(`name="form" value="${form}"`);
  });

  test('has a new id each time it is opened', async () => {
    const { request } = portalWorld();
    const ids = await Promise.all(
      Array.from(
        { length: 20 },
        async () => /name="form" value="(\w{26})"/.exec(await (await request('/first-time/staff')).text())?.[1],
      ),
    );
    expect(new Set(ids).size).toBe(20);
  });

  test('B-14: has no field that could name an address of the file', async () => {
    const world = portalWorld();
    await world.person(ada);
    await world.submit('first-time-student', { address: 'eve@example.org' });
    expect(await operationsOf(world)).toMatchObject([{ claim: { personalEmail: 'eve@example.org' } }]);
    expect(JSON.stringify(world.tables.rows('files'))).not.toContain('eve@');
  });
});

describe('the answer to the form', () => {
  const states: [string, (world: PortalWorld) => Promise<unknown>][] = [
    ['unknown', async () => Promise.resolve()],
    ['known and complete', (world) => world.person(ada)],
    ['known with another birth date', (world) => world.person({ ...ada, birthDate: '2007-01-01' })],
    ['known and incomplete', (world) => world.person({ ...ada, missing: ['payment'] })],
    ['known without an address', (world) => world.person(withoutAddress)],
    [
      'onboarded',
      (world) =>
        world.person(ada, { file: { outcome: 'Onboarded', outcomeVersion: 1 }, account: { state: 'provisioned' } }),
    ],
    ['active', (world) => world.person(ada, { account: { state: 'active' } })],
    ['suspended', (world) => world.person(ada, { account: { state: 'suspended' } })],
    ['closed', (world) => world.person(ada, { account: { state: 'closed' } })],
    ['throttled by number', (world) => useUp(world, claimsByNumber.uses)],
    [
      'throttled by address',
      async (world) => {
        for (let n = 0; n < claimsByAddress.uses; n += 1) await world.submit('staff', { number: `N-${n}` });
      },
    ],
  ];

  test.each(states)('D-01: of somebody %s is the same to the byte', async (_, arrange) => {
    const plain = portalWorld();
    const expected = await whole(await plain.submit('first-time-student'));
    const world = portalWorld();
    await arrange(world);
    expect(await whole(await world.submit('first-time-student'))).toEqual(expected);
    expect(await whole(await world.request('/received'))).toEqual(await whole(await plain.request('/received')));
  });

  test.each(states)('D-02: of somebody %s comes after the same calls in the same order', async (_, arrange) => {
    const world = portalWorld();
    await arrange(world);
    world.calls.length = 0;
    await world.submit('first-time-student');
    expect(world.calls).toEqual(asked);
  });

  test('D-02: of a form sent twice comes after the same calls', async () => {
    const world = portalWorld();
    const form = ulid();
    await world.submit('staff', { form });
    await world.submit('staff', { form });
    expect(world.calls).toEqual([...asked, ...asked]);
  });

  const withoutAddress = { ...ada };
  delete withoutAddress.personalEmail;
});

async function useUp(world: PortalWorld, times: number, number = 'OPI-0001'): Promise<void> {
  for (let n = 0; n < times; n += 1) await world.submit('first-time-student', { number }, { from: `198.51.100.${n}` });
}

describe('the limits of the form', () => {
  const started = (world: PortalWorld) =>
    world.tables.rows('operations').filter((row) => JSON.stringify(row).includes('OPI'));

  test('D-03: count a number that nobody has as they count one that somebody has', async () => {
    for (const known of [true, false]) {
      const world = portalWorld();
      if (known) await world.person(ada);
      await useUp(world, 8);
      expect(started(world)).toHaveLength(claimsByNumber.uses);
    }
  });

  test('D-13: know a number however it is written', async () => {
    const world = portalWorld();
    for (const number of [
      'OPI-0001',
      'opi0001',
      ' OPI 0001',
      'OPI–0001',
      'ＯＰＩ-0001',
      'Opi-00-01',
      'O P I 0 0 0 1',
    ]) {
      await useUp(world, 1, number);
    }
    expect(world.tables.rows('operations').filter((row) => !JSON.stringify(row).includes('"number":""'))).toHaveLength(
      5,
    );
  });

  test('refuse by starting one request that finds nothing, however often they refuse', async () => {
    const world = portalWorld();
    await world.person(ada);
    await useUp(world, claimsByNumber.uses);
    const before = new Set(world.started.keys());
    await useUp(world, 20);
    const refused = (await operationsOf(world)).filter((each) => each && !before.has(each.operationId));
    expect(refused).toHaveLength(1);
    expect(refused[0] && (await findByClaim(refused[0].claim, world.tables))).toBeUndefined();
    expect(JSON.stringify(refused)).not.toMatch(/OPI|2008/);
  });

  test('D-11: of a number end with its window, whoever used it up', async () => {
    const world = portalWorld();
    await useUp(world, 200);
    expect(started(world)).toHaveLength(5);
    world.clock.at = world.clock.at.add({ seconds: claimsByNumber.windowSeconds });
    await useUp(world, 1);
    expect(started(world)).toHaveLength(6);
  });

  test('D-05: let thirty different numbers through from one address in five minutes', async () => {
    const world = portalWorld();
    for (let n = 0; n < 50; n += 1) await world.submit('first-time-student', { number: `OPI-${n}` });
    expect(started(world)).toHaveLength(claimsByAddress.uses);
  });

  test('D-05: count an IPv6 network as one address', async () => {
    const world = portalWorld();
    for (let n = 0; n < 50; n += 1) {
      await world.submit('first-time-student', { number: `OPI-${n}` }, { from: `2001:db8:1:2::${n.toString(16)}` });
    }
    expect(started(world)).toHaveLength(claimsByAddress.uses);
  });

  test('D-04: guesses at many numbers from many addresses are heard once an address once the hour’s limit is reached, of which the operator is told', async () => {
    const world = portalWorld();
    const guess = (number: string, clientAddress: string) =>
      receiveClaim(
        { key: 'opi_number', number, birthDate: ada.birthDate },
        { form: ulid(), language: 'fr', clientAddress },
        { ...world.deps, campus: networks([]) },
      );
    // The page stands behind this one call; it would take most of the time.
    for (let n = 0; n < 8000; n += 1) await guess(`OPI-${100_000 + n}`, `10.0.${(n % 1000) >> 8}.${n % 250}`);
    expect(world.started.size).toBeGreaterThan(claimsByAll.uses);
    expect(world.started.size).toBeLessThanOrEqual(claimsByAll.uses + 1000 + 5);
    expect(world.metrics).toContain('ClaimFlood');
    // D-11: who comes for the first time is heard all the same.
    const before = started(world).length;
    await guess('OPI-0001', '192.0.2.1');
    expect(started(world)).toHaveLength(before + 1);
  });

  test('D-05: let four hundred people behind one campus address through on registration day', async () => {
    const world = portalWorld({ university: { ...university, campusRanges: ['193.54.48.0/22'] } });
    for (let n = 0; n < 400; n += 1) {
      await world.submit('first-time-student', { number: `OPI-${n}` }, { from: '193.54.49.1' });
    }
    expect(started(world)).toHaveLength(400);
  });

  test.each([
    ['x-forwarded-for', '192.0.2.1'],
    ['x-forwarded-for', '193.54.49.1, 203.0.113.7'],
    ['x-real-ip', '193.54.49.1'],
    ['x-client-ip', '193.54.49.1'],
    ['forwarded', 'for=193.54.49.1'],
    ['cf-connecting-ip', '193.54.49.1'],
    ['true-client-ip', '193.54.49.1'],
    ['x-cluster-client-ip', '193.54.49.1'],
  ])('D-08: believe no header: %s: %s', async (name, value) => {
    const world = portalWorld({ university: { ...university, campusRanges: ['193.54.48.0/22'] } });
    for (let n = 0; n < 35; n += 1) {
      const spoofed = value.replace(/1$/, String(n));
      await world.submit('first-time-student', { number: `OPI-${n}` }, { headers: { [name]: spoofed } });
    }
    expect(started(world)).toHaveLength(claimsByAddress.uses);
  });

  test('D-07: let nothing through while they cannot count, and keep pages open', async () => {
    const world = portalWorld();
    for (const skip of [0, 1, 2, 3, 4]) {
      world.tables.failNext({ skip });
      const response = await world.submit('first-time-student', { number: `OPI-${skip}` });
      expect(response.status).toBe(503);
      expect(world.started.size).toBe(0);
    }
    world.tables.failNext();
    for (const path of ['/', '/first-time', '/first-time/staff', '/help', '/received']) {
      expect((await world.request(path)).status).toBe(200);
    }
  });
});
