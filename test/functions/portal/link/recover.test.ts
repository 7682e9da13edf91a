import { ulid } from 'ulid';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../../../functions/account/account.ts';
import {
  recoveryAddressDelete,
  recoveryAddressOf,
  recoveryAddressPut,
} from '../../../../functions/account/recovery-address.ts';
import { provisionDirectory } from '../../../../functions/onboarding/provision-directory.ts';
import { triesAfterRefusal } from '../../../../functions/password/accept-password.ts';
import { ruleTexts } from '../../../../functions/password/password-texts.ts';
import { chloe } from '../../../support/people.ts';
import { cookieOf, goodPassword, linkWorld, locationOf } from '../../../support/link-world.ts';

const chosen = (n = 1) => ({ form: ulid(), password: goodPassword(n) });

async function forgot(...[given]: Parameters<ReturnType<typeof linkWorld>['person']>) {
  const world = linkWorld();
  const { accountId } = await world.person({ state: 'active', ...given });
  const { token, cookie } = await world.link(accountId, 'recovery');
  return { world, accountId, token, cookie };
}

describe('recovery', () => {
  test('shows whose account it is and what it is for', async () => {
    const { world, token, cookie } = await forgot({ population: 'phd' });
    expect(locationOf(await world.request(`/l/${token}`))).toEqual([303, '/recover']);
    const page = await world.page('/recover', cookie);
    for (const shown of ['chldalen', 'ISIMA services', 'the PhD account serves LIMOS']) expect(page).toContain(shown);
    expect(page).not.toContain(token);
  });

  test('puts the new password into every directory', async () => {
    const { world, accountId, cookie } = await forgot();
    const sent = await world.send('/recover', cookie, chosen());
    expect(locationOf(sent)).toEqual([303, '/result']);
    expect(world.executions.map(({ workflow }) => workflow)).toEqual(['password']);
    await world.run();
    expect(await world.passwordsOf(accountId)).toEqual({ uca: goodPassword(), 'isima-limos': goodPassword() });
    const page = await world.page('/result', cookieOf(sent, 'link'));
    expect(page).toContain('<h1>Your password is changed</h1>');
    expect(page).toContain('href="/sign-in"');
    expect(page).not.toContain('What to do next');
  });

  test('says that it takes longer than usual once that is so, and what is true without scripts too', async () => {
    const { world, cookie } = await forgot();
    const held = cookieOf(await world.send('/recover', cookie, chosen()), 'link');
    const page = await world.page('/result', held);
    expect(page).toContain(
      'This takes some seconds. This page keeps itself up to date where JavaScript is on; otherwise refresh it.',
    );
    // The script replaces it, so that it goes once nothing is to come.
    expect(page).toMatch(/<div data-part="refresh"><p class="links"><a href="\/result">/);
    world.clock.at = world.clock.at.add({ seconds: 31 });
    const late = await world.page('/result', held);
    expect(late).toContain('This takes longer than it usually does.');
    expect(late).not.toContain('some seconds');
    await world.run();
    expect(await world.page('/result', held)).toContain('<div data-part="refresh"></div>');
  });

  test.each([
    ['the name as the mail address writes it', 'Ivan-Petrov-26!', 'ivan.petrov@etu.uca.fr'],
    ['the name that another file has', 'Ivan-Durand-26!', undefined],
    ['the number of another file', 'Orage-Vif-9001234', undefined],
  ])('C-06: refuses a password that is made of %s', async (_, password, mailAddress) => {
    const world = linkWorld();
    const { accountId } = await world.person(
      { state: 'active', login: 'ivapetro', ...(mailAddress !== undefined && { mailAddress }) },
      { ...chloe, firstName: 'Иван', lastName: 'Петров' },
    );
    const { files } = await world.account(accountId);
    const other = { ...chloe, firstName: 'Ivan', lastName: 'Durand', fileNumber: 'D-9001234' };
    if (mailAddress === undefined) {
      const { fileId } = await world.file(other);
      const known = { ...files, ...Object.fromEntries(Object.values(files).map((each) => [fileId, each])) };
      await world.tables.write({ table: 'accounts', update: { accountId }, set: { files: known } });
    }
    const { cookie } = await world.link(accountId, 'recovery');
    const sent = await world.send('/recover', cookie, { form: ulid(), password });
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain(ruleTexts['about-you'].broken.en);
    expect(world.executions).toEqual([]);
  });

  test('B-09: signs nobody in, and ends every older link and session', async () => {
    const { world, accountId, cookie } = await forgot();
    const older = await world.link(accountId, 'recovery');
    const sent = await world.send('/recover', cookie, chosen());
    const cookies = sent.headers.getSetCookie().map((each) => each.split('=')[0]);
    expect(cookies).toEqual(['__Host-link', '__Host-device']);
    expect(world.tables.rows('sessions')).toEqual([]);
    expect((await world.account(accountId)).credentialEpoch).toBe(1);
    expect((await world.open('/recover', older.cookie)).status).toBe(410);
    expect((await world.send('/recover', older.cookie, chosen(2))).status).toBe(410);
  });

  describe('while another recovery address waits', () => {
    const [owner, thief] = ['chloe@example.org', 'thief@example.net'];
    const confirmedAt = '2026-09-15T07:00:00Z';
    const recovery = { address: thief, confirmedAt, usableFrom: '2026-09-18T07:00:00Z', former: owner };
    const waiting = async (account: Partial<Account> = { recovery }) => {
      const { world, accountId, cookie } = await forgot(account);
      for (const address of [owner, thief]) await world.tables.write(recoveryAddressPut(accountId, address));
      return { world, accountId, cookie };
    };

    test('B-17: ends the waiting: the address before it takes its place, and the other one is told and finds nothing', async () => {
      const { world, accountId, cookie } = await waiting();
      await world.send('/recover', cookie, chosen());
      const account = await world.account(accountId);
      expect(account.recovery).toMatchObject({ address: owner });
      world.clock.at = world.clock.at.add({ hours: 73 });
      expect(recoveryAddressOf(account, undefined, world.clock.at, world.deps.university)).toBe(owner);
      expect(world.tables.rows('recoveryAddresses').map(({ address }) => address)).toEqual([owner]);
      expect(world.tables.rows('operations')).toMatchObject([{ purpose: 'recovery', former: [{ address: thief }] }]);
    });

    test('B-17: ends it where there was none before: whoever has a card is not robbed by a first address', async () => {
      const first = { address: thief, confirmedAt, usableFrom: recovery.usableFrom };
      const { world, accountId, cookie } = await waiting({ recovery: first });
      await world.tables.write(recoveryAddressDelete(accountId, owner));
      await world.send('/recover', cookie, chosen());
      expect(await world.account(accountId)).not.toHaveProperty('recovery');
      expect(world.tables.rows('recoveryAddresses')).toEqual([]);
      expect(world.tables.rows('operations')).toMatchObject([{ purpose: 'recovery', former: [{ address: thief }] }]);
    });

    test('B-17: a link of before ends it too, used a minute after; one that is asked for afterwards does not', async () => {
      const late = await waiting();
      late.world.clock.at = Temporal.Instant.from('2026-09-18T06:50:00Z');
      const { cookie } = await late.world.link(late.accountId, 'recovery');
      late.world.clock.at = late.world.clock.at.add({ minutes: 11 });
      await late.world.send('/recover', cookie, chosen());
      expect((await late.world.account(late.accountId)).recovery).toMatchObject({ address: owner });

      const after = await waiting();
      after.world.clock.at = Temporal.Instant.from('2026-09-18T07:00:00Z');
      const usable = await after.world.link(after.accountId, 'recovery');
      await after.world.send('/recover', usable.cookie, chosen());
      expect((await after.world.account(after.accountId)).recovery).toEqual(recovery);
    });
  });

  test('B-07: is over after thirty minutes, though the row is still there', async () => {
    const { world, cookie } = await forgot();
    world.clock.at = world.clock.at.add({ minutes: 29, seconds: 59 });
    expect((await world.open('/recover', cookie)).status).toBe(200);
    world.clock.at = world.clock.at.add({ seconds: 1 });
    expect((await world.open('/recover', cookie)).status).toBe(410);
    expect((await world.send('/recover', cookie, chosen())).status).toBe(410);
    expect(world.executions).toEqual([]);
  });

  test('B-08: of four links the newest three open the page', async () => {
    const { world, accountId, cookie } = await forgot();
    const later = [];
    for (let n = 0; n < 3; n += 1) later.push((await world.link(accountId, 'recovery')).cookie);
    const statuses = [];
    for (const each of [cookie, ...later]) statuses.push((await world.open('/recover', each)).status);
    expect(statuses).toEqual([410, 200, 200, 200]);
  });

  test.each([
    ['suspended', {}, 'This account is suspended'],
    ['closed', {}, 'This account is closed'],
    ['active', { lock: { reason: 'cri', at: '2026-09-15T07:00:00Z' } }, 'This account is locked'],
    ['active', { lastDay: '2026-09-14' }, 'This account has ended'],
    ['provisioned', {}, 'This account is not activated yet'],
  ] as const)(
    'A-03, A-04: of an account that became %s after the link was sent says so',
    async (state, more, title) => {
      const { world, accountId, cookie } = await forgot();
      await world.tables.write({ table: 'accounts', update: { accountId }, set: { state, ...more } });
      const before = JSON.stringify(await world.account(accountId));
      for (const answer of [await world.open('/recover', cookie), await world.send('/recover', cookie, chosen())]) {
        expect(answer.status).toBe(403);
        const page = await answer.text();
        expect(page).toContain(`<h1>${title}</h1>`);
        expect(page).not.toContain('type="password"');
      }
      expect(JSON.stringify(await world.account(accountId))).toBe(before);
      expect(world.executions).toEqual([]);
    },
  );

  test('K-01: is possible until the end of the last day where the university is', async () => {
    const { world, cookie } = await forgot({ lastDay: '2026-09-15' });
    world.clock.at = world.clock.at.add({ minutes: 20 });
    expect((await world.open('/recover', cookie)).status).toBe(200);
  });

  test('B-04, B-05: a hundred forms of one link at once change the password once', async () => {
    const { world, accountId, cookie } = await forgot();
    const sent = await Promise.all(Array.from({ length: 100 }, (_, n) => world.send('/recover', cookie, chosen(n))));
    expect(sent.map(({ status }) => status).sort()).toEqual([303, ...Array<number>(99).fill(410)]);
    expect(world.executions).toHaveLength(1);
    expect((await world.account(accountId)).credentialEpoch).toBe(1);
    expect(world.tables.rows('operations')).toHaveLength(1);
    expect(world.tables.rows('vault')).toHaveLength(1);
    await world.run();
    const { uca, 'isima-limos': isima } = await world.passwordsOf(accountId);
    expect(uca).toBe(isima);
    expect(uca).toMatch(/^Orage/);
  });

  test('the same form sent again is the same request: at once, after an answer, and after an answer that was lost', async () => {
    const { world, accountId, cookie } = await forgot();
    const fields = chosen();
    const [first, second] = await Promise.all([
      world.send('/recover', cookie, fields),
      world.send('/recover', cookie, fields),
    ]);
    const answered = await world.send('/recover', cookieOf(first, 'link'), fields);
    const lost = await world.send('/recover', cookie, fields);
    for (const each of [first, second, answered, lost]) {
      expect(locationOf(each)).toEqual([303, '/result']);
      expect(cookieOf(each, 'link')).toBe(cookieOf(first, 'link'));
    }
    expect([...world.started.values()]).toEqual([4]);
    expect((await world.account(accountId)).credentialEpoch).toBe(1);
  });

  test('two browsers at once: one password holds, and the other browser is told that its link is over', async () => {
    const { world, accountId, cookie } = await forgot();
    const other = await world.link(accountId, 'recovery');
    const answers = await Promise.all([
      world.send('/recover', cookie, chosen(1)),
      world.send('/recover', other.cookie, chosen(2)),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410]);
    await world.run();
    const held = answers[0].status === 303 ? goodPassword(1) : goodPassword(2);
    expect(await world.passwordsOf(accountId)).toEqual({ uca: held, 'isima-limos': held });
  });

  test('a password that breaks the rules uses nothing up', async () => {
    const { world, accountId, cookie } = await forgot();
    const refused = await world.send('/recover', cookie, { ...chosen(), password: 'Password-1234', repeat: '' });
    expect(refused.status).toBe(422);
    expect((await world.account(accountId)).credentialEpoch).toBe(0);
    expect((await world.send('/recover', cookie, chosen())).status).toBe(303);
  });

  test('a forged Host has no effect', async () => {
    const { world, cookie } = await forgot();
    const sent = await world.send('/recover', cookie, chosen(), {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
    });
    expect(locationOf(sent)).toEqual([303, '/result']);
    expect(JSON.stringify([...sent.headers])).not.toContain('evil');
  });

  test('D-07: while the tables are away nothing changes, and the same form works later', async () => {
    for (let skip = 0; skip < 5; skip += 1) {
      const { world, accountId, cookie } = await forgot();
      const fields = chosen();
      world.tables.failNext({ skip });
      expect((await world.send('/recover', cookie, fields)).status).toBe(503);
      expect((await world.account(accountId)).credentialEpoch).toBe(0);
      expect(world.executions).toEqual([]);
      expect((await world.send('/recover', cookie, fields)).status).toBe(303);
    }
  });

  test('B-05: when the answer of the tables or the engine is lost, the same form finds what it asked for', async () => {
    for (const fault of ['tables', 'engine'] as const) {
      const { world, accountId, cookie } = await forgot();
      const fields = chosen();
      // The link, the account, its file twice, then the transaction.
      if (fault === 'tables') world.tables.failNext({ skip: 4, applied: true });
      else world.engine.away = true;
      const failed = await world.send('/recover', cookie, fields);
      expect(failed.status, fault).toBe(503);
      world.engine.away = false;
      expect((await world.account(accountId)).credentialEpoch, fault).toBe(1);
      const again = cookieOf(failed, 'link') || cookie;
      expect(locationOf(await world.send('/recover', again, fields)), fault).toEqual([303, '/result']);
      await world.run();
      expect(await world.passwordsOf(accountId)).toEqual({ uca: goodPassword(), 'isima-limos': goodPassword() });
    }
  });
});

