import type { Account } from '../account/account.ts';
import { mailedLink, type MailedLinkDeps } from '../link/mailed-link.ts';
import type { Stay } from './request.ts';
import { stayCode } from './stay-code.ts';

/** The guest on the desk, after a sign-in. */
export function deskOf({ requestId }: Pick<Stay, 'requestId'>, publicUrl: string): string {
  return `${publicUrl}/sponsor/guests/${requestId}`;
}

export interface StayLinkDeps extends MailedLinkDeps {
  readonly hmacKey: () => Promise<string>;
}

/** Mints the link by which a mail leads a sponsor to a guest, with the code that ends the stay or undoes an end (`actByLink`). */
export async function stayLink(
  { requestId }: Pick<Stay, 'requestId'>,
  { accountId, credentialEpoch: epoch }: Account,
  deps: StayLinkDeps,
): Promise<{ readonly link: string; readonly code: string }> {
  const link = await mailedLink({ purpose: 'stay', accountId, epoch, requestId, tries: 0 }, undefined, deps);
  const token = link.slice(link.lastIndexOf('/') + 1);
  return { link, code: stayCode(token, await deps.hmacKey()) };
}
