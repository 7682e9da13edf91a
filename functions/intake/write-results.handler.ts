import { S3Client } from '@aws-sdk/client-s3';
import { clock } from '../step/clock.ts';
import { environment } from '../step/environment.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { s3Objects } from './s3-objects.ts';
import { contract, writeResults } from './write-results.ts';

const deps = {
  tables: deployedTables(),
  objects: s3Objects(new S3Client(), environment('INTAKE_BUCKET')),
  university,
  ...clock,
};
export const handler = toHandler(contract, (input) => writeResults(input, deps));
