import { Logger } from '@aws-lambda-powertools/logger';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clock } from '../step/clock.ts';
import { environment } from '../step/environment.ts';
import { errorPlace } from '../step/error-place.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { sfnWorkflow } from '../workflow/sfn-workflow.ts';
import { concludeLost, contract } from './conclude-lost.ts';

const logger = new Logger();
const sfn = new SFNClient(sdkTimeouts);
const password = sfnWorkflow(sfn, environment('PASSWORD_ARN'));
const deps = {
  tables: deployedTables(),
  startPassword: { activation: sfnWorkflow(sfn, environment('ACTIVATION_ARN')), recovery: password, change: password },
  rowFailed: (at: object, error: unknown) => logger.error('Row failed', { ...at, ...errorPlace(error) }),
  ...clock,
};
export const handler = toHandler(contract, (input) => concludeLost(input, deps));
