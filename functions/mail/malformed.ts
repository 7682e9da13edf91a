import { isOneAddress } from './one-address.ts';
import type { Message } from './mail.ts';

/** What makes a message unfit to be sent by whatever provider (G-02, G-03), as the code of its refusal. */
export function malformed({ to, subject }: Message): 'AddressMalformed' | 'SubjectMalformed' | undefined {
  if (!isOneAddress(to)) return 'AddressMalformed';
  // A line break would begin another header.
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(subject)) return 'SubjectMalformed';
  return undefined;
}
