import * as z from 'zod/mini';
import { id } from '../step/id.ts';
import { offices, populations } from '../university/university.ts';

/** A day, `YYYY-MM-DD`. */
export const day = z.iso.date();

/** What a person typed on the form: it finds a file and proves nothing. */
export const claimSchema = z.object({
  key: z.enum(['opi_number', 'student_number', 'hr_number', 'file_number']),
  number: z.string(),
  birthDate: day,
  cvecNumber: z.exactOptional(z.string()),
  personalEmail: z.exactOptional(z.string()),
});
export type Claim = z.infer<typeof claimSchema>;

/** What an office says of a person in one row of its export. */
export const handedOverSchema = z.object({
  office: z.enum(offices),
  fileNumber: z.string(),
  population: z.enum(populations),
  firstName: z.string(),
  lastName: z.string(),
  /** Absent where a sponsor answers for the person: nobody is found by a form then. */
  birthDate: z.exactOptional(day),
  personalEmail: z.exactOptional(z.string()),
  opiNumber: z.exactOptional(z.string()),
  studentNumber: z.exactOptional(z.string()),
  cvecNumber: z.exactOptional(z.string()),
  ine: z.exactOptional(z.string()),
  programme: z.exactOptional(z.string()),
  affiliations: z.array(z.string()),
  startsOn: day,
  /** Absent for permanent staff. */
  endsOn: z.exactOptional(day),
  /** Names of the pieces that are not there yet. */
  missing: z.array(z.string()),
  /** That the person has no mail address and is handed a card: none is missing then. */
  card: z.exactOptional(z.boolean()),
});
export type HandedOver = z.infer<typeof handedOverSchema>;

const rejections = [
  'birth-date-implausible',
  'end-missing',
  'end-before-start',
  'already-ended',
  'stay-too-long',
  'starts-too-far-ahead',
  'ine-malformed',
  'no-letters-in-name',
] as const;
/** Why a file cannot become an account as it is; the office is told with the remedy. */
export type Rejection = (typeof rejections)[number];

/** The administrative record that an office holds on a person, as the table keeps it. */
export const fileSchema = z.extend(handedOverSchema, {
  fileId: id,
  /** One human being, known by one or more files. */
  personId: id,
  /** The account that this file opens or prolongs: one per person and office, decided when the file is stored. */
  accountId: id,
  /** Counts the changes that the office handed over, from 1. */
  version: z.number(),
  /** Counts the changes of the personal address, from 1: each address is welcomed once. */
  addressVersion: z.number(),
  handedOverAt: z.string(),
  /** What the person typed and the office has not confirmed. */
  declaredCvec: z.exactOptional(z.string()),
  /** Addresses that were proposed where the office has none: two at most, and two different ones stop both. */
  proposedAddresses: z.exactOptional(z.array(z.string())),
  /** Addresses and keys of `fileKeys` that led to it and that the office has changed since. */
  formerAddresses: z.exactOptional(z.array(z.string())),
  formerKeys: z.exactOptional(z.array(z.string())),
  /** The version of which a mail said what was missing. */
  toldIncomplete: z.exactOptional(z.number()),
  /** What became of the file at its last onboarding, for the office's report. */
  outcome: z.exactOptional(z.string()),
  rejection: z.exactOptional(z.enum(rejections)),
  /** The `version` that the outcome is about. */
  outcomeVersion: z.exactOptional(z.number()),
});
export type FileRecord = z.infer<typeof fileSchema>;
