import { Logger } from '@aws-lambda-powertools/logger';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { randomBytes } from 'node:crypto';
import { deployedPasswordDirectories } from '../../directory/deployed-directories.ts';
import { linkKey } from '../../link/link-key.ts';
import { clock } from '../../step/clock.ts';
import { environment } from '../../step/environment.ts';
import { sdkTimeouts } from '../../step/sdk-timeouts.ts';
import { deployedTables } from '../../table/deployed-tables.ts';
import { university } from '../../university/uca.ts';
import { sfnWorkflow } from '../../workflow/sfn-workflow.ts';
import type { DeskDeps } from './desk.tsx';

/** What the desks reach. */
export function deployedDeskDeps(): DeskDeps {
  const sfn = new SFNClient(sdkTimeouts);
  return {
    tables: deployedTables(),
    start: {
      guest: sfnWorkflow(sfn, environment('GUEST_ARN')),
      access: sfnWorkflow(sfn, environment('ACCESS_ARN')),
      provisioning: sfnWorkflow(sfn, environment('PROVISIONING_ARN')),
      recovery: sfnWorkflow(sfn, environment('RECOVERY_ARN')),
      cleanup: sfnWorkflow(sfn, environment('CLEANUP_ARN')),
    },
    hmacKey: linkKey(new SecretsManagerClient(sdkTimeouts), environment('LINK_KEY_SECRET')),
    passwordDirectory: deployedPasswordDirectories(),
    university,
    publicUrl: environment('PUBLIC_URL'),
    randomBytes,
    log: new Logger(),
    ...clock,
  };
}
