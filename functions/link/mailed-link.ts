import type { Account } from '../account/account.ts';
import type { FileRecord } from '../file/file.ts';
import type { NewLink } from './mint-link.ts';

export interface MailedLinkDeps {
  readonly publicUrl: string;
  readonly mintLink: (link: NewLink, account: Account | undefined) => Promise<{ token: string }>;
}

/**
 * Mints the link that lets somebody into an account that may have a password: it activates one that never was, and
 * recovers any other.
 * @param mailKey of the mail that it goes with.
 */
export async function letInLink(
  account: Account,
  file: FileRecord | undefined,
  mailKey: string,
  deps: MailedLinkDeps,
): Promise<{ purpose: 'activation' | 'recovery'; link: string }> {
  const { accountId, credentialEpoch: epoch, state } = account;
  const purpose = state === 'provisioned' ? 'activation' : 'recovery';
  const shown = purpose === 'activation' && file && { fileId: file.fileId, addressVersion: file.addressVersion };
  return { purpose, link: await mailedLink({ purpose, accountId, epoch, mailKey, ...shown }, account, deps) };
}

/** Mints a link and gives the address that it is mailed as. */
export async function mailedLink(
  link: NewLink,
  account: Account | undefined,
  { publicUrl, mintLink }: MailedLinkDeps,
): Promise<string> {
  const { token } = await mintLink(link, account);
  return `${publicUrl}/l/${token}`;
}

/** Mints the link by which a person says that they did not do what an operation did. It lets nobody in. */
export function notMeLink(
  { operationId, accountId, epoch }: { operationId: string; accountId: string; epoch: number },
  deps: MailedLinkDeps,
): Promise<string> {
  return mailedLink({ purpose: 'not-me', accountId, epoch, operationId }, undefined, deps);
}
