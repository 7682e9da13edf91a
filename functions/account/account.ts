import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import { id } from '../step/id.ts';
import { directories, languages, offices, populations, services } from '../university/university.ts';
import { accountStates } from './account-state.ts';
import { passwordRefusals } from '../directory/password-directory.ts';

/** `pending`: to be written. `verified`: written and read back. `refused`: will not be accepted as it is. */
const directoryStatuses = ['pending', 'verified', 'refused'] as const;

const directoryStatus = z.object({
  status: z.enum(directoryStatuses),
  /** Of a refusal: the directory's code, no value. */
  reason: z.exactOptional(z.string()),
  /** The `revision` of the account that the status is about. */
  revision: z.number(),
});

/**
 * What a directory has of the password that was chosen last. `pending`: to be written, or deleted when the vault has lost
 * it. `verified`: written, and a bind as the person has shown it. `refused`: the directory will not take it. `cleared`: the
 * one before it was deleted, since the chosen one was lost before the directory came back.
 */
const passwordStatus = z.object({
  status: z.enum(['pending', 'verified', 'refused', 'cleared']),
  /** The `credentialEpoch` that the status is about: of another one, it says nothing. */
  epoch: z.number(),
  /** Of a refusal. */
  reason: z.exactOptional(z.enum(passwordRefusals)),
  /** Of `pending`: that somebody has begun to write it, so that nobody can say any more that nothing has changed there. */
  tried: z.exactOptional(z.boolean()),
});
export type PasswordStatus = z.infer<typeof passwordStatus>;

export const passwordsSchema = z.partialRecord(z.enum(directories), passwordStatus);

/** What a choice of password is for. */
export const passwordPurposes = ['activation', 'recovery', 'change'] as const;
export type PasswordPurpose = (typeof passwordPurposes)[number];

/** Where links of recovery go: outside the university. */
const recoverySchema = z.object({
  address: z.string(),
  confirmedAt: z.string(),
  /** An instant: a changed address recovers the account from then on only, the former one until then (B-17). */
  usableFrom: z.string(),
  former: z.exactOptional(z.string()),
});

/** What a file said when it was last complete: what it says since then counts once it is complete again. */
const acceptedFile = z.object({
  /** 0: nothing of it is accepted yet, and it only says until when the account is to be looked after. */
  version: z.number(),
  population: z.enum(populations),
  affiliations: z.array(z.string()),
  startsOn: day,
  endsOn: z.exactOptional(day),
});
export type AcceptedFile = z.infer<typeof acceptedFile>;

/**
 * An end that comes before that of the files. `on` is the last day of use; one that is over already ends the use at once,
 * and the state follows at `undoUntil`, an instant: until then the end can be taken back, and nothing is lost.
 */
const endedEarlySchema = z.object({
  on: day,
  by: z.enum(['person', 'sponsor']),
  at: z.string(),
  undoUntil: z.string(),
});

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
  /** Ended before its files: by its person, or by the sponsor of a guest. It can be undone until then. */
  endedEarly: z.exactOptional(endedEarlySchema),
  /** The day from which a suspended account is kept before it is closed. */
  suspendedOn: z.exactOptional(day),
  /** Of one that is suspended: that its person is still to be told. */
  untold: z.exactOptional(z.boolean()),
  /** Of one that was suspended and is operational again: the day from which its activation is awaited. */
  returnedOn: z.exactOptional(day),
  /** The warning that was sent last: for which last day, and how many days before it. */
  warned: z.exactOptional(z.object({ lastDay: day, days: z.number() })),
  /** That somebody who never activated the account was reminded. */
  reminded: z.exactOptional(z.boolean()),
  /** Services that the CRI granted beside those of the files, each until the end of a day. */
  grants: z.exactOptional(z.partialRecord(z.enum(services), z.object({ until: day, requestId: id }))),
  /** The day in whose bucket the account stands. */
  nextDateOn: z.exactOptional(day),
  directories: z.partialRecord(z.enum(directories), directoryStatus),
  /**
   * Raised by every recovery, change of password and lock, in the transaction that consumes its proof: sessions, links and
   * queued work of a lower epoch are dead.
   */
  credentialEpoch: z.number(),
  /** By directory; empty until a password was chosen. */
  passwords: passwordsSchema,
  passwordChosenAt: z.exactOptional(z.string()),
  /** The choice of password that is not concluded yet. */
  openPassword: z.exactOptional(z.object({ operationId: id, purpose: z.enum(passwordPurposes) })),
  /** The places (`placeOf`) of the links to activate or recover that are live, the oldest first: three at most (B-08). */
  liveLinks: z.array(z.string()),
  /** Raised to end every session at once. */
  sessionEpoch: z.number(),
  charter: z.exactOptional(z.object({ version: z.string(), acceptedAt: z.string() })),
  /** From activation on; before, mail goes to the address of the file. */
  recovery: z.exactOptional(recoverySchema),
  /** The language that the person chose. */
  language: z.exactOptional(z.enum(languages)),
  /** A flag and no state: set and lifted by the CRI, or set by the person who says that a change was not theirs. */
  lock: z.exactOptional(z.object({ reason: z.string(), at: z.string() })),
  /** Of the last lock that was lifted: why, and who of the CRI did it. The reason is erased with the account. */
  unlocked: z.exactOptional(z.object({ reason: z.string(), by: id, at: z.string() })),
});
export type Account = z.infer<typeof accountSchema>;
