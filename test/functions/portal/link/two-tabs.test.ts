import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { cookieOf, fieldOfLink, goodPassword, linkWorld, locationOf } from '../../../support/link-world.ts';
import { chloe } from '../../../support/people.ts';

/** Somebody with two accounts opens a link of each, in two tabs of one browser: the cookie is of the second. */
async function twoTabs(first: 'recovery' | 'activation' | 'not-me', second: 'recovery' | 'activation' = 'recovery') {
  const world = linkWorld();
  const stateFor = (purpose: string) => (purpose === 'activation' ? 'provisioned' : 'active');
  const phd = await world.person({ login: 'phdalen', state: stateFor(first) });
  const staff = await world.person(
    { login: 'staffdal', state: stateFor(second), uidNumber: 200_002 },
    { ...chloe, fileNumber: 'OTHER-1' },
  );
  const before = await world.link(phd.accountId, first);
  const since = await world.link(staff.accountId, second);
  const tab = (path: string) => fieldOfLink(path, before.token, world.hmacKey);
  const everything = () =>
    JSON.stringify([world.tables.rows('accounts'), world.tables.rows('operations'), world.tables.rows('links')]);
  return { world, phd, staff, before, since, tab, everything };
}

describe('two links in two tabs', () => {
  test.each([
    ['recovery', '/recover', () => ({ form: ulid(), password: goodPassword() })],
    ['activation', '/activate', (world) => world.activation()],
    ['activation', '/activate/address', () => ({ form: ulid(), address: 'eve@example.net' })],
    ['activation', '/activate/address/keep', () => ({})],
    ['activation', '/activate/code', () => ({ code: '12345678' })],
    ['not-me', '/not-me', () => ({})],
    ['recovery', '/l/fresh', () => ({ form: ulid() })],
  ] as [Parameters<typeof twoTabs>[0], string, (world: ReturnType<typeof linkWorld>) => Record<string, string>][])(
    'A-06: a form of the %s link at %s does nothing once another account’s link was opened, and says so',
    async (purpose, path, fieldsOf) => {
      const { world, since, tab, everything } = await twoTabs(
        purpose,
        purpose === 'activation' ? 'activation' : 'recovery',
      );
      const was = everything();
      const answer = await world.send(path, since.cookie, { ...fieldsOf(world), ...tab(path) });
      expect(answer.status).toBe(409);
      expect(await answer.text()).toContain('Another link was opened since in this browser');
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(everything()).toBe(was);
      expect(world.executions).toEqual([]);
    },
  );

  test('A-06: the form works once its own link was opened again, for its own account', async () => {
    const { world, phd, staff, before, since } = await twoTabs('recovery');
    const page = await world.page('/recover', before.cookie);
    const [, mark = ''] = /name="link" value="([^"]+)"/.exec(page) ?? [];
    const fields = { form: ulid(), password: goodPassword(), link: mark };
    expect((await world.send('/recover', since.cookie, fields)).status).toBe(409);
    const sent = await world.send('/recover', before.cookie, fields);
    expect(locationOf(sent)).toEqual([303, '/result']);
    await world.run();
    expect((await world.account(staff.accountId)).credentialEpoch).toBe(0);
    expect((await world.passwordsOf(phd.accountId))['uca']).toBe(goodPassword());
    expect(await world.page('/result', cookieOf(sent, 'link'))).toContain('<code>phdalen</code>');
  });

  test('A-06: of two tabs whose forms were both sent, each retry belongs to its own result', async () => {
    const { world, before, since } = await twoTabs('recovery');
    world.servers.uca.refuseNextPassword('in-history');
    const first = await world.send('/recover', before.cookie, { form: ulid(), password: goodPassword(1) });
    await world.run();
    const retry = await world.page('/result', cookieOf(first, 'link'));
    const [, mark = ''] = /name="link" value="([^"]+)"/.exec(retry) ?? [];
    const second = await world.send('/recover', since.cookie, { form: ulid(), password: goodPassword(2) });
    const fields = { form: ulid(), password: goodPassword(3), link: mark };
    expect((await world.send('/result', cookieOf(second, 'link'), fields)).status).toBe(409);
    expect((await world.send('/result', cookieOf(first, 'link'), fields)).status).toBe(303);
  });

  test('the page of what became of a password names the account in every state', async () => {
    const { world, before } = await twoTabs('recovery');
    const sent = await world.send('/recover', before.cookie, { form: ulid(), password: goodPassword() });
    expect(await world.page('/result', cookieOf(sent, 'link'))).toContain('Your login: <code>phdalen</code>');
    await world.run();
    expect(await world.page('/result', cookieOf(sent, 'link'))).toContain('Your login: <code>phdalen</code>');
  });
});
