import { SFNClient } from '@aws-sdk/client-sfn';
import { clock } from '../step/clock.ts';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { sfnWorkflow } from '../workflow/sfn-workflow.ts';
import { askContact, contract } from './ask-contact.ts';

const engine = new SFNClient(sdkTimeouts);
const start = {
  guest: sfnWorkflow(engine, environment('GUEST_ARN')),
  access: sfnWorkflow(engine, environment('ACCESS_ARN')),
};
const deps = { tables: deployedTables(), university, start, ...clock };
export const handler = toHandler(contract, (input) => askContact(input, deps));
