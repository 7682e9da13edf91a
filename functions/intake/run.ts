import * as z from 'zod/mini';
import { id } from '../step/id.ts';
import { offices } from '../university/university.ts';
import { exportColumns } from './export-format.ts';
import { rowProblemSchema } from './row-problem.ts';
import { unreadableCodes } from './unreadable.ts';

/** A text in both languages. */
export const textSchema = z.object({ fr: z.string(), en: z.string() });

/** What reading an export came to, in `run.json`. */
export const runSchema = z.object({
  runId: id,
  /** Where the export was put. */
  key: z.string(),
  /** Absent where the place is no office's. */
  office: z.exactOptional(z.enum(offices)),
  readAt: z.string(),
  rows: z.number(),
  chunks: z.number(),
  /** Why nothing was read; absent when all of it was. */
  unreadable: z.exactOptional(z.object({ code: z.enum(unreadableCodes), reason: textSchema, remedy: textSchema })),
});
export type Run = z.infer<typeof runSchema>;

/** One row as it was read. */
const stagedRowSchema = z.object({
  /** In the export, from 1, the header included. */
  line: z.number(),
  /** By column, cut where they are longer than any cell may be. */
  cells: z.partialRecord(z.enum(exportColumns), z.string()),
  /** What only a reader of the whole export can see: ragged, or a number that an earlier line has. */
  problem: z.exactOptional(rowProblemSchema),
  /** The earlier line that says exactly the same. */
  repeats: z.exactOptional(z.number()),
});
export type StagedRow = z.infer<typeof stagedRowSchema>;

/** What one Express child works on. */
export const chunkSchema = z.object({
  office: z.enum(offices),
  /** When the export came. */
  readAt: z.string(),
  rows: z.array(stagedRowSchema),
});
export type Chunk = z.infer<typeof chunkSchema>;
