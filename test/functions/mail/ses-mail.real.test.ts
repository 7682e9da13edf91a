import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { inject } from 'vitest';
import * as z from 'zod';
import { sesMail } from '../../../functions/mail/ses-mail.ts';
import { type Arrived, mailContract } from './mail.contract.ts';

mailContract('mail through SES to the inbox', async () => {
  const { endpoint, inbox } = inject('world');
  const client = clientOf(endpoint);
  await client.send(new VerifyEmailIdentityCommand({ EmailAddress: 'contract@uca.example' }));
  const received = async () => messages.parse(await (await fetch(`${inbox}/api/email`)).json());
  const to = async (address: string) => (await received()).filter((message) => message.to.includes(address));
  return {
    mail: sesMail(client, { from: 'Université, le compte <contract@uca.example>' }),
    withUnverifiedSender: sesMail(client, { from: 'nobody@unverified.example' }),
    // Nothing listens on the discard port.
    away: sesMail(clientOf('http://127.0.0.1:9'), { from: 'contract@uca.example' }),
    async arrived(address: string, count: number): Promise<readonly Arrived[]> {
      const deadline = Date.now() + 20_000;
      while ((await to(address)).length < count && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return to(address);
    },
    total: async () => (await received()).length,
  };
});

const messages = z.array(
  z.object({
    to: z.array(z.object({ address: z.string() }).transform(({ address }) => address)),
    ...{ subject: z.string(), text: z.string(), html: z.string() },
  }),
);

function clientOf(endpoint: string) {
  return new SESClient({
    endpoint,
    region: 'eu-west-3',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
}
