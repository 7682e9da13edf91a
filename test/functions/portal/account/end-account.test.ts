import { describe, expect, test } from 'vitest';
import { accountWorld } from '../../../support/account-world.ts';
import { deskWorld } from '../../../support/desk-world.ts';
import { locationOf } from '../../../support/link-world.ts';

/** Chloé, signed in on 15 September 2026; her account lasts until 30 September 2027. */
async function chloe(given: Parameters<ReturnType<typeof accountWorld>['signedIn']>[0] = {}) {
  const world = accountWorld();
  return { world, ...(await world.signedIn(given)) };
}

describe('“I do not need it any more”', () => {
  test('ends the account on the day that was chosen, and tells every directory', async () => {
    const { world, cookie, accountId } = await chloe();
    expect(await world.page('/account/end', cookie)).toContain('value="2026-09-22"');
    const sent = await world.post('/account/end', { on: '2026-09-20' }, { cookie });
    expect(locationOf(sent)).toEqual([303, '/account']);
    expect(await world.account(accountId)).toMatchObject({
      state: 'active',
      lastDay: '2026-09-20',
      endedEarly: { on: '2026-09-20', by: 'person', undoUntil: '2026-09-20T22:00:00Z' },
    });
    expect(world.tables.rows('pending')).toHaveLength(2);
    expect(world.executions.map(({ workflow }) => workflow)).toContain('provisioning');
    const page = await world.page('/account', cookie);
    expect(page).toContain('20 September 2026 (5 days left)');
    expect(page).toContain('You asked for this account to end. Its last day: 20 September 2026.');
    expect(page.indexOf('Keep my account'), 'before all else').toBeLessThan(page.indexOf('<section'));
    expect(page).toContain('End of the account asked for');
  });

  test('has it told, as often as the form is sent, and not by a form that ends nothing', async () => {
    const { world, cookie, accountId } = await chloe();
    const told = () => world.executions.filter(({ workflow }) => workflow === 'expiry').map(({ input }) => input);
    await world.post('/account/end', { on: '2027-10-01' }, { cookie });
    expect(told()).toEqual([]);
    await world.post('/account/end', { on: '2026-09-20' }, { cookie });
    expect(told()).toEqual([{ accountId }]);
    await world.post('/account/end', { on: '2026-09-20' }, { cookie });
    expect(told()).toHaveLength(2);
    await world.post('/account/end/undo', {}, { cookie });
    expect(told()).toHaveLength(2);
  });

  test('can be taken back until that day is over, by whoever is signed in', async () => {
    const { world, cookie, accountId } = await chloe();
    await world.post('/account/end', { on: '2026-09-15' }, { cookie });
    world.clock.at = world.clock.at.add({ minutes: 20 });
    const back = await world.post('/account/end/undo', {}, { cookie });
    expect(locationOf(back)).toEqual([303, '/account']);
    const account = await world.account(accountId);
    expect(account.lastDay).toBe('2027-09-30');
    expect(account.endedEarly).toBeUndefined();
    expect(await world.page('/account', cookie)).toContain('I do not need this account any more');
  });

  test('is over with the day: nobody is signed in any more (K-10)', async () => {
    const { world, cookie, accountId } = await chloe();
    await world.post('/account/end', { on: '2026-09-15' }, { cookie });
    world.clock.at = world.clock.at
      .add({ minutes: 1 })
      .toZonedDateTimeISO('Europe/Paris')
      .startOfDay()
      .add({ days: 1 })
      .toInstant();
    for (const path of ['/account', '/account/end']) {
      expect(locationOf(await world.open(path, cookie))).toEqual([303, '/sign-in']);
    }
    expect(locationOf(await world.post('/account/end/undo', {}, { cookie }))).toEqual([303, '/sign-in']);
    expect((await world.account(accountId)).endedEarly).toBeDefined();
  });

  test.each(['', 'tomorrow', '2026-09-14', '2027-10-01', '2026-02-30', '0000-00-00'])(
    'asks again for a day that is none, or out of reach: %j',
    async (on) => {
      const { world, cookie, accountId } = await chloe();
      const sent = await world.post('/account/end', { on }, { cookie });
      expect(sent.status).toBe(422);
      const page = await sent.text();
      expect(page).toContain('Give a day, from today to the last day');
      expect(page).toContain('aria-invalid="true"');
      expect((await world.account(accountId)).endedEarly).toBeUndefined();
    },
  );

  test('what a sponsor has ended, the person does not take back', async () => {
    const { world, cookie, accountId } = await chloe();
    const endedEarly = {
      on: '2026-09-20',
      by: 'sponsor' as const,
      at: '2026-09-15T08:00:00Z',
      undoUntil: '2026-09-16T08:00:00Z',
    };
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { endedEarly } });
    await world.post('/account/end/undo', {}, { cookie });
    expect((await world.account(accountId)).endedEarly).toEqual(endedEarly);
    expect(await world.page('/account', cookie)).not.toContain('Keep my account');
  });

  test('tells a sponsor how many guests are left, and who is asked to take them over', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    const page = async () => (await world.page('/account/end', cookie)).replaceAll('\n', ' ');
    expect(await page()).not.toContain('You still answer for');
    await world.send('/sponsor/ask', cookie, world.visitor());
    expect(await page()).toMatch(/You still answer for one guest: .*contact of your unit.*href="\/sponsor"/);
    await world.send('/sponsor/ask', cookie, world.guest());
    await world.send('/sponsor/ask', cookie, world.visitor({ firstName: 'Ada' }));
    expect(await page()).toContain('You still answer for 3 guests');
    // A last day that is none changes nothing of that.
    const again = await world.post('/account/end', { on: 'soon' }, { cookie });
    expect(await again.text()).toContain('You still answer for 3 guests');
    const over = world.stays().find(({ firstName }) => firstName === 'Ada')?.requestId ?? '';
    await world.send(`/sponsor/guests/${over}/end`, cookie, {});
    expect(await page(), 'ended').toContain('You still answer for 2 guests');
  });

  test('without a session changes nothing', async () => {
    const { world, accountId } = await chloe();
    for (const path of ['/account/end', '/account/end/undo']) {
      expect(locationOf(await world.post(path, path.endsWith('end') ? { on: '2026-09-20' } : {}))).toEqual([
        303,
        '/sign-in',
      ]);
    }
    expect((await world.account(accountId)).endedEarly).toBeUndefined();
  });
});
