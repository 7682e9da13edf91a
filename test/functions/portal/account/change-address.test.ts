import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { triesOfCode } from '../../../../functions/address/confirm-code.ts';
import { emailCode } from '../../../../functions/address/email-code.ts';
import { recoveryAddressOf } from '../../../../functions/account/recovery-address.ts';
import { markAddress } from '../../../../functions/mail/address-health.ts';
import { findAccount } from '../../../../functions/recovery/find-account.ts';
import { triesOfCurrentPassword } from '../../../../functions/session/check-current-password.ts';
import { university } from '../../../../functions/university/uca.ts';
import { accountWorld } from '../../../support/account-world.ts';
import { inMemoryMail } from '../../../support/in-memory-mail.ts';
import { cookieOf, locationOf } from '../../../support/link-world.ts';

const other = 'Chloe.Autre@example.net';

async function ready(...given: Parameters<ReturnType<typeof accountWorld>['signedIn']>) {
  const world = accountWorld();
  const mail = inMemoryMail();
  const person = await world.signedIn(...given);
  const { accountId, password } = person;
  /** Runs the workflow of the last ask: the code that it mailed. */
  const mailed = async () => {
    const operationId = world.executions.findLast(({ workflow }) => workflow === 'address')?.name ?? '';
    const countUse = async () => Promise.resolve(true);
    await emailCode({ operationId }, { ...world.deps, mail, randomBytes, countUse, countMetric: () => undefined });
    return /\b\d{4} ?\d{4}\b/.exec(mail.sent.at(-1)?.text ?? '')?.[0].replace(' ', '') ?? '';
  };
  const ask = async (given: Readonly<Record<string, string>> = {}, cookie = person.cookie) => {
    const fields = { form: ulid(), address: other, current: password, ...given };
    const response = await world.post('/account/address', fields, { cookie });
    return { response, both: `${cookie}; ${cookieOf(response, 'address')}` };
  };
  /** The whole way to another address. */
  const changeTo = async (address: string, cookie = person.cookie) => {
    const { both } = await ask({ address }, cookie);
    return world.post('/account/code', { code: await mailed() }, { cookie: both });
  };
  const usable = async () => recoveryAddressOf(await world.account(accountId), undefined, world.clock.at, university);
  const recovering = async (identifier: string) => {
    await world.forgot(identifier, { from: `198.51.100.${world.started.size}` });
    const operationId = world.executions.at(-1)?.name ?? '';
    return findAccount({ operationId }, { tables: world.tables, university, now: () => world.clock.at });
  };
  return { world, mail, mailed, ask, changeTo, usable, recovering, ...person };
}

