import { S3Client } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import type { IntakeReport } from '../../functions/intake/intake-report.ts';
import type { OfficeName } from '../../functions/university/university.ts';
import { handOver } from '../../local/export-run.ts';
import { worldClient } from './local-clients.ts';

/** Puts an export into the real intake bucket, as an office does, and waits for its report. */
export async function handOverExport(office: OfficeName, content: string): Promise<IntakeReport> {
  const s3 = new S3Client(worldClient());
  return handOver({ s3, bucket: inject('world').outputs.IntakeBucket, office, content });
}
