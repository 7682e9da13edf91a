import * as z from 'zod/mini';
import { RetryableError } from '../step/errors.ts';
import type { Tables } from '../table/tables.ts';
import { claimFileKey, sameIdentifier } from './file-key.ts';
import { type Claim, type FileRecord, fileSchema, type Rejection } from './file.ts';

/** The file with this id. */
export async function getFile(fileId: string, tables: Pick<Tables, 'get'>): Promise<FileRecord | undefined> {
  const row = await tables.get('files', { fileId });
  return row && z.parse(fileSchema, row);
}

/** The file that a claim is about: its number is known and its birth date is the one that was typed. */
export async function findByClaim(claim: Claim, tables: Tables): Promise<FileRecord | undefined> {
  const key = await tables.get('fileKeys', { fileKey: claimFileKey(claim) });
  const file = key && (await getFile(z.parse(z.string(), key['fileId']), tables));
  return file?.birthDate === claim.birthDate ? file : undefined;
}

/**
 * Keeps what the person typed beside what the office says. A CVEC number that the office confirms stays; of addresses
 * that are proposed two are kept, which is enough to stop both.
 * @throws RetryableError when somebody else typed at the same moment.
 */
export async function declare(file: FileRecord, claim: Claim, tables: Tables): Promise<FileRecord> {
  const declared = { ...declaredCvecOf(file, claim), ...proposedAddressesOf(file, claim) };
  if (Object.keys(declared).length === 0) return file;
  const { fileId, proposedAddresses } = file;
  const written = await tables.write({
    table: 'files',
    update: { fileId },
    set: declared,
    if: proposedAddresses === undefined ? { absent: ['proposedAddresses'] } : { equals: { proposedAddresses } },
  });
  if (written === 'conflict') throw new RetryableError('Another form declared something of this file meanwhile');
  return { ...file, ...declared };
}

function declaredCvecOf({ cvecNumber, declaredCvec }: FileRecord, claim: Claim): Pick<FileRecord, 'declaredCvec'> {
  const confirmed = cvecNumber !== undefined && declaredCvec !== undefined && sameIdentifier(cvecNumber, declaredCvec);
  return claim.cvecNumber === undefined || confirmed ? {} : { declaredCvec: claim.cvecNumber };
}

function proposedAddressesOf(
  { personalEmail, proposedAddresses = [] }: FileRecord,
  { personalEmail: proposed }: Claim,
): Pick<FileRecord, 'proposedAddresses'> {
  const known = proposed === undefined || personalEmail !== undefined || proposedAddresses.includes(proposed);
  return known || proposedAddresses.length === 2 ? {} : { proposedAddresses: [...proposedAddresses, proposed] };
}

/** What became of a file at its onboarding, with the version that it is about; of an older version, nothing is kept. */
export async function recordFileOutcome(
  { fileId, version }: Pick<FileRecord, 'fileId' | 'version'>,
  { outcome, rejection }: { outcome: string; rejection?: Rejection },
  tables: Tables,
): Promise<void> {
  await tables.write({
    table: 'files',
    update: { fileId },
    set: { outcome, outcomeVersion: version, ...(rejection && { rejection }) },
    ...(rejection === undefined && { remove: ['rejection'] }),
    if: { equals: { version } },
  });
}
