import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { idFrom } from '../operation/id-from.ts';

/** What is done for everybody, night by night. */
export type NightlyWork = 'cleanup' | 'reconcile';

/** A run of one night: it begins with its day, so that the newest one sorts last, and a step that runs twice writes over its own objects. */
export const nightlyRunId = z.string().check(z.regex(/^(cleanup|reconcile)-\d{4}-\d{2}-\d{2}-[0-9A-HJKMNP-TV-Z]{26}$/));

/** @param executionId of the execution that works on it. */
export function nightlyRunIdOf(work: NightlyWork, day: string, executionId: string): string {
  return `${work}-${day}-${idFrom(createHash('sha256').update(executionId).digest())}`;
}
