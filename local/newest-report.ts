import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { runKeys } from '../functions/intake/run-keys.ts';

/**
 * The report that was written last of those whose runs begin so: `cleanup-`, `reconcile-`, or no prefix for the runs of
 * exports, whose ids say nothing of their time. Reports are kept for a year, with their runs.
 */
export async function newestReport(
  s3: S3Client,
  bucket: string,
  work: string | undefined,
): Promise<string | undefined> {
  let newest: { key: string; at: number } | undefined;
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: `runs/${work === undefined ? '' : `${work}-`}`,
        ...(token !== undefined && { ContinuationToken: token }),
      }),
    );
    for (const { Key: key = '', LastModified } of page.Contents ?? []) {
      const runId = /^runs\/([^/]+)\/report\.json$/.exec(key)?.[1];
      // The ids of nights have a hyphen, those of exports have none.
      if (runId === undefined || runId.includes('-') !== (work !== undefined)) continue;
      const at = LastModified?.getTime() ?? 0;
      if (!newest || at > newest.at || (at === newest.at && key > newest.key))
        newest = { key: runKeys.report(runId), at };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return newest?.key;
}
