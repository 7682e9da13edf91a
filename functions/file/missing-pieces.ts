import type { University } from '../university/university.ts';
import { sameIdentifier } from './file-key.ts';
import type { FileRecord } from './file.ts';

/**
 * The pieces that keep a file from being complete: those that the office lists, less a CVEC certificate whose number
 * the person typed and the office holds, and with `address` where there is no address to write to.
 */
export function missingPieces(
  file: Pick<FileRecord, 'missing' | 'cvecNumber' | 'declaredCvec' | 'personalEmail' | 'affiliations' | 'card'>,
  university: University,
): string[] {
  const cvecProven =
    file.cvecNumber !== undefined &&
    file.declaredCvec !== undefined &&
    sameIdentifier(file.cvecNumber, file.declaredCvec);
  const listed = file.missing.filter((piece) => !(piece === 'cvec' && cvecProven));
  return [...new Set([...listed, ...(file.card || mayWriteTo(file, university) ? [] : ['address'])])];
}

/**
 * Whether the file has an address that mail may go to: outside the university, whose own mailbox opens with the account;
 * members of some schools are written to at their school only.
 */
export function mayWriteTo(
  { personalEmail, affiliations }: Pick<FileRecord, 'personalEmail' | 'affiliations'>,
  { addressSuffixByAffiliation, mailDomains }: University,
): boolean {
  if (personalEmail === undefined || !isOutside(personalEmail, mailDomains)) return false;
  return affiliations.every((affiliation) => {
    const suffix = addressSuffixByAffiliation[affiliation];
    return suffix === undefined || personalEmail.toLowerCase().endsWith(suffix);
  });
}

/** Whether an address is in none of these domains, nor below one. */
export function isOutside(address: string, domains: University['mailDomains']): boolean {
  const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return domains.every((domain) => host !== domain && !host.endsWith(`.${domain}`));
}
