import * as z from 'zod/mini';
import type { Account } from '../account/account.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { getFile } from './file-repository.ts';
import type { FileRecord } from './file.ts';

/** Every file that stands behind an account, complete or not, those that it does not know yet too. */
export async function filesOf(
  { accountId, files }: Pick<Account, 'accountId' | 'files'>,
  tables: Pick<Tables, 'get' | 'query'>,
): Promise<FileRecord[]> {
  const ids = new Set(Object.keys(files));
  let after: string | undefined;
  do {
    const page = await tables.query(
      'accountFiles',
      { accountId },
      { limit: 100, ...(after !== undefined && { after }) },
    );
    for (const row of page.rows) ids.add(z.parse(id, row['fileId']));
    after = page.next;
  } while (after !== undefined);
  const found = await Promise.all([...ids].map((fileId) => getFile(fileId, tables)));
  return found.filter((file) => file !== undefined);
}
