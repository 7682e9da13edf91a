import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import { asciiLetters } from '../account/ascii-letters.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Condition, Tables, Write } from '../table/tables.ts';
import type { University } from '../university/university.ts';
import {
  comparable,
  fileKey,
  type IdentifierColumn,
  identifierColumns,
  identifierOf,
  ineKeysElsewhere,
} from './file-key.ts';
import { type FileRecord, fileSchema, type HandedOver } from './file.ts';
import { isOver } from './is-over.ts';

export type StoredFile =
  | {
      /**
       * `new` and `changed` also when this same run had stored it before. `superseded`: nothing was written, since a
       * later export has said something else.
       */
      readonly outcome: 'new' | 'changed' | 'unchanged' | 'superseded';
      readonly fileId: string;
      readonly accountId: string;
      /** Whether the file, as it now is, still has to be onboarded. */
      readonly onboard: boolean;
    }
  | {
      /** Nothing was written: somebody else may be meant. */
      readonly outcome: 'identity-changed';
      readonly columns: readonly IdentityColumn[];
      /** The row differs from what is stored under its file number, or brings a number that somebody else holds. */
      readonly because: 'differs' | 'held-by-another';
    }
  | {
      /** Nothing was written: nobody would erase a file that no account stands on. */
      readonly outcome: 'already-ended';
    };

type IdentityColumn = 'population' | 'first_name' | 'last_name' | 'birth_date' | IdentifierColumn;

interface Deps {
  readonly tables: Tables;
  readonly university: University;
  readonly now: () => Temporal.Instant;
  readonly newId: () => string;
  /** The run that hands the row over: a step of it that runs again is told what it was told the first time. */
  readonly runId?: string;
  /** When the export came: exports are worked on side by side, and the rows of an earlier one may come last. */
  readonly exportedAt?: Temporal.Instant;
}

/** Each round of a race is won by one of its rows, and few rows of an export share a number. */
const mostRounds = 10;

/**
 * Stores what an office hands over of a person, and decides whose file and account it is. Safe to repeat, and beside any
 * other row: the file, its keys and the journal change in one transaction that holds only if nothing it was decided on
 * has changed.
 *
 * A number that is known keeps its person and account. What differs in birth date, INE, names or population is held, as
 * is a student number, INE or OPI number of another person of that office. Names are compared as logins are made of them:
 * case, accents and hyphens are spelling. A cell that an office leaves empty takes no INE, student or OPI number away:
 * exports of a later season lack them, and people still type them. What leads to a file whose account is closed, and which is
 * about to be erased, leads to none: who comes back after closing gets another account.
 *
 * A new number is the same person's, with the same account, when a student number, INE or OPI number of this office leads
 * to a file with the same names and birth date; the same person's, with an account of its own, when an INE of another
 * office leads to a file with the same family name and birth date; and a new person's otherwise. One that is over opens
 * no account and is not stored: exports repeat for years the rows of accounts that were erased.
 *
 * @throws RetryableError when others keep changing the same rows, or the tables are away.
 */
export async function storeFile(row: HandedOver, deps: Deps): Promise<StoredFile> {
  for (let round = 1; round <= mostRounds; round += 1) {
    const stored = await storeOnce(row, deps);
    if (stored !== 'conflict') return stored;
  }
  throw new RetryableError('The file or its numbers keep changing');
}

async function storeOnce(row: HandedOver, deps: Deps): Promise<StoredFile | 'conflict'> {
  const own = await pointedAt(fileKey(row.office, 'file_number', row.fileNumber), deps.tables);
  return own.file ? storeKnown(own.file, row, deps) : storeNew(own, row, deps);
}

async function storeKnown(file: StoredRecord, row: HandedOver, deps: Deps): Promise<StoredFile | 'conflict'> {
  const changes = identityChanges(file, row);
  if (changes.length > 0) return { outcome: 'identity-changed', columns: changes, because: 'differs' };

  const next = keepingNumbers(row, file);
  if (saysTheSame(file, next)) return told(file, deps);
  const { fileId, accountId } = file;
  if (isOlder(deps.exportedAt, file)) return { outcome: 'superseded', fileId, accountId, onboard: false };

  const added = identifierColumns.filter((column) => !carries(file, column, identifierOf(next, column)));
  const numbers = await numbersOf(next, added, deps.tables);
  const held = heldByAnother(numbers, next);
  if (held.length > 0) return { outcome: 'identity-changed', columns: held, because: 'held-by-another' };

  const moved = file.personalEmail !== next.personalEmail;
  const set = {
    ...next,
    ...leftBehind(file, next),
    version: file.version + 1,
    addressVersion: file.addressVersion + (moved ? 1 : 0),
    ...handedOver(deps),
  };
  const remove = optionalAttributes.filter((name) => !(name in set));
  // An update, not a put: what a form declares meanwhile stands in other attributes and stays.
  const update: Write = {
    table: 'files',
    update: { fileId: file.fileId },
    set,
    // A later address from the office undoes what a proposer obtained.
    remove: moved && next.personalEmail !== undefined ? [...remove, 'proposedAddresses'] : remove,
    if: { equals: { version: file.version } },
  };
  const done = await commit([update, ...numbers.map((each) => pointing(each, fileId))], { ...file, ...set }, deps);
  return done ? { outcome: 'changed', fileId, accountId, onboard: true } : 'conflict';
}

