import type { University } from '../university/university.ts';
import { sameIdentifier } from './file-key.ts';
import type { FileRecord } from './file.ts';

/**
 * The pieces that keep a file from being complete: those that the office lists, less a CVEC certificate whose number
 * the person typed and the office holds, and with `address` where there is no address to write to.
 */
export function missingPieces(
  file: Pick<FileRecord, 'missing' | 'cvecNumber' | 'declaredCvec' | 'personalEmail' | 'affiliations'>,
  university: University,
): string[] {
  const cvecProven =
    file.cvecNumber !== undefined &&
    file.declaredCvec !== undefined &&
    sameIdentifier(file.cvecNumber, file.declaredCvec);
  const listed = file.missing.filter((piece) => !(piece === 'cvec' && cvecProven));
  return [...new Set([...listed, ...(mayWriteTo(file, university) ? [] : ['address'])])];
}

/** Whether the file has an address that mail may go to: members of some schools are written to at their school only. */
export function mayWriteTo(
  { personalEmail, affiliations }: Pick<FileRecord, 'personalEmail' | 'affiliations'>,
  { addressSuffixByAffiliation }: University,
): boolean {
  if (personalEmail === undefined) return false;
  return affiliations.every((affiliation) => {
    const suffix = addressSuffixByAffiliation[affiliation];
    return suffix === undefined || personalEmail.toLowerCase().endsWith(suffix);
  });
}
