import { dayOf } from '../account/account-dates.ts';
import type { Account } from '../account/account.ts';
import type { FileRecord } from '../file/file.ts';
import { filesOf } from '../file/files-of.ts';
import { missingPieces } from '../file/missing-pieces.ts';
import { rejectionOf } from '../onboarding/validate-file.ts';
import type { Stay } from '../request/request.ts';
import { requestOf } from '../request/request-of.ts';
import { isCurrent } from '../request/stay-dates.ts';
import type { Write } from '../table/tables.ts';
import type { ExpiringDeps } from './expiring.ts';

interface News {
  /** Files that are complete and say what the account does not know yet. */
  readonly files: readonly FileRecord[];
  /** Stays that were extended beyond what their file says: the workflow that moves its end is on its way, or was lost. */
  readonly stays: readonly Stay[];
  /** For a transaction that holds only while nobody says anything new of the account. */
  readonly unchanged: readonly Write[];
}

/** What offices and sponsors have said of an account and it does not know yet. */
export async function newsOf(account: Account, { tables, university, now }: ExpiringDeps): Promise<News> {
  const today = dayOf(now(), university.timeZone);
  const files = await filesOf(account, tables);
  const granted = await Promise.all(files.map(async (file) => ({ file, stay: await requestOf(file, tables) })));
  const stays = granted.flatMap(({ file, stay }) => (stay ? [{ stay, endsOn: file.endsOn }] : []));
  return {
    files: files.filter(
      (file) =>
        file.version > (account.files[file.fileId]?.version ?? 0) &&
        missingPieces(file, university).length === 0 &&
        rejectionOf(file, account, university, today) === undefined,
    ),
    stays: stays.flatMap(({ stay, endsOn }) =>
      isCurrent(stay, today) && endsOn !== undefined && stay.endsOn > endsOn ? [stay] : [],
    ),
    unchanged: [
      ...files.map(({ fileId, version }): Write => ({
        table: 'files',
        check: { fileId },
        if: { equals: { version } },
      })),
      ...stays.map(({ stay: { requestId, version } }): Write => ({
        table: 'requests',
        check: { requestId },
        if: { equals: { version } },
      })),
    ],
  };
}

/** Whether there is something that a run is to bring to its end before the account ends. */
export function isNews({ files, stays }: News): boolean {
  return files.length > 0 || stays.length > 0;
}