describe('another recovery address', () => {
  test('B-17: is confirmed by a code, told to the former one at once, and recovers the account after 72 hours', async () => {
    const { world, accountId, ask, mailed, mail, usable, recovering } = await ready();
    const { response, both } = await ask();
    expect(locationOf(response)).toEqual([303, '/account/code']);
    expect(await world.page('/account/code', both)).toMatch(/id="code"[^>]*autocomplete="one-time-code"/);
    const code = await mailed();
    expect(mail.sent.map(({ to }) => to)).toEqual([other]);
    expect(await usable(), 'before the code').toBe('chloe@example.org');

    const confirmed = await world.post('/account/code', { code }, { cookie: both });
    expect(locationOf(confirmed)).toEqual([303, '/account']);
    expect(cookieOf(confirmed, 'address')).toBe('__Host-address=');
    const { recovery } = await world.account(accountId);
    expect(recovery).toEqual({
      address: other,
      confirmedAt: '2026-09-15T08:00:00Z',
      usableFrom: '2026-09-18T08:00:00Z',
      former: 'chloe@example.org',
    });
    const [asked, told] = world.executions;
    expect(told).toMatchObject({ workflow: 'address', input: { operationId: asked?.name } });
    expect(told?.name).not.toBe(asked?.name);

    expect(await usable()).toBe('chloe@example.org');
    world.wait({ hours: 71, minutes: 59 });
    expect(await usable()).toBe('chloe@example.org');
    world.wait({ minutes: 1 });
    expect(await usable()).toBe(other);
    expect(await recovering('chloe.autre@EXAMPLE.net')).toMatchObject({ outcome: 'found', accounts: [accountId] });
  });

  test('is said on the page of the account, with the address that recovers it until then', async () => {
    const { world, changeTo, cookie } = await ready();
    await changeTo(other);
    const page = await world.page('/account', cookie);
    expect(page).toContain(other);
    expect(page).toMatch(/It can recover the account from 18 September 2026/);
    expect(page).toContain('Until then, the link goes to chloe@example.org');
    expect(page).toContain('Recovery address changed');
  });

  test('B-17: of a thief at an open session is undone by the owner at once, by going back', async () => {
    const { accountId, world, changeTo, usable } = await ready();
    await changeTo('thief@example.net');
    world.wait({ minutes: 20 });
    expect(await usable()).toBe('chloe@example.org');
    await changeTo('chloe@example.org');
    expect((await world.account(accountId)).recovery).toEqual({
      address: 'chloe@example.org',
      confirmedAt: '2026-09-15T08:20:00Z',
      usableFrom: '2026-09-15T08:20:00Z',
    });
    world.wait({ hours: 80 });
    expect(await usable()).toBe('chloe@example.org');
  });

  test('B-17: changed twice within 72 hours leaves the first one usable, and starts the waiting again', async () => {
    const { world, accountId, login, password, changeTo, usable, recovering } = await ready();
    await changeTo('second@example.net');
    world.wait({ hours: 70 });
    await changeTo('third@example.net', cookieOf(await world.signIn(login, password), 'session'));
    expect((await world.account(accountId)).recovery).toMatchObject({
      address: 'third@example.net',
      former: 'chloe@example.org',
    });
    world.wait({ hours: 71 });
    expect(await usable()).toBe('chloe@example.org');
    expect(await recovering('second@example.net'), 'never counted').toMatchObject({ outcome: 'nothing' });
    world.wait({ hours: 1 });
    expect(await usable()).toBe('third@example.net');
  });

  test('of an account that has none waits as well, and is told to the university address', async () => {
    const { world, accountId, cookie, changeTo, usable } = await ready();
    await world.tables.write({ table: 'accounts', update: { accountId }, remove: ['recovery'] });
    expect(await world.page('/account', cookie)).toContain('This account has no recovery address');
    await changeTo(other);
    expect((await world.account(accountId)).recovery).not.toHaveProperty('former');
    expect(await usable()).toBeUndefined();
    world.wait({ hours: 72 });
    expect(await usable()).toBe(other);
  });

  test('G-05: forgets that mail bounced there, once a code came through', async () => {
    const { world, changeTo } = await ready();
    await markAddress({ address: other, status: 'bounced', at: world.clock.at }, { tables: world.tables });
    await changeTo(other);
    expect(world.tables.rows('addressHealth')).toEqual([]);
  });

  test.each([
    ['no address', 'x', 'Enter a mail address'],
    ['two addresses', 'a@example.org,b@example.org', 'Enter a mail address'],
    ['of the university', 'chloe@uca.fr', 'Enter an address outside the university'],
    ['the one that it is', 'CHLOE@example.org', 'This is your recovery address already'],
  ])('that is %s is refused before any directory is asked', async (_, address, text) => {
    const { world, ask } = await ready();
    const before = world.binds();
    const { response } = await ask({ address });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(text);
    expect([world.binds(), world.executions]).toEqual([before, []]);
  });

  test('of a member of the École des Mines ends in @emse.fr', async () => {
    const { ask } = await ready({ affiliations: ['emse'] });
    expect(await (await ask()).response.text()).toContain('@emse.fr');
    expect(locationOf((await ask({ address: 'chloe@emse.fr' })).response)).toEqual([303, '/account/code']);
  });

  test.each([
    ['wrong', 'Not-The-Password-1'],
    ['empty', ''],
  ])('C-07: with a current password that is %s sends no mail', async (_, current) => {
    const { world, ask } = await ready();
    const { response } = await ask({ current });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('<a href="#current">');
    expect(page).toMatch(/id="current"[^>]*aria-invalid="true"/);
    expect(page).not.toMatch(/id="address"[^>]*aria-invalid/);
    expect(page).toContain(`value="${other}"`);
    expect(world.executions).toEqual([]);
  });

  test('C-08: shares the tries of a current password with the change of password', async () => {
    const { world, ask, cookie } = await ready();
    const before = world.binds();
    for (let n = 0; n < 4; n += 1) {
      await ask({ current: 'Wrong-Password-1' });
      const fields = { form: ulid(), current: 'Wrong-Password-1', password: 'Other-Violet-77-Tasse' };
      await world.post('/account/password', fields, { cookie });
    }
    expect(world.binds() - before).toBe(triesOfCurrentPassword.uses);
  });

  test('D-06: gives a code five tries, however many come at once', async () => {
    const { world, ask, mailed, usable } = await ready();
    const { both } = await ask();
    const code = await mailed();
    const wrong = String((Number(code) + 1) % 100_000_000).padStart(8, '0');
    await Promise.all(
      Array.from({ length: 200 }, () => world.post('/account/code', { code: wrong }, { cookie: both })),
    );
    expect(world.tables.rows('operations')).toMatchObject([{ tries: triesOfCode }]);
    expect((await world.post('/account/code', { code }, { cookie: both })).status).toBe(422);
    expect(await usable()).toBe('chloe@example.org');
  });

  test('is confirmed in the browser that asked, and in no other', async () => {
    const { world, ask, mailed, login, password } = await ready();
    await ask();
    const code = await mailed();
    const elsewhere = cookieOf(await world.signIn(login, password), 'session');
    expect(locationOf(await world.open('/account/code', elsewhere))).toEqual([303, '/account/address']);
    expect((await world.post('/account/code', { code }, { cookie: elsewhere })).status).toBe(422);
  });

  test('A-06: is confirmed by nobody who is signed in as somebody else', async () => {
    const { world, ask, mailed, usable } = await ready();
    const { both } = await ask();
    const code = await mailed();
    const stranger = await world.active({ login: 'evestran', mailAddress: 'eve@etu.uca.fr' });
    const theirs = cookieOf(await world.signIn('evestran', stranger.password), 'session');
    const cookie = `${theirs}; ${both.split('; ')[1] ?? ''}`;
    expect((await world.post('/account/code', { code }, { cookie })).status).toBe(422);
    expect(await usable()).toBe('chloe@example.org');
    expect((await world.account(stranger.accountId)).recovery?.address).toBe('chloe@example.org');
  });

  test('is confirmed once: the code sent again tells again and changes nothing', async () => {
    const { world, accountId, ask, mailed, changeTo } = await ready();
    const { both } = await ask();
    const code = await mailed();
    await world.post('/account/code', { code }, { cookie: both });
    await changeTo('third@example.net');
    const before = (await world.account(accountId)).recovery;
    expect((await world.post('/account/code', { code }, { cookie: both })).status).toBe(303);
    expect((await world.account(accountId)).recovery).toEqual(before);
  });

  test('is confirmed in the end when the engine or a table was away in between', async () => {
    const { world, accountId, ask, mailed } = await ready();
    const { both } = await ask();
    const code = await mailed();
    world.engine.away = true;
    expect((await world.post('/account/code', { code }, { cookie: both })).status).toBe(503);
    world.engine.away = false;
    expect((await world.post('/account/code', { code }, { cookie: both })).status).toBe(303);
    expect((await world.account(accountId)).recovery?.address).toBe(other);
    expect(world.executions).toHaveLength(2);
  });

  test('B-17: without a session, or after its end, is no change', async () => {
    const { world, ask, mailed, usable } = await ready();
    expect(locationOf((await ask({}, '')).response)).toEqual([303, '/sign-in']);
    const { both } = await ask();
    const code = await mailed();
    await world.post('/account/sign-out-everywhere', {}, { cookie: both });
    expect(locationOf(await world.post('/account/code', { code }, { cookie: both }))).toEqual([303, '/sign-in']);
    expect(await usable()).toBe('chloe@example.org');
  });
});

describe('an address that mail came back from', () => {
  test('G-05: is healed by a code that arrives there, though it is the same; one that is well is not asked for again', async () => {
    const { world, accountId, ask, changeTo } = await ready();
    const address = 'chloe@example.org';
    const refused = await ask({ address });
    expect([refused.response.status, await refused.response.text()]).toEqual([
      422,
      expect.stringContaining('This is your recovery address already'),
    ]);
    await markAddress({ address, status: 'bounced', at: world.clock.at }, world);
    expect(locationOf(await changeTo(address))).toEqual([303, '/account']);
    expect(world.tables.rows('addressHealth')).toEqual([]);
    expect((await world.account(accountId)).recovery).toMatchObject({ address, usableFrom: '2026-09-15T08:00:00Z' });
  });
});
