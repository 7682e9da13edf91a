import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { AddressTrouble } from '../mail/address-health.ts';
import { comparableAddress } from '../mail/comparable-address.ts';

/** What SES says of a mail whose address is in trouble. */
export interface MailEvent {
  /** SES's id of the mail, which says nothing of a person. */
  readonly mailId: string;
  readonly addresses: readonly string[];
  readonly status: AddressTrouble;
  readonly at: Temporal.Instant;
  /** SES did not even try, since the address stands on its suppression list because of something earlier. */
  readonly suppressed: boolean;
}

/**
 * Reads a message of the topic that SES publishes to, as it lies in the queue.
 * @returns `undefined` for what says nothing lasting of an address: a bounce that may pass, a complaint withdrawn, any
 *   other event.
 * @throws z.core.$ZodError or SyntaxError when it is none. Their texts may quote the message.
 */
export function mailEvent(body: string): MailEvent | undefined {
  const { Message: message } = z.parse(envelope, JSON.parse(body));
  if (message === greeting) return undefined;
  const event: unknown = JSON.parse(message);
  const { eventType } = z.parse(typed, event);
  switch (eventType) {
    case 'Bounce':
      return bounceOf(z.parse(bounceEvent, event));
    case 'Complaint':
      return complaintOf(z.parse(complaintEvent, event));
    default:
      return undefined;
  }
}

/** What SNS puts around a message. */
const envelope = z.object({ Type: z.literal('Notification'), Message: z.string() });

/** What SES publishes once, when the topic becomes the destination of its events. It is not JSON. */
const greeting = 'Successfully validated SNS topic for Amazon SES event publishing.';

// Contents of event data that SES publishes to SNS: SES developer guide, event-publishing-retrieving-sns-contents.
// 320 characters: the 64 + 1 + 255 of RFC 3696, which no mail server exceeds.
const address = z.string().check(z.minLength(1), z.maxLength(320));
const recipients = z.array(z.object({ emailAddress: address }));
const mail = z.object({ messageId: z.string(), destination: z.array(address).check(z.minLength(1)) });
const typed = z.object({ eventType: z.string() });
const bounceEvent = z.object({
  mail,
  bounce: z.object({
    bounceType: z.string(),
    bounceSubType: z.string(),
    bouncedRecipients: recipients,
    timestamp: z.iso.datetime(),
  }),
});
const complaintEvent = z.object({
  mail,
  complaint: z.object({
    complaintSubType: z.nullish(z.string()),
    complaintFeedbackType: z.nullish(z.string()),
    complainedRecipients: recipients,
    timestamp: z.iso.datetime(),
  }),
});

/** Full mailboxes and servers that are away recover, and so may what SES cannot tell (`Undetermined`). */
function bounceOf({ mail, bounce }: z.infer<typeof bounceEvent>): MailEvent | undefined {
  if (bounce.bounceType !== 'Permanent') return undefined;
  return {
    mailId: mail.messageId,
    addresses: writtenTo(mail.destination, bounce.bouncedRecipients),
    status: 'bounced',
    at: Temporal.Instant.from(bounce.timestamp),
    suppressed: suppressedSubTypes.includes(bounce.bounceSubType),
  };
}

function complaintOf({ mail, complaint }: z.infer<typeof complaintEvent>): MailEvent | undefined {
  // Somebody takes a mail back out of the spam.
  if (complaint.complaintFeedbackType === 'not-spam') return undefined;
  return {
    mailId: mail.messageId,
    addresses: writtenTo(mail.destination, complaint.complainedRecipients),
    status: 'complained',
    at: Temporal.Instant.from(complaint.timestamp),
    suppressed: suppressedSubTypes.includes(complaint.complaintSubType ?? ''),
  };
}

/** Of all senders, and of this one. */
const suppressedSubTypes: readonly string[] = ['Suppressed', 'OnAccountSuppressionList'];

/**
 * The addresses that the mail went to, and no other: those of a report come from whoever sends it (Final-Recipient,
 * RFC 3464), and name the end of a forward, or an address that somebody wants to be marked. Ours go to one address each.
 */
function writtenTo(destination: readonly string[], reported: z.infer<typeof recipients>): readonly string[] {
  if (destination.length === 1) return destination;
  const named = new Set(reported.map(({ emailAddress }) => comparableAddress(emailAddress)));
  return destination.filter((each) => named.has(comparableAddress(each)));
}
