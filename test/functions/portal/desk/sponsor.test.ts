import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { cookieOf, followed } from '../../../support/link-world.ts';
import { deskWorld, errorsOf, withGuest } from '../../../support/desk-world.ts';

describe('the desk of a sponsor', () => {
  test('lists everybody they answer for, with the days left, and nobody else’s', async () => {
    const { world, cookie } = await withGuest();
    const other = await world.staff('autstaff');
    await world.send('/sponsor/ask', other.cookie, world.visitor({ firstName: 'Ada', lastName: 'Lovelace' }));
    const page = await world.page('/sponsor', cookie);
    expect(page).toMatch(/Grace Hopper.*until 16 September 2026.*not activated yet, 1 day left/);
    expect(page).not.toContain('Lovelace');
  });

  test('A-06: shows nobody the guest of another one, whatever is asked', async () => {
    const { world, path } = await withGuest();
    const other = await world.staff('autstaff');
    expect((await world.open(path, other.cookie)).status).toBe(404);
    for (const act of ['extend', 'end', 'undo', 'hand-over', 'accept', 'refuse', 'withdraw', 'card', 'take-back']) {
      const fields =
        act === 'extend' ? { until: '2026-09-20', reason: 'x' } : act === 'hand-over' ? { colleague: 'x' } : {};
      expect((await world.send(`${path}/${act}`, other.cookie, fields)).status, act).toBe(404);
    }
    expect(world.stays()[0]).toMatchObject({ version: 1, endsOn: '2026-09-16' });
  });

  test.each(['', 'x', 'A'.repeat(3000), '%00'])(
    'E-11: begins at its beginning after what is no place: %j',
    async (after) => {
      const world = deskWorld();
      const { cookie } = await world.sponsor();
      const { status } = await world.open(`/sponsor?after=${after}`, cookie);
      expect(status).toBe(200);
    },
  );

  test('E-11: has no page for an id that is none', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    for (const path of [
      '/sponsor/guests/x',
      '/sponsor/guests/%00',
      '/sponsor/guests/a;b',
      `/sponsor/guests/${ulid()}`,
      `/sponsor/guests/${'A'.repeat(3000)}`,
    ]) {
      expect((await world.open(path, cookie)).status, path).toBe(404);
    }
  });

  test('F-01: leaves no name, address or id of a session in the log', async () => {
    const { world, cookie, path } = await withGuest({
      firstName: 'Canaryfirst',
      lastName: 'Canarylast',
      reason: 'canary',
    });
    await world.open('/sponsor', cookie);
    await world.open(path, cookie);
    await world.send(`${path}/hand-over`, cookie, { colleague: 'canary@uca.fr' });
    const text = JSON.stringify([world.logged, world.executions]);
    expect(text).not.toMatch(/canary/i);
    expect(text).not.toContain(cookie.split('=')[1]);
  });
});

