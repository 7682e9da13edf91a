import { SFNClient } from '@aws-sdk/client-sfn';
import { clock } from '../step/clock.ts';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { sfnWorkflow } from '../workflow/sfn-workflow.ts';
import { contract, loadAccount } from './load-account.ts';

const startOnboarding = sfnWorkflow(new SFNClient(sdkTimeouts), environment('ONBOARDING_ARN'));
const deps = { tables: deployedTables(), startOnboarding, university, ...clock };
export const handler = toHandler(contract, (input) => loadAccount(input, deps));