async function storeNew(own: Pointer, row: HandedOver, deps: Deps): Promise<StoredFile | 'conflict'> {
  if (isOver(row, deps.university, dayOf(deps.now(), deps.university.timeZone))) return { outcome: 'already-ended' };
  const [numbers, elsewhere] = await Promise.all([
    numbersOf(row, identifierColumns, deps.tables),
    Promise.all(ineKeysElsewhere(row).map((key) => pointedAt(key, deps.tables))),
  ]);
  const held = heldByAnother(numbers, row);
  if (held.length > 0) return { outcome: 'identity-changed', columns: held, because: 'held-by-another' };

  const here = numbers.find(({ holder }) => holder)?.holder;
  const other = elsewhere.find(({ file }) => file && carries(file, 'ine', row.ine) && sameFamily(file, row))?.file;
  const file: StoredRecord = {
    ...row,
    fileId: deps.newId(),
    personId: here?.personId ?? other?.personId ?? deps.newId(),
    accountId: here?.accountId ?? deps.newId(),
    version: 1,
    addressVersion: 1,
    ...handedOver(deps),
  };
  const { fileId, accountId } = file;
  const writes: Write[] = [
    { table: 'files', put: file, if: { absent: ['fileId'] } },
    { table: 'accountFiles', put: { accountId, fileId } },
    ...[own, ...numbers].map((each) => pointing(each, fileId)),
    // Two offices that hand the same person over at the same time must not both take them for a new one.
    ...elsewhere.map((each): Write => ({ table: 'fileKeys', check: { fileKey: each.key }, if: asRead(each) })),
  ];
  return (await commit(writes, file, deps)) ? { outcome: 'new', fileId, accountId, onboard: true } : 'conflict';
}

/** What leads to the file and stands in it no more: it is erased with the file. */
function leftBehind(file: StoredRecord, next: HandedOver): Pick<StoredRecord, 'formerAddresses' | 'formerKeys'> {
  const { formerAddresses = [], formerKeys = [], office, personalEmail } = file;
  const changed = identifierColumns.filter((column) => !carries(file, column, identifierOf(next, column)));
  const keys = changed.flatMap((column) => {
    const number = identifierOf(file, column);
    return number === undefined ? [] : [fileKey(office, column, number)];
  });
  const address = personalEmail === undefined || personalEmail === next.personalEmail ? [] : [personalEmail];
  return {
    ...(address.length > 0 && { formerAddresses: [...new Set([...formerAddresses, ...address])] }),
    ...(keys.length > 0 && { formerKeys: [...new Set([...formerKeys, ...keys])] }),
  };
}

/** A file as its row is: with the run that handed over its version, and when its export came, in epoch milliseconds. */
const storedSchema = z.extend(fileSchema, {
  handedOverIn: z.exactOptional(id),
  exportedAt: z.exactOptional(z.number()),
});
type StoredRecord = z.infer<typeof storedSchema>;

const optionalAttributes = [
  'personalEmail',
  'opiNumber',
  'studentNumber',
  'cvecNumber',
  'ine',
  'programme',
  'endsOn',
  'handedOverIn',
  'exportedAt',
] as const satisfies readonly (keyof StoredRecord)[];

function handedOver({
  now,
  runId,
  exportedAt,
}: Deps): Pick<StoredRecord, 'handedOverAt' | 'handedOverIn' | 'exportedAt'> {
  return {
    handedOverAt: now().toString(),
    ...(runId !== undefined && { handedOverIn: runId }),
    ...(exportedAt && { exportedAt: exportedAt.epochMilliseconds }),
  };
}

function isOlder(exportedAt: Temporal.Instant | undefined, file: StoredRecord): boolean {
  return exportedAt !== undefined && file.exportedAt !== undefined && exportedAt.epochMilliseconds < file.exportedAt;
}

function told(file: StoredRecord, { runId }: Deps): StoredFile {
  const { fileId, accountId, version } = file;
  const mine = runId !== undefined && file.handedOverIn === runId;
  const outcome = !mine ? 'unchanged' : version === 1 ? 'new' : 'changed';
  return { outcome, fileId, accountId, onboard: !isSettled(file) };
}

/** A start that was too far ahead comes nearer without a change of the file; nothing else does. */
function isSettled({ outcome, outcomeVersion, version, rejection }: StoredRecord): boolean {
  if (outcomeVersion !== version || outcome === 'StepFailed') return false;
  return !(outcome === 'FileRejected' && rejection === 'starts-too-far-ahead');
}

