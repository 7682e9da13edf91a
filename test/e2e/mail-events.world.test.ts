import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ulid } from 'ulid';
import { describe, expect, inject, test } from 'vitest';
import { bounce, complaint, greeting } from '../functions/mail-events/ses-events.ts';
import { exportOf } from '../support/export-of.ts';
import { worldClient } from '../support/local-clients.ts';
import { handOverExport } from '../support/office.ts';
import { patience } from '../support/patience.ts';
import { ada } from '../support/people.ts';
import { rowsOf } from '../support/world-tables.ts';

const sns = new SNSClient(worldClient());
const newAddress = (): string => `mail.${ulid().toLowerCase()}@example.org`;

/** Says what SES would: the local cloud sends no events of mail. */
async function publish(event: object | string): Promise<void> {
  const Message = typeof event === 'string' ? event : JSON.stringify(event);
  await sns.send(new PublishCommand({ TopicArn: inject('world').outputs.MailEventsTopic, Message }));
}

async function statusOf(address: string): Promise<unknown> {
  const row = (await rowsOf('addressHealth')).find((each) => each['address'] === address);
  return row?.['status'];
}

describe('G-05 what SES says of a mail, on the local cloud with IAM evaluated', () => {
  test('marks the address, and the office is told at its next hand-over', async () => {
    const address = newAddress();
    await publish(bounce('Permanent', { to: address }));
    await expect.poll(() => statusOf(address), patience).toBe('bounced');

    const person = { ...ada, fileNumber: `G05-${ulid()}`, opiNumber: `G05-${ulid()}`, personalEmail: address };
    const report = await handOverExport('registrar', exportOf([person]));
    expect(report).toMatchObject({ counts: { Onboarded: 1 }, addresses: { bounced: 1 } });
    expect(report.attention.map(({ code }) => code)).toContain('address-bounced');
  });

  test('leaves an address whose mailbox is full as it is, and takes a complaint for what it is', async () => {
    const [full, annoyed] = [newAddress(), newAddress()];
    await publish(greeting);
    await publish(bounce('Transient', { to: full, subType: 'MailboxFull' }));
    await publish(complaint({ to: annoyed }));
    await expect.poll(() => statusOf(annoyed), patience).toBe('complained');
    expect(await statusOf(full)).toBeUndefined();
  });

  test('F-01: leaves no address in the log', async () => {
    const address = newAddress();
    await publish(`not even JSON, of ${address}`);
    await publish(bounce('Permanent', { to: address }));
    await expect.poll(() => statusOf(address), patience).toBe('bounced');
    const lines = await logOfTheFunction();
    expect(lines).toContain('Mail event recorded');
    expect(lines).not.toContain('@example.org');
  });
});

async function logOfTheFunction(): Promise<string> {
  const client = new CloudWatchLogsClient(worldClient());
  const lines: unknown[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName = '' } of logGroups) {
      if (!/mailevents/i.test(logGroupName)) continue;
      for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName })) {
        lines.push(...events.map(({ message }) => message));
      }
    }
  }
  return lines.join('\n');
}
