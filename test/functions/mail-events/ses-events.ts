/** Events as SES publishes them to SNS (developer guide, event-publishing-retrieving-sns-examples), cut to what is long. */

export interface Told {
  readonly to?: string;
  /** What the report names, when that is not whom the mail went to. */
  readonly reported?: string;
  readonly at?: string;
  readonly subType?: string;
}

const to = 'ada@example.org';
const at = '2026-11-22T10:00:00.000Z';

export function bounce(bounceType: string, told: Told = {}): object {
  const address = told.to ?? to;
  return {
    eventType: 'Bounce',
    bounce: {
      bounceType,
      bounceSubType: told.subType ?? 'General',
      bouncedRecipients: [
        {
          emailAddress: told.reported ?? address,
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        },
      ],
      timestamp: told.at ?? at,
      feedbackId: '01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000',
      reportingMTA: 'dsn; mta.example.com',
    },
    mail: mail(address),
  };
}

export function complaint(told: Told & { readonly feedback?: string | null } = {}): object {
  const address = told.to ?? to;
  return {
    eventType: 'Complaint',
    complaint: {
      complainedRecipients: [{ emailAddress: told.reported ?? address }],
      timestamp: told.at ?? at,
      feedbackId: '01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000',
      userAgent: 'Amazon SES Mailbox Simulator',
      complaintSubType: told.subType ?? null,
      complaintFeedbackType: told.feedback === undefined ? 'abuse' : told.feedback,
      arrivalDate: told.at ?? at,
    },
    mail: mail(address),
  };
}

export const delivery: object = {
  eventType: 'Delivery',
  mail: mail(to),
  delivery: {
    timestamp: at,
    processingTimeMillis: 11893,
    recipients: [to],
    smtpResponse: '250 2.6.0 Message received',
  },
};

/** What SES publishes once, when it is told of the topic. */
export const greeting = 'Successfully validated SNS topic for Amazon SES event publishing.';

/** The body of a message in the queue: what SNS puts around an event. */
export function body(event: object | string): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: '0ec3ac6d-9f51-5389-a925-f287c0aac55e',
    TopicArn: 'arn:aws:sns:eu-west-3:123456789012:mail-events',
    Subject: 'Amazon SES Email Event Notification',
    Message: typeof event === 'string' ? event : `${JSON.stringify(event)}\n`,
    Timestamp: at,
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
  });
}

function mail(address: string): object {
  return {
    timestamp: '2026-11-22T09:59:38.237Z',
    source: 'Compte UCA <compte@uca.fr>',
    sendingAccountId: '123456789012',
    messageId: '7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000',
    destination: [address],
    headersTruncated: false,
    headers: [{ name: 'To', value: address }],
    commonHeaders: { from: ['Compte UCA <compte@uca.fr>'], to: [address], subject: 'Votre compte est prêt' },
    tags: { 'ses:configuration-set': ['mail'] },
  };
}
