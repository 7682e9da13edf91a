import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { askContactFor } from '../../../../functions/request/unit-contact.ts';
import { id } from '../../../../functions/step/id.ts';
import { deskWorld } from '../../../support/desk-world.ts';
import { followed, locationOf } from '../../../support/link-world.ts';
import { grace } from '../../../support/people.ts';

/** The CRI, and a sponsor whose guest waits for it. */
async function waiting(given: Readonly<Record<string, string>> = {}) {
  const world = deskWorld();
  const sponsor = await world.sponsor();
  await world.send('/sponsor/ask', sponsor.cookie, world.guest({ 'service-isima': 'on', ...given }));
  const requestId = world.stays()[0]?.requestId ?? '';
  const { cookie, accountId } = await world.cri();
  return { world, sponsor, requestId, cookie, accountId, path: `/cri/requests/${requestId}` };
}

const decision = (given: Partial<Record<'version' | 'verdict' | 'until' | 'reason', string>> = {}) => ({
  version: '1',
  ...{ verdict: 'granted', until: '2026-12-31', reason: 'Stage convenu' },
  ...given,
});
const fieldsInError = (page: string) => [...page.matchAll(/<li><a href="#(\w+)">/g)].map(([, field]) => field);

/** Everything of the page but the words of the day. */
const main = (page: string) => /<main.*<\/main>/s.exec(page)?.[0] ?? '';

