import { Logger } from '@aws-lambda-powertools/logger';
import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { randomBytes } from 'node:crypto';
import { linkKey } from '../link/link-key.ts';
import { clock } from '../step/clock.ts';
import { emfMetric } from '../step/count-metric.ts';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { kmsVault } from '../vault/kms-vault.ts';
import { sfnWorkflow } from '../workflow/sfn-workflow.ts';
import type { PortalDeps } from './portal-env.ts';

/** What the pages of a function reach. */
export function deployedPortalDeps(): PortalDeps {
  const sfn = new SFNClient(sdkTimeouts);
  return {
    tables: deployedTables(),
    start: {
      onboarding: sfnWorkflow(sfn, environment('ONBOARDING_ARN')),
      activation: sfnWorkflow(sfn, environment('ACTIVATION_ARN')),
      password: sfnWorkflow(sfn, environment('PASSWORD_ARN')),
      recovery: sfnWorkflow(sfn, environment('RECOVERY_ARN')),
      address: sfnWorkflow(sfn, environment('ADDRESS_ARN')),
      provisioning: sfnWorkflow(sfn, environment('PROVISIONING_ARN')),
      guest: sfnWorkflow(sfn, environment('GUEST_ARN')),
      access: sfnWorkflow(sfn, environment('ACCESS_ARN')),
      expiry: sfnWorkflow(sfn, environment('EXPIRY_ARN')),
    },
    hmacKey: linkKey(new SecretsManagerClient(sdkTimeouts), environment('LINK_KEY_SECRET')),
    seal: kmsVault(new KMSClient(sdkTimeouts), environment('VAULT_KEY_ID')).seal,
    university,
    publicUrl: environment('PUBLIC_URL'),
    randomBytes,
    log: new Logger(),
    countMetric: emfMetric(),
    ...clock,
  };
}
