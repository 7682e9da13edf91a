import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import { id } from '../step/id.ts';
import { directories, offices, populations, services } from '../university/university.ts';
import { accountStates } from './account-state.ts';

/** `pending`: to be written. `verified`: written and read back. `refused`: will not be accepted as it is. */
export const directoryStatuses = ['pending', 'verified', 'refused'] as const;

const directoryStatus = z.object({
  status: z.enum(directoryStatuses),
  /** Of a refusal: the directory's code, no value. */
  reason: z.exactOptional(z.string()),
  /** The `revision` of the account that the status is about. */
  revision: z.number(),
});

/** What a file said when it was last complete: what it says since then counts once it is complete again. */
const acceptedFile = z.object({
  version: z.number(),
  population: z.enum(populations),
  affiliations: z.array(z.string()),
  startsOn: day,
  endsOn: z.exactOptional(day),
});
export type AcceptedFile = z.infer<typeof acceptedFile>;

/** A login, a mail address where the population has one, a state, an end date. */
export const accountSchema = z.object({
  accountId: id,
  personId: id,
  office: z.enum(offices),
  login: z.string(),
  state: z.enum(accountStates),
  population: z.enum(populations),
  createdAt: z.string(),
  /** Counts the changes that directories must hear of, from 1; 0 until the credentials are generated. */
  revision: z.number(),
  /** The files behind the account, by file id. */
  files: z.record(z.string(), acceptedFile),
  /** The file that decides its population: the one that ends last, and of two the one that begins last. */
  leadingFileId: id,
  mailAddress: z.exactOptional(z.string()),
  mailAliases: z.array(z.string()),
  uidNumber: z.exactOptional(z.number()),
  services: z.array(z.enum(services)),
  affiliations: z.array(z.string()),
  /** The latest end of the files; absent for permanent staff. */
  reasonEndsOn: z.exactOptional(day),
  /** With the grace of the population. */
  lastDay: z.exactOptional(day),
  /** The day in whose bucket the account stands. */
  nextDateOn: z.exactOptional(day),
  directories: z.partialRecord(z.enum(directories), directoryStatus),
  credentialEpoch: z.number(),
});
export type Account = z.infer<typeof accountSchema>;
