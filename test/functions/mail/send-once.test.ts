import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { deadAfterSeconds, sendOnce } from '../../../functions/mail/send-once.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import type { MetricName } from '../../../functions/step/metric-names.ts';
import { inMemoryMail } from '../../support/in-memory-mail.ts';
import { inMemoryTables } from '../../support/in-memory-tables.ts';

const to = 'ada@example.org';

/** One mail that is to be sent, and what becomes of it; a run is killed where the tables say so. */
function mailToAda({ verified = true }: { verified?: boolean } = {}) {
  const tables = inMemoryTables();
  const mail = inMemoryMail({ verified });
  const counted: MetricName[] = [];
  const clock = { at: Temporal.Instant.from('2026-09-15T08:00:00Z') };
  const limiter = { asked: 0, answer: (): boolean | Promise<boolean> => true };
  const letters = { write: () => Promise.resolve({ subject: 's', text: 't', html: 'h' }) };
  const deps = { tables, mail, countMetric: (name: MetricName) => void counted.push(name), now: () => clock.at };
  const allowed = async (): Promise<boolean> => {
    limiter.asked++;
    return Promise.resolve(limiter.answer());
  };
  return {
    ...{ tables, mail, counted, limiter, letters, clock },
    run: () => sendOnce({ mailKey: 'welcome#1', to, write: () => letters.write(), allowed }, deps),
    wait: (seconds: number) => void (clock.at = clock.at.add({ milliseconds: seconds * 1000 })),
    status: () => tables.rows('mails')[0]?.['status'],
  };
}
type MailToAda = ReturnType<typeof mailToAda>;

const killed = new Error('The function was killed');

/** Lets a first run die right after the provider took the mail: its record is the fifth request, after those before it. */
async function killedBeforeItsRecord(ada: MailToAda) {
  ada.tables.failNext({ error: killed, skip: 4 });
  await expect(ada.run()).rejects.toBe(killed);
  expect(ada.mail.sent).toHaveLength(1);
  expect(ada.status()).toBe('sending');
}

describe('one mail per event (G-08)', () => {
  test('is sent once under 50 redeliveries, and its limit counts it once', async () => {
    const ada = mailToAda();
    const outcomes: string[] = [];
    for (let i = 0; i < 50; i++) {
      outcomes.push(await ada.run());
      ada.wait(i);
    }
    expect(outcomes).toEqual(['sent', ...Array<string>(49).fill('already-sent')]);
    expect(ada.mail.to(to)).toHaveLength(1);
    expect(ada.limiter.asked).toBe(1);
    expect(ada.counted).toEqual([]);
  });

  test('is sent once by 10 parallel runs: the others come again and find it sent (J-01)', async () => {
    const ada = mailToAda();
    const results = await Promise.allSettled(Array.from({ length: 10 }, ada.run));
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(failures.every((error) => error instanceof RetryableError)).toBe(true);
    expect(results.filter(({ status }) => status === 'fulfilled')).toEqual([{ status: 'fulfilled', value: 'sent' }]);
    expect(ada.mail.sent).toHaveLength(1);
    expect(ada.limiter.asked).toBe(1);
    expect(await ada.run()).toBe('already-sent');
    expect(ada.counted).toEqual([]);
  });

  test('is sent once by 10 parallel runs that all find it waiting (J-01)', async () => {
    const ada = mailToAda();
    ada.mail.throttle(1);
    await expect(ada.run()).rejects.toBeInstanceOf(RetryableError);
    await Promise.allSettled(Array.from({ length: 10 }, ada.run));
    expect(ada.mail.sent).toHaveLength(1);
    expect(ada.counted).toEqual([]);
  });

  test('is left alone while another run may still be sending it', async () => {
    const ada = mailToAda();
    await killedBeforeItsRecord(ada);
    ada.wait(deadAfterSeconds - 0.1);
    await expect(ada.run()).rejects.toBeInstanceOf(RetryableError);
    expect(ada.mail.sent).toHaveLength(1);
    expect(ada.counted).toEqual([]);
  });

  test('is sent twice at most, and counted, when a run died between the answer and its record', async () => {
    const ada = mailToAda();
    await killedBeforeItsRecord(ada);
    ada.wait(deadAfterSeconds);
    await Promise.allSettled(Array.from({ length: 10 }, ada.run));
    expect(await ada.run()).toBe('already-sent');
    expect(ada.mail.sent).toHaveLength(2);
    expect(ada.counted).toEqual(['MailMaybeRepeated']);
    expect(ada.limiter.asked).toBe(1);
  });

  test('is sent by the tries of one step, at half of their longest waits, when the first one died', async () => {
    const ada = mailToAda();
    await killedBeforeItsRecord(ada);
    const outcomes: unknown[] = [];
    for (const seconds of [1, 2, 4, 8, 10]) {
      ada.wait(seconds);
      outcomes.push(await ada.run().catch((error: unknown) => error instanceof RetryableError));
    }
    expect(outcomes).toEqual([true, true, true, 'sent', 'already-sent']);
  });

  test('is sent again at once, and counted, when the provider did not say whether it took it', async () => {
    const ada = mailToAda();
    ada.mail.away(1, { lost: true });
    await expect(ada.run()).rejects.toBeInstanceOf(RetryableError);
    expect(await ada.run()).toBe('sent');
    expect(ada.mail.sent).toHaveLength(2);
    expect(ada.counted).toEqual(['MailMaybeRepeated']);
  });

  test('waits, uncounted, for a provider that says not now', async () => {
    const ada = mailToAda();
    ada.mail.throttle(3);
    for (let i = 0; i < 3; i++) await expect(ada.run()).rejects.toBeInstanceOf(RetryableError);
    expect(ada.status()).toBe('waiting');
    expect(await ada.run()).toBe('sent');
    expect(ada.mail.sent).toHaveLength(1);
    expect(ada.limiter.asked).toBe(1);
    expect(ada.counted).toEqual([]);
  });

  test('that the provider refuses is refused for good, and counted once', async () => {
    const ada = mailToAda();
    ada.mail.refuse(to);
    expect([await ada.run(), await ada.run()]).toEqual(['refused', 'refused']);
    expect(ada.counted).toEqual(['MailRefused']);
    expect(ada.mail.sent).toEqual([]);
  });

  test('waits, uncounted, for a deployment that is mended: what it throws is no refusal', async () => {
    const ada = mailToAda({ verified: false });
    await expect(ada.run()).rejects.toThrow('does not know the sender');
    await expect(ada.run()).rejects.not.toBeInstanceOf(RetryableError);
    expect(ada.status()).toBe('waiting');
    expect(ada.counted).toEqual([]);
  });

  test('whose letter could not be written waits, and goes with the next run', async () => {
    const ada = mailToAda();
    const { write } = ada.letters;
    ada.letters.write = () => Promise.reject(killed);
    await expect(ada.run()).rejects.toBe(killed);
    ada.letters.write = write;
    expect(await ada.run()).toBe('sent');
    expect(ada.counted).toEqual([]);
  });

  test('is not begun by a run whose tables were so slow that the next one may take it over', async () => {
    const ada = mailToAda();
    const tables = {
      ...ada.tables,
      write: async (write: Parameters<typeof ada.tables.write>[0]) => {
        const written = await ada.tables.write(write);
        ada.wait(2);
        return written;
      },
    };
    const slow = sendOnce(
      { mailKey: 'welcome#1', to, write: ada.letters.write, allowed: () => Promise.resolve(true) },
      { tables, mail: ada.mail, countMetric: (name) => void ada.counted.push(name), now: () => ada.clock.at },
    );
    await expect(slow).rejects.toBeInstanceOf(RetryableError);
    expect(ada.mail.sent).toEqual([]);
    expect(await ada.run()).toBe('sent');
    expect(ada.counted).toEqual([]);
  });
});

