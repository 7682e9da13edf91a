import { createHmac } from 'node:crypto';
import { findAccount } from '../../account/account-repository.ts';
import type { Account } from '../../account/account.ts';
import { getFile } from '../../file/file-repository.ts';
import type { FileRecord } from '../../file/file.ts';
import { findLink } from '../../link/find-link.ts';
import { isLive, type Link, type LinkPurpose } from '../../link/link.ts';
import { rememberedLink } from '../cookies.ts';
import { DeadLinkPage } from './dead-link-page.tsx';
import { OtherLinkPage } from './other-link-page.tsx';
import type { PortalContext, PortalDeps, PortalTools } from '../portal-env.ts';

/** The link that this browser holds, dead or alive, and its account, if there is one yet. */
export interface HeldLink {
  readonly link?: Link;
  readonly account?: Account;
  /**
   * Names the link in the forms of its pages. There is one cookie for all tabs: a form that was filled in for one account is
   * not to count for the one whose link was opened since.
   */
  readonly mark?: string;
}

/** Looks and changes nothing (B-06). Whose page it is comes from the token alone. */
export async function heldLink(c: PortalContext, deps: PortalDeps): Promise<HeldLink> {
  const { tables } = deps;
  const hmacKey = await deps.hmacKey();
  const link = await findLink(rememberedLink(c) ?? '', { tables, hmacKey });
  const account = link && (await findAccount(link.accountId, tables));
  return { ...(link && { link, mark: markOf(link, hmacKey) }), ...(account && { account }) };
}

/** Keyed, since it stands in pages: it tells nothing of the key under which a table has the link. */
export function markOf({ tokenHash }: Pick<Link, 'tokenHash'>, hmacKey: string): string {
  return createHmac('sha256', hmacKey).update(`form\0${tokenHash}`).digest('base64url');
}

/**
 * The answer to a form of another link than the one that this browser holds: nothing is done.
 * @returns `undefined` when it is of that one, or when this browser holds none.
 */
export function otherLink(
  c: PortalContext,
  { mark }: HeldLink,
  sent: { readonly link: string },
  { view }: PortalTools,
): Response | Promise<Response> | undefined {
  if (mark === undefined || sent.link === mark) return undefined;
  c.status(409);
  return c.html(<OtherLinkPage view={view(c, '/')} />);
}

/**
 * The file that a link was mailed about; of one that names none, the file that leads the account.
 * @returns `undefined` when the link went to an address that the office has since corrected: it is dead.
 */
export async function fileOf(
  { fileId, addressVersion }: Link,
  account: Account | undefined,
  { tables }: PortalDeps,
): Promise<FileRecord | undefined> {
  const id = fileId ?? account?.leadingFileId;
  const file = id === undefined ? undefined : await getFile(id, tables);
  return addressVersion === undefined || file?.addressVersion === addressVersion ? file : undefined;
}

/** What a link for this purpose opens, once it is live. */
export interface OpenLink {
  readonly link: Link;
  readonly account: Account;
  readonly file: FileRecord;
  readonly mark: string;
}

/** The link for this purpose, with its account and file, if it still does what it is for. */
export async function openLink(
  { link, account, mark }: HeldLink,
  purpose: LinkPurpose,
  deps: PortalDeps,
): Promise<OpenLink | undefined> {
  if (!link || !account || mark === undefined || !isLive(link, account, purpose, deps.now())) return undefined;
  const file = await fileOf(link, account, deps);
  return file && { link, account, file, mark };
}

/** Whether it is known whose link it was: before there is an account, its file says whose it will be. */
export function isKnown({ link, account }: HeldLink): boolean {
  return account !== undefined || link?.fileId !== undefined;
}

/** The page of a link that does nothing any more: with a button for a fresh one where it is known whose it was. */
export function deadLink(
  c: PortalContext,
  held: HeldLink,
  { newId }: PortalDeps,
  { view }: PortalTools,
): Response | Promise<Response> {
  c.status(410);
  const known = isKnown(held);
  if (known) c.header('Referrer-Policy', 'same-origin');
  const { mark } = held;
  const fresh = known && mark !== undefined && { form: { id: newId(), mark } };
  return c.html(<DeadLinkPage view={view(c, '/')} {...fresh} />);
}
