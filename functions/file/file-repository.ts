import * as z from 'zod/mini';
import type { Tables } from '../table/tables.ts';
import { claimFileKey } from './file-key.ts';
import { type Claim, type FileRecord, fileSchema, type Rejection } from './file.ts';

/** The file with this id. */
export async function getFile(fileId: string, tables: Tables): Promise<FileRecord | undefined> {
  const row = await tables.get('files', { fileId });
  return row && z.parse(fileSchema, row);
}

/** The file that a claim is about: its number is known and its birth date is the one that was typed. */
export async function findByClaim(claim: Claim, tables: Tables): Promise<FileRecord | undefined> {
  const key = await tables.get('fileKeys', { fileKey: claimFileKey(claim) });
  const file = key && (await getFile(z.parse(z.string(), key['fileId']), tables));
  return file?.birthDate === claim.birthDate ? file : undefined;
}

/** Keeps what the person typed beside what the office says; the first proposal of an address stays until the office decides. */
export async function declare(file: FileRecord, claim: Claim, tables: Tables): Promise<FileRecord> {
  const declared = {
    ...(claim.cvecNumber !== undefined && { declaredCvec: claim.cvecNumber }),
    ...(claim.personalEmail !== undefined &&
      file.personalEmail === undefined &&
      file.proposedAddress === undefined && { proposedAddress: claim.personalEmail }),
  };
  if (Object.keys(declared).length === 0) return file;
  await tables.write({ table: 'files', update: { fileId: file.fileId }, set: declared });
  return { ...file, ...declared };
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
