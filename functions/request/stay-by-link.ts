import { findAccount } from '../account/account-repository.ts';
import { findLink } from '../link/find-link.ts';
import { isLive, type Link } from '../link/link.ts';
import { disownStay, keepStay } from './unit-contact.ts';
import { endStay, type EndStayDeps, undoEnd } from './end-stay.ts';
import type { Stay } from './request.ts';
import { findStay } from './request-repository.ts';
import { maySponsor } from './sponsor.ts';
import { isStayCode, triesOfStayCode } from './stay-code.ts';

type ByLinkDeps = Pick<EndStayDeps, 'now' | 'tables' | 'university'> & { readonly hmacKey: () => Promise<string> };

export interface StayByLink {
  readonly stay: Stay;
  readonly link: Link;
}

/**
 * The stay that a mail to its sponsor was about, for whoever holds the link (purpose `stay`), or `undefined`: dead, or another one
 * answers for the guest by now. Looking changes nothing (B-06).
 */
export async function stayByLink(token: string, deps: ByLinkDeps): Promise<StayByLink | undefined> {
  const { tables, now } = deps;
  const link = await findLink(token, { tables, hmacKey: await deps.hmacKey() });
  if (!link || link.requestId === undefined || (link.tries ?? 0) >= triesOfStayCode) return undefined;
  const sponsor = await findAccount(link.accountId, tables);
  if (!sponsor || !isLive(link, sponsor, 'stay', now()) || !maySponsor(sponsor, deps)) return undefined;
  const stay = await findStay(link.requestId, tables);
  return stay?.sponsorId === sponsor.accountId ? { stay, link } : undefined;
}

export type DoneByLink =
  /** The end, or the undoing of either; `disowned`: the unit's contact and the CRI are asked who answers for the guest. */
  | 'ended'
  | 'undone'
  | 'disowned'
  /** Typed wrong; five times, and the link is dead. */
  | 'wrong-code'
  | 'dead'
  | 'changed';

/**
 * Does what a mail offered, without a sign-in: by the code of six digits that the same mail holds. Everything that it does can be
 * undone, by the same link and code too, for 24 hours. The try is counted first, so that however many come at once no sixth is
 * looked at (D-06).
 * @throws RetryableError when the tables or the engine are away: no code is looked at then (D-07).
 */
export async function actByLink(
  token: string,
  { what, code }: { readonly what: 'end' | 'not-mine' | 'undo'; readonly code: string },
  deps: EndStayDeps & { readonly hmacKey: () => Promise<string> },
): Promise<DoneByLink> {
  const found = await stayByLink(token, deps);
  if (!found) return 'dead';
  const { tokenHash, accountId, tries } = found.link;
  const counted = await deps.tables.write({
    table: 'links',
    update: { tokenHash },
    add: { tries: 1 },
    if: { below: { tries: triesOfStayCode } },
  });
  if (counted === 'conflict') return 'dead';
  if (!isStayCode(token, code, await deps.hmacKey())) return (tries ?? 0) + 1 < triesOfStayCode ? 'wrong-code' : 'dead';
  await deps.tables.write({ table: 'links', update: { tokenHash }, set: { tries: 0 } });
  const outcome = await doneTo(found.stay, { accountId }, what, deps);
  return outcome === 'not-yours' ? 'dead' : outcome;
}

function doneTo(
  { requestId, orphanedAt }: Stay,
  by: { readonly accountId: string },
  what: 'end' | 'not-mine' | 'undo',
  deps: EndStayDeps,
) {
  switch (what) {
    case 'end':
      return endStay(requestId, by, deps);
    case 'not-mine':
      return disownStay(requestId, by, deps);
    case 'undo':
      return orphanedAt === undefined ? undoEnd(requestId, by, deps) : keepStay(requestId, by, deps);
  }
}
