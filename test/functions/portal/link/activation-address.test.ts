import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { asksByAccount } from '../../../../functions/address/ask-address.ts';
import { triesOfCode } from '../../../../functions/address/confirm-code.ts';
import { emailCode } from '../../../../functions/address/email-code.ts';
import { markAddress } from '../../../../functions/mail/address-health.ts';
import { getOperation } from '../../../../functions/operation/operation-repository.ts';
import { inMemoryMail } from '../../../support/in-memory-mail.ts';
import { cookieOf, linkWorld, locationOf } from '../../../support/link-world.ts';
import { chloe } from '../../../support/people.ts';

const other = 'Chloe.Autre@example.net';

async function ready(...given: Parameters<ReturnType<typeof linkWorld>['person']>) {
  const world = linkWorld();
  const mail = inMemoryMail();
  const { accountId } = await world.person(...given);
  const { cookie } = await world.link(accountId, 'activation');
  /** Runs the workflow of the last ask: the code that it mailed. */
  const mailed = async () => {
    const operationId = world.executions.findLast(({ workflow }) => workflow === 'address')?.name ?? '';
    await emailCode(
      { operationId },
      {
        ...world.deps,
        mail,
        randomBytes,
        countUse: async () => Promise.resolve(true),
        countMetric: () => undefined,
      },
    );
    return /\b\d{4} ?\d{4}\b/.exec(mail.sent.at(-1)?.text ?? '')?.[0].replace(' ', '') ?? '';
  };
  const ask = async (address = other, form = ulid()) => {
    const response = await world.send('/activate/address', cookie, { form, address });
    const kept = cookieOf(response, 'address');
    return { response, both: kept === '' ? cookie : `${cookie}; ${kept}` };
  };
  return { world, mail, accountId, cookie, ask, mailed };
}

const wrongOf = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, '0');

