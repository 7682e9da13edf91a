import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { CountMetric } from '../step/count-metric.ts';
import { RetryableError } from '../step/errors.ts';
import type { Tables } from '../table/tables.ts';
import type { Letter, Mail } from './mail.ts';

/**
 * What is known of one mail. `sending`: given to the provider, no answer noted. `waiting`: surely not sent yet, to be
 * tried again. The others are final.
 */
const record = z.object({ status: z.enum(['sending', 'waiting', 'sent', 'refused', 'throttled']) });

export interface MailToSend {
  /** Names the event that is told, never the person. */
  readonly mailKey: string;
  readonly to: string;
  /** Makes the letter, when it is really to be sent. */
  readonly write: () => Promise<Letter>;
  /** Asked once, before the first try. */
  readonly allowed: () => Promise<boolean>;
}

export interface SendOnceDeps {
  readonly tables: Tables;
  readonly mail: Mail;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
}

/**
 * Sends a mail once: SES has no idempotency token, so its key is written down before it goes and the answer after. Only
 * when a step died between the two is it sent again, and that is counted (G-08).
 * @throws RetryableError when the provider does not answer or asks to come again.
 */
export async function sendOnce(
  { mailKey, to, write, allowed }: MailToSend,
  { tables, mail, countMetric, now }: SendOnceDeps,
): Promise<'sent' | 'already-sent' | 'refused' | 'throttled'> {
  const note = (status: z.infer<typeof record>['status'], details: Record<string, string> = {}): Promise<unknown> =>
    tables.write({ table: 'mails', update: { mailKey }, set: { status, at: now().toString(), ...details } });

  const begun = await tables.write({
    table: 'mails',
    put: { mailKey, status: 'waiting', at: now().toString() },
    if: { absent: ['mailKey'] },
  });
  if (begun === 'conflict') {
    const { status } = z.parse(record, await tables.get('mails', { mailKey }));
    if (status === 'sent') return 'already-sent';
    if (status === 'refused' || status === 'throttled') return status;
    if (status === 'sending') countMetric('MailMaybeRepeated');
  } else if (!(await allowed())) {
    await note('throttled');
    return 'throttled';
  }
  const letter = await write();
  await note('sending');
  const result = await mail.send({ to, ...letter });
  switch (result.outcome) {
    case 'sent':
      await note('sent', { messageId: result.messageId });
      return 'sent';
    case 'refused':
      countMetric('MailRefused');
      await note('refused', { code: result.code });
      return 'refused';
    case 'not-now':
      await note('waiting');
      throw new RetryableError('The mail provider asks to come again later');
  }
}
