import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { addressHealth, markAddress } from '../mail/address-health.ts';
import { errorPlace } from '../step/error-place.ts';
import type { Tables } from '../table/tables.ts';
import { mailEvent } from './mail-event.ts';

const message = z.object({ messageId: z.string(), body: z.string() });
/** A batch of an SQS queue. */
const batch = z.object({ Records: z.array(message) });

export interface RecordMailEventsDeps {
  readonly tables: Pick<Tables, 'get' | 'write'>;
  readonly now: () => Temporal.Instant;
  readonly log: MailEventLog;
}

/** A fixed message, and fields that hold ids and outcomes: never an address (F-01). */
interface MailEventLog {
  info(message: string, fields: Readonly<Record<string, string>>): void;
  error(message: string, fields: Readonly<Record<string, string | string[]>>): void;
}

/**
 * Marks the addresses that SES says bounced or complained (G-05). Safe to repeat.
 * @returns the messages that failed, for the queue to hand out again; the others are done with (J-11).
 */
export async function recordMailEvents(
  event: unknown,
  deps: RecordMailEventsDeps,
): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
  // One of its own for each batch: it keeps what it was given.
  const processor = new BatchProcessor(EventType.SQS);
  return processPartialResponse(
    z.parse(batch, event),
    async ({ messageId, body }: z.infer<typeof message>) => {
      try {
        const recorded = await record(body, deps);
        deps.log.info('Mail event recorded', { messageId, ...recorded });
      } catch (error) {
        deps.log.error('Mail event failed', { messageId, ...errorPlace(error) });
        throw error;
      }
    },
    processor,
    // A batch of nothing but failures is told like any other: an error of the function would say less.
    { throwOnFullBatchFailure: false },
  );
}

type Recorded =
  | { readonly outcome: 'ignored' }
  | { readonly outcome: 'marked' | 'known'; readonly mailId: string; readonly status: string };

async function record(body: string, deps: RecordMailEventsDeps): Promise<Recorded> {
  const event = mailEvent(body);
  if (!event) return { outcome: 'ignored' };
  const { mailId, addresses, status, at, suppressed } = event;
  let outcome: 'marked' | 'known' = 'known';
  for (const address of addresses) {
    // What put the address on the list says more than that it stands there.
    if (suppressed && (await addressHealth(address, deps)) !== 'well') continue;
    if ((await markAddress({ address, status, at }, deps)) === 'marked') outcome = 'marked';
  }
  return { outcome, mailId, status };
}