describe('the CRI', () => {
  test('sees what waits, and everything that a decision needs', async () => {
    const { world, cookie, path, requestId } = await waiting();
    expect(await world.page('/cri', cookie)).toMatch(
      new RegExp(`href="${path}"><strong>Grace Hopper</strong><span>stay asked for, on 15 September 2026`),
    );
    const page = main(await world.page(path, cookie));
    for (const known of [
      'grace@example.org',
      'Stage',
      '31 December 2026',
      'macurie@uca.fr',
      'At the latest 14 September 2027',
    ]) {
      expect(page).toContain(known);
    }
    expect(page).toMatch(/name="service-isima" value="on" checked/);
    expect(page, 'nothing is chosen for the CRI').not.toMatch(/name="verdict"[^>]*checked/);
    expect((await world.stay(requestId)).version, 'B-06').toBe(1);
  });

  test('grants with another last day and fewer services, and who asked is told', async () => {
    const { world, cookie, path, requestId, accountId } = await waiting();
    const sent = await world.send(`${path}/decide`, cookie, decision({ until: '2026-10-31' }));
    expect(followed(sent)).toEqual([303, '/cri', 'decided']);
    expect(await world.stay(requestId)).toMatchObject({
      ...{ state: 'granted', endsOn: '2026-10-31', services: [] },
      decision: { by: accountId, verdict: 'granted', reason: 'Stage convenu' },
    });
    expect(world.executions.filter(({ workflow }) => workflow === 'guest')).toHaveLength(2);
    const page = main(await world.page('/cri', `${cookie}; __Host-notice=decided`));
    expect(page).toContain('The decision is recorded');
    expect(page).toContain('Nothing waits for a decision.');
  });

  test('declines with a reason, which the sponsor reads, and nothing as open that never was', async () => {
    const { world, sponsor, cookie, path, requestId } = await waiting();
    for (const [desk, of] of [
      [path, cookie],
      [`/sponsor/guests/${requestId}`, sponsor.cookie],
    ] as const)
      expect(main(await world.page(desk, of))).toMatch(/What the account would open<\/dt><dd>[^<]*ISIMA/);
    await world.send(`${path}/decide`, cookie, decision({ verdict: 'declined', reason: 'Pas de convention' }));
    expect((await world.stay(requestId)).state).toBe('declined');
    const page = await world.page(`/sponsor/guests/${requestId}`, sponsor.cookie);
    expect(page).toContain('declined by the CRI');
    expect(page).toContain('Pas de convention');
    for (const each of [page, await world.page('/sponsor', sponsor.cookie)])
      expect(each, 'nothing runs').not.toContain('days left');
    for (const each of [page, await world.page(path, cookie)])
      expect(main(each)).not.toMatch(/What the account (would )?open/);
  });

  test.each([
    [{ reason: ' ' }, 'reason'],
    [{ verdict: 'declined', reason: '' }, 'reason'],
    [{ until: '2028-01-01' }, 'until'],
    [{ until: 'soon' }, 'until'],
    [{ until: '', reason: '' }, 'until', 'reason'],
  ])('is told what to correct, and types nothing twice: %j', async (given, ...fields) => {
    const { world, cookie, path, requestId } = await waiting();
    const sent = await world.send(`${path}/decide`, cookie, decision(given));
    expect(sent.status).toBe(422);
    const page = await sent.text();
    expect(fieldsInError(page)).toEqual(fields);
    if (fields.includes('until')) expect(page).toContain('Give a day, from 15 September 2026 to 14 September 2027');
    expect(page).toMatch(/name="verdict" value="(granted|declined)" checked/);
    expect((await world.stay(requestId)).state).toBe('waiting');
  });

  test('decides nothing that it has not chosen', async () => {
    const { world, cookie, path, requestId } = await waiting();
    const { version, until, reason } = decision();
    const sent = await world.send(`${path}/decide`, cookie, { version, until, reason });
    expect([sent.status, fieldsInError(await sent.text())]).toEqual([422, ['verdict']]);
    const bare = await world.send(`${path}/decide`, cookie, { version, until: 'soon', reason: ' ' });
    expect([bare.status, fieldsInError(await bare.text())]).toEqual([422, ['verdict', 'reason']]);
    expect((await world.stay(requestId)).state).toBe('waiting');
  });

  test('L-06: decides once, when two of them do at the same moment', async () => {
    const { world, cookie, path, requestId } = await waiting();
    const other = await world.cri('criautre');
    const answers = await Promise.all([
      world.send(`${path}/decide`, cookie, decision()),
      world.send(`${path}/decide`, other.cookie, decision({ verdict: 'declined', reason: 'Non' })),
    ]);
    const places = answers.map((answer) => answer.headers.get('location')).toSorted();
    expect(places).toEqual(['/cri', path]);
    expect((await world.stay(requestId)).version).toBe(2);
  });

  test('K-09: decides on no request of its own', async () => {
    const world = deskWorld();
    const { cookie } = await world.cri();
    await world.send('/sponsor/ask', cookie, world.guest());
    const requestId = world.stays()[0]?.requestId ?? '';
    const path = `/cri/requests/${requestId}`;
    const page = await world.page(path, cookie);
    expect(page).toContain('somebody else of the CRI decides on it');
    expect(page).not.toContain(`${path}/decide`);
    expect(followed(await world.send(`${path}/decide`, cookie, decision()))).toEqual([303, path, 'changed']);
    expect((await world.stay(requestId)).state).toBe('waiting');
  });

  test('decides on a later end', async () => {
    const { world, sponsor, cookie, path, requestId } = await waiting();
    await world.send(`${path}/decide`, cookie, decision());
    await world.welcome(requestId);
    await world.send(`/sponsor/guests/${requestId}/extend`, sponsor.cookie, { until: '2027-03-31', reason: 'Reste' });
    expect(await world.page('/cri', cookie)).toContain('asked to be prolonged');
    const page = main(await world.page(path, cookie));
    expect(page).toContain('value="2027-03-31"');
    expect(page, 'what it opens is not asked about').not.toContain('name="service-isima"');
    const { version } = await world.stay(requestId);
    await world.send(`${path}/decide`, cookie, decision({ version: String(version), until: '2027-02-28' }));
    expect(await world.stay(requestId)).toMatchObject({ endsOn: '2027-02-28' });
  });

  test('has no page for a request or an account that there is not', async () => {
    const world = deskWorld();
    const { cookie } = await world.cri();
    for (const path of [`/cri/requests/${ulid()}`, `/cri/accounts/${ulid()}`, '/cri/requests/x', '/cri/accounts/;x']) {
      expect((await world.open(path, cookie)).status, path).toBe(404);
    }
  });
});

