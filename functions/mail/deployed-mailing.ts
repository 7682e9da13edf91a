import { randomBytes } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Account } from '../account/account.ts';
import { linkKey } from '../link/link-key.ts';
import { mintLink, type NewLink } from '../link/mint-link.ts';
import { clock } from '../step/clock.ts';
import { emfMetric } from '../step/count-metric.ts';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { countUse, type Limit } from '../throttle/throttle.ts';
import { university } from '../university/uca.ts';
import { sesMail } from './ses-mail.ts';

/**
 * What a deployed step that mails a person reaches: the tables, SES, and the key of links, codes and counters.
 * @throws when `PUBLIC_URL`, `LINK_KEY_SECRET`, `MAIL_CONFIGURATION_SET` or the name of a table is not set.
 */
export function deployedMailing() {
  const tables = deployedTables();
  const key = linkKey(new SecretsManagerClient(sdkTimeouts), environment('LINK_KEY_SECRET'));
  return {
    tables,
    mail: sesMail(sdkTimeouts, {
      from: university.mail.from,
      configurationSet: environment('MAIL_CONFIGURATION_SET'),
    }),
    university,
    publicUrl: environment('PUBLIC_URL'),
    hmacKey: key,
    randomBytes: (size: number): Uint8Array => randomBytes(size),
    mintLink: async (link: NewLink, account: Account | undefined) =>
      mintLink(link, account, { tables, randomBytes, hmacKey: await key(), ...clock }),
    countUse: async (bucket: string, limit: Limit) =>
      countUse(bucket, limit, { tables, hmacKey: await key(), ...clock }),
    countMetric: emfMetric(),
    ...clock,
  };
}
