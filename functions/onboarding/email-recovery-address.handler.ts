import { randomBytes } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { linkKey } from '../link/link-key.ts';
import { mintLink } from '../link/mint-link.ts';
import { sesMail } from '../mail/ses-mail.ts';
import { clock } from '../step/clock.ts';
import { emfMetric } from '../step/count-metric.ts';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { countUse, type Limit } from '../throttle/throttle.ts';
import { university } from '../university/uca.ts';
import { contract, emailRecoveryAddress } from './email-recovery-address.ts';

// One try a call, so that what is sent twice is counted (G-08).
const ses = new SESClient({ ...sdkTimeouts, maxAttempts: 1 });
const tables = deployedTables();
const key = linkKey(new SecretsManagerClient(sdkTimeouts), environment('LINK_KEY_SECRET'));
const deps = {
  tables,
  mail: sesMail(ses, { from: university.mail.from }),
  university,
  publicUrl: environment('PUBLIC_URL'),
  mintLink: async (...[link, account]: Parameters<typeof mintLink>) =>
    mintLink(link, account, { tables, randomBytes, hmacKey: await key(), ...clock }),
  countUse: async (bucket: string, limit: Limit) => countUse(bucket, limit, { tables, hmacKey: await key(), ...clock }),
  countMetric: emfMetric(),
  ...clock,
};
export const handler = toHandler(contract, (input) => emailRecoveryAddress(input, deps));