describe('an account at the CRI’s desk', () => {
  test.each(['chldalen', ' CHLDALEN ', 'chloe.dalencon@etu.uca.fr'])(
    'is found under %j, and the address says no name',
    async (name) => {
      const world = deskWorld();
      const { accountId } = await world.active();
      const { cookie } = await world.cri();
      expect(locationOf(await world.send('/cri/accounts', cookie, { name }))).toEqual([
        303,
        `/cri/accounts/${accountId}`,
      ]);
      const page = main(await world.page(`/cri/accounts/${accountId}`, cookie));
      expect(page).toContain('chloe.dalencon@etu.uca.fr');
      expect(page, 'the address of recovery is nobody else’s').not.toContain('chloe@example.org');
    },
  );

  test('is not found under a name that nobody has', async () => {
    const world = deskWorld();
    const { cookie } = await world.cri();
    const sent = await world.send('/cri/accounts', cookie, { name: 'nobody99' });
    expect([sent.status, fieldsInError(await sent.text())]).toEqual([422, ['name']]);
  });

  test('is not unlocked by its own person, from another account of theirs (2.3.5)', async () => {
    const world = deskWorld();
    const { accountId } = await world.active();
    const { cookie, accountId: own } = await world.cri();
    const { personId } = await world.account(own);
    const path = `/cri/accounts/${accountId}`;
    await world.send(`${path}/lock`, cookie, { reason: 'Plainte' });
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { personId } });
    expect(followed(await world.send(`${path}/unlock`, cookie, { reason: 'C’est moi' }))).toEqual([
      303,
      path,
      'own-account',
    ]);
    expect((await world.account(accountId)).lock).toBeDefined();
  });

  test('F-05: is locked and unlocked with a reason, and by whom stands in the journal', async () => {
    const world = deskWorld();
    const { accountId } = await world.active();
    const { cookie, accountId: by } = await world.cri();
    const path = `/cri/accounts/${accountId}`;
    expect(main(await world.page(path, cookie))).toContain('Name</dt><dd>Chloé d’Alençon');
    for (const reason of [' ', ' \u200B ', 'Plainte\0', 'x'.repeat(1001)]) {
      const sent = await world.send(`${path}/lock`, cookie, { reason });
      expect([422, 400]).toContain(sent.status);
      if (sent.status === 422) expect(fieldsInError(await sent.text())).toEqual(['reason']);
    }
    expect((await world.account(accountId)).lock).toBeUndefined();
    expect(followed(await world.send(`${path}/lock`, cookie, { reason: 'Plainte' }))).toEqual([303, path, 'locked']);
    expect((await world.account(accountId)).lock).toMatchObject({ reason: 'Plainte' });
    const page = main(await world.page(path, cookie));
    expect([page.includes('Plainte'), page.includes(`${path}/unlock`)]).toEqual([true, true]);
    expect(fieldsInError(await (await world.send(`${path}/unlock`, cookie, { reason: '' })).text())).toEqual([
      'reason',
    ]);
    expect(followed(await world.send(`${path}/unlock`, cookie, { reason: 'Vu au guichet' }))).toEqual([
      303,
      path,
      'unlocked',
    ]);
    expect((await world.account(accountId)).lock).toBeUndefined();
    const told = world.tables.rows('audit').filter((row) => row['subject'] === accountId && row['by'] === by);
    expect(told).toMatchObject([
      { event: expect.stringMatching(/^locked#/) as string },
      { event: expect.stringMatching(/^unlocked#/) as string },
    ]);
    expect((await world.account(accountId)).unlocked).toMatchObject({ reason: 'Vu au guichet', by });
    expect(main(await world.page(path, cookie))).toMatch(/Unlocked<\/dt><dd>15 September 2026[^<]*Vu au guichet/);
    expect(followed(await world.send(`${path}/unlock`, cookie, { reason: 'Encore' }))).toEqual([
      303,
      path,
      'not-locked',
    ]);
  });
});

describe('a lock after a change of recovery address (B-17)', () => {
  async function robbed(hours: number, before: { former?: string } = { former: 'chloe@example.org' }) {
    const world = deskWorld();
    const { accountId } = await world.active();
    const at = world.clock.at;
    const [confirmedAt, usableFrom] = [at.toString(), at.add({ hours: 72 }).toString()];
    const recovery = { address: 'thief@example.net', confirmedAt, usableFrom, ...before };
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { recovery } });
    world.wait({ hours });
    const { cookie } = await world.link(accountId, 'not-me');
    expect((await world.send('/not-me', cookie)).status).toBe(200);
    const cri = await world.cri();
    return { world, accountId, page: main(await world.page(`/cri/accounts/${accountId}`, cri.cookie)) };
  }

  test('by the owner within 72 hours brings the former one back, and the CRI has nothing to ask about', async () => {
    const { world, accountId, page } = await robbed(71);
    expect((await world.account(accountId)).recovery?.address).toBe('chloe@example.org');
    expect(page).toContain('not-me');
    expect(page).not.toContain('Recovery address changed');
  });

  test('by the owner later tells the CRI that there is something to ask before a link goes there, and no address', async () => {
    for (const before of [undefined, {}]) {
      const { world, accountId, page } = await robbed(73, before);
      expect((await world.account(accountId)).recovery?.address).toBe('thief@example.net');
      expect(page).toMatch(/Recovery address changed<\/dt><dd>15 September 2026[^<]*ask the person whether they did/);
      expect(page).not.toMatch(/example\.(net|org)/);
    }
  });
});

