import { S3Client } from '@aws-sdk/client-s3';
import { s3Objects } from '../intake/s3-objects.ts';
import { clock } from '../step/clock.ts';
import { environment } from '../step/environment.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { contract, findDue } from './find-due.ts';

const deps = {
  tables: deployedTables(),
  objects: s3Objects(new S3Client(), environment('INTAKE_BUCKET')),
  university,
  ...clock,
};
export const handler = toHandler(contract, (input) => findDue(input, deps));
