import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { getOperation } from '../../../../functions/operation/operation-repository.ts';
import { university } from '../../../../functions/university/uca.ts';
import { cookieOf, goodPassword, linkWorld, locationOf } from '../../../support/link-world.ts';
import { chloe } from '../../../support/people.ts';

async function ready(...given: Parameters<ReturnType<typeof linkWorld>['person']>) {
  const world = linkWorld();
  const { accountId, fileId } = await world.person(...given);
  const { token, cookie } = await world.link(accountId, 'activation');
  return { world, accountId, fileId, token, cookie };
}

describe('the page of activation', () => {
  test('is what the status page of an activation link leads to', async () => {
    const { world, token, cookie } = await ready();
    expect(locationOf(await world.request(`/l/${token}`))).toEqual([303, '/status']);
    expect(await world.page('/status', cookie)).toContain('<a role="button" href="/activate">Activate my account</a>');
  });

  test('shows the login, the mail address, the rules of use with their version, and one form', async () => {
    const { world, cookie } = await ready();
    const page = await world.page('/activate', cookie);
    expect(page).toContain('<code>chldalen</code>');
    expect(page).toContain('chloe.dalencon@etu.uca.fr');
    expect(page).toContain(university.charter.paragraphs[0]?.en.split(':')[0]);
    expect(page).toContain(`name="charter" value="${university.charter.version}" required`);
    expect(page).toContain(`Version ${university.charter.version}`);
    expect(page.match(/<button type="submit"/g)).toHaveLength(1);
    expect(await world.page('/activate', cookie, 'fr')).toContain(university.charter.paragraphs[1]?.fr.split('.')[0]);
  });

  test('B-15: shows of the recovery address its first character and top-level domain alone', async () => {
    const { world, cookie } = await ready();
    const page = await world.page('/activate', cookie);
    expect(page).toContain('<code>c…@….org</code>');
    expect(page).not.toContain('example.org');
    expect(page).not.toContain('chloe@');
  });

  test('B-11, E-05: has no token in it, and says nothing of where it was to any other site', async () => {
    const { world, token, cookie } = await ready();
    const response = await world.open('/activate', cookie);
    const page = await response.text();
    expect(page).not.toContain(token);
    // With no-referrer, a browser would send the form with a hidden origin (E-04).
    expect(response.headers.get('referrer-policy')).toBe('same-origin');
    for (const [, url] of page.matchAll(/\s(?:src|action)="([^"]*)"/g)) expect(url).toMatch(/^\/[^/]/);
    for (const [, url = ''] of page.matchAll(/<a [^>]*href="([^"]*)"/g)) expect(url).toMatch(/^(?:\/|#)/);
  });

  test('C-05, E-10: can be filled in by a password manager, and without JavaScript', async () => {
    const { world, cookie } = await ready();
    const page = await world.page('/activate', cookie);
    expect(page).toMatch(/name="username"[^>]*value="chldalen"[^>]*autocomplete="username"/);
    expect(page).toMatch(/id="password"[^>]*type="password"[^>]*autocomplete="new-password"/);
    expect(page).toMatch(/id="repeat"/);
    expect(page).not.toContain('maxlength');
  });
});

