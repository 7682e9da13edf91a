import { S3Client } from '@aws-sdk/client-s3';
import { s3Objects } from '../intake/s3-objects.ts';
import { environment } from '../step/environment.ts';
import { toHandler } from '../step/to-handler.ts';
import { contract, writeResults } from './write-results.ts';

const deps = { objects: s3Objects(new S3Client(), environment('INTAKE_BUCKET')) };
export const handler = toHandler(contract, (input) => writeResults(input, deps));