describe('the result in the browser that chose', () => {
  async function chose(arrange: (world: ReturnType<typeof linkWorld>) => void = () => undefined, run = true) {
    const { world, accountId, cookie } = await forgot();
    arrange(world);
    const sent = await world.send('/recover', cookie, chosen());
    if (run) await world.run();
    return { world, accountId, used: cookie, cookie: cookieOf(sent, 'link') };
  }
  const summary = (page: string) => ({
    title: /<h1>(.*?)<\/h1>/.exec(page)?.[1],
    lights: [...page.matchAll(/<\/svg><span>(.*?)<\/span>/g)].map(([, text]) => text),
    running: page.includes('data-running'),
    asks: page.includes('type="password"'),
  });

  test('is under way until the workflow has said how it stands', async () => {
    const { world, cookie } = await chose(undefined, false);
    expect(summary(await world.page('/result', cookie))).toMatchObject({
      title: 'Your password is being recorded',
      running: true,
      asks: false,
    });
  });

  test('I-22: of a directory that is away says so, and calls nothing a success', async () => {
    const { world, cookie } = await chose(({ servers }) => servers['isima-limos'].away());
    expect(summary(await world.page('/result', cookie))).toEqual({
      title: 'Your password is not everywhere yet',
      lights: [
        'UCA directory: your new password works there.',
        'ISIMA/LIMOS directory: waiting: your new password does not work there yet. No password works there.',
      ],
      running: true,
      asks: false,
    });
  });

  test('a refusal that changed nothing says why and what holds, and asks for another one', async () => {
    const { world, accountId, cookie } = await chose(({ servers }) => servers.uca.refuseNextPassword('in-history'));
    const page = await world.page('/result', cookie);
    expect(summary(page)).toEqual({
      title: 'This password was refused',
      lights: [
        'UCA directory: refused: you have had it before. No password works there.',
        'ISIMA/LIMOS directory: nothing was written there. No password works there.',
      ],
      running: false,
      asks: true,
    });
    expect(page).toContain(`Tries left in this browser: ${triesAfterRefusal}`);
    const again = await world.send('/result', cookie, chosen(2));
    expect(locationOf(again)).toEqual([303, '/result']);
    await world.run();
    expect(summary(await world.page('/result', cookieOf(again, 'link')))).toMatchObject({
      title: 'Your password is changed',
    });
    expect(await world.passwordsOf(accountId)).toEqual({ uca: goodPassword(2), 'isima-limos': goodPassword(2) });
  });

  test('a refusal says that the former password still holds where there was one', async () => {
    const { world, accountId, cookie } = await chose();
    const { cookie: next } = await world.link(accountId, 'recovery');
    world.servers.uca.refuseNextPassword('too-weak');
    const sent = await world.send('/recover', next, chosen(2));
    await world.run();
    expect(summary(await world.page('/result', cookieOf(sent, 'link'))).lights).toEqual([
      'UCA directory: refused: it is too easy to guess. Your former password still works there.',
      'ISIMA/LIMOS directory: nothing was written there. Your former password still works there.',
    ]);
    expect(await world.passwordsOf(accountId)).toEqual({ uca: goodPassword(1), 'isima-limos': goodPassword(1) });
    expect((await world.open('/result', cookie)).status).toBe(410);
  });

  test('a refusal while the one before is on its way says where that one gets no more, and not that nothing has changed', async () => {
    const { world, accountId } = await chose();
    world.servers['isima-limos'].away();
    await world.send('/recover', (await world.link(accountId, 'recovery')).cookie, chosen(2));
    await world.run();
    world.servers.uca.refuseNextPassword('in-history');
    const sent = await world.send('/recover', (await world.link(accountId, 'recovery')).cookie, chosen(3));
    await world.run();
    const page = await world.page('/result', cookieOf(sent, 'link'));
    expect(page).not.toContain('Nothing has changed');
    expect(page).toContain('where it is missing, to be safe, what worked before is deleted');
    expect(summary(page)).toEqual({
      title: 'This password was refused',
      lights: [
        'UCA directory: refused: you have had it before. Your former password still works there.',
        'ISIMA/LIMOS directory: your new password did not arrive there; what worked there before is deleted as soon as the directory answers.',
      ],
      running: false,
      asks: true,
    });
    world.servers['isima-limos'].back();
    await provisionDirectory({ accountId, directory: 'isima-limos' }, world.deps);
    expect(summary(await world.page('/result', cookieOf(sent, 'link'))).lights.at(-1)).toBe(
      'ISIMA/LIMOS directory: no password works there any more.',
    );
    expect(await world.passwordsOf(accountId)).toEqual({ uca: goodPassword(2), 'isima-limos': undefined });
  });

  test('a refusal by the directory that the one before had not reached either says that it keeps none', async () => {
    const { world, accountId } = await chose();
    world.servers.uca.away();
    await world.send('/recover', (await world.link(accountId, 'recovery')).cookie, chosen(2));
    world.servers.uca.back();
    world.servers.uca.refuseNextPassword('in-history');
    const sent = await world.send('/recover', (await world.link(accountId, 'recovery')).cookie, chosen(3));
    await world.run();
    expect(summary(await world.page('/result', cookieOf(sent, 'link'))).lights[0]).toBe(
      'UCA directory: refused: you have had it before. What worked there before is deleted as soon as the directory answers.',
    );
  });

  test('a refusal after another directory has changed says what holds where', async () => {
    const { world, cookie } = await chose(({ servers }) => servers['isima-limos'].refuseNextPassword('in-history'));
    expect(summary(await world.page('/result', cookie))).toEqual({
      title: 'Your password does not hold everywhere',
      lights: [
        'UCA directory: your new password works there.',
        'ISIMA/LIMOS directory: refused: you have had it before. No password works there.',
      ],
      running: false,
      asks: true,
    });
    const again = await world.send('/result', cookie, chosen(2));
    await world.run();
    expect(summary(await world.page('/result', cookieOf(again, 'link'))).title).toBe('Your password is changed');
  });

  test('B-05: five more passwords may be tried in that browser, and no sixth', async () => {
    const {
      world,
      accountId,
      used,
      cookie: first,
    } = await chose(({ servers }) => servers.uca.refuseNextPassword('in-history'));
    let cookie = first;
    for (let n = 1; n <= triesAfterRefusal; n += 1) {
      world.servers.uca.refuseNextPassword('in-history');
      const sent = await world.send('/result', cookie, chosen(n + 1));
      expect(sent.headers.get('location')).toBe('/result');
      await world.run();
      expect((await world.open('/result', cookie)).status).toBe(410);
      cookie = cookieOf(sent, 'link');
    }
    const page = await world.page('/result', cookie);
    expect(summary(page)).toMatchObject({ title: 'This password was refused', asks: false });
    expect(page).toContain('action="/l/fresh"');
    await world.send('/result', cookie, chosen(9));
    expect((await world.account(accountId)).credentialEpoch).toBe(1 + triesAfterRefusal);
    expect((await world.open('/recover', used)).status).toBe(410);
  });

  test('A-06: nobody tries again but after a refusal', async () => {
    for (const run of [false, true]) {
      const { world, accountId, cookie } = await chose(undefined, run);
      expect(locationOf(await world.send('/result', cookie, chosen(2)))).toEqual([303, '/result']);
      expect((await world.account(accountId)).credentialEpoch).toBe(1);
    }
  });

  test('is closed to another browser, and half an hour later', async () => {
    const { world, used, cookie } = await chose();
    expect((await world.open('/result', used)).status).toBe(410);
    expect((await world.open('/result', '')).status).toBe(410);
    world.clock.at = world.clock.at.add({ minutes: 31 });
    expect((await world.open('/result', cookie)).status).toBe(410);
  });

  test('is over once something newer holds', async () => {
    const { world, accountId, cookie } = await chose();
    await world.tables.write({ table: 'accounts', update: { accountId }, add: { credentialEpoch: 1 } });
    expect((await world.open('/result', cookie)).status).toBe(410);
  });
});