describe('a guest for whom nobody answers any more (K-08)', () => {
  async function orphaned() {
    const found = await waiting();
    const { world, sponsor, cookie, path, requestId } = found;
    await world.send(`${path}/decide`, cookie, decision());
    await world.welcome(requestId);
    await world.tables.write({
      table: 'accounts',
      update: { accountId: sponsor.accountId },
      set: { state: 'suspended', lastDay: '2026-09-14' },
    });
    expect(await askContactFor(requestId, world.deps)).toBe('asked');
    return found;
  }

  test('stands at the CRI’s desk, and is handed over to the member of staff whom it names', async () => {
    const { world, cookie, path, requestId } = await orphaned();
    expect(await world.page('/cri', cookie)).toContain(`href="${path}"><strong>Grace Hopper</strong>`);
    expect(main(await world.page(path, cookie))).toContain(`action="${path}/hand-over"`);
    const colleague = await world.staff('piercuri');
    expect(followed(await world.send(`${path}/hand-over`, cookie, { colleague: 'piercuri' }))).toEqual([
      303,
      path,
      'offered',
    ]);
    expect(await world.page('/sponsor', colleague.cookie)).toContain('Grace Hopper');
    await world.send(`/sponsor/guests/${requestId}/accept`, colleague.cookie);
    const { sponsorId, orphanedAt, endsOn } = await world.stay(requestId);
    expect([sponsorId, orphanedAt, endsOn]).toEqual([colleague.accountId, undefined, '2026-12-31']);
    expect(main(await world.page('/cri', cookie))).toContain('Nothing waits for a decision.');
    expect(main(await world.page(path, cookie))).not.toContain('/hand-over');
  });

  test('is handed over to nobody who may not answer for guests', async () => {
    const { world, cookie, path, requestId } = await orphaned();
    await world.active();
    for (const colleague of ['', 'nobody99', 'chldalen', 'macurie']) {
      const sent = await world.send(`${path}/hand-over`, cookie, { colleague });
      expect([sent.status, fieldsInError(await sent.text())], colleague).toEqual([422, ['colleague']]);
    }
    expect((await world.stay(requestId)).handedTo).toBeUndefined();
  });

  test('is taken from nobody who answers for theirs', async () => {
    const { world, cookie, path, requestId, sponsor } = await waiting();
    await world.send(`${path}/decide`, cookie, decision());
    await world.staff('piercuri');
    const sent = await world.send(`${path}/hand-over`, cookie, { colleague: 'piercuri' });
    expect(followed(sent)).toEqual([303, path, 'changed']);
    const { handedTo, sponsorId } = await world.stay(requestId);
    expect([handedTo, sponsorId]).toEqual([undefined, sponsor.accountId]);
  });
});

