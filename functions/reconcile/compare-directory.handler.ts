import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import { deployedDirectories } from '../directory/deployed-directories.ts';
import { s3Objects } from '../intake/s3-objects.ts';
import { clock } from '../step/clock.ts';
import { environment } from '../step/environment.ts';
import { errorPlace } from '../step/error-place.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { compareDirectory, contract } from './compare-directory.ts';

const logger = new Logger();
const deps = {
  tables: deployedTables(),
  objects: s3Objects(new S3Client(), environment('INTAKE_BUCKET')),
  directory: deployedDirectories(),
  university,
  accountFailed: (at: object, error: unknown) => logger.error('Account not compared', { ...at, ...errorPlace(error) }),
  ...clock,
};
export const handler = toHandler(contract, (input) => compareDirectory(input, deps));