/** A key, and the file that it pointed to when it was read. */
interface Pointer {
  readonly key: string;
  readonly fileId?: string;
  /** Absent as well when nothing is left of its account but what is to be erased. */
  readonly file?: StoredRecord;
}

interface NumberOfFile extends Pointer {
  readonly column: IdentifierColumn;
  /** The file that carries the number; a file that gave it up still has its key pointing to it. */
  readonly holder?: StoredRecord;
}

async function pointedAt(key: string, tables: Tables): Promise<Pointer> {
  const row = await tables.get('fileKeys', { fileKey: key });
  if (!row) return { key };
  const fileId = z.parse(id, row['fileId']);
  const found = await tables.get('files', { fileId });
  if (!found) return { key, fileId };
  const file = z.parse(storedSchema, found);
  const account = await findAccount(file.accountId, tables);
  return account?.state === 'closed' ? { key, fileId } : { key, fileId, file };
}

async function numbersOf(
  row: HandedOver,
  columns: readonly IdentifierColumn[],
  tables: Tables,
): Promise<NumberOfFile[]> {
  const read = columns.map(async (column): Promise<NumberOfFile[]> => {
    const number = identifierOf(row, column);
    if (number === undefined) return [];
    const pointer = await pointedAt(fileKey(row.office, column, number), tables);
    const holder = pointer.file && carries(pointer.file, column, number) ? pointer.file : undefined;
    return [{ ...pointer, column, ...(holder && { holder }) }];
  });
  return (await Promise.all(read)).flat();
}

function asRead({ fileId }: Pointer): Condition {
  return fileId === undefined ? { absent: ['fileKey'] } : { equals: { fileId } };
}

function pointing(pointer: Pointer, fileId: string): Write {
  return { table: 'fileKeys', put: { fileKey: pointer.key, fileId }, if: asRead(pointer) };
}

async function commit(writes: readonly Write[], { fileId, version, office }: StoredRecord, deps: Deps) {
  const journal = auditEntry(fileId, 'handed-over', `v${version}`, deps.now(), {
    office,
    ...(deps.runId !== undefined && { runId: deps.runId }),
  });
  const { conflicts } = await deps.tables.transact([...writes, journal]);
  return conflicts.length === 0;
}

function identityChanges(file: FileRecord, row: HandedOver): IdentityColumn[] {
  const ineDiffers = file.ine !== undefined && row.ine !== undefined && !carries(file, 'ine', row.ine);
  return [
    ...(file.population === row.population ? [] : ['population' as const]),
    ...(sameName(file.firstName, row.firstName) ? [] : ['first_name' as const]),
    ...(sameName(file.lastName, row.lastName) ? [] : ['last_name' as const]),
    ...(file.birthDate === row.birthDate ? [] : ['birth_date' as const]),
    ...(ineDiffers ? ['ine' as const] : []),
  ];
}

function heldByAnother(numbers: readonly NumberOfFile[], row: HandedOver): IdentifierColumn[] {
  // Twins share a family name and a birth date, so within an office the first name counts too.
  return numbers
    .filter(({ holder }) => holder && !(sameFamily(holder, row) && sameName(holder.firstName, row.firstName)))
    .map(({ column }) => column);
}

function sameFamily(file: FileRecord, row: HandedOver): boolean {
  return file.birthDate === row.birthDate && sameName(file.lastName, row.lastName);
}

function sameName(one: string, other: string): boolean {
  const [a, b] = [asciiLetters(one), asciiLetters(other)];
  // A name without a letter is at least compared as it is written.
  return a === b && (a !== '' || comparable(one) === comparable(other));
}

function carries(file: FileRecord, column: IdentifierColumn, number: string | undefined): boolean {
  return sameNumber(identifierOf(file, column), number);
}

function sameNumber(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined ? one === other : comparable(one) === comparable(other);
}

function keepingNumbers(row: HandedOver, file: FileRecord): HandedOver {
  const opiNumber = row.opiNumber ?? file.opiNumber;
  const studentNumber = row.studentNumber ?? file.studentNumber;
  const ine = row.ine ?? file.ine;
  return {
    ...row,
    ...(opiNumber !== undefined && { opiNumber }),
    ...(studentNumber !== undefined && { studentNumber }),
    ...(ine !== undefined && { ine }),
  };
}

function saysTheSame(one: HandedOver, other: HandedOver): boolean {
  return (
    sameNumber(one.cvecNumber, other.cvecNumber) &&
    identifierColumns.every((column) => sameNumber(identifierOf(one, column), identifierOf(other, column))) &&
    one.firstName === other.firstName &&
    one.lastName === other.lastName &&
    one.personalEmail === other.personalEmail &&
    one.programme === other.programme &&
    one.startsOn === other.startsOn &&
    one.endsOn === other.endsOn &&
    sameSet(one.affiliations, other.affiliations) &&
    sameSet(one.missing, other.missing)
  );
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((each) => b.has(each));
}
