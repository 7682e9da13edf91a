import { S3Client } from '@aws-sdk/client-s3';
import { s3Objects } from '../intake/s3-objects.ts';
import { clock } from '../step/clock.ts';
import { emfMetric } from '../step/count-metric.ts';
import { environment } from '../step/environment.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { contract, report } from './report.ts';

const deps = {
  tables: deployedTables(),
  objects: s3Objects(new S3Client(), environment('INTAKE_BUCKET')),
  countMetric: emfMetric(),
  ...clock,
};
export const handler = toHandler(contract, (input) => report(input, deps));
