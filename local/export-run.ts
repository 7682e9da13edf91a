import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type IntakeReport, intakeReportSchema } from '../functions/intake/intake-report.ts';
import { runIdOf, runKeys } from '../functions/intake/run-keys.ts';
import { runSchema } from '../functions/intake/run.ts';
import type { OfficeName } from '../functions/university/university.ts';

export interface ExportRun {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly office: OfficeName;
  /** The export itself, as it came from the office. */
  readonly content: Uint8Array | string;
  /** Told now and then how many rows were read, and how many of their chunks are done. */
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Progress {
  readonly rows: number;
  readonly chunks: number;
  readonly chunksDone: number;
}

/** Seconds after which a run that has not begun will not begin, and after which one that does not move is stuck. */
const patience = { begin: 120, move: 900 };

/**
 * Hands an office's export over and waits for its report.
 * @throws when the bucket cannot be written or read, when the run does not begin or move, and when `signal` aborts.
 */
export async function handOver(options: ExportRun): Promise<IntakeReport> {
  const { s3, bucket, office, content, onProgress, signal } = options;
  // A name that says nothing: names of objects stand in events and states (F-08).
  const key = `${office}/${randomBytes(16).toString('hex')}.csv`;
  const { VersionId: versionId } = await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: content, ContentType: 'text/csv' }),
  );
  if (versionId === undefined) throw new Error(`The bucket ${bucket} keeps no versions: it is not an intake bucket.`);
  // The local cloud's events do not say which version was written.
  const runIds = [runIdOf(key, versionId), runIdOf(key, '')];

  let deadline = Date.now() + patience.begin * 1_000;
  let before = -1;
  while (Date.now() < deadline) {
    for (const runId of runIds) {
      const report = await readJson(s3, bucket, runKeys.report(runId));
      if (report !== undefined) return intakeReportSchema.parse(report);
      const staged = runSchema.safeParse(await readJson(s3, bucket, runKeys.run(runId))).data;
      if (!staged) continue;
      const chunksDone = await countBelow(s3, bucket, `runs/${runId}/results/`);
      if (chunksDone !== before) deadline = Date.now() + patience.move * 1_000;
      before = chunksDone;
      onProgress?.({ rows: staged.rows, chunks: staged.chunks, chunksDone });
    }
    await pause(500, undefined, { signal });
  }
  throw new Error(`No report came on ${key}: look at the newest executions of Matricule-Intake.`);
}

async function readJson(s3: S3Client, bucket: string, key: string): Promise<unknown> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return JSON.parse((await Body?.transformToString()) ?? 'null');
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

async function countBelow(s3: S3Client, bucket: string, prefix: string): Promise<number> {
  let count = 0;
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(token !== undefined && { ContinuationToken: token }),
      }),
    );
    count += page.KeyCount ?? 0;
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return count;
}
