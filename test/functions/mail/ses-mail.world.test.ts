import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { sesMail } from '../../../functions/mail/ses-mail.ts';
import { worldClient, worldInbox } from '../../support/local-clients.ts';
import { mailContract } from './mail.contract.ts';

/** Of these tests alone, in an inbox that others write to. */
const sender = 'contract@uca.example';

mailContract('mail through SES to the inbox', async () => {
  const connection = worldClient();
  // Nothing listens on the discard port.
  const nowhere = { ...connection, endpoint: 'http://127.0.0.1:9' };
  await new SESClient(connection).send(new VerifyEmailIdentityCommand({ EmailAddress: sender }));
  const inbox = worldInbox();
  const to = async (address: string) => (await inbox.mails()).filter((mail) => mail.to.includes(address));
  return {
    mail: sesMail(connection, { from: `Université, le compte <${sender}>` }),
    withUnverifiedSender: sesMail(connection, { from: 'nobody@unverified.example' }),
    away: sesMail(nowhere, { from: sender }),
    arrived: async (address, count) => {
      const deadline = Date.now() + 20_000;
      while ((await to(address)).length < count && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return to(address);
    },
    total: async () => (await inbox.mails()).filter((mail) => mail.from.includes(sender)).length,
  };
});
