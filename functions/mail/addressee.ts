import type { Account } from '../account/account.ts';
import type { FileRecord } from '../file/file.ts';
import type { University } from '../university/university.ts';
import type { Addressee } from './letters/letter.tsx';

/**
 * Who a letter about an account is for.
 * @param file the one that leads the account, which knows the first name; there is none any more once the account is closed.
 */
export function addresseeOf(
  { language }: Pick<Account, 'language'>,
  file: FileRecord | undefined,
  university: University,
): Addressee {
  return { university, firstName: file?.firstName ?? '', ...(language !== undefined && { language }) };
}
