import type { Link } from '../link/link.ts';
import type { Tables } from '../table/tables.ts';
import type { EndStayDeps } from './end-stay.ts';
import type { Stay } from './request.ts';

/**
 * The stay that a mail to its sponsor was about, for whoever holds the link (purpose `stay`), or `undefined`: dead, or another one
 * answers for the guest by now.
 */
export function stayByLink(
  token: string,
  deps: Pick<EndStayDeps, 'now'> & { readonly tables: Pick<Tables, 'get'>; readonly hmacKey: () => Promise<string> },
): Promise<{ readonly stay: Stay; readonly link: Link } | undefined> {
  throw new Error(`Not yet: ${token} ${String(deps.now())}`);
}

export type DoneByLink =
  /** The end, or the undoing of one; `not-mine`: the CRI and the unit's contact are asked who answers for the guest. */
  | 'ended'
  | 'undone'
  | 'disowned'
  /** Typed wrong; five times, and the link is dead. */
  | 'wrong-code'
  | 'dead'
  | 'changed';

/** Does what a mail offered, without a sign-in: by the code of six digits that the same mail holds. */
export function actByLink(
  token: string,
  act: { readonly what: 'end' | 'not-mine' | 'undo'; readonly code: string },
  deps: EndStayDeps & { readonly hmacKey: () => Promise<string> },
): Promise<DoneByLink> {
  throw new Error(`Not yet: ${token} ${act.what} ${String(deps.now())}`);
}
