import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { recordMailEvents } from '../../../functions/mail-events/record-mail-events.ts';
import { addressHealth } from '../../../functions/mail/address-health.ts';
import { type InMemoryTables, inMemoryTables } from '../../support/in-memory-tables.ts';
import { body, bounce, complaint, delivery, greeting } from './ses-events.ts';

const ada = 'ada@example.org';
let tables: InMemoryTables;
let logged: Record<string, unknown>[];
beforeEach(() => {
  tables = inMemoryTables();
  logged = [];
});

const now = () => Temporal.Instant.from('2026-11-23T10:00:00Z');
const log = {
  info: (message: string, fields: object) => void logged.push({ message, ...fields }),
  error: (message: string, fields: object) => void logged.push({ message, ...fields }),
};
const health = (address = ada) => addressHealth(address, { tables, now });

/** Hands a batch over as Lambda does. @returns the indexes of the messages that go back into the queue. */
async function record(...bodies: string[]): Promise<number[]> {
  const Records = bodies.map((each, index) => ({
    messageId: `message-${index}`,
    receiptHandle: 'AQEB',
    body: each,
    attributes: { ApproximateReceiveCount: '1' },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-3:123456789012:mail-events',
    awsRegion: 'eu-west-3',
  }));
  const { batchItemFailures } = await recordMailEvents({ Records }, { tables, now, log });
  return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier.replace('message-', '')));
}

describe('G-05 what SES says of a mail', () => {
  test.each([
    ['a bounce for good', bounce('Permanent'), 'bounced'],
    ['an address that does not exist', bounce('Permanent', { subType: 'NoEmail' }), 'bounced'],
    ['a mail held back for an earlier bounce', bounce('Permanent', { subType: 'OnAccountSuppressionList' }), 'bounced'],
    ['a mail held back for bounces of others', bounce('Permanent', { subType: 'Suppressed' }), 'bounced'],
    ['a complaint', complaint(), 'complained'],
    ['a complaint without a type', complaint({ feedback: null }), 'complained'],
    ['a mail held back for a complaint', complaint({ subType: 'OnAccountSuppressionList' }), 'complained'],
  ] as const)('marks the address: %s', async (_, event, status) => {
    expect(await record(body(event))).toEqual([]);
    expect(await health()).toBe(status);
    expect(logged).toMatchObject([{ messageId: 'message-0', outcome: 'marked', status }]);
  });

  test.each<[string, object | string]>([
    ['a full mailbox', bounce('Transient', { subType: 'MailboxFull' })],
    ['a server that was away for hours', bounce('Transient')],
    ['a bounce that SES cannot explain', bounce('Undetermined', { subType: 'Undetermined' })],
    ['a mail taken back out of the spam', complaint({ feedback: 'not-spam' })],
    ['a delivery', delivery],
    ['an event of a kind that SES does not have yet', { eventType: 'Something', mail: {} }],
    ['the greeting of a new topic, which is not JSON', greeting],
  ])('leaves the address as it is: %s', async (_, event) => {
    expect(await record(body(event))).toEqual([]);
    expect(tables.rows('addressHealth')).toEqual([]);
    expect(logged).toEqual([{ message: 'Mail event recorded', messageId: 'message-0', outcome: 'ignored' }]);
  });

  test('counts once however often it is said', async () => {
    await record(body(bounce('Permanent')));
    const rows = tables.rows('addressHealth');
    expect(await record(body(bounce('Permanent')), body(bounce('Permanent')))).toEqual([]);
    expect(tables.rows('addressHealth')).toEqual(rows);
    expect(logged.map(({ outcome }) => outcome)).toEqual(['marked', 'known', 'known']);
  });

  test('stays a complaint when SES holds later mails back because of it', async () => {
    await record(body(complaint()));
    const held = bounce('Permanent', { subType: 'OnAccountSuppressionList', at: '2026-11-23T10:00:00.000Z' });
    expect(await record(body(held))).toEqual([]);
    expect(await health()).toBe('complained');
  });

  test('marks the address that the mail went to, where a forward ends at another', async () => {
    await record(body(bounce('Permanent', { reported: 'lovelace@elsewhere.example' })));
    expect(await health()).toBe('bounced');
  });

  test('marks nobody whom a report names and the mail did not go to: it comes from whoever sends it', async () => {
    const victim = 'victim@example.org';
    await record(
      body(bounce('Permanent', { reported: victim })),
      body(complaint({ to: 'eve@example.org', reported: victim })),
    );
    expect(await health(victim)).toBe('well');
  });

  test('marks of several addresses of a mail those that bounced', async () => {
    const event = {
      ...bounce('Permanent', { reported: 'ADA@example.org' }),
      mail: { messageId: 'm', destination: [ada, 'grace@example.org'] },
    };
    expect(await record(body(event))).toEqual([]);
    expect([await health(), await health('grace@example.org')]).toEqual(['bounced', 'well']);
  });
});

describe('J-11 a batch', () => {
  const poison: [string, string][] = [
    ['is no JSON', 'ada@example.org'],
    ['is no message of SNS', '{"ada@example.org":1}'],
    ['holds no JSON', body('ada@example.org')],
    ['holds no event', body('"ada@example.org"')],
    ['names no mail', body({ eventType: 'Bounce', bounce: { bounceType: 'Permanent' } })],
    ['went to nobody', body({ ...bounce('Permanent'), mail: { messageId: 'm', destination: [''] } })],
    ['happened at no time', body(complaint({ at: 'yesterday, ada@example.org' }))],
    ['asks for a subscription', JSON.stringify({ Type: 'SubscriptionConfirmation', Message: '{}', Token: 'x' })],
  ];
  const addressOf = (index: number) => `person.${index}@example.org`;
  const ten = Array.from({ length: 10 }, (_, index) => body(bounce('Permanent', { to: addressOf(index) })));

  test.each(poison)('of 10 marks the other nine when one %s, and gives back that one alone', async (_, bad) => {
    expect(await record(...ten.with(3, bad))).toEqual([3]);
    for (const index of ten.keys()) expect(await health(addressOf(index))).toBe(index === 3 ? 'well' : 'bounced');
  });

  test.each(poison)('tells its log nothing of a message that %s (F-01)', async (_, bad) => {
    await record(bad);
    expect(logged).toMatchObject([{ message: 'Mail event failed', messageId: 'message-0' }]);
    expect(JSON.stringify(logged)).not.toContain('ada@');
  });

  test('tells its log ids and outcomes, and never an address (F-01)', async () => {
    tables.failNext({ skip: 4 });
    await record(...ten);
    expect(logged).toHaveLength(10);
    expect(JSON.stringify(logged)).not.toMatch(/person|example|prêt|unknown/);
    expect(logged.find(({ messageId }) => messageId === 'message-0')).toEqual({
      message: 'Mail event recorded',
      messageId: 'message-0',
      outcome: 'marked',
      mailId: '7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000',
      status: 'bounced',
    });
  });

  test('gives back what the table did not answer to, and marks it when it comes again', async () => {
    tables.failNext({ skip: 4 });
    const [failed = -1, ...others] = await record(...ten);
    expect(others).toEqual([]);
    expect(await health(addressOf(failed))).toBe('well');
    expect(await record(ten[failed] ?? '')).toEqual([]);
    expect(await health(addressOf(failed))).toBe('bounced');
  });

  test('of nothing but poison is given back whole', async () => {
    expect(await record('x', 'y')).toEqual([0, 1]);
  });

  test('leaves nothing of itself to the next one', async () => {
    expect(await record('x')).toEqual([0]);
    expect(await record(...ten)).toEqual([]);
  });
});
