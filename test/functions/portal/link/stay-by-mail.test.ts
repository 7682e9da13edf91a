import { describe, expect, test } from 'vitest';
import { stayCode } from '../../../../functions/request/stay-code.ts';
import { deskWorld } from '../../../support/desk-world.ts';
import { fieldOfLink, locationOf } from '../../../support/link-world.ts';

/** A sponsor who was mailed about a guest. */
async function mailed() {
  const world = deskWorld();
  const sponsor = await world.sponsor();
  await world.send('/sponsor/ask', sponsor.cookie, world.visitor());
  const requestId = world.stays()[0]?.requestId ?? '';
  const { accountId } = await world.welcome(requestId);
  const { token, cookie } = await world.link(sponsor.accountId, 'stay', { requestId, tries: 0 });
  return { world, sponsor, requestId, accountId, token, cookie, code: stayCode(token, world.hmacKey) };
}

describe('a mail to a sponsor', () => {
  test('leads to the guest, and to the desk after signing in', async () => {
    const { world, token, cookie, requestId } = await mailed();
    expect(locationOf(await world.request(`/l/${token}`))).toEqual([303, '/stay']);
    const page = await world.page('/stay', cookie);
    expect(page).toContain('Grace Hopper');
    expect(page).toContain(`href="/sponsor/guests/${requestId}"`);
    expect(locationOf(await world.open(`/sponsor/guests/${requestId}`, cookie))).toEqual([303, '/sign-in']);
  });

  test('names a card to a sponsor whose guest has no address, and to no other', async () => {
    const { world, cookie, requestId } = await mailed();
    expect(await world.page('/stay', cookie)).toContain('print a card');
    await world.tables.write({ table: 'requests', update: { requestId }, set: { mail: 'grace@example.org' } });
    expect(await world.page('/stay', cookie)).not.toContain('a card');
  });

  test('B-06: ends nothing by being opened, whatever opens it', async () => {
    const { world, cookie, requestId } = await mailed();
    for (let n = 0; n < 20; n += 1) {
      await world.open('/stay', cookie);
      await world.request('/stay', { method: 'HEAD', headers: { cookie } });
      // A scanner that sends forms as it finds them.
      await world.send('/stay', cookie, { code: '' });
    }
    expect((await world.stay(requestId)).ended).toBeUndefined();
  });

  test('ends a stay by the code that it holds, which can be taken back by the same for 24 hours', async () => {
    const { world, cookie, code, requestId, accountId } = await mailed();
    const ended = await world.send('/stay', cookie, { act: 'end', code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect([ended.status, (await ended.text()).includes('The stay has ended')]).toEqual([200, true]);
    expect((await world.account(accountId)).lastDay).toBe('2026-09-14');
    const page = await world.page('/stay', cookie);
    expect(page).toContain('You can take that back until 16 September 2026');
    expect(page).toMatch(/Ended on<\/dt>\s*<dd>15 September 2026/);
    expect(page).not.toContain('value="end"');
    expect(await (await world.send('/stay', cookie, { act: 'undo', code })).text()).toContain('It is taken back');
    expect((await world.stay(requestId)).ended).toBeUndefined();
    expect((await world.account(accountId)).lastDay).toBe('2026-09-16');
  });

  test('says that a guest is not theirs: nothing is cut off, and somebody else is asked', async () => {
    const { world, cookie, code, requestId, accountId } = await mailed();
    const said = await world.send('/stay', cookie, { act: 'not-mine', code });
    expect([said.status, (await said.text()).includes('It is noted')]).toEqual([200, true]);
    expect((await world.stay(requestId)).orphanedAt).toBeDefined();
    expect((await world.account(accountId)).lastDay).toBe('2026-09-16');
    expect(await world.page('/stay', cookie)).toContain('find out who answers for this person');
    expect((await world.send('/stay', cookie, { act: 'undo', code })).status).toBe(200);
    expect((await world.stay(requestId)).orphanedAt).toBeUndefined();
  });

  test('ends a guest who was said not to be theirs, also once that cannot be taken back any more', async () => {
    const { world, cookie, code, requestId } = await mailed();
    await world.send('/stay', cookie, { act: 'not-mine', code });
    world.clock.at = world.clock.at.add({ hours: 24 });
    const page = await world.page('/stay', cookie);
    expect(page).toContain('find out who answers for this person');
    expect([...page.matchAll(/name="act" value="([\w-]+)"/g)].map(([, act]) => act)).toEqual(['end']);
    expect((await world.send('/stay', cookie, { act: 'end', code })).status).toBe(200);
    expect((await world.stay(requestId)).ended).toBeDefined();
  });

  test('does nothing without the code, and is dead after five wrong ones', async () => {
    const { world, cookie, code, requestId } = await mailed();
    const wrong = code === '000000' ? '000001' : '000000';
    for (let n = 0; n < 4; n += 1) {
      const sent = await world.send('/stay', cookie, { act: 'end', code: wrong });
      expect(sent.status).toBe(422);
      expect(await sent.text()).toMatch(/value="end" checked/);
    }
    expect((await world.send('/stay', cookie, { act: 'end', code: wrong })).status).toBe(410);
    expect((await world.send('/stay', cookie, { act: 'end', code })).status).toBe(410);
    expect((await world.stay(requestId)).ended).toBeUndefined();
  });

  test.each([{ code: '' }, { act: 'all', code: '1' }])('asks what is to be done: %j', async (fields) => {
    const { world, cookie } = await mailed();
    const sent = await world.send('/stay', cookie, fields);
    expect([sent.status, (await sent.text()).includes('Choose what you want to do')]).toEqual([422, true]);
  });

  test('A-05: opens nothing else, and nothing else opens it', async () => {
    const { world, cookie, sponsor } = await mailed();
    for (const path of ['/activate', '/recover', '/status']) expect((await world.open(path, cookie)).status).toBe(410);
    const recovery = await world.link(sponsor.accountId, 'recovery');
    expect((await world.open('/stay', recovery.cookie)).status).toBe(410);
    expect((await world.send('/stay', recovery.cookie, { act: 'end', code: '1' })).status).toBe(410);
    expect((await world.open('/sponsor', cookie)).status, 'it signs nobody in').toBe(303);
  });

  test('is dead once somebody else answers for the guest', async () => {
    const { world, cookie, sponsor, requestId, code } = await mailed();
    const colleague = await world.staff('piercuri');
    await world.send(`/sponsor/guests/${requestId}/hand-over`, sponsor.cookie, { colleague: 'piercuri' });
    await world.send(`/sponsor/guests/${requestId}/accept`, colleague.cookie, {});
    expect((await world.open('/stay', cookie)).status).toBe(410);
    expect((await world.send('/stay', cookie, { act: 'end', code })).status).toBe(410);
  });

  test('A-06: a form for one guest does nothing once the mail about another was opened in this browser, and says so', async () => {
    const { world, sponsor, cookie, token, code, requestId } = await mailed();
    const [, mark = ''] = /name="link" value="([^"]+)"/.exec(await world.page('/stay', cookie)) ?? [];
    expect(mark).toBe(fieldOfLink('/stay', token, world.hmacKey).link);
    await world.send('/sponsor/ask', sponsor.cookie, world.visitor({ firstName: 'Ada' }));
    const other = world.stays().find((stay) => stay.requestId !== requestId)?.requestId ?? '';
    const since = await world.link(sponsor.accountId, 'stay', { requestId: other, tries: 0 });
    const codes = [code, stayCode(since.token, world.hmacKey)];
    for (const each of codes) {
      const answer = await world.send('/stay', since.cookie, { act: 'end', code: each, link: mark });
      expect([answer.status, (await answer.text()).includes('Another link was opened since')]).toEqual([409, true]);
    }
    for (const each of [requestId, other]) expect((await world.stay(each)).ended).toBeUndefined();
    const links = world.tables.rows('links').filter(({ purpose }) => purpose === 'stay');
    expect(links.map(({ tries }) => tries)).toEqual([0, 0]);
    expect((await world.send('/stay', cookie, { act: 'end', code, link: mark })).status).toBe(200);
  });

  test('E-04: is obeyed from no other site', async () => {
    const { world, cookie, code, requestId } = await mailed();
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await world.send('/stay', cookie, { act: 'end', code }, headers)).status).toBe(403);
    expect((await world.stay(requestId)).ended).toBeUndefined();
  });
});