describe('the limit of mails (B-18, D-07)', () => {
  test('that is reached is final for this mail, and asked once', async () => {
    const ada = mailToAda();
    ada.limiter.answer = () => false;
    expect(await ada.run()).toBe('throttled');
    ada.limiter.answer = () => true;
    expect(await ada.run()).toBe('throttled');
    expect(ada.limiter.asked).toBe(1);
    expect(ada.mail.sent).toEqual([]);
  });

  test.each([
    [true, 'sent', 1],
    [false, 'throttled', 0],
  ])(
    'sends nothing while the limiter is away, and is asked by the retry, whose %s holds',
    async (within, outcome, n) => {
      const ada = mailToAda();
      ada.limiter.answer = () => Promise.reject(new RetryableError('The limiter is away'));
      for (let i = 0; i < 2; i++) await expect(ada.run()).rejects.toThrow('The limiter is away');
      expect(ada.mail.sent).toEqual([]);
      ada.limiter.answer = () => within;
      expect(await ada.run()).toBe(outcome);
      expect(ada.limiter.asked).toBe(3);
      expect(ada.mail.sent).toHaveLength(n);
      expect(ada.counted).toEqual([]);
    },
  );

  test('is asked again about a mail whose run died while it asked, by one of ten parallel runs', async () => {
    const ada = mailToAda();
    ada.limiter.answer = () => Promise.reject(killed);
    // The first request is the look, the second takes the mail, the third would say that nobody answered.
    ada.tables.failNext({ error: killed, skip: 2 });
    await expect(ada.run()).rejects.toBe(killed);
    expect(ada.status()).toBe('asking');
    ada.limiter.answer = () => true;
    await expect(ada.run()).rejects.toBeInstanceOf(RetryableError);
    expect(ada.mail.sent).toEqual([]);
    ada.wait(deadAfterSeconds);
    await Promise.allSettled(Array.from({ length: 10 }, ada.run));
    expect(ada.limiter.asked).toBe(2);
    expect(ada.mail.sent).toHaveLength(1);
    expect(ada.counted).toEqual([]);
  });
});
