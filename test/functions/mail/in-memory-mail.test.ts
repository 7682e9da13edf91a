import { describe, expect, test } from 'vitest';
import { RetryableError } from '../../../functions/step/errors.ts';
import { inMemoryMail } from '../../support/in-memory-mail.ts';
import { mailContract } from './mail.contract.ts';

mailContract('mail in memory', () => {
  const mail = inMemoryMail();
  const withUnverifiedSender = inMemoryMail({ verified: false });
  const away = inMemoryMail();
  away.away(1);
  return {
    ...{ mail, withUnverifiedSender, away },
    arrived: (address) => Promise.resolve(mail.to(address).map((message) => ({ ...message, to: [message.to] }))),
    total: () => Promise.resolve(mail.sent.length),
  };
});

describe('mail in memory', () => {
  const message = { to: 'ada@etu.example', subject: 's', text: 't', html: 'h' };

  test('is away, throttled, then there again, in the order that was asked', async () => {
    const mail = inMemoryMail();
    mail.away(1);
    mail.away(1, { lost: true });
    mail.throttle(1);
    await expect(mail.send(message)).rejects.toBeInstanceOf(RetryableError);
    expect(mail.sent).toHaveLength(0);
    await expect(mail.send(message)).rejects.toBeInstanceOf(RetryableError);
    expect(mail.sent).toHaveLength(1);
    expect(await mail.send(message)).toEqual({ outcome: 'not-now' });
    expect(await mail.send(message)).toMatchObject({ outcome: 'sent' });
    expect(mail.to('ada@etu.example')).toHaveLength(2);
  });

  test('refuses the one address that it was told to', async () => {
    const mail = inMemoryMail();
    mail.refuse('eve@etu.example', 'ValidationError');
    expect(await mail.send({ ...message, to: 'eve@etu.example' })).toEqual({
      outcome: 'refused',
      code: 'ValidationError',
    });
    expect(await mail.send(message)).toMatchObject({ outcome: 'sent' });
  });
});
