import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { mayBeUsed } from '../../functions/account/account-use.ts';
import { endEarly, undoEnd } from '../../functions/account/end-early.ts';
import { suspend } from '../../functions/expiry/suspend.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import type { Tables } from '../../functions/table/tables.ts';
import { university } from '../../functions/university/uca.ts';
import { ada, grace, marie } from '../support/people.ts';
import type { Step } from '../support/run-workflow.ts';
import { did, expiryWorld, withGuest } from '../support/expiry-world.ts';

const graces = 'grace@example.org';
const longer = { ...grace, endsOn: '2027-06-30' };

function once(step: Step | undefined, before: () => Promise<unknown>): Step {
  let done = false;
  return async (state) => {
    if (!done) {
      done = true;
      await before();
    }
    return step?.(state);
  };
}

describe('a guest', () => {
  test('who is extended is left alone by the reminder of before, and gets the new date (K-06)', async () => {
    const { world, accountId } = await withGuest();
    world.on('2027-01-20');
    await world.onboard(longer);
    world.on('2027-02-01');
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    expect(await world.account(accountId)).toMatchObject({
      state: 'active',
      lastDay: '2027-06-30',
      nextDateOn: '2027-05-31',
    });
    expect(world.scheduled.get(accountId)).toBe('2027-05-30T22:00:00Z');
  });

  test('whose extension came and was never worked on is onboarded with it and left alone for the day (K-06)', async () => {
    const { world, accountId } = await withGuest();
    await world.handOver(longer);
    world.on('2027-02-01');
    expect(await did(world, accountId)).toEqual(['Renewed']);
    expect(await did(world, accountId)).toEqual(['Renewed']);
    const asked = world.started.filter(({ workflow }) => workflow === 'onboarding');
    expect(new Set(asked.map(({ name }) => name)).size).toBe(1);
    expect(asked[0]).toMatchObject({
      name: asked[0]?.input['operationId'],
      input: { fileId: world.files()[0]?.fileId },
    });
    expect(await world.account(accountId)).toMatchObject({ state: 'active', nextDateOn: '2027-02-02' });
    expect(world.scheduled.get(accountId)).toBe('2027-02-01T23:00:00Z');
    await world.onboard(longer);
    world.on('2027-02-02');
    expect(await did(world, accountId)).toEqual(['NothingDue']);
  });

  test('whose end is corrected to one that is over already ends at once', async () => {
    for (const row of [marie, grace, ada]) {
      const world = expiryWorld({ at: '2026-12-05T08:00:00Z' });
      const { accountId } = await world.inUse(row);
      await world.onboard({ ...row, endsOn: '2026-11-02' });
      expect(mayBeUsed(await world.account(accountId), university, world.clock.at)).toBe(false);
      expect(await did(world, accountId)).toEqual(['Suspend', 'TellEnd', 'Suspended']);
    }
  });

  test('whose corrected end came and was never worked on is onboarded with it, though it is over', async () => {
    const { world, accountId } = await withGuest();
    const corrected = { ...grace, endsOn: '2026-11-02' };
    await world.handOver(corrected);
    expect(await did(world, accountId)).toEqual(['Renewed']);
    await world.onboard(corrected);
    expect(await did(world, accountId)).toEqual(['Suspend', 'TellEnd', 'Suspended']);
  });

  test('one of whose two files is corrected to an end that is over stays with the other', async () => {
    const { world, accountId } = await withGuest();
    const person = { ...grace, ine: '123456789AB' };
    await world.onboard(person);
    const second = await world.onboard({ ...person, fileNumber: 'V-9', opiNumber: 'OPI-9', endsOn: '2026-12-31' });
    expect(second.accountId).toBe(accountId);
    await world.onboard({ ...person, endsOn: '2026-11-02' });
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    expect(await world.account(accountId)).toMatchObject({ state: 'active', lastDay: '2026-12-31' });
  });

  test('whose extension lacks a piece, or is refused, ends on the day that was promised', async () => {
    for (const row of [
      { ...longer, missing: ['identity'] },
      { ...grace, endsOn: '2029-01-31' },
    ]) {
      const { world, accountId } = await withGuest();
      await world.handOver(row);
      world.on('2027-02-01');
      expect(await did(world, accountId)).toContain('Suspended');
    }
  });

  test.each(['Suspend', 'Warn'])('who is extended between LoadAccount and %s is left alone', async (name) => {
    const { world, accountId } = await withGuest();
    world.on(name === 'Suspend' ? '2027-02-01' : '2027-01-01');
    const instead = { [name]: once(world.expirySteps[name], () => world.onboard(longer)) };
    expect(await did(world, accountId, instead)).toEqual([name, 'NothingDue']);
    expect(await world.account(accountId)).toMatchObject({ state: 'active', lastDay: '2027-06-30' });
    expect(world.mail.to(graces)).toHaveLength(1);
  });

  test.each(['Suspend', 'Close'])(
    'whose extension is handed over between LoadAccount and %s is onboarded with it first (K-06)',
    async (name) => {
      const { world, accountId } = await withGuest();
      world.on('2027-02-01');
      if (name === 'Close') {
        await world.expire(accountId);
        world.on('2028-02-01');
      }
      const further = { ...grace, startsOn: '2028-01-01', endsOn: '2028-06-30' };
      const handedOver = name === 'Close' ? further : longer;
      const instead = { [name]: once(world.expirySteps[name], () => world.handOver(handedOver)) };
      const { state } = await world.account(accountId);
      expect(await did(world, accountId, instead)).toEqual([name, 'Renewed']);
      expect(await world.account(accountId)).toMatchObject({ state });
    },
  );

  test('whose extension is handed over while Suspend writes is onboarded with it first (K-06)', async () => {
    const { world, accountId } = await withGuest();
    world.on('2027-02-01');
    let handedOver = false;
    const tables: Tables = {
      ...world.tables,
      transact: async (writes) => {
        if (!handedOver) await world.handOver(longer);
        handedOver = true;
        return world.tables.transact(writes);
      },
    };
    const input = { executionId: 'e1', file: { accountId } };
    await expect(suspend(input, { ...world, tables })).rejects.toThrow(RetryableError);
    expect(await suspend(input, { ...world, tables })).toMatchObject({ outcome: 'unchanged' });
  });
});

