import fc from 'fast-check';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { followed } from '../../../support/link-world.ts';
import { deskWorld, errorsOf } from '../../../support/desk-world.ts';

const titleOf = (page: string) => /<h1>(.*?)<\/h1>/.exec(page)?.[1];

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
    expect(followed(sent)).toEqual([303, `/sponsor/guests/${stay?.requestId ?? ''}`, 'asked']);
    const page = await world.page(sent.headers.get('location') ?? '', `${cookie}; __Host-notice=asked`);
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
    [{ card: '' }, 'mail', 'Mail: Give an address, or tick the card'],
    [{ mail: 'grace@example.org' }, 'mail', 'Mail: An address or a card, not both'],
    [
      { until: '2026-11-30' },
      'until',
      'Last day: The stay is too long for this account, whose time counts from today: 14 October 2026 at the latest',
    ],
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

  test('is told every mistake at once, in the order of the page', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    const { kind, card, ...typed } = world.visitor({
      firstName: '',
      lastName: '',
      from: 'now',
      until: '',
      reason: ' ',
    });
    expect([kind, card]).toEqual(['temporary-guest', 'on']);
    const sent = await world.send('/sponsor/ask', cookie, { ...typed, 'service-isima': 'on' });
    const page = await sent.text();
    const fields = ['kind', 'firstName', 'lastName', 'mail', 'from', 'until', 'reason'];
    expect(errorsOf(page).map(([field]) => field)).toEqual(fields);
    const inputs = [...page.matchAll(/ id="(\w+)"/g)].map(([, id = '']) => id);
    expect(inputs.filter((id) => fields.includes(id))).toEqual(fields);
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
    expect(followed(await world.send('/sponsor/group', cookie, group(people)))).toEqual([303, '/sponsor', 'asked']);
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
    ['Ada;Lovelace\n"Grace" Brewster;Hopper', 'Line 2: a quote is not closed, or something follows it'],
    [Array.from({ length: 51 }, (_, n) => `G${'a'.repeat(n)};H`).join('\n'), 'No more than 50 people'],
  ])('is told that %j is no list', async (people, text) => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    const sent = await world.send('/sponsor/group', cookie, group(people));
    expect(sent.status).toBe(422);
    expect((await sent.text()).replaceAll('&#39;', '’')).toContain(text);
  });

  test('answers whatever is pasted, and asks for nobody by half (D-09)', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    const piece = fc.constantFrom(
      '"',
      '""',
      ';',
      ',',
      '\t',
      '\n',
      '\r\n',
      ' ',
      'Grace',
      'a@b.fr',
      '\uFEFF',
      '\0',
      '\\',
    );
    const pasted = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(pasted, async (people) => {
        const before = world.stays().length;
        const { status } = await world.send('/sponsor/group', cookie, group(people, { until: '' }));
        expect(status, JSON.stringify(people)).toBe(422);
        expect(world.stays()).toHaveLength(before);
      }),
      { numRuns: 60 },
    );
  });

  test.each(['Grace', ''])('tells what all have in common beside a list that is none: %j', async (people) => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    const { kind, ...typed } = group(people, { from: '2026-09-01', until: '', reason: '' });
    expect(kind).toBe('temporary-guest');
    const sent = await world.send('/sponsor/group', cookie, typed);
    expect(errorsOf(await sent.text()).map(([field]) => field)).toEqual([
      ...['kind', 'people', 'from', 'until', 'reason'],
    ]);
  });

  test('tells everything of a group in the order of the page, whichever line it is of', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    const typed = group('Grace;Hopper\n;Lovelace', { kind: 'king', until: '2026-09-01' });
    const sent = await world.send('/sponsor/group', cookie, typed);
    expect(errorsOf(await sent.text()).map(([field]) => field)).toEqual(['kind', 'people', 'until']);
  });

  test('tells the mistakes of the other lines beside one with a part too few, and what all have in common', async () => {
    const world = deskWorld();
    const { cookie } = await world.sponsor();
    const people = 'Grace;Hopper;grace@example.org\nAda\nMarie;Curie;marie@uca.fr\n;Noether;;x';
    const sent = await world.send('/sponsor/group', cookie, group(people, { until: '' }));
    const said = errorsOf(await sent.text());
    expect(said.map(([field]) => field)).toEqual(['people', 'people', 'people', 'until']);
    expect(said.map(([, text]) => text?.slice(0, 15))).toEqual([
      ...['Line 2: it take', 'Line 3: Mail: T', 'Line 4: it take', 'Last day: To be'],
    ]);
    expect(world.stays()).toEqual([]);
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
