import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import { id } from '../step/id.ts';
import { holdSchema } from './brake.ts';
import { nightlyRunId } from './nightly-run.ts';
import { contactsSchema } from './run.ts';

export const cleanupOutcomes = ['done', 'nothing-due', 'held', 'partly-done', 'nothing-done'] as const;

/** What the operator and the CRI are told of a night, in `report.json`. It names people by the ids of their accounts only. */
export const cleanupReportSchema = z.object({
  runId: nightlyRunId,
  day,
  /** The first bucket that was read: an older day than yesterday means that something was left there. */
  from: day,
  startedAt: z.string(),
  reportedAt: z.string(),
  /** `partly-done`: some of what was due still is. `nothing-done`: all of it. `held`: only what waits for a person is left. */
  outcome: z.enum(cleanupOutcomes),
  due: z.number(),
  /** How many accounts ended so. */
  counts: z.record(z.string(), z.number()),
  /** What is still due, and how its chain ended. */
  left: z.array(z.object({ accountId: id, outcome: z.string() })),
  holds: z.array(holdSchema),
  held: z.number(),
  missedSchedules: z.array(id),
  /** Guests for whom a unit's contact was asked, since nobody answers for them any more. */
  contacts: contactsSchema,
});
export type CleanupReport = z.infer<typeof cleanupReportSchema>;
