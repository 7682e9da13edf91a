import { Logger } from '@aws-lambda-powertools/logger';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { linkKey } from '../link/link-key.ts';
import { clock } from '../step/clock.ts';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { sfnWorkflow } from '../workflow/sfn-workflow.ts';
import { httpApi } from './http-api.ts';
import { portal } from './portal.tsx';

const publicUrl = environment('PUBLIC_URL');
const app = portal({
  tables: deployedTables(),
  startOnboarding: sfnWorkflow(new SFNClient(sdkTimeouts), environment('ONBOARDING_ARN')),
  hmacKey: linkKey(new SecretsManagerClient(sdkTimeouts), environment('LINK_KEY_SECRET')),
  university,
  publicUrl,
  log: new Logger(),
  ...clock,
});
export const handler = httpApi(app, { publicUrl });
