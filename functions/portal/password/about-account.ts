import type { Account } from '../../account/account.ts';
import { getFile } from '../../file/file-repository.ts';
import type { AboutPerson } from '../../password/password-rules.ts';
import type { Tables } from '../../table/tables.ts';

/** What a password of this account is not made of, from the account and its files, the one that leads it first. */
export async function aboutAccount(
  { login, mailAddress, leadingFileId, files }: Account,
  tables: Tables,
): Promise<AboutPerson> {
  const ids = new Set([leadingFileId, ...Object.keys(files)]);
  const known = (await Promise.all([...ids].map((fileId) => getFile(fileId, tables)))).filter((file) => !!file);
  const [leading] = known;
  if (leading?.fileId !== leadingFileId) throw new Error('The file of an account is there');
  const { firstName, lastName, birthDate } = leading;
  return {
    ...{ login, firstName, lastName },
    otherNames: known.flatMap((file) => [file.firstName, file.lastName]),
    fileNumbers: known
      .flatMap((file) => [file.fileNumber, file.opiNumber, file.studentNumber, file.cvecNumber, file.ine])
      .filter((each) => each !== undefined),
    ...(birthDate !== undefined && { birthDate }),
    ...(mailAddress !== undefined && { mailAddress }),
  };
}