describe('somebody who ends the account before its time', () => {
  const chosen = (on: string) => ({ on, by: 'person', undoUntil: Temporal.Instant.from(`${on}T23:00:00Z`) }) as const;
  async function ended(on: string, by: 'person' | 'sponsor' = 'person', undoUntil = `${on}T23:00:00Z`) {
    const { world, accountId } = await withGuest();
    const account = await world.account(accountId);
    await endEarly(account, { on, by, undoUntil: Temporal.Instant.from(undoUntil) }, world);
    return { world, accountId };
  }

  test('is warned of the day that they chose, and suspended after it', async () => {
    const { world, accountId } = await ended('2026-12-10');
    expect(await did(world, accountId)).toEqual(['Warn', 'Warned']);
    world.on('2026-12-09');
    expect(await did(world, accountId)).toEqual(['Warn', 'Warned']);
    expect(world.mail.to(graces).at(-1)?.text).toContain('C’est vous qui avez choisi ce jour');
    world.on('2026-12-11');
    expect(await did(world, accountId)).toEqual(['Suspend', 'TellEnd', 'Suspended']);
    expect(world.mail.to(graces).at(-1)?.text).toContain('Vous l’aviez demandé');
  });

  test('is told so at once and once, at every address, with the day and the way back', async () => {
    const { world, accountId } = await ended('2026-12-10');
    const { mailAddress } = await world.account(accountId);
    const before = world.mail.sent.length;
    expect(await did(world, accountId)).toEqual(['Warn', 'Warned']);
    const letters = world.mail.sent.slice(before);
    expect(letters.map(({ to }) => to)).toEqual([graces, mailAddress]);
    for (const { subject, text } of letters) {
      expect(subject).toContain('The end of your UCA account is asked for');
      expect(text).toContain('10 December 2026');
      expect(text).toContain('takes the end back');
      expect(text, 'it lets nobody in').not.toMatch(/\/l\//);
    }
    expect(await world.account(accountId)).toMatchObject({ nextDateOn: '2026-11-10' });
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    // Taken back and asked for again on the same day: they know.
    await undoEnd(await world.account(accountId), world);
    await endEarly(await world.account(accountId), chosen('2026-12-10'), world);
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    await undoEnd(await world.account(accountId), world);
    await endEarly(await world.account(accountId), chosen('2026-12-11'), world);
    expect(await did(world, accountId)).toEqual(['Warn', 'Warned']);
    expect(world.mail.to(graces).at(-1)?.text).toContain('11 December 2026');
  });

  test('is told by a run that comes after the next warning was due what that one says', async () => {
    const { world, accountId } = await ended('2026-12-10');
    world.on('2026-12-10');
    expect(await did(world, accountId)).toEqual(['Warn', 'Warned']);
    expect(world.mail.to(graces).at(-1)?.subject).toContain('ends soon');
    expect(await did(world, accountId)).toEqual(['NothingDue']);
  });

  test('and takes it back is left alone', async () => {
    const { world, accountId } = await ended('2026-12-10');
    expect(await undoEnd(await world.account(accountId), world)).toBe('undone');
    world.on('2026-12-11');
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    expect(await world.account(accountId)).toMatchObject({
      state: 'active',
      lastDay: '2027-01-31',
      nextDateOn: '2027-01-01',
    });
  });

  test('stays suspended when the office says anything but a later end, and returns when it does', async () => {
    const { world, accountId } = await ended('2026-12-10');
    world.on('2026-12-11');
    await world.expire(accountId);
    await world.onboard({ ...grace, programme: 'another' });
    expect(await world.account(accountId)).toMatchObject({ state: 'suspended', lastDay: '2026-12-10' });
    await world.onboard(longer);
    const account = await world.account(accountId);
    expect(account).toMatchObject({ state: 'provisioned', lastDay: '2027-06-30', returnedOn: '2026-12-11' });
    expect(account).not.toHaveProperty('endedEarly');
  });

  test('by a sponsor is unusable at once, keeps everything for a day, and is suspended then', async () => {
    const { world, accountId } = await ended('2026-11-04', 'sponsor', '2026-11-06T08:00:00Z');
    expect(mayBeUsed(await world.account(accountId), university, world.now())).toBe(false);
    expect(await did(world, accountId)).toEqual(['NothingDue']);
    expect(world.scheduled.get(accountId)).toBe('2026-11-06T08:00:00Z');
    world.on('2026-11-06', '08:00');
    expect(await did(world, accountId)).toEqual(['Suspend', 'TellEnd', 'Suspended']);
    expect(world.mail.to(graces).at(-1)?.text, 'the day on which the sponsor did').toContain('5 novembre 2026');
  });
});
