import { BlockList } from 'node:net';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { receiveRecovery } from '../../../../functions/portal/account/receive-recovery.ts';
import { emailLink } from '../../../../functions/recovery/email-link.ts';
import { findAccount } from '../../../../functions/recovery/find-account.ts';
import { deviceCookie } from '../../../../functions/session/known-device.ts';
import { mailingWorld } from '../../../support/mailing-world.ts';

const names = ['adalovel', 'ada.lovelace@etu.uca.fr', 'adalovel@home.example'] as const;

/** Ada, who has signed in in her own browser, and a stranger who asks for links to her account from anywhere. */
async function ready(at = '2026-11-05T00:00:00Z') {
  const world = mailingWorld({ at });
  const { accountId } = await world.person();
  const device = deviceCookie(undefined, names, { hmacKey: world.key, fresh: () => randomBytes(16) });
  let asks = 0;
  const run = async (operationId: string) => {
    const { accounts } = await findAccount({ operationId }, world);
    for (const each of accounts) await emailLink({ operationId, accountId: each, accounts }, world);
  };
  const ask = async (identifier: string, cookie?: string) => {
    asks += 1;
    let started = '';
    await receiveRecovery(
      identifier,
      {
        ...{ form: ulid(), language: 'fr', device: cookie },
        clientAddress: cookie === undefined ? `198.51.${asks % 250}.${(asks >> 8) % 250}` : '192.0.2.1',
      },
      {
        ...world,
        campus: new BlockList(),
        start: { recovery: (name) => ((started = name), Promise.resolve()) },
      },
    );
    await run(started);
  };
  /** Whether a link in some mail lets the owner in now. */
  const hasLiveLink = async () => {
    const links = await Promise.all(world.mail.sent.slice(-5).map((message) => world.linksIn(message)));
    return links.flat().some(({ live, purpose }) => live && purpose === 'recovery');
  };
  const wait = (seconds: number) => (world.clock.at = world.clock.at.add({ seconds }));
  return { world, accountId, device, ask, run, hasLiveLink, wait };
}

describe('a stranger who asks for links all day', () => {
  test('B-19, D-11: keeps the owner from a live link at no rhythm', async () => {
    const gap = fc.oneof(fc.integer({ min: 1, max: 400 }), fc.constantFrom(299, 300, 301, 1800, 1801, 900));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ gap, name: fc.constantFrom(...names) }), { minLength: 30, maxLength: 120 }),
        fc.array(fc.integer({ min: 10, max: 110 }), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...names),
        async (asks, owners, name) => {
          const { device, ask, hasLiveLink, wait } = await ready();
          for (const [n, each] of asks.entries()) {
            wait(each.gap);
            await ask(each.name);
            if (!owners.includes(n)) continue;
            await ask(name, device);
            expect(await hasLiveLink()).toBe(true);
          }
          await ask(name, device);
          expect(await hasLiveLink()).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  test('B-19: one who has spent the ten mails of a day keeps out neither a known browser nor whoever holds a dead link', async () => {
    const { world, accountId, device, ask, run, hasLiveLink, wait } = await ready();
    for (let n = 0; n < 40; n += 1) {
      await ask('adalovel');
      wait(301);
    }
    expect(world.mail.sent).toHaveLength(10);
    expect(await hasLiveLink()).toBe(false);
    await ask('adalovel', device);
    expect([world.mail.sent.length, await hasLiveLink()]).toEqual([11, true]);
    wait(3600);
    expect(await hasLiveLink()).toBe(false);
    // The page of the dead link in one of those mails.
    const operationId = await world.ask({ kind: 'recovery', accountId, knownBy: 'the hash of that link' });
    await run(operationId);
    expect([world.mail.sent.length, await hasLiveLink()]).toEqual([12, true]);
  });

  test('B-18: however many ask from wherever, no second mail goes within five minutes of one whose link still works', async () => {
    const { world, device, ask, wait } = await ready('2026-11-05T00:04:59Z');
    await ask('adalovel');
    for (let n = 0; n < 4; n += 1) {
      wait(74);
      await ask('adalovel', device);
      await ask('adalovel');
    }
    expect(world.mail.sent).toHaveLength(1);
    wait(Temporal.Duration.from({ minutes: 1 }).total('seconds'));
    await ask('adalovel', device);
    expect(world.mail.sent).toHaveLength(2);
  });

  test('D-10: the share of a known browser is bounded too', async () => {
    const { world, device, ask, wait } = await ready();
    for (let n = 0; n < 40; n += 1) {
      await ask('adalovel', device);
      wait(601);
    }
    expect(world.mail.sent).toHaveLength(5);
  });
});