describe('access to a service, at the CRI’s desk', () => {
  async function asked() {
    const world = deskWorld();
    const person = await world.signedIn(
      { population: 'local', services: [], lastDay: '2026-11-30' },
      { row: { ...grace, population: 'local' } },
    );
    const ask = { form: ulid(), service: 'limos', until: '2026-11-30', reason: 'The cluster' };
    expect((await world.send('/account/access', person.cookie, ask)).status).toBe(303);
    const requestId = z.parse(id, world.tables.rows('requests')[0]?.['requestId']);
    const { cookie, accountId: by } = await world.cri();
    const request = () => world.tables.rows('requests')[0];
    return { world, person, cookie, by, requestId, request, path: `/cri/requests/${requestId}` };
  }

  test('is shown with who asks, for what and why, and granted until a day', async () => {
    const { world, person, cookie, by, request, requestId, path } = await asked();
    expect(await world.page('/cri', cookie)).toContain(`href="${path}"><strong>${person.login}</strong>`);
    const page = main(await world.page(path, cookie));
    for (const known of ['LIMOS services', '30 November 2026', 'The cluster', person.login])
      expect(page).toContain(known);
    expect(page, 'one service is decided on, and no list of them').not.toContain('name="service-');
    const late = await world.send(`${path}/decide`, cookie, decision({ until: '2026-12-01' }));
    expect([late.status, fieldsInError(await late.text())]).toEqual([422, ['until']]);
    const sent = await world.send(`${path}/decide`, cookie, decision({ until: '2026-10-31' }));
    expect(followed(sent)).toEqual([303, '/cri', 'decided']);
    expect(request()).toMatchObject({ state: 'granted', until: '2026-10-31', decision: { by, verdict: 'granted' } });
    expect(world.executions.at(-1)).toMatchObject({
      workflow: 'access',
      input: { requestId, version: '2', event: 'decided' },
    });
    expect(main(await world.page('/cri', cookie))).toContain('Nothing waits for a decision.');
  });

  test('is declined with a reason, which who asked reads in My account', async () => {
    const { world, person, cookie, request, path } = await asked();
    const without = await world.send(`${path}/decide`, cookie, decision({ verdict: 'declined', reason: '' }));
    expect([without.status, fieldsInError(await without.text())]).toEqual([422, ['reason']]);
    await world.send(`${path}/decide`, cookie, decision({ verdict: 'declined', reason: 'Pas de projet' }));
    expect(request()).toMatchObject({ state: 'declined' });
    expect(await world.page('/account', person.cookie)).toContain('declined by the CRI: Pas de projet');
  });
});

describe('the nights that are held', () => {
  const hold = {
    ...{ holdId: ulid(), runId: `cleanup-2026-09-15-${ulid()}`, day: '2026-09-15', population: 'student' },
    ...{ ends: 900, total: 20_000, foundAt: '2026-09-15T02:00:00Z' },
  };

  async function held() {
    const world = deskWorld();
    const { cookie, accountId } = await world.cri();
    await world.tables.write({ table: 'nights', put: { night: 'hold#student', holds: [hold] } });
    return { world, cookie, accountId };
  }

  test('are told at the desk, and confirmed with a reason', async () => {
    const { world, cookie, accountId } = await held();
    expect(await world.page('/cri', cookie)).toContain('Nights that are held (1)');
    const page = main(await world.page('/cri/nights', cookie));
    expect(page).toContain('15 September 2026, student');
    expect(page).toContain('900 accounts end out of 20000');
    const sent = await world.send('/cri/nights', cookie, {
      hold: hold.holdId,
      reason: 'Vu avec la scolarité',
    });
    expect(followed(sent)).toEqual([303, '/cri', 'confirmed']);
    expect(world.tables.rows('nights')).toMatchObject([
      { holds: [{ confirmed: { by: accountId, reason: 'Vu avec la scolarité' } }] },
    ]);
    expect(world.executions.map(({ workflow }) => workflow)).toEqual(['cleanup']);
    expect(await world.page('/cri', cookie)).not.toContain('Nights that are held');
  });

  test('are confirmed by nobody who does not say which and why', async () => {
    const { world, cookie } = await held();
    const sent = await world.send('/cri/nights', cookie, { reason: '' });
    expect([sent.status, fieldsInError(await sent.text())]).toEqual([422, ['hold', 'reason']]);
    const other = await world.send('/cri/nights', cookie, { hold: ulid(), reason: 'x' });
    expect(followed(other)).toEqual([303, '/cri', 'gone']);
    expect(world.executions).toEqual([]);
  });
});

test('every page of the CRI’s desk has unique ids, labels that exist, and links that lead somewhere', async () => {
  const { world, cookie, path, accountId } = await waiting();
  for (const each of ['/cri', path, `/cri/accounts/${accountId}`, '/cri/nights']) {
    const page = await world.page(each, cookie);
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size, each).toBe(ids.length);
    for (const [, list = ''] of page.matchAll(/\s(?:aria-(?:describedby|labelledby)|for)="([^"]*)"/g)) {
      for (const id of list.split(' ')) expect(ids, each).toContain(id);
    }
    for (const [, href = ''] of page.matchAll(/<a [^>]*href="(\/[^"#]*)"/g)) {
      expect((await world.open(href, cookie)).status, href).toBe(200);
    }
    expect(page).not.toMatch(/undefined|\[object|NaN/);
  }
});
