import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { s3Objects } from '../intake/s3-objects.ts';
import { clock } from '../step/clock.ts';
import { emfMetric } from '../step/count-metric.ts';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { sfnWorkflow } from '../workflow/sfn-workflow.ts';
import { contract, report } from './report.ts';

const deps = {
  tables: deployedTables(),
  objects: s3Objects(new S3Client(), environment('INTAKE_BUCKET')),
  startProvisioning: sfnWorkflow(new SFNClient(sdkTimeouts), environment('PROVISIONING_ARN')),
  countMetric: emfMetric(),
  ...clock,
};
export const handler = toHandler(contract, (input) => report(input, deps));
