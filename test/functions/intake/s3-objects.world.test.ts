import { randomBytes } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, inject } from 'vitest';
import { s3Objects } from '../../../functions/intake/s3-objects.ts';
import { worldClient } from '../../support/local-clients.ts';
import { objectsContract } from './objects.contract.ts';

describe('objects in S3', () => {
  // Nothing triggers outside the offices' folders.
  objectsContract(() => objects(), `contract-${randomBytes(8).toString('hex')}`);
});

function objects() {
  return s3Objects(new S3Client(worldClient()), inject('world').outputs.IntakeBucket);
}