describe('another recovery address at activation', () => {
  test('is confirmed by a code that goes to it, and used from then on; the first one is told', async () => {
    const { world, accountId, cookie, ask, mailed } = await ready();
    expect((await world.open('/activate/address', cookie)).status).toBe(200);
    const { response, both } = await ask();
    expect(locationOf(response)).toEqual([303, '/activate/code']);
    const page = await world.page('/activate/code', both);
    expect(page).toMatch(/id="code"[^>]*autocomplete="one-time-code"/);
    expect(page).toMatch(/id="code"[^>]*inputmode="numeric"/);
    const code = await mailed();
    expect(
      locationOf(await world.send('/activate/code', both, { code: ` ${code.slice(0, 4)} ${code.slice(4)}` })),
    ).toEqual([303, '/activate']);
    const activate = await world.page('/activate', both);
    expect(activate).toContain('You have confirmed another address');
    expect(activate).toContain('<code>C…@….net</code>');
    const recovery = /name="recovery" value="(\w+)"/.exec(activate)?.[1] ?? '';
    const sent = await world.send('/activate', both, world.activation({ recovery }));
    expect(locationOf(sent)).toEqual([303, '/result']);
    expect((await world.account(accountId)).recovery).toMatchObject({ address: other });
    expect(world.tables.rows('recoveryAddresses')).toEqual([{ address: other.toLowerCase(), accountId }]);
    const operationId = world.executions.at(-1)?.name ?? '';
    expect(await getOperation(operationId, 'password', world)).toMatchObject({
      former: [{ address: chloe.personalEmail, operationId }],
    });
  });

  test('B-14: the code goes to the address as it was typed, and to no other', async () => {
    const { mail, ask, mailed } = await ready();
    await ask(` ${other} `);
    await mailed();
    expect(mail.sent.map(({ to }) => to)).toEqual([other]);
  });

  test.each([
    ['', 'Enter an address'],
    ['chloe', 'Enter a mail address'],
    ['a@example.net,b@example.net', 'Enter a mail address'],
    ['Chloé <a@example.net>', 'Enter a mail address'],
    ['chloe@etu.uca.fr', 'outside the university'],
    ['chloe@Sub.ISIMA.fr', 'outside the university'],
  ])('G-03: %j is not taken, and nothing that was typed is lost', async (address, words) => {
    const { world, ask } = await ready();
    const { response } = await ask(address);
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain(words);
    expect(page).toContain('<a href="#address">');
    if (address === 'chloe') expect(page).toContain('value="chloe"');
    expect(world.executions).toEqual([]);
  });

  test('a member of a school gives the address of that school', async () => {
    const { world, ask } = await ready({}, { ...chloe, affiliations: ['emse'], personalEmail: 'c@emse.fr' });
    const { response } = await ask('c@example.net');
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('@emse.fr');
    expect((await ask('chloe@emse.fr')).response.status).toBe(303);
    expect(world.executions).toHaveLength(1);
  });

  test('D-06: of two hundred wrong codes at once five are looked at, and the right one comes too late', async () => {
    const { world, ask, mailed } = await ready();
    const { both } = await ask();
    const code = await mailed();
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => world.send('/activate/code', both, { code: wrongOf(code) })),
    );
    expect(answers.every(({ status }) => status === 422)).toBe(true);
    expect(world.tables.rows('operations')).toMatchObject([{ tries: triesOfCode }]);
    const late = await world.send('/activate/code', both, { code });
    expect(late.status).toBe(422);
    expect(await late.text()).toContain('no longer works');
    expect(await world.page('/activate', both)).toContain('the address that your file holds');
  });

  test('a wrong code leaves tries, and what is no code uses none', async () => {
    const { world, ask, mailed } = await ready();
    const { both } = await ask();
    const code = await mailed();
    for (const typed of ['', 'abc', '1234567', '123456789', wrongOf(code)]) {
      expect((await world.send('/activate/code', both, { code: typed })).status).toBe(422);
    }
    expect(world.tables.rows('operations')).toMatchObject([{ tries: 1 }]);
    expect((await world.send('/activate/code', both, { code })).status).toBe(303);
    // Sent twice, as by a double click.
    expect((await world.send('/activate/code', both, { code })).status).toBe(303);
  });

  test('a code counts in the browser that asked, and in no other', async () => {
    const { world, accountId, cookie, ask, mailed } = await ready();
    await ask();
    const code = await mailed();
    expect((await world.send('/activate/code', cookie, { code })).status).toBe(422);
    expect(locationOf(await world.open('/activate/code', cookie))).toEqual([303, '/activate/address']);
    const elsewhere = await world.link(accountId, 'activation');
    expect((await world.send('/activate/code', elsewhere.cookie, { code })).status).toBe(422);
  });

  test('A-06: a code of one person confirms nothing for another', async () => {
    const { world, ask, mailed } = await ready();
    const { both } = await ask();
    const code = await mailed();
    const { accountId } = await world.person({ login: 'gracehop' });
    const { cookie } = await world.link(accountId, 'activation');
    const mixed = `${cookie}; ${both.split('; ')[1] ?? ''}`;
    expect((await world.send('/activate/code', mixed, { code })).status).toBe(422);
    expect((await world.send('/activate/code', both, { code })).status).toBe(303);
    expect(await world.page('/activate', mixed)).toContain('the address that your file holds');
  });

  test('an old code is too old', async () => {
    const { world, ask, mailed } = await ready();
    const { both } = await ask();
    const code = await mailed();
    world.clock.at = world.clock.at.add({ minutes: 11 });
    expect((await world.send('/activate/code', both, { code })).status).toBe(422);
  });

  test('the address that a page showed is the one that is taken, or none', async () => {
    const { world, accountId, ask, mailed } = await ready();
    const { both } = await ask();
    await world.send('/activate/code', both, { code: await mailed() });
    const recovery = /name="recovery" value="(\w+)"/.exec(await world.page('/activate', both))?.[1] ?? '';
    // Half an hour later the other address is forgotten: it is not replaced behind the person's back.
    world.clock.at = world.clock.at.add({ minutes: 31 });
    const late = await world.send('/activate', both, world.activation({ recovery }));
    expect(late.status).toBe(422);
    expect(await late.text()).toContain('<a href="#recovery">The recovery address is no longer the one');
    expect((await world.account(accountId)).recovery).toBeUndefined();
  });

  test('can be given up for the first one again', async () => {
    const { world, ask, mailed } = await ready();
    const { both } = await ask();
    await world.send('/activate/code', both, { code: await mailed() });
    expect(await world.page('/activate', both)).toContain('action="/activate/address/keep"');
    const kept = await world.send('/activate/address/keep', both);
    expect(locationOf(kept)).toEqual([303, '/activate']);
    expect(kept.headers.getSetCookie().join()).toMatch(/__Host-address=;.*Max-Age=0/);
  });

  test('B-18: asked for again within five minutes the code that has left stays good, and the page says from when on another one can be sent', async () => {
    const { world, mail, ask, mailed, cookie } = await ready();
    const { both } = await ask();
    expect(await world.page('/activate/code', both)).toContain(
      'The code has not been sent yet. Another one can be asked for from 10:05.',
    );
    world.clock.at = world.clock.at.add({ minutes: 1 });
    const code = await mailed();
    const page = await world.page('/activate/code', both);
    expect(page).toContain('The last code left at 10:01. Another one can be asked for from 10:06.');
    world.clock.at = world.clock.at.add({ minutes: 4, seconds: 59 });
    const again = await world.send('/activate/address', both, { form: ulid(), address: other.toUpperCase() });
    expect([...locationOf(again), cookieOf(again, 'address')]).toEqual([303, '/activate/code', both.split('; ')[1]]);
    await mailed();
    expect(mail.sent).toHaveLength(1);
    expect(world.tables.rows('operations')).toHaveLength(1);
    expect((await world.send('/activate/code', both, { code })).status).toBe(303);
    // Another browser knows nothing of it.
    const elsewhere = await world.send('/activate/address', cookie, { form: ulid(), address: other });
    expect(cookieOf(elsewhere, 'address')).not.toBe(both.split('; ')[1]);
  });

  test('B-18: five minutes after a code left another one can be asked for, and counts', async () => {
    const { world, mail, ask, mailed } = await ready();
    const { both } = await ask();
    const first = await mailed();
    world.clock.at = world.clock.at.add({ minutes: 5 });
    const again = await world.send('/activate/address', both, { form: ulid(), address: other });
    const held = `${both.split('; ')[0] ?? ''}; ${cookieOf(again, 'address')}`;
    const second = await mailed();
    expect(mail.sent).toHaveLength(2);
    expect(second).not.toBe(first);
    expect((await world.send('/activate/code', held, { code: second })).status).toBe(303);
  });

  test('another address asked for meanwhile is another request', async () => {
    const { world, ask, mailed } = await ready();
    const { both } = await ask();
    await mailed();
    const again = await world.send('/activate/address', both, { form: ulid(), address: 'third@example.net' });
    expect(cookieOf(again, 'address')).not.toBe(both.split('; ')[1]);
    expect(world.tables.rows('operations')).toHaveLength(2);
  });

  test('D-10: five codes in a quarter of an hour, and the same form is one mail', async () => {
    const { world, ask } = await ready();
    const form = ulid();
    for (let n = 0; n < 2; n += 1) expect((await ask(other, form)).response.status).toBe(303);
    expect(world.started.size).toBe(1);
    for (let n = 2; n < asksByAccount.uses; n += 1) expect((await ask(`c${n}@example.net`)).response.status).toBe(303);
    const { response } = await ask('one-more@example.net');
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('wait a quarter of an hour');
    expect(world.started.size).toBe(asksByAccount.uses - 1);
  });

  test('D-07: looks at no code while the tables are away', async () => {
    const { world, ask, mailed } = await ready();
    const { both } = await ask();
    const code = await mailed();
    for (let skip = 0; skip < 6; skip += 1) {
      world.tables.failNext({ skip });
      expect((await world.send('/activate/code', both, { code })).status).toBe(503);
    }
    expect(world.tables.rows('operations')[0]?.['confirmedAt']).toBeUndefined();
  });

  test('all of it ends with the link', async () => {
    const { world, cookie, ask, mailed } = await ready();
    const { both } = await ask();
    const code = await mailed();
    await world.send('/activate', cookie, world.activation());
    for (const path of ['/activate/address', '/activate/code']) expect((await world.open(path, both)).status).toBe(410);
    expect((await world.send('/activate/code', both, { code })).status).toBe(410);
    expect((await ask()).response.status).toBe(410);
  });
});

test('G-05: an address that a code has confirmed at activation is well again', async () => {
  const { world, ask, mailed } = await ready();
  await markAddress({ address: other, status: 'bounced', at: world.clock.at }, world);
  const { both } = await ask();
  await world.send('/activate/code', both, { code: await mailed() });
  expect(world.tables.rows('addressHealth')).toHaveLength(1);
  const recovery = /name="recovery" value="(\w+)"/.exec(await world.page('/activate', both))?.[1] ?? '';
  expect(locationOf(await world.send('/activate', both, world.activation({ recovery })))).toEqual([303, '/result']);
  expect(world.tables.rows('addressHealth')).toEqual([]);
});
