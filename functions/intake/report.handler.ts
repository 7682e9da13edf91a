import { S3Client } from '@aws-sdk/client-s3';
import { clock } from '../step/clock.ts';
import { environment } from '../step/environment.ts';
import { toHandler } from '../step/to-handler.ts';
import { contract, report } from './report.ts';
import { s3Objects } from './s3-objects.ts';

const deps = { objects: s3Objects(new S3Client(), environment('INTAKE_BUCKET')), ...clock };
export const handler = toHandler(contract, (input) => report(input, deps));
