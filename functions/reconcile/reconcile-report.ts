import * as z from 'zod/mini';
import { nightlyRunId } from '../cleanup/nightly-run.ts';
import { day } from '../file/file.ts';
import { directories } from '../university/university.ts';
import { findings, findingSchema } from './finding.ts';

export const reconcileOutcomes = ['reconciled', 'directory-away', 'failed'] as const;

/** What the operator is told of a night, in `report.json`. */
export const reconcileReportSchema = z.object({
  runId: nightlyRunId,
  day,
  /** Of the round of 30, from 0, and the last characters of the accounts that were compared. */
  night: z.number(),
  slices: z.array(z.string()),
  reportedAt: z.string(),
  /** `directory-away`, `failed`: some parts were not compared; the next night takes the same ones again. */
  outcome: z.enum(reconcileOutcomes),
  compared: z.array(
    z.object({ directory: z.enum(directories), slice: z.string(), accounts: z.number(), entries: z.number() }),
  ),
  /** The directories that were away, or that something broke for. */
  notCompared: z.array(z.enum(directories)),
  counts: z.partialRecord(z.enum(findings), z.number()),
  findings: z.array(findingSchema),
});
export type ReconcileReport = z.infer<typeof reconcileReportSchema>;