describe('activation', () => {
  test('takes the password, the charter and the recovery address in, and leads to what becomes of them', async () => {
    const { world, accountId, cookie } = await ready();
    const response = await world.send('/activate', cookie, world.activation());
    expect(locationOf(response)).toEqual([303, '/result']);
    const [execution] = world.executions;
    expect(execution).toEqual({
      workflow: 'activation',
      name: execution?.name,
      input: { operationId: execution?.name },
    });
    expect(await getOperation(execution?.name ?? '', 'password', world)).toMatchObject({
      purpose: 'activation',
      accountId,
      epoch: 1,
      language: 'en',
    });
    expect(await world.account(accountId)).toMatchObject({
      credentialEpoch: 1,
      liveLinks: [],
      language: 'en',
      charter: { version: university.charter.version, acceptedAt: '2026-09-15T08:00:00Z' },
      recovery: {
        address: chloe.personalEmail,
        confirmedAt: '2026-09-15T08:00:00Z',
        usableFrom: '2026-09-15T08:00:00Z',
      },
    });
    expect(world.tables.rows('recoveryAddresses')).toEqual([{ address: chloe.personalEmail, accountId }]);
  });

  test('ends with the password in every directory, an active account, and what to do next', async () => {
    const { world, accountId, cookie } = await ready();
    const sent = await world.send('/activate', cookie, world.activation());
    await world.run();
    expect(await world.passwordsOf(accountId)).toEqual({ uca: goodPassword(), 'isima-limos': goodPassword() });
    const page = await world.page('/result', cookieOf(sent, 'link'));
    expect(page).toContain('<h1>Your account is activated</h1>');
    for (const shown of ['UCA directory: your new password works there', 'eduroam', 'ISIMA', 'href="/sign-in"']) {
      expect(page).toContain(shown);
    }
    expect(page).not.toContain('data-running');
  });

  test.each([
    ['waits for', 'isima-limos', 'It is active, but a directory does not answer', true],
    ['is refused by', undefined, 'Another password, which all of them accept', false],
  ] as const)(
    'of which the password %s a directory ends with an active account, and what to do next, all the same',
    async (_, away, lead, running) => {
      const { world, accountId, cookie } = await ready();
      if (away) world.servers[away].away();
      else world.servers['isima-limos'].refuseNextPassword('too-weak');
      const sent = await world.send('/activate', cookie, world.activation());
      const held = cookieOf(sent, 'link');
      expect(await world.page('/result', held)).not.toContain('href="/sign-in"');
      await world.run();
      expect((await world.account(accountId)).state).toBe('active');
      const page = await world.page('/result', held);
      for (const shown of ['<h1>Your account is activated</h1>', lead, 'eduroam', 'href="/sign-in"'])
        expect(page).toContain(shown);
      expect(page.includes('data-running')).toBe(running);
    },
  );

  test('that no directory has taken yet is no activation yet', async () => {
    const { world, cookie } = await ready();
    for (const server of Object.values(world.servers)) server.away();
    const sent = await world.send('/activate', cookie, world.activation());
    await world.run();
    const page = await world.page('/result', cookieOf(sent, 'link'));
    expect(page).toContain('<h1>Your password is not everywhere yet</h1>');
    expect(page).not.toContain('href="/sign-in"');
  });

  test('C-11: the password is in nothing but the vault, sealed, and never sent back', async () => {
    const { world, cookie } = await ready();
    const wrong = await world.send('/activate', cookie, { form: ulid(), recovery: 'known', password: 'Canary-9-x' });
    expect(await wrong.text()).not.toContain('Canary');
    const right = await world.send('/activate', cookie, world.activation({ password: 'Canary-Nuage-9-Loin' }));
    expect(await right.text()).not.toContain('Canary');
    const everything = [
      ...(['accounts', 'operations', 'vault', 'links', 'audit', 'pending'] as const).map((name) =>
        world.tables.rows(name),
      ),
      world.logged,
      world.executions,
      [...right.headers],
    ];
    expect(JSON.stringify(everything)).not.toContain('Canary');
    expect(world.tables.rows('vault')).toHaveLength(1);
  });

  test('tells everything that is wrong at once, and keeps what was chosen but the password', async () => {
    const { world, accountId, cookie } = await ready();
    const form = ulid();
    const fields = { form, recovery: 'known', password: 'chldalen', repeat: 'other' };
    const response = await world.send('/activate', cookie, fields);
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('<title>Error: Activate your account');
    for (const field of ['charter', 'password', 'repeat']) expect(page).toContain(`<a href="#${field}">`);
    expect(page).toContain('Accept the rules of use to activate your account');
    expect(page).toContain(`name="form" value="${form}"`);
    expect(page).not.toMatch(/name="charter"[^>]*checked/);
    const second = await world.send('/activate', cookie, { ...fields, charter: university.charter.version });
    expect(await second.text()).toMatch(/name="charter"[^>]*checked/);
    expect((await world.account(accountId)).credentialEpoch).toBe(0);
    expect(world.executions).toEqual([]);
  });

  test('asks again when the rules of use changed while the page was open', async () => {
    const { world, cookie } = await ready();
    const response = await world.send('/activate', cookie, world.activation({ charter: '2020-01' }));
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('The rules of use have changed');
  });

  test('somebody without an address that fits gives one first', async () => {
    const { world, cookie } = await ready({}, { ...chloe, personalEmail: 'chloe@etu.uca.fr' });
    const page = await world.page('/activate', cookie);
    expect(page).toContain('Your file holds none that fits');
    const response = await world.send('/activate', cookie, world.activation({ recovery: 'none' }));
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('<a href="#recovery">Give a recovery address</a>');
  });

  test('somebody who returns and keeps the recovery address keeps it as it is', async () => {
    const recovery = {
      address: 'c@new.example',
      confirmedAt: '2026-01-01T00:00:00Z',
      usableFrom: '2026-01-01T00:00:00Z',
    };
    const { world, accountId, cookie } = await ready({ recovery });
    expect(await world.page('/activate', cookie)).toContain('c…@….example');
    expect((await world.send('/activate', cookie, world.activation())).status).toBe(303);
    expect((await world.account(accountId)).recovery).toEqual(recovery);
  });

  test.each([
    ['requested', {}],
    ['active', {}],
    ['grace', {}],
    ['suspended', {}],
    ['closed', {}],
    ['provisioned', { lock: { reason: 'cri', at: '2026-09-15T07:00:00Z' } }],
    ['provisioned', { lastDay: '2026-09-14' }],
  ] as const)('A-03, A-04: of an account that is %s is refused in the same way, %j', async (state, more) => {
    const { world, accountId, cookie } = await ready({ state, ...more });
    const before = JSON.stringify(await world.account(accountId));
    expect(locationOf(await world.open('/activate', cookie))).toEqual([303, '/status']);
    expect(locationOf(await world.send('/activate', cookie, world.activation()))).toEqual([303, '/status']);
    expect(JSON.stringify(await world.account(accountId))).toBe(before);
    expect(world.executions).toEqual([]);
    expect(await world.passwordsOf(accountId)).toEqual({ uca: undefined, 'isima-limos': undefined });
    expect(await world.page('/status', cookie)).not.toContain('href="/activate"');
  });

  test('A-09: ends every other link and the flow that another one had begun', async () => {
    const { world, accountId, cookie } = await ready();
    const other = await world.link(accountId, 'activation');
    const opened = await world.open('/activate', other.cookie);
    expect(opened.status).toBe(200);
    expect((await world.send('/activate', cookie, world.activation())).status).toBe(303);
    const late = await world.send('/activate', other.cookie, world.activation({ password: goodPassword(2) }));
    expect(late.status).toBe(410);
    expect((await world.open('/activate', other.cookie)).status).toBe(410);
    expect(world.executions).toHaveLength(1);
  });

  test('is closed to a link that went to an address which the office has corrected', async () => {
    const { world, fileId, cookie } = await ready();
    await world.tables.write({ table: 'files', update: { fileId }, set: { addressVersion: 2 } });
    expect((await world.open('/activate', cookie)).status).toBe(410);
    expect((await world.send('/activate', cookie, world.activation())).status).toBe(410);
    expect(world.executions).toEqual([]);
  });

  test('C-12: with the vault’s key away changes nothing, and the same form works later', async () => {
    const { world, accountId, cookie } = await ready();
    const fields = world.activation();
    world.vault.away = true;
    const before = JSON.stringify([await world.account(accountId), world.tables.rows('links')]);
    expect((await world.send('/activate', cookie, fields)).status).toBe(503);
    expect(JSON.stringify([await world.account(accountId), world.tables.rows('links')])).toBe(before);
    expect(world.executions).toEqual([]);
    world.vault.away = false;
    expect((await world.send('/activate', cookie, fields)).status).toBe(303);
    expect(world.executions).toHaveLength(1);
  });
});
