import type { Account } from '../account/account.ts';
import { getFile } from '../file/file-repository.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';
import type { Addressee } from './letter.tsx';

/** Who a letter about an account is for: its first name is the one of the file that leads it, if there is one still. */
export async function addresseeOf(
  { leadingFileId, language }: Account,
  { tables, university }: { tables: Tables; university: University },
): Promise<Addressee> {
  const file = await getFile(leadingFileId, tables);
  return { university, firstName: file?.firstName ?? '', ...(language !== undefined && { language }) };
}
