import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { CountMetric } from '../step/count-metric.ts';
import { RetryableError } from '../step/errors.ts';
import type { Tables } from '../table/tables.ts';
import type { Letter, Mail } from './mail.ts';

/**
 * What is known of one mail. `asking`: a run asks whether it may go. `unasked`: the limiter did not answer. `waiting`: it
 * may go and surely has not gone. `sending`: a run gives it to the provider. `unanswered`: the provider did not say
 * whether it took it. The others are final.
 */
const mark = z.object({
  status: z.enum(['asking', 'unasked', 'waiting', 'sending', 'unanswered', 'sent', 'refused', 'throttled']),
  at: z.string(),
});
type Mark = z.infer<typeof mark>;

/** Seconds after which a run that has taken the mail, and has not yet given it away, leaves it to the next one. */
const latestStart = 1.5;

/**
 * A mark of a run older than so many seconds was left by one that is dead: it gives the mail away within `latestStart`,
 * and SES is heard out for 1 s of connecting and 5 s of answering (`sdkTimeouts`, one try). Not the 20 s of the
 * function: the five retries of the step wait 25 s on average, but their jitter is full, so that one time in four they
 * would all be over before that, and the mail given up; before 8 s they are one time in a hundred.
 */
export const deadAfterSeconds = 8;

export interface MailToSend {
  /** Names the event that is told, never the person. */
  readonly mailKey: string;
  readonly to: string;
  /** Makes the letter, when it is really to be sent. */
  readonly write: () => Promise<Letter>;
  /** Asked by one run at a time, until it has answered. When it throws, nothing is sent and the next run asks it (D-07). */
  readonly allowed: () => Promise<boolean>;
}

export interface SendOnceDeps {
  readonly tables: Tables;
  readonly mail: Mail;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
}

/**
 * Sends a mail once, however many runs try and however many of them at a time (J-01): SES has no idempotency token, so
 * a run takes the mail by a conditional write before it goes, and writes the answer down after. Only when no answer was
 * written, because it was lost or because the run died, is it sent again, and that is counted (G-08).
 * @throws RetryableError when another run is at it, or when the limiter or the provider does not answer or asks to come
 *   again. Whatever else the provider throws is thrown on: nothing was sent, and the next run sends it.
 */
export async function sendOnce(
  { mailKey, to, write, allowed }: MailToSend,
  { tables, mail, countMetric, now }: SendOnceDeps,
): Promise<'sent' | 'already-sent' | 'refused' | 'throttled'> {
  /** Moves the mail on from a mark, unless another run has done so; the first mark comes from nothing. */
  async function move(
    from: Mark | undefined,
    status: Mark['status'],
    details: Record<string, string> = {},
  ): Promise<Mark | undefined> {
    const next = { status, at: now().toString() };
    const written = await tables.write(
      from
        ? { table: 'mails', update: { mailKey }, set: { ...next, ...details }, if: { equals: { ...from } } }
        : { table: 'mails', put: { mailKey, ...next }, if: { absent: ['mailKey'] } },
    );
    return written === 'conflict' ? undefined : next;
  }

  async function take(from: Mark | undefined, status: Mark['status']): Promise<Mark> {
    const taken = await move(from, status);
    if (!taken) throw new RetryableError('Another run is at this mail');
    return taken;
  }

  const age = ({ at }: Mark): number => (now().epochMilliseconds - Temporal.Instant.from(at).epochMilliseconds) / 1000;

  /** @returns what another one may go on from, or `undefined` when the limiter refused. */
  async function ask(from: Mark | undefined): Promise<Mark | undefined> {
    const asking = await take(from, 'asking');
    let within: boolean;
    try {
      within = await allowed();
    } catch (error) {
      await move(asking, 'unasked');
      throw error;
    }
    const answered = await take(asking, within ? 'waiting' : 'throttled');
    return within ? answered : undefined;
  }

  const row = await tables.get('mails', { mailKey });
  let known = row && z.parse(mark, row);
  if (known?.status === 'sent') return 'already-sent';
  if (known?.status === 'refused' || known?.status === 'throttled') return known.status;
  const taken = known?.status === 'asking' || known?.status === 'sending';
  if (known && taken && age(known) < deadAfterSeconds) throw new RetryableError('Another run is at this mail');

  // One that died while it asked may have been counted: it is asked again, since not to ask would be to let all through.
  if (!known || known.status === 'asking' || known.status === 'unasked') known = await ask(known);
  if (!known) return 'throttled';

  const letter = await write();
  const sending = await take(known, 'sending');
  if (age(sending) > latestStart) {
    await move(sending, known.status === 'waiting' ? 'waiting' : 'unanswered');
    throw new RetryableError('The tables are too slow to send a mail once');
  }
  if (known.status !== 'waiting') countMetric('MailMaybeRepeated');
  const result = await mail.send({ to, ...letter }).catch(async (error: unknown) => {
    await move(sending, error instanceof RetryableError ? 'unanswered' : 'waiting');
    throw error;
  });
  switch (result.outcome) {
    case 'sent':
      await move(sending, 'sent', { messageId: result.messageId });
      return 'sent';
    case 'refused':
      countMetric('MailRefused');
      await move(sending, 'refused', { code: result.code });
      return 'refused';
    case 'not-now':
      await move(sending, 'waiting');
      throw new RetryableError('The mail provider asks to come again later');
  }
}