describe('a sponsor', () => {
  test('K-08: answers for a guest again for whom somebody else was looked for, while a lock stood, and nobody was found', async () => {
    const { world, cookie, path, requestId } = await withGuest();
    expect(await world.page(path, cookie)).not.toContain('Take back');
    await world.tables.write({
      table: 'requests',
      update: { requestId },
      set: { orphanedAt: '2026-09-15T08:00:00Z', event: 'orphaned' },
    });
    expect(await world.page(path, cookie)).toContain('Take back');
    await world.send(`${path}/take-back`, cookie, {});
    const [stay] = world.stays();
    expect([stay?.event, stay?.orphanedAt]).toEqual(['kept', undefined]);
  });

  test('extends a visitor’s stay', async () => {
    const { world, cookie, path, requestId } = await withGuest();
    const sent = await world.send(`${path}/extend`, cookie, { until: '2026-09-30', reason: 'Reste' });
    expect(followed(sent)).toEqual([303, path, 'extended']);
    expect((await world.stay(requestId)).endsOn).toBe('2026-09-30');
    // Before the account has followed.
    expect(await world.page(path, cookie)).toContain('15 days left');
  });

  test('asks the CRI to extend a guest’s', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    await world.send('/sponsor/ask', cookie, world.guest());
    const requestId = world.stays()[0]?.requestId ?? '';
    await world.welcome(requestId);
    const path = `/sponsor/guests/${requestId}`;
    expect(followed(await world.send(`${path}/extend`, cookie, { until: '2027-03-31', reason: 'Reste' }))).toEqual([
      303,
      path,
      'extension-asked',
    ]);
    expect(await world.stay(requestId)).toMatchObject({ endsOn: '2026-12-31', wantedEnd: '2027-03-31' });
    const page = await world.page(path, cookie);
    expect(page).toContain('31 March 2027');
    expect(page).toContain(`action="${path}/withdraw"`);
    await world.send(`${path}/withdraw`, cookie, {});
    expect(await world.stay(requestId)).not.toHaveProperty('wantedEnd');
  });

  test.each([
    ['until', { until: '2026-12-31', reason: 'Reste' }],
    ['until', { until: '', reason: 'Reste' }],
    ['reason', { until: '2026-09-30', reason: '' }],
    ['until, reason', { until: 'soon', reason: ' ' }],
  ])('is told of a %s that cannot be: %j', async (fields, typed) => {
    const { world, cookie, path } = await withGuest();
    const sent = await world.send(`${path}/extend`, cookie, typed);
    expect(sent.status).toBe(422);
    const page = await sent.text();
    const errors = errorsOf(page);
    expect(errors.map(([at]) => at).join(', ')).toBe(fields);
    // The visitor is here until the 16th, and for 30 days from the 15th at most.
    for (const [at, said] of errors)
      if (at === 'until') expect(said).toBe('Give a day, from 17 September 2026 to 14 October 2026');
    expect(page).toContain('min="2026-09-17" max="2026-10-14"');
    for (const value of Object.values(typed)) if (value) expect(page).toContain(value);
  });

  test('is told that no later day is possible once the longest stay is used up', async () => {
    const { world, cookie, path } = await withGuest({ until: '2026-10-14' });
    const sent = await world.send(`${path}/extend`, cookie, { until: '2026-10-15', reason: 'Reste' });
    expect(errorsOf(await sent.text())).toEqual([
      ['until', 'No day is possible any more: the time that this account allows is used up'],
    ]);
  });

  test('ends a stay after a page that says what happens, and takes it back for 24 hours', async () => {
    const { world, cookie, path, requestId, accountId } = await withGuest();
    for (let n = 0; n < 5; n += 1) {
      expect(await world.page(`${path}/end`, cookie)).toContain('For 24 hours you can take it back');
      await world.request(`${path}/end`, { method: 'HEAD', headers: { cookie } });
    }
    expect((await world.stay(requestId)).ended, 'B-06').toBeUndefined();
    await world.send(`${path}/end`, cookie, {});
    expect((await world.stay(requestId)).ended).toMatchObject({ undoUntil: '2026-09-16T08:00:00Z' });
    expect((await world.account(accountId)).lastDay).toBe('2026-09-14');
    const page = await world.page(path, cookie);
    expect(page).toContain('You can still take it back until 16 September 2026');
    await world.send(`${path}/undo`, cookie, {});
    expect((await world.stay(requestId)).ended).toBeUndefined();
    expect((await world.account(accountId)).lastDay).toBe('2026-09-16');
  });

  test('reads of a stay that was ended the day of that end, and of nothing that is open', async () => {
    const { world, cookie, path, login, password } = await withGuest({ until: '2026-10-10' });
    const facts = async (of: string) => /<dl class="facts">.*?<\/dl>/s.exec(await world.page(path, of))?.[0] ?? '';
    expect(await facts(cookie)).toMatch(
      /15 September 2026 – 10 October 2026 \(25 days left\).*What the account opens/s,
    );
    await world.send(`${path}/end`, cookie, {});
    const check = async (of: string) => {
      expect(await facts(of)).toMatch(
        /<dd>15 September 2026 – 15 September 2026<\/dd>.*Ended on<\/dt><dd>15 September/s,
      );
      expect(await facts(of)).not.toMatch(/October|left|opens/);
      const list = await world.page('/sponsor', of);
      expect(list).toContain('until 15 September 2026');
      expect(list).not.toContain('October');
    };
    await check(cookie);
    world.wait({ hours: 25 });
    await check(cookieOf(await world.signIn(login, password), 'session'));
  });

  test('reads no days of a stay that was ended before it began', async () => {
    const { world, cookie, path } = await withGuest({ from: '2026-09-20', until: '2026-09-25' });
    await world.send(`${path}/end`, cookie, {});
    const page = await world.page(path, cookie);
    expect(page).toContain('Ended on</dt><dd>15 September 2026');
    expect(page).not.toMatch(/2[05] September/);
  });

  test('reads the last day of a guest who ends their own account', async () => {
    const { world, cookie, path, accountId } = await withGuest({ until: '2026-10-10' });
    const at = world.clock.at.toString();
    const endedEarly = { on: '2026-09-18', by: 'person', at, undoUntil: '2026-09-18T22:00:00Z' };
    await world.tables.write({
      table: 'accounts',
      update: { accountId },
      set: { endedEarly, lastDay: '2026-09-18' },
    });
    for (const each of [await world.page(path, cookie), await world.page('/sponsor', cookie)]) {
      expect(each).toMatch(/18 September 2026.*3 days left/);
      expect(each).not.toContain('10 October 2026');
    }
  });

  test('is told that it is too late to take an end back', async () => {
    const { world, cookie, path, login, password, requestId } = await withGuest();
    await world.send(`${path}/end`, cookie, {});
    world.wait({ hours: 25 });
    const again = cookieOf(await world.signIn(login, password), 'session');
    const sent = await world.send(`${path}/undo`, again, {});
    expect(followed(sent)).toEqual([303, path, 'changed']);
    expect(await world.page(path, `${again}; __Host-notice=changed`)).toContain('Nothing was done');
    expect((await world.stay(requestId)).ended).toBeDefined();
  });

  test('hands a guest over to a colleague, who accepts', async () => {
    const { world, cookie, path, requestId, sponsorId } = await withGuest();
    const colleague = await world.staff('piercuri');
    expect(followed(await world.send(`${path}/hand-over`, cookie, { colleague: ' Piercuri@UCA.fr ' }))).toEqual([
      303,
      path,
      'offered',
    ]);
    expect(await world.page(path, cookie)).toContain('piercuri@uca.fr (no answer yet)');
    expect((await world.stay(requestId)).sponsorId, 'until the colleague accepts').toBe(sponsorId);
    expect(await world.page('/sponsor', colleague.cookie)).toMatch(/Somebody is handed over to you.*Grace Hopper/);
    const asked = await world.page(path, colleague.cookie);
    expect(asked).toContain(`action="${path}/accept"`);
    expect(asked, 'who asks').toContain('macurie@uca.fr');
    expect(asked).not.toContain(`action="${path}/extend"`);
    await world.send(`${path}/accept`, colleague.cookie, {});
    expect((await world.stay(requestId)).sponsorId).toBe(colleague.accountId);
    expect(followed(await world.open(path, cookie)), 'an old mail').toEqual([303, '/sponsor', 'handed-on']);
    expect(followed(await world.send(`${path}/end`, cookie, {})), 'an old page').toEqual([
      303,
      '/sponsor',
      'handed-on',
    ]);
    expect((await world.stay(requestId)).ended).toBeUndefined();
  });

  test('keeps a guest whom a colleague refuses, and takes an offer back', async () => {
    const { world, cookie, path, requestId, sponsorId } = await withGuest();
    const colleague = await world.staff('piercuri');
    await world.send(`${path}/hand-over`, cookie, { colleague: 'piercuri' });
    expect(followed(await world.send(`${path}/refuse`, colleague.cookie, {}))).toEqual([303, '/sponsor', 'declined']);
    await world.send(`${path}/hand-over`, cookie, { colleague: 'piercuri' });
    expect(followed(await world.send(`${path}/take-back`, cookie, {}))).toEqual([303, path, 'taken-back']);
    const stay = await world.stay(requestId);
    expect([stay.sponsorId, stay.handedTo]).toEqual([sponsorId, undefined]);
  });

  test.each(['nobody', 'x@example.org', 'chldalen', ''])('hands over to no other than staff: %j', async (colleague) => {
    const { world, cookie, path } = await withGuest();
    await world.active({ login: 'chldalen' });
    const sent = await world.send(`${path}/hand-over`, cookie, { colleague });
    expect(sent.status).toBe(422);
    expect(errorsOf(await sent.text()).map(([field]) => field)).toEqual(['colleague']);
  });
});

test('pages of a desk have unique ids, labels that exist, and links that lead somewhere', async () => {
  const { world, cookie, path } = await withGuest();
  const pages = ['/sponsor', '/sponsor/ask', '/sponsor/group', path, `${path}/end`, '/card'];
  for (const each of pages) {
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
