import { createHash } from 'node:crypto';
import { idFrom } from '../operation/id-from.ts';

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
  /** The accounts whose ends a night left to a person. */
  hold: (runId: string, holdId: string) => `runs/${runId}/holds/${holdId}.json`,
  report: (runId: string) => `runs/${runId}/report.json`,
} as const;

/** A NUL between the parts, which no part holds, keeps them apart. */
function derivedId(...parts: readonly string[]): string {
  return idFrom(createHash('sha256').update(parts.join('\0')).digest());
}
