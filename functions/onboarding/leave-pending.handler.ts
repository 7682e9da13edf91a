import { SFNClient } from '@aws-sdk/client-sfn';
import { clock } from '../step/clock.ts';
import { emfMetric } from '../step/count-metric.ts';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { sfnWorkflow } from '../workflow/sfn-workflow.ts';
import { contract, leavePending } from './leave-pending.ts';

const startProvisioning = sfnWorkflow(new SFNClient(sdkTimeouts), environment('PROVISIONING_ARN'));
const deps = { tables: deployedTables(), startProvisioning, countMetric: emfMetric(), ...clock };
export const handler = toHandler(contract, (input) => leavePending(input, deps));
