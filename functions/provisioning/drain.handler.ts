import { Logger } from '@aws-lambda-powertools/logger';
import { SFNClient } from '@aws-sdk/client-sfn';
import { deployedDirectories } from '../directory/deployed-directories.ts';
import { deployedPasswordDeps } from '../password/deployed-password-deps.ts';
import { clock } from '../step/clock.ts';
import { emfMetric } from '../step/count-metric.ts';
import { environment } from '../step/environment.ts';
import { errorPlace } from '../step/error-place.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { toHandler } from '../step/to-handler.ts';
import { sfnWorkflow } from '../workflow/sfn-workflow.ts';
import { contract, drain } from './drain.ts';

const logger = new Logger();
const sfn = new SFNClient(sdkTimeouts);
const activation = sfnWorkflow(sfn, environment('ACTIVATION_ARN'));
const password = sfnWorkflow(sfn, environment('PASSWORD_ARN'));
const deps = {
  ...deployedPasswordDeps(),
  startPassword: { activation, recovery: password, change: password },
  directory: deployedDirectories(),
  countMetric: emfMetric(),
  rowFailed: (at: object, error: unknown) => logger.error('Row failed', { ...at, ...errorPlace(error) }),
  ...clock,
};
export const handler = toHandler(contract, (input) => drain(input, deps));
