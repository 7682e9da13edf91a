import type { Account } from '../account/account.ts';
import type { FileRecord } from '../file/file.ts';
import { missingPieces } from '../file/missing-pieces.ts';
import { rejectionOf } from '../onboarding/validate-file.ts';
import type { Write } from '../table/tables.ts';
import type { University } from '../university/university.ts';

/** Those of an account's files that are complete and say what the account does not know yet. */
export function newsAmong(
  files: readonly FileRecord[],
  account: Account,
  university: University,
  today: string,
): FileRecord[] {
  return files.filter(
    (file) =>
      file.version > (account.files[file.fileId]?.version ?? 0) &&
      missingPieces(file, university).length === 0 &&
      rejectionOf(file, account, university, today) === undefined,
  );
}

/** For a transaction that holds only while no office hands over anything new of these files. */
export function unchangedFiles(files: readonly FileRecord[]): Write[] {
  return files.map(({ fileId, version }) => ({ table: 'files', check: { fileId }, if: { equals: { version } } }));
}
