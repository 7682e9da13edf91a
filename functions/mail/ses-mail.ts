import { SendEmailCommand, SESClient } from '@aws-sdk/client-ses';
import type { SendEmailCommandOutput, SESClientConfig } from '@aws-sdk/client-ses';
import * as z from 'zod/mini';
import { RetryableError } from '../step/errors.ts';
import type { Mail, SendResult } from './mail.ts';
import { malformed } from './malformed.ts';
import { isOneAddress } from './one-address.ts';

export interface SesMailSettings {
  /** `Name <address>` or an address alone. */
  readonly from: string;
  /** Without click or open tracking, which would rewrite our links (B-13). */
  readonly configurationSet?: string;
}

/**
 * What SES answers of this message, whose sender and form we have checked: an address that it takes for none. No later
 * attempt will change it. Codes: SES API reference, SendEmail and common errors. `MessageRejected` is not among them: it
 * says that the sender is not verified, that the account is in the sandbox or under review, and which one only in words.
 */
const refusals = new Set(['InvalidParameterValue', 'ValidationError']);

/** The answers by which SES says that it took nothing, and may in a moment. */
const notNow = new Set(['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'LimitExceededException']);

/**
 * Mail through Amazon SES, to one address at a time. What is wrong with the deployment is thrown and never `refused`,
 * which would be the end of every mail until somebody sees it: a sender or a MAIL FROM domain that is not verified, the
 * sandbox, a paused account or configuration set, a missing one, missing rights. Nothing was sent then; the step fails
 * where it is seen, and whoever tries again later, sends.
 *
 * A call is one request: SES has no idempotency token, and what the SDK repeats by itself after a lost answer is a
 * second mail that nobody counts (G-08).
 *
 * @param connection with time limits.
 * @throws when `from` is not one address, with or without a name: a mistake of the deployment.
 */
export function sesMail(connection: SESClientConfig, { from, configurationSet }: SesMailSettings): Mail {
  const client = new SESClient({ ...connection, maxAttempts: 1 });
  const source = sender(from);
  return {
    send: async (message) => {
      const fault = malformed(message);
      if (fault) return { outcome: 'refused', code: fault };
      const { to, subject, text, html } = message;
      const command = new SendEmailCommand({
        Source: source,
        Destination: { ToAddresses: [to] },
        Message: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } },
        ConfigurationSetName: configurationSet,
      });
      return client.send(command).then(taken, answerOf);
    },
  };
}

function taken({ MessageId: messageId }: SendEmailCommandOutput): SendResult {
  // It may be under way, but what has no name cannot be recorded.
  if (messageId === undefined) throw new RetryableError('SES took a message and gave it no id');
  return { outcome: 'sent', messageId };
}

/** What the SDK notes on whatever goes wrong once a request has left; without a status when no answer came. */
const attempted = z.object({ $metadata: z.object({ httpStatusCode: z.optional(z.number()) }) });

/** The vendor's error is not kept as a cause: its message quotes addresses. */
function answerOf(error: unknown): SendResult {
  const name = error instanceof Error ? error.name : typeof error;
  if (refusals.has(name)) return { outcome: 'refused', code: name };
  if (notNow.has(name)) return { outcome: 'not-now' };
  const { data: request } = z.safeParse(attempted, error);
  if (request && mayHaveArrived(request.$metadata.httpStatusCode))
    throw new RetryableError('SES gave no usable answer');
  throw new Error(`SES answered ${name}`);
}

/** No answer, a failure inside SES, or an acceptance that cannot be read: the message may be under way. */
function mayHaveArrived(status: number | undefined): boolean {
  return status === undefined || status >= 500 || status < 300;
}

function sender(from: string): string {
  const [, name = '', address = from] = /^([^<>]*)<([^<>]*)>$/.exec(from) ?? [];
  if (!isOneAddress(address) || /[\p{Cc}"\\]/u.test(name))
    throw new Error('The sender of mail is not `Name <address>`');
  return name.trim() === '' ? address : `${headerWords(name.trim())} <${address}>`;
}

/**
 * RFC 2047: a name beyond ASCII travels as encoded words of 75 characters at most; ten characters of four bytes fit
 * into one. The others are quoted, since a comma or a colon would mean something.
 */
function headerWords(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return `"${name}"`;
  return (name.match(/.{1,10}/gsu) ?? [])
    .map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`)
    .join(' ');
}

function utf8(data: string) {
  return { Data: data, Charset: 'UTF-8' };
}
