import { createHash } from 'node:crypto';

/**
 * The run of one upload. It is derived from what was uploaded, so that whoever puts an export into the bucket knows
 * where its report will stand, and so that a step that runs twice writes over its own objects.
 */
export function runIdOf(key: string, versionId: string): string {
  return derivedId('run', key, versionId);
}

/** The operation that onboards what one line of an export says, the same however often the step runs. */
export function operationIdOf(runId: string, line: number): string {
  return derivedId('operation', runId, String(line));
}

/** Where a run keeps its objects: below `runs/`, where nothing triggers. */
export const runKeys = {
  run: (runId: string) => `runs/${runId}/run.json`,
  manifest: (runId: string) => `runs/${runId}/manifest.jsonl`,
  chunk: (runId: string, chunk: number) => `runs/${runId}/chunks/${chunk}.json`,
  results: (runId: string, chunk: number) => `runs/${runId}/results/${chunk}.json`,
  report: (runId: string) => `runs/${runId}/report.json`,
} as const;

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 128 bits of SHA-256 in the form of a ULID. A NUL between the parts, which no part holds, keeps them apart. */
function derivedId(...parts: readonly string[]): string {
  const digest = createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
  let bits = BigInt(`0x${digest}`);
  let id = '';
  for (let character = 0; character < 26; character += 1) {
    id = crockford.charAt(Number(bits & 31n)) + id;
    bits >>= 5n;
  }
  return id;
}
