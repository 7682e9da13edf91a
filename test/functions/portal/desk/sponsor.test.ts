import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { deskWorld } from '../../../support/desk-world.ts';
import { cookieOf, locationOf } from '../../../support/link-world.ts';

/** A sponsor with one visitor, welcomed. */
async function withGuest(given: Readonly<Record<string, string>> = {}, world = deskWorld()) {
  const sponsor = await world.sponsor();
  await world.send('/sponsor/ask', sponsor.cookie, world.visitor(given));
  const requestId = world.stays()[0]?.requestId ?? '';
  const { accountId } = await world.welcome(requestId);
  const path = `/sponsor/guests/${requestId}`;
  return { world, ...sponsor, sponsorId: sponsor.accountId, requestId, accountId, path };
}

const titleOf = (page: string) => /<h1>(.*?)<\/h1>/.exec(page)?.[1];
const errorsOf = (page: string) =>
  [...page.matchAll(/<li><a href="#(\w+)">(.*?)<\/a>/g)].map(([, field, text]) => [field, text]);

describe('a sponsor asks', () => {
  test('for a visitor: the stay is granted at once, and its page follows', async () => {
    const world = deskWorld();
    const { cookie, accountId } = await world.sponsor();
    const sent = await world.send('/sponsor/ask', cookie, world.visitor());
    const [stay] = world.stays();
    expect(stay).toMatchObject({
      kind: 'temporary-guest',
      state: 'granted',
      sponsorId: accountId,
      endsOn: '2026-09-16',
    });
    expect(stay).not.toHaveProperty('mail');
    expect(locationOf(sent)).toEqual([303, `/sponsor/guests/${stay?.requestId ?? ''}?done=asked`]);
    const page = await world.page(sent.headers.get('location') ?? '', cookie);
    expect([titleOf(page), page.includes('account being prepared')]).toEqual(['Grace Hopper', true]);
    expect(page).toContain('The request is recorded');
    expect(world.executions.map(({ workflow }) => workflow)).toEqual(['guest']);
  });

  test('for a guest, on whom the CRI decides', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    await world.send('/sponsor/ask', cookie, world.guest({ 'service-isima': 'on' }));
    expect(world.stays()).toMatchObject([
      { kind: 'guest', state: 'waiting', mail: 'grace@example.org', services: ['isima'] },
    ]);
    expect(await world.page('/sponsor', cookie)).toMatch(/Waiting for the CRI.*Grace Hopper/);
  });

  test('J-04: with a form that is sent twice for one guest', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    const form = world.visitor();
    const answers = [await world.send('/sponsor/ask', cookie, form), await world.send('/sponsor/ask', cookie, form)];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(world.stays()).toHaveLength(1);
  });

  test('only for what they may: a local account is asked for by ISIMA and LIMOS', async () => {
    const world = deskWorld();
    const { cookie } = await world.staff('marecole', { services: ['ent', 'mail'] });
    expect(await world.page('/sponsor/ask', cookie)).not.toContain('value="local"');
    const sent = await world.send('/sponsor/ask', cookie, world.guest({ kind: 'local', 'service-isima': 'on' }));
    expect(sent.status).toBe(422);
    expect(world.stays()).toEqual([]);
    const contact = await world.sponsor();
    expect(await world.page('/sponsor/ask', contact.cookie)).toContain('value="local"');
  });

  test.each([
    [{ firstName: '' }, 'firstName', 'First name: To be filled in'],
    [{ card: '' }, 'mail', 'Give a mail address, or tick the card'],
    [{ mail: 'grace@example.org' }, 'mail', 'An address or a card, not both'],
    [{ until: '2026-11-30' }, 'until', 'Last day: The stay is too long for this account'],
    [{ until: '2026-09-14' }, 'until', 'Last day: '],
    [{ until: 'soon' }, 'until', 'Last day: This is not a date, such as 2026-12-31'],
    [{ reason: '  ' }, 'reason', 'Reason: To be filled in'],
    [{ kind: 'staff' }, 'kind', 'Account: Choose one of the answers'],
  ])('is told what to correct, and types nothing twice: %j', async (given, field, text) => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    const typed = Object.fromEntries(
      Object.entries(world.visitor(given)).filter(([name, value]) => name !== 'card' || value),
    );
    const sent = await world.send('/sponsor/ask', cookie, typed);
    expect(sent.status).toBe(422);
    const page = await sent.text();
    expect(errorsOf(page).map(([at, said]) => [at, said?.slice(0, text.length)])).toContainEqual([field, text]);
    expect(page).toContain(`id="${field}"`);
    for (const value of Object.values(typed)) if (value.trim() && value !== 'staff') expect(page).toContain(value);
    expect(world.stays()).toEqual([]);
  });

  test('and is told when there are as many guests as the university allows', async () => {
    const { university } = deskWorld().deps;
    const world = deskWorld({ university: { ...university, guestQuotas: { perSponsor: 1, altogether: 9 } } });
    const { cookie } = await world.sponsor();
    await world.send('/sponsor/ask', cookie, world.visitor());
    const second = await world.send('/sponsor/ask', cookie, world.visitor({ firstName: 'Ada' }));
    expect(second.status).toBe(422);
    expect(await second.text()).toContain('0 more can come');
    expect(world.stays()).toHaveLength(1);
  });
});

