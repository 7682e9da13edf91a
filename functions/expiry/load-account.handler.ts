import { SFNClient } from '@aws-sdk/client-sfn';
import { clock } from '../step/clock.ts';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { sfnWorkflow } from '../workflow/sfn-workflow.ts';
import { contract, loadAccount } from './load-account.ts';

const engine = new SFNClient(sdkTimeouts);
const deps = {
  tables: deployedTables(),
  university,
  startOnboarding: sfnWorkflow(engine, environment('ONBOARDING_ARN')),
  start: {
    guest: sfnWorkflow(engine, environment('GUEST_ARN')),
    access: sfnWorkflow(engine, environment('ACCESS_ARN')),
  },
  ...clock,
};
export const handler = toHandler(contract, (input) => loadAccount(input, deps));
