import { describe, expect, test } from 'vitest';
import type { Account } from '../../../../functions/account/account.ts';
import type { FileRecord } from '../../../../functions/file/file.ts';
import { ada, marie } from '../../../support/people.ts';
import { portalWorld } from '../../../support/portal-world.ts';

const onboarded = { outcome: 'Onboarded', outcomeVersion: 1 } as const;
const verified = { status: 'verified', revision: 1 } as const;

async function statusOf(file: Partial<FileRecord>, account?: Partial<Account>, language = 'en'): Promise<string> {
  const world = portalWorld();
  const { cookie } = await world.person(ada, { file, ...(account && { account }) });
  return (await world.request('/status', { headers: { cookie, 'accept-language': language } })).text();
}

describe('a mailed link', () => {
  test('B-11, E-01: leaves the address for a cookie at once, and leads to a page without it', async () => {
    const world = portalWorld();
    const { token, cookie } = await world.person(ada, { account: {} });
    const response = await world.request(`/l/${token}`);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/status']);
    expect(response.headers.getSetCookie()).toEqual([
      `${cookie}; Max-Age=86400; Path=/; HttpOnly; Secure; SameSite=Lax`,
    ]);
    expect(await response.text()).toBe('');
    const page = await (await world.request('/status', { headers: { cookie } })).text();
    expect(page).toContain('adalovel');
    expect(page).not.toContain(token);
  });

  test('B-06: opened by scanners as often as they like still opens for the person', async () => {
    const world = portalWorld();
    const { token, cookie } = await world.person(ada, { account: {} });
    const before = JSON.stringify(world.tables.rows('links'));
    for (let n = 0; n < 50; n += 1) {
      await world.request(`/l/${token}`);
      await world.request(`/l/${token}`, { method: 'HEAD' });
      await world.request(`/l/${token}`, { method: 'OPTIONS' });
      await world.request('/status', { headers: { cookie } });
      await world.request('/status', { method: 'HEAD', headers: { cookie } });
    }
    expect(JSON.stringify(world.tables.rows('links'))).toBe(before);
    expect(world.calls.filter((call) => !call.startsWith('get '))).toEqual([]);
    expect((await world.request('/status', { headers: { cookie } })).status).toBe(200);
  });

  test('B-07: a day later says that it is over and how to get a fresh one', async () => {
    const world = portalWorld();
    const { cookie } = await world.person(ada, { account: {} });
    world.clock.at = world.clock.at.add({ hours: 24, seconds: 1 });
    const response = await world.request('/status', { headers: { cookie } });
    const page = await response.text();
    expect(response.status).toBe(410);
    expect(page).not.toContain('adalovel');
    expect(page).toContain('action="/l/fresh"');
  });

  test.each(['', '__Host-link=', '__Host-link=x', `__Host-link=${'A'.repeat(43)}`, `link=${'A'.repeat(43)}`])(
    'A-06: is not replaced by the cookie %j',
    async (cookie) => {
      const world = portalWorld();
      await world.person(ada, { account: {} });
      expect((await world.request('/status', { headers: { cookie } })).status).toBe(410);
    },
  );

  test('does not promise an account to somebody whose account is open and whose file lacks a piece again', async () => {
    const world = portalWorld();
    const { cookie } = await world.person({ ...ada, missing: ['payment'] }, { account: { state: 'provisioned' } });
    const page = await (await world.request('/status', { headers: { cookie, 'accept-language': 'en' } })).text();
    expect(page).toContain('is prolonged only once the file is complete again');
    expect(page).not.toContain('your account is made by itself');
  });

  test('is closed to a link that went to an address which the office has corrected', async () => {
    const world = portalWorld();
    const { cookie, fileId } = await world.person(ada);
    expect((await world.request('/status', { headers: { cookie } })).status).toBe(200);
    await world.tables.write({ table: 'files', update: { fileId }, set: { addressVersion: 2 } });
    expect((await world.request('/status', { headers: { cookie } })).status).toBe(410);
  });

  test('A-06: opens the page of its own person and of nobody else', async () => {
    const world = portalWorld();
    const first = await world.person(ada, { account: { login: 'adalovel' } });
    const second = await world.person(marie, { account: { login: 'marcurie', office: 'hr', population: 'staff' } });
    const page = async (cookie: string) => (await world.request('/status', { headers: { cookie } })).text();
    expect(await page(first.cookie)).toContain('adalovel');
    expect(await page(first.cookie)).not.toContain('marcurie');
    expect(await page(second.cookie)).toContain('marcurie');
    expect(await page(second.cookie)).not.toContain('adalovel');
  });

  test.each(['x', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}!`, '%00', 'A%2FB'])(
    'E-11: that was cut or changed to %j sets no cookie',
    async (token) => {
      const response = await portalWorld().request(`/l/${token}`);
      expect([404, 410]).toContain(response.status);
      expect(response.headers.getSetCookie()).toEqual([]);
    },
  );
});

describe('the status page', () => {
  test('names what is missing, the remedy and the office that completes it', async () => {
    const page = await statusOf({ missing: ['payment', 'cvec', 'a-new-piece'] });
    expect(page).toContain('the payment of the registration fees');
    expect(page).toContain('<a href="https://inscription.uca.fr/">inscription.uca.fr</a>');
    expect(page).toContain('the CVEC certificate');
    expect(page).toContain('a-new-piece');
    expect(page).toContain('your registrar’s office (scola)');
    expect(page).not.toContain('data-running');
  });

  test('shows a light and words for each directory', async () => {
    const page = await statusOf(onboarded, {
      directories: { uca: verified, 'isima-limos': { status: 'refused', reason: 'objectClassViolation', revision: 1 } },
    });
    expect(page).toMatch(/<li class="verified">[^]*UCA directory: ready/);
    expect(page).toMatch(/<li class="refused">[^]*ISIMA\/LIMOS directory: refused: contact the CRI/);
    expect(page).not.toContain('objectClassViolation');
  });

  test('shows the login, the mail address, what it opens and until when', async () => {
    const page = await statusOf(onboarded, { directories: { uca: verified }, state: 'provisioned' });
    for (const shown of ['adalovel', 'ada.lovelace@etu.uca.fr', 'eduroam Wi-Fi', '30 September 2027']) {
      expect(page).toContain(shown);
    }
    expect(page).toContain('by the link of the mail that says that your account is ready');
  });

  test('says when an account has no end and no mail address', async () => {
    const world = portalWorld();
    const { cookie } = await world.person(marie, { account: {} });
    const [row] = world.tables.rows('accounts');
    const { lastDay, mailAddress, ...rest } = row ?? {};
    await world.tables.write({ table: 'accounts', put: rest });
    const page = await (await world.request('/status', { headers: { cookie, 'accept-language': 'en' } })).text();
    expect([lastDay, mailAddress]).toEqual(['2027-09-30', 'ada.lovelace@etu.uca.fr']);
    expect(page).toContain('No end date');
    expect(page).toContain('None with this account');
  });

  test('refreshes itself while something runs and no longer', async () => {
    const running = await statusOf({}, {});
    expect(running).toContain('data-running');
    expect(running).toMatch(/<script type="module" src="\/assets\/\w+\/refresh\.js">/);
    expect(running).not.toContain('http-equiv');
    const done = await statusOf(onboarded, { directories: { uca: verified } });
    expect(done).not.toContain('data-running');
    expect(done).not.toContain('<script');
    for (const page of [running, done]) expect(page).toContain('<a href="/status">Refresh this page</a>');
  });

  test('tells a PhD student of the two accounts', async () => {
    expect(await statusOf({ population: 'phd' }, { population: 'phd' })).toContain('the PhD account serves LIMOS');
    expect(await statusOf({}, {})).not.toContain('PhD');
  });

  test.each([
    ['active', 'is active: sign in'],
    ['grace', 'for some more weeks'],
    ['suspended', 'is suspended'],
    ['closed', 'is closed'],
  ] as const)('A-04: says that an account is %s', async (state, words) => {
    const page = await statusOf(onboarded, { state, directories: { uca: verified } });
    expect(page).toContain(words);
    expect(page).not.toMatch(/Choosing your password|choose your password/);
  });

  test('B-15: shows neither the birth date, nor a number, nor where the mail went', async () => {
    const page = await statusOf(onboarded, { directories: { uca: verified } });
    for (const hidden of [ada.birthDate, ada.fileNumber, ada.opiNumber, ada.personalEmail, 'example.org']) {
      expect(page).not.toContain(hidden);
    }
  });

  test('H-10: shows what an office wrote as text', async () => {
    const page = await statusOf({ missing: ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>'] });
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toMatch(/<img src=x|<script>alert/);
  });

  test('speaks French too', async () => {
    const page = await statusOf({ missing: ['payment'] }, undefined, 'fr');
    expect(page).toContain('Dossier incomplet');
    expect(page).toContain('le paiement des droits d’inscription</strong>\u00a0: réglez vos droits');
  });
});