describe('a sponsor asks for a group', () => {
  const group = (people: string, given: Readonly<Record<string, string>> = {}) => ({
    form: ulid(),
    kind: 'temporary-guest',
    ...{ people, reason: 'Colloque', from: '2026-09-15', until: '2026-09-16' },
    ...given,
  });

  test.each([
    ['semicolons', 'Grace; Hopper; grace@example.org\r\nAda;Lovelace;\r\n\r\n'],
    ['tabs of a spreadsheet', 'Grace\tHopper\tgrace@example.org\nAda\tLovelace\t\n'],
    ['commas', 'Grace,Hopper,grace@example.org\nAda,Lovelace'],
  ])('pasted with %s, with or without an address', async (_, people) => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    expect(locationOf(await world.send('/sponsor/group', cookie, group(people)))).toEqual([303, '/sponsor?done=asked']);
    expect(
      world
        .stays()
        .map(({ firstName, lastName, mail }) => [firstName, lastName, mail])
        .toSorted(),
    ).toEqual([
      ['Ada', 'Lovelace', undefined],
      ['Grace', 'Hopper', 'grace@example.org'],
    ]);
    const page = await world.page('/sponsor', cookie);
    expect([page.includes('Grace Hopper'), page.includes('Ada Lovelace')]).toEqual([true, true]);
  });

  test('with the mistakes of every line by its line, none of the rows, and nothing lost of what was typed', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    const people =
      'Grace; Hopper; grace@example.org\n\n; Lovelace; ada@\nMarie; Curie; marie@uca.fr\nGrace; Hopper; grace@example.org';
    const sent = await world.send('/sponsor/group', cookie, group(people));
    expect(sent.status).toBe(422);
    const page = await sent.text();
    const said = errorsOf(page).map(([, text]) => text);
    expect(said.filter((text) => text?.startsWith('Line 3:')).length).toBeGreaterThanOrEqual(2);
    expect(said).toContain('Line 4: Mail: This is an address of the university: give one from elsewhere');
    expect(said).toContain('Line 5: Last name: This person is further up already');
    expect(page).toContain(`>${people}</textarea>`);
    expect(world.stays()).toEqual([]);
  });

  test.each([
    ['', 'Write one person at least'],
    ['Grace', 'Line 1: it takes'],
    ['Grace;Hopper;a@example.org;more', 'Line 1: it takes'],
    ['Grace;"Hopper', 'Line 1: a quote is not closed'],
    [Array.from({ length: 51 }, (_, n) => `G${'a'.repeat(n)};H`).join('\n'), 'No more than 50 people'],
  ])('is told that %j is no list', async (people, text) => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    const sent = await world.send('/sponsor/group', cookie, group(people));
    expect(sent.status).toBe(422);
    expect((await sent.text()).replaceAll('&#39;', '’')).toContain(text);
  });

  test('tells once what all have in common', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    const sent = await world.send(
      '/sponsor/group',
      cookie,
      group('Grace;Hopper\nAda;Lovelace', { until: '2026-09-01' }),
    );
    const errors = errorsOf(await sent.text()).filter(([field]) => field === 'until');
    expect(new Set(errors.map(([, text]) => text)).size).toBe(errors.length);
  });
});

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

  test('E-11: has no page for an id that is none', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    for (const path of [
      '/sponsor/guests/x',
      '/sponsor/guests/%00',
      '/sponsor/guests/a;b',
      `/sponsor/guests/${ulid()}`,
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
  test('extends a visitor’s stay', async () => {
    const { world, cookie, path, requestId } = await withGuest();
    const sent = await world.send(`${path}/extend`, cookie, { until: '2026-09-30', reason: 'Reste' });
    expect(locationOf(sent)).toEqual([303, `${path}?done=extended`]);
    expect((await world.stay(requestId)).endsOn).toBe('2026-09-30');
  });

  test('asks the CRI to extend a guest’s', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    await world.send('/sponsor/ask', cookie, world.guest());
    const requestId = world.stays()[0]?.requestId ?? '';
    await world.welcome(requestId);
    const path = `/sponsor/guests/${requestId}`;
    expect(locationOf(await world.send(`${path}/extend`, cookie, { until: '2027-03-31', reason: 'Reste' }))).toEqual([
      303,
      `${path}?done=extension-asked`,
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
  ])('is told of a %s that cannot be: %j', async (field, typed) => {
    const { world, cookie, path } = await withGuest();
    const sent = await world.send(`${path}/extend`, cookie, typed);
    expect(sent.status).toBe(422);
    const page = await sent.text();
    expect(errorsOf(page).map(([at]) => at)).toEqual([field]);
    for (const value of Object.values(typed)) if (value) expect(page).toContain(value);
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

  test('is told that it is too late to take an end back', async () => {
    const { world, cookie, path, login, password, requestId } = await withGuest();
    await world.send(`${path}/end`, cookie, {});
    world.wait({ hours: 25 });
    const again = cookieOf(await world.signIn(login, password), 'session');
    const sent = await world.send(`${path}/undo`, again, {});
    expect(locationOf(sent)).toEqual([303, `${path}?done=changed`]);
    expect(await world.page(`${path}?done=changed`, again)).toContain('Nothing was done');
    expect((await world.stay(requestId)).ended).toBeDefined();
  });

  test('hands a guest over to a colleague, who accepts', async () => {
    const { world, cookie, path, requestId, sponsorId } = await withGuest();
    const colleague = await world.staff('piercuri');
    expect(locationOf(await world.send(`${path}/hand-over`, cookie, { colleague: ' Piercuri@UCA.fr ' }))).toEqual([
      303,
      `${path}?done=offered`,
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
    expect((await world.open(path, cookie)).status).toBe(404);
  });

  test('keeps a guest whom a colleague refuses, and takes an offer back', async () => {
    const { world, cookie, path, requestId, sponsorId } = await withGuest();
    const colleague = await world.staff('piercuri');
    await world.send(`${path}/hand-over`, cookie, { colleague: 'piercuri' });
    expect(locationOf(await world.send(`${path}/refuse`, colleague.cookie, {}))).toEqual([
      303,
      '/sponsor?done=declined',
    ]);
    await world.send(`${path}/hand-over`, cookie, { colleague: 'piercuri' });
    expect(locationOf(await world.send(`${path}/take-back`, cookie, {}))).toEqual([303, `${path}?done=taken-back`]);
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

describe('a card', () => {
  const codeOf = (page: string) => /<code class="code">(.*?)<\/code>/.exec(page)?.[1] ?? '';

  async function printed() {
    const guest = await withGuest();
    const sent = await guest.world.send(`${guest.path}/card`, guest.cookie, {});
    const page = await sent.text();
    return { ...guest, page, code: codeOf(page) };
  }

  test('has the login, a code of 80 bits or more in groups, a QR code and its last day, and is stored nowhere', async () => {
    const { page, code, world } = await printed();
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(page).toContain('grahoppe');
    expect(page).toMatch(/<svg class="qr" [^>]*role="img" aria-label="QR code/);
    expect(page).not.toMatch(/\sstyle=|<style|data:/);
    expect(page).toContain('16 September 2026');
    expect(page, 'a card does not outlive the account').not.toContain('22 September 2026');
    expect(JSON.stringify(world.logged)).not.toContain(code);
    for (const table of ['links', 'audit', 'accounts', 'requests'] as const) {
      expect(JSON.stringify(world.tables.rows(table))).not.toContain(code);
    }
  });

  test('stands for the link once: login and code open the page of a first password', async () => {
    const { world, code } = await printed();
    const sent = await world.send('/card', '', { login: ' GraHoppe ', code: code.toLowerCase().replaceAll('-', ' ') });
    expect(locationOf(sent)).toEqual([303, '/activate']);
    const cookie = cookieOf(sent, 'link');
    expect(await world.page('/activate', cookie)).toContain('With a card it is optional');
    const chosen = await world.send('/activate', cookie, world.activation({ recovery: 'none' }));
    expect(locationOf(chosen)).toEqual([303, '/result']);
    expect((await world.send('/card', '', { login: 'grahoppe', code })).status, 'B-04').toBe(422);
  });

  test('is dead once another one is made', async () => {
    const { world, code, cookie, path } = await printed();
    const other = codeOf(await (await world.send(`${path}/card`, cookie, {})).text());
    expect(other).not.toBe(code);
    expect((await world.send('/card', '', { login: 'grahoppe', code })).status).toBe(422);
    expect((await world.send('/card', '', { login: 'grahoppe', code: other })).status).toBe(303);
  });

  test('D-01: of another login, a wrong code and no code at all, the page says the same', async () => {
    const { world, code } = await printed();
    const pages = await Promise.all(
      [
        { login: 'grahoppe', code: '0000-0000-0000-0000-0000' },
        { login: 'grahoppe', code: '' },
        { login: 'grahoppe', code: `${code}0` },
        { login: 'macurie1', code },
        { login: 'nobody99', code },
      ].map(async (fields) => {
        const sent = await world.send('/card', '', fields);
        return [sent.status, (await sent.text()).replaceAll(fields.login, '')];
      }),
    );
    expect(new Set(pages.map((page) => JSON.stringify(page))).size).toBe(1);
    expect(pages[0]?.[0]).toBe(422);
  });

  test('D-03, D-06: is tried eight times in a quarter of an hour under one login, known or not', async () => {
    const { world, code } = await printed();
    for (let n = 0; n < 8; n += 1) await world.send('/card', '', { login: 'grahoppe', code: 'wrong' });
    expect((await world.send('/card', '', { login: 'grahoppe', code })).status).toBe(422);
    world.wait({ minutes: 15 });
    expect((await world.send('/card', '', { login: 'grahoppe', code })).status).toBe(303);
  });

  test('is dead after seven days', async () => {
    const world = deskWorld();
    const { code } = await (async () => {
      const guest = await withGuest({ until: '2026-10-10' }, world);
      return { code: codeOf(await (await world.send(`${guest.path}/card`, guest.cookie, {})).text()) };
    })();
    world.wait({ hours: 7 * 24 - 1 });
    expect((await world.send('/card', '', { login: 'grahoppe', code })).status).toBe(303);
    world.wait({ hours: 1 });
    expect((await world.send('/card', '', { login: 'grahoppe', code })).status).toBe(422);
  });

  test('is for a guest without an address alone', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    await world.send('/sponsor/ask', cookie, world.guest({ kind: 'temporary-guest', until: '2026-09-16' }));
    const requestId = world.stays()[0]?.requestId ?? '';
    await world.welcome(requestId);
    const path = `/sponsor/guests/${requestId}`;
    expect(await world.page(path, cookie)).not.toContain(`${path}/card`);
    expect(locationOf(await world.send(`${path}/card`, cookie, {}))).toEqual([303, `${path}?done=card-has-mail`]);
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
