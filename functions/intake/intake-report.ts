import * as z from 'zod/mini';
import { addressTroubles } from '../mail/address-health.ts';
import { id } from '../step/id.ts';
import { offices } from '../university/university.ts';
import { exportColumns } from './export-format.ts';
import { rowOutcomes } from './row-outcome.ts';
import { textSchema } from './run.ts';
import { unreadableCodes } from './unreadable.ts';

/** One thing that the office should know of a row. */
const noticeSchema = z.object({
  column: z.exactOptional(z.enum(exportColumns)),
  code: z.string(),
  reason: textSchema,
  remedy: textSchema,
});
export type Notice = z.infer<typeof noticeSchema>;

/** What became of one row. */
const rowResultSchema = z.object({
  line: z.number(),
  /** As the office wrote it; absent where the cell holds no number. */
  fileNumber: z.exactOptional(z.string()),
  outcome: z.enum(rowOutcomes),
  /** Why mail to the personal address does not reach its person; absent while nothing of the kind was heard (G-05). */
  address: z.exactOptional(z.enum(addressTroubles)),
  notices: z.array(noticeSchema),
});
export type RowResult = z.infer<typeof rowResultSchema>;

/** What one Express child writes of its chunk. */
export const resultsSchema = z.object({ rows: z.array(rowResultSchema) });

/** What an office is told of its export, in `report.json`. It names people by their file number only. */
export const intakeReportSchema = z.object({
  runId: id,
  key: z.string(),
  office: z.exactOptional(z.enum(offices)),
  readAt: z.string(),
  reportedAt: z.string(),
  /** `partly-applied`: some rows failed on our side (`StepFailed`), or their chunk broke (`NotProcessed`). */
  outcome: z.enum(['applied', 'partly-applied', 'unreadable']),
  unreadable: z.exactOptional(z.object({ code: z.enum(unreadableCodes), reason: textSchema, remedy: textSchema })),
  rows: z.number(),
  /** How many rows ended so; they add up to `rows`. */
  counts: z.partialRecord(z.enum(rowOutcomes), z.number()),
  /** How many rows have a personal address that bounced, or whose owner complained. */
  addresses: z.partialRecord(z.enum(addressTroubles), z.number()),
  /** What the office should know, by line; a row may have several, and most rows have none. */
  attention: z.array(z.extend(noticeSchema, z.omit(rowResultSchema, { notices: true }).shape)),
});
export type IntakeReport = z.infer<typeof intakeReportSchema>;
