import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { provisionDirectory } from '../../../../functions/onboarding/provision-directory.ts';
import { directories } from '../../../../functions/university/university.ts';
import { cookieOf, goodPassword, type LinkWorld, linkWorld, locationOf } from '../../../support/link-world.ts';

/** Somebody whose password was changed, and who was told of it. */
async function told() {
  const world = linkWorld();
  const { accountId } = await world.person({ state: 'active' });
  const recovery = await world.link(accountId, 'recovery');
  const sent = await world.send('/recover', recovery.cookie, { form: ulid(), password: goodPassword() });
  await world.run();
  const operationId = world.executions[0]?.name ?? '';
  const { token, cookie } = await world.link(accountId, 'not-me', { operationId });
  return { world, accountId, operationId, token, cookie, thief: cookieOf(sent, 'link') };
}

/** The entries of the journal that tell of a lock. */
const locksOf = ({ tables }: LinkWorld) =>
  tables.rows('audit').filter(({ event }) => typeof event === 'string' && event.startsWith('locked#'));

describe('“this was not me”', () => {
  test('B-06: explains, and locks nothing however often it is opened', async () => {
    const { world, accountId, token, cookie } = await told();
    expect(locationOf(await world.request(`/l/${token}`))).toEqual([303, '/not-me']);
    const before = JSON.stringify(await world.account(accountId));
    for (let n = 0; n < 50; n += 1) {
      const page = await world.page('/not-me', cookie);
      expect(page).toContain('Lock my account');
      expect(page).toContain('chldalen');
      await world.request('/not-me', { method: 'HEAD', headers: { cookie } });
    }
    expect(JSON.stringify(await world.account(accountId))).toBe(before);
  });

  test('locks the account: every session, link and password on its way is dead, and the directories are told', async () => {
    const { world, accountId, cookie, thief } = await told();
    const { cookie: waiting } = await world.link(accountId, 'recovery');
    const before = await world.account(accountId);
    const response = await world.send('/not-me', cookie);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain('<h1>Your account is locked</h1>');
    expect(page).toContain('https://support.isima.fr');
    const after = await world.account(accountId);
    expect(after).toMatchObject({
      state: 'active',
      lock: { reason: 'not-me', at: '2026-09-15T08:00:00Z' },
      credentialEpoch: before.credentialEpoch + 1,
      revision: before.revision + 1,
      liveLinks: [],
      directories: { uca: { status: 'pending' }, 'isima-limos': { status: 'pending' } },
    });
    expect(after.openPassword).toBeUndefined();
    expect(world.tables.rows('vault')).toEqual([]);
    expect(world.tables.rows('pending')).toHaveLength(2);
    expect(locksOf(world)).toHaveLength(1);
    expect(world.executions.filter(({ workflow }) => workflow === 'provisioning').map(({ input }) => input)).toEqual(
      directories.map((directory) => ({ directory })),
    );
    expect((await world.open('/result', thief)).status).toBe(410);
    expect((await world.open('/recover', waiting)).status).toBe(410);
    expect((await world.send('/recover', waiting, { form: ulid(), password: goodPassword(2) })).status).toBe(410);
  });

  test('nobody binds once the directories have been told', async () => {
    const { world, accountId, cookie } = await told();
    const bind = (name: (typeof directories)[number]) => world.servers[name].passwords.bind('chldalen', goodPassword());
    expect(await bind('uca')).toBe('bound');
    await world.send('/not-me', cookie);
    for (const directory of directories) {
      await provisionDirectory({ accountId, directory }, world.deps);
      expect(await bind(directory)).toBe('ended');
    }
  });

  test('a password that waits for a directory never arrives after a lock', async () => {
    const world = linkWorld();
    const { accountId } = await world.person({ state: 'active' });
    const recovery = await world.link(accountId, 'recovery');
    world.servers['isima-limos'].away();
    await world.send('/recover', recovery.cookie, { form: ulid(), password: goodPassword() });
    await world.run();
    const { cookie } = await world.link(accountId, 'not-me', { operationId: world.executions[0]?.name ?? '' });
    await world.send('/not-me', cookie);
    world.servers['isima-limos'].back();
    for (const directory of directories) await provisionDirectory({ accountId, directory }, world.deps);
    expect((await world.passwordsOf(accountId))['isima-limos']).toBeUndefined();
  });

  test('survives what is asked for later: a link that was mailed with a change still locks after the next one', async () => {
    const { world, accountId, cookie } = await told();
    const { cookie: thief } = await world.link(accountId, 'recovery');
    await world.send('/recover', thief, { form: ulid(), password: goodPassword(2) });
    await world.run();
    world.clock.at = world.clock.at.add({ hours: 6 * 24 });
    expect((await world.open('/not-me', cookie)).status).toBe(200);
    expect((await world.send('/not-me', cookie)).status).toBe(200);
    expect((await world.account(accountId)).lock).toBeDefined();
  });

  test('B-04: sent a hundred times at once locks once', async () => {
    const { world, accountId, cookie } = await told();
    const { credentialEpoch } = await world.account(accountId);
    const answers = await Promise.all(Array.from({ length: 100 }, () => world.send('/not-me', cookie)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    for (const answer of answers) expect(await answer.text()).toContain('Your account is locked');
    expect((await world.account(accountId)).credentialEpoch).toBe(credentialEpoch + 1);
    expect(locksOf(world)).toHaveLength(1);
  });

  test('locks though a password is chosen at the same moment, and whichever was first the lock holds', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { world, accountId, cookie } = await told();
      const { cookie: recovery } = await world.link(accountId, 'recovery');
      const choose = () => world.send('/recover', recovery, { form: ulid(), password: goodPassword(2) });
      const lock = () => world.send('/not-me', cookie);
      const both = round % 2 === 0 ? [lock(), choose()] : [choose(), lock()];
      await Promise.all(both);
      await world.run();
      const account = await world.account(accountId);
      expect(account.lock).toBeDefined();
      expect(account.openPassword).toBeUndefined();
      for (const directory of directories) await provisionDirectory({ accountId, directory }, world.deps);
      expect(await world.passwordsOf(accountId)).toEqual({ uca: goodPassword(), 'isima-limos': goodPassword() });
    }
  });

  test('of a link that is used or old says what to do, and that nothing was done', async () => {
    const { world, accountId, cookie } = await told();
    await world.send('/not-me', cookie);
    await world.tables.write({ table: 'accounts', update: { accountId }, remove: ['lock'] });
    for (const answer of [await world.open('/not-me', cookie), await world.send('/not-me', cookie)]) {
      expect(answer.status).toBe(410);
      const page = await answer.text();
      expect(page).toContain('contact the CRI');
      expect(page).not.toContain('action="/l/fresh"');
    }
    expect((await world.account(accountId)).lock).toBeUndefined();
    const old = await told();
    old.world.clock.at = old.world.clock.at.add({ hours: 7 * 24 });
    expect((await old.world.send('/not-me', old.cookie)).status).toBe(410);
    expect((await old.world.account(old.accountId)).lock).toBeUndefined();
  });

  test('says that the account is locked when it is opened again', async () => {
    const { world, cookie } = await told();
    await world.send('/not-me', cookie);
    expect(await world.page('/not-me', cookie)).toContain('Your account is locked');
  });

  test('with the engine away the account is locked, and the form sent again tells the directories', async () => {
    const { world, accountId, cookie } = await told();
    world.engine.away = true;
    expect((await world.send('/not-me', cookie)).status).toBe(503);
    expect((await world.account(accountId)).lock).toBeDefined();
    world.engine.away = false;
    expect((await world.send('/not-me', cookie)).status).toBe(200);
    expect(world.executions.filter(({ workflow }) => workflow === 'provisioning')).toHaveLength(2);
  });

  test('D-07: with the tables away locks nothing and says so', async () => {
    const { world, accountId, cookie } = await told();
    for (let skip = 0; skip < 3; skip += 1) {
      world.tables.failNext({ skip });
      expect((await world.send('/not-me', cookie)).status).toBe(503);
      expect((await world.account(accountId)).lock).toBeUndefined();
    }
    expect((await world.send('/not-me', cookie)).status).toBe(200);
  });
});
