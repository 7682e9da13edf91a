import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { accountWorld } from '../../support/account-world.ts';
import { cookieOf, goodPassword, locationOf } from '../../support/link-world.ts';

const told = (page: string) => /<p class="told" role="status">([^<]*)<\/p>/.exec(page)?.[1];

/** The page that an answer leads to, in the browser that got it. */
async function ready(...given: Parameters<ReturnType<typeof accountWorld>['signedIn']>) {
  const world = accountWorld();
  const person = await world.signedIn(...given);
  const after = async (response: Response, cookie = person.cookie, language = 'en') => {
    const notice = cookieOf(response, 'notice');
    const path = response.headers.get('location') ?? '';
    const page = await world.open(path, `${cookie}; ${notice}`, language);
    return { path, text: told(await page.text()), forgets: cookieOf(page, 'notice') };
  };
  return { world, after, ...person };
}

describe('what the next page says', () => {
  test('is that a session has ended meanwhile, and that nothing was changed', async () => {
    const { world, after, cookie, accountId } = await ready();
    world.wait({ minutes: 31 });
    const before = await world.account(accountId);
    const response = await world.post('/account/language', { language: 'fr' }, { cookie });
    const { path, text, forgets } = await after(response, '');
    expect([path, forgets]).toEqual(['/sign-in', '__Host-notice=']);
    expect(text).toBe('Your session has ended meanwhile: nothing was changed. Sign in again.');
    expect(await world.account(accountId)).toEqual(before);
    // Whoever never was signed in is told nothing of the kind.
    expect(cookieOf(await world.request('/account'), 'notice')).toBe('');
  });

  test.each([
    ['/sign-out', {}, '/', 'You are signed out.'],
    ['/account/sign-out-everywhere', {}, '/', 'You are signed out in every browser.'],
  ])('confirms %s', async (action, fields, to, words) => {
    const { world, after, cookie } = await ready();
    const { path, text } = await after(await world.post(action, fields, { cookie }), '');
    expect([path, text]).toEqual([to, words]);
  });

  test('confirms a language, in that language', async () => {
    const { world, after, cookie } = await ready();
    const response = await world.post('/account/language', { language: 'fr' }, { cookie });
    const { path, text } = await after(response, `${cookie}; ${cookieOf(response, 'lang')}`);
    expect([path, text]).toEqual(['/account', 'Vos courriels et ces pages seront en français.']);
  });

  test('is nothing that an address or a forged cookie could name', async () => {
    const { world } = await ready();
    for (const path of ['/?notice=signed-out', '/sign-in?notice=session-over']) {
      expect(told(await (await world.request(path)).text())).toBeUndefined();
    }
    for (const forged of ['__proto__', 'constructor', '<b>x</b>']) {
      expect(told(await world.page('/', `__Host-notice=${forged}`))).toBeUndefined();
    }
  });

  test('is that the first password counts, when the same form is sent with another one', async () => {
    const { world, after } = await ready();
    const { accountId } = await world.person({ login: 'second', state: 'active', uidNumber: 200_009 });
    const { cookie } = await world.link(accountId, 'recovery');
    const form = ulid();
    const first = await world.send('/recover', cookie, { form, password: goodPassword(1) });
    expect(cookieOf(first, 'notice')).toBe('');
    const same = await world.send('/recover', cookie, { form, password: goodPassword(1) });
    expect([...locationOf(same), cookieOf(same, 'notice')]).toEqual([303, '/result', '']);
    const other = await world.send('/recover', cookie, { form, password: goodPassword(2) });
    const { path, text } = await after(other, cookieOf(other, 'link'));
    expect([path, text]).toEqual(['/result', expect.stringContaining('the first one that you sent counts')]);
    await world.run();
    expect((await world.passwordsOf(accountId))['uca']).toBe(goodPassword(1));
    expect(JSON.stringify(world.tables.rows('operations'))).not.toContain('Orage');
  });

  test('is the same of a change of password', async () => {
    const { world, after, cookie, password: current } = await ready();
    const form = ulid();
    const first = await world.post('/account/password', { form, current, password: goodPassword(8) }, { cookie });
    const other = await world.post('/account/password', { form, current, password: goodPassword(9) }, { cookie });
    expect(cookieOf(first, 'notice')).toBe('');
    expect((await after(other, cookieOf(other, 'link'))).text).toContain('the first one that you sent counts');
  });
});

test('a change of password says that this browser stays signed in, and the others do not', async () => {
  const { world, cookie, password: current } = await ready();
  const sent = await world.post('/account/password', { form: ulid(), current, password: goodPassword(8) }, { cookie });
  await world.run();
  const page = await world.page('/result', cookieOf(sent, 'link'));
  expect(page).toContain('You stay signed in here; every other open session has ended.');
});

test('the language that an account has chosen is that of the pages, in whichever browser it signs in', async () => {
  const world = accountWorld();
  const { login, password } = await world.active({ language: 'fr' });
  const response = await world.signIn(login, password);
  expect(cookieOf(response, 'lang')).toBe('__Host-lang=fr');
  const plain = accountWorld();
  const other = await plain.active();
  expect(cookieOf(await plain.signIn(other.login, other.password), 'lang')).toBe('');
});
