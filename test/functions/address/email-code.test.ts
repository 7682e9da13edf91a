import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { codeMatches, newCode } from '../../../functions/address/code.ts';
import * as emailCode from '../../../functions/address/email-code.ts';
import { getOperation } from '../../../functions/operation/operation-repository.ts';
import type { AddressOperation } from '../../../functions/operation/operation.ts';
import type { Account } from '../../../functions/account/account.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { mailingWorld, type MailingWorld } from '../../support/mailing-world.ts';

const fresh = 'new@home.example';

async function asked(account: Partial<Account> = {}, address = fresh) {
  const world = mailingWorld();
  const { accountId } = await world.person(account);
  const operationId = await world.ask({ kind: 'address', accountId, address, tries: 0 });
  return { world, accountId, operationId, send: () => emailCode.emailCode({ operationId }, world) };
}
const operationOf = async (world: MailingWorld, operationId: string): Promise<AddressOperation> => {
  const operation = await getOperation(operationId, 'address', world);
  if (!operation) throw new Error('There is no such request');
  return operation;
};
/** As a person reads it in the newest mail. */
const codeIn = (world: MailingWorld) => /\b\d{4} \d{4}\b/.exec(world.mail.sent.at(-1)?.text ?? '')?.[0] ?? '';

describe('a code that confirms another recovery address', () => {
  test('goes to that address alone, in groups of four, and is the one that counts', async () => {
    const { world, operationId, send } = await asked();
    expect(await send()).toEqual({ outcome: 'sent' });
    expect(world.mail.sent.map(({ to }) => to)).toEqual([fresh]);
    expect(world.mail.sent[0]?.text).not.toMatch(/Ada/i);
    const operation = await operationOf(world, operationId);
    const deps = { hmacKey: world.key, now: world.now };
    const code = codeIn(world);
    for (const typed of [code, code.replace(' ', ''), ` ${code.split('').join(' ')}\u00a0\n`])
      expect(codeMatches(operation, typed, deps)).toBe(true);
    for (const typed of ['', '12345678901', 'abcdefgh', code.slice(0, 8), `${code}0`, '１２３４５６７８'])
      expect(codeMatches(operation, typed, deps)).toBe(false);
  });

  test('B-02: is stored as a keyed hash that counts for this request alone', async () => {
    const { world, operationId, send } = await asked();
    await send();
    const operation = await operationOf(world, operationId);
    const code = codeIn(world);
    expect(JSON.stringify(world.tables.rows('operations'))).not.toContain(code.replace(' ', ''));
    expect(codeMatches(operation, code, { hmacKey: 'another key', now: world.now })).toBe(false);
    const other = { ...operation, operationId: '01K5M0Q7T8V9W0X1Y2Z3A4B5C6' };
    expect(codeMatches(other, code, { hmacKey: world.key, now: world.now })).toBe(false);
    expect(codeMatches({ ...operation, codeHash: 'x' }, code, { hmacKey: world.key, now: world.now })).toBe(false);
  });

  test('6.5.5: lives ten minutes, to the second', async () => {
    const { world, operationId, send } = await asked();
    await send();
    const operation = await operationOf(world, operationId);
    const after = (seconds: number) =>
      codeMatches(operation, codeIn(world), { hmacKey: world.key, now: () => world.now().add({ seconds }) });
    expect([after(0), after(599), after(600)]).toEqual([true, true, false]);
  });

  test('6.5.4: has 8 digits, each code as likely as any other', () => {
    const draws = [0xffffffff, 4_200_000_000, 4_199_999_999];
    const drawn: number[] = [];
    const code = newCode((size) => {
      const bytes = Buffer.alloc(size);
      const next = draws[drawn.length] ?? 0;
      drawn.push(next);
      bytes.writeUInt32BE(next);
      return bytes;
    });
    expect([code, drawn.length]).toEqual(['99999999', 3]);
    expect(newCode(() => Buffer.alloc(4))).toBe('00000000');
    const firsts = new Map<string, number>();
    for (let n = 0; n < 20_000; n += 1) {
      const each = newCode(randomBytes);
      expect(each).toMatch(/^\d{8}$/);
      firsts.set(each.slice(0, 1), (firsts.get(each.slice(0, 1)) ?? 0) + 1);
    }
    for (const count of firsts.values()) expect(Math.abs(count - 2000)).toBeLessThan(300);
  });

  test('G-08: is mailed once, and the mail holds the one that counts, when 20 runs try at once', async () => {
    const { world, operationId, send } = await asked();
    await Promise.allSettled(Array.from({ length: 20 }, send));
    expect(await send()).toEqual({ outcome: 'already-sent' });
    expect(world.mail.sent).toHaveLength(1);
    const operation = await operationOf(world, operationId);
    expect(codeMatches(operation, codeIn(world), { hmacKey: world.key, now: world.now })).toBe(true);
  });

  test('is another one when the provider did not answer, and the newest mail holds the one that counts', async () => {
    const { world, operationId, send } = await asked();
    world.mail.away(1, { lost: true });
    await expect(send()).rejects.toThrow(RetryableError);
    expect(await send()).toEqual({ outcome: 'sent' });
    expect(new Set(world.mail.sent.map(({ text }) => text)).size).toBe(2);
    const operation = await operationOf(world, operationId);
    expect(codeMatches(operation, codeIn(world), { hmacKey: world.key, now: world.now })).toBe(true);
  });

  test('D-10: goes to one address once in 5 minutes and ten times a day, whoever asks and however it is written', async () => {
    const world = mailingWorld({ at: '2026-11-05T00:00:00Z' });
    const sent: string[] = [];
    for (let n = 0; n < 100; n += 1) {
      const { accountId } = await world.person({ login: `ada${String(n)}` });
      const address = n % 2 === 0 ? fresh : 'New@Home.example';
      const operationId = await world.ask({ kind: 'address', accountId, address, tries: 0 });
      sent.push((await emailCode.emailCode({ operationId }, world)).outcome);
      world.clock.at = world.clock.at.add({ minutes: 3 });
    }
    expect(sent.filter((outcome) => outcome === 'sent')).toHaveLength(10);
    expect(JSON.stringify(world.tables.rows('throttle'))).not.toContain('example');
  });

  test.each([
    ['of a locked account', { lock: { reason: 'stolen', at: '' } }, fresh],
    ['of a suspended account', { state: 'suspended' as const }, fresh],
    ['inside the university', {}, 'ada@etu.uca.fr'],
    ['outside the school of its members', { affiliations: ['emse'] }, fresh],
  ])('goes to no address %s', async (_, account, address) => {
    const { world, send } = await asked(account, address);
    expect(await send()).toEqual({ outcome: 'nothing-to-say' });
    expect(world.mail.sent).toEqual([]);
  });

  test('is not mailed again once it was typed', async () => {
    const { world, operationId, send } = await asked();
    await world.tables.write({ table: 'operations', update: { operationId }, set: { confirmedAt: 'now' } });
    expect(await send()).toEqual({ outcome: 'confirmed' });
    expect(world.mail.sent).toEqual([]);
  });

  test('never counts after the address was confirmed while it was being mailed', async () => {
    const { world, operationId, send } = await asked();
    const write = world.tables.write.bind(world.tables);
    world.tables.write = async (each) => {
      if (each.table === 'operations' && 'set' in each)
        await write({ table: 'operations', update: { operationId }, set: { confirmedAt: 'now' } });
      return write(each);
    };
    await expect(send()).rejects.toThrow(RetryableError);
    expect(await operationOf(world, operationId)).not.toHaveProperty('codeHash');
    expect(await send()).toEqual({ outcome: 'confirmed' });
    expect(world.mail.sent).toEqual([]);
  });
});
