import { Logger } from '@aws-lambda-powertools/logger';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clock } from '../step/clock.ts';
import { environment } from '../step/environment.ts';
import { errorPlace } from '../step/error-place.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { sfnWorkflow } from '../workflow/sfn-workflow.ts';
import { askUnitContacts, contract } from './ask-unit-contacts.ts';

const logger = new Logger();
const engine = new SFNClient(sdkTimeouts);
const deps = {
  tables: deployedTables(),
  university,
  start: {
    guest: sfnWorkflow(engine, environment('GUEST_ARN')),
    access: sfnWorkflow(engine, environment('ACCESS_ARN')),
  },
  accountFailed: (at: object, error: unknown) => logger.error('Contact not asked', { ...at, ...errorPlace(error) }),
  ...clock,
};
export const handler = toHandler(contract, (input) => askUnitContacts(input, deps));
