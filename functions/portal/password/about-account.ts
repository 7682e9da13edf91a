import type { Account } from '../../account/account.ts';
import { getFile } from '../../file/file-repository.ts';
import type { AboutPerson } from '../../password/password-rules.ts';
import type { Tables } from '../../table/tables.ts';

/** What a password of this account is not made of, from the account and the file that leads it. */
export async function aboutAccount({ login, leadingFileId }: Account, tables: Tables): Promise<AboutPerson> {
  const file = await getFile(leadingFileId, tables);
  if (!file) throw new Error('The file of an account is there');
  const { firstName, lastName, birthDate, fileNumber, opiNumber, studentNumber, cvecNumber, ine } = file;
  const fileNumbers = [fileNumber, opiNumber, studentNumber, cvecNumber, ine].filter((each) => each !== undefined);
  return { login, firstName, lastName, fileNumbers, ...(birthDate !== undefined && { birthDate }) };
}
