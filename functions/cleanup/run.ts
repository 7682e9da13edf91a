import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import { id } from '../step/id.ts';
import { holdSchema } from './brake.ts';
import { nightlyRunId } from './nightly-run.ts';

/** What finding what is due came to, in `run.json`. */
export const runSchema = z.object({
  runId: nightlyRunId,
  /** The day of the night, and the first bucket that was read. */
  day,
  from: day,
  startedAt: z.string(),
  /** What is handed on, and in how many chunks. */
  due: z.number(),
  chunks: z.number(),
  /** What waits for a person, and how many ends that are. */
  holds: z.array(holdSchema),
  held: z.array(id),
  /** Accounts whose own schedule should have ended them before. */
  missedSchedules: z.array(id),
});
export type CleanupRun = z.infer<typeof runSchema>;

/** What the chain of one account is given: what names its changes in the journal is the run. */
const item = z.object({ accountId: id, executionId: nightlyRunId, day });

/** One line of the manifest, and what one Express child works on: ids are all that it needs. */
export const chunkSchema = z.object({ runId: nightlyRunId, chunk: z.number(), items: z.array(item) });
export type Chunk = z.infer<typeof chunkSchema>;

/** What became of an account. */
export const resultSchema = z.object({ accountId: id, outcome: z.string() });
/** For how many guests of sponsors who are gone somebody was asked, and for how many sponsors that broke. */
export const contactsSchema = z.object({ asked: z.number(), failed: z.number() });

/** What one Express child writes of its chunk. */
export const resultsSchema = z.object({ accounts: z.array(resultSchema), contacts: contactsSchema });
export type Result = z.infer<typeof resultSchema>;
