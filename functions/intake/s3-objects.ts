import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { isAwsAway } from '../step/aws-away.ts';
import { RetryableError } from '../step/errors.ts';
import type { Objects } from './objects.ts';

/**
 * The intake's objects in one S3 bucket. Reading what is not there needs `s3:ListBucket`: without it S3 answers
 * AccessDenied, which is an error here.
 */
export function s3Objects(client: S3Client, bucket: string): Objects {
  return {
    async read(key, versionId) {
      const { Body } = (await found(() => client.send(new GetObjectCommand(objectOf(bucket, key, versionId))))) ?? {};
      return Body && bytesOf(Body.transformToWebStream());
    },

    async write(key, body) {
      const { VersionId } = await answered(() =>
        client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body })),
      );
      return VersionId === undefined ? {} : { versionId: VersionId };
    },

    async head(key, versionId) {
      const head = await found(() => client.send(new HeadObjectCommand(objectOf(bucket, key, versionId))));
      if (!head) return undefined;
      const { ContentLength: size = 0, VersionId } = head;
      return VersionId === undefined ? { size } : { size, versionId: VersionId };
    },
  };
}

function objectOf(bucket: string, key: string, versionId: string | undefined) {
  return { Bucket: bucket, Key: key, ...(versionId !== undefined && { VersionId: versionId }) };
}

async function* bytesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new RetryableError('The object broke off', { cause: error });
  }
}

async function found<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await answered(request);
  } catch (error) {
    if (error instanceof S3ServiceException && missing.has(error.name)) return undefined;
    throw error;
  }
}

/** A version that never was is a bad request to S3, and one without a body to HEAD. */
const missing: ReadonlySet<string> = new Set(['NoSuchKey', 'NoSuchVersion', 'NotFound']);

async function answered<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw isAwsAway(error) ? new RetryableError('The bucket does not answer', { cause: error }) : error;
  }
}
