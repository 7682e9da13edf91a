import { findAccount } from '../../account/account-repository.ts';
import { dayOf } from '../../account/account-dates.ts';
import type { Stay } from '../../request/request.ts';
import { findStay } from '../../request/request-repository.ts';
import { extensionDays } from '../../request/stay-dates.ts';
import type { Tables } from '../../table/tables.ts';
import { follow } from '../follow.ts';
import type { PortalContext, PortalTools } from '../portal-env.ts';
import type { Actor, DeskDeps } from './desk.tsx';
import { GuestPage } from './guest-page.tsx';
import { guestView } from './guest-view.ts';

/** The stay of an address, for who answers for it or is asked to; for anybody else there is none. */
export async function stayOf(
  c: PortalContext,
  { account: { accountId } }: Actor,
  { tables }: { tables: Tables },
): Promise<Stay | undefined> {
  const stay = await findStay(c.req.param('requestId') ?? '', tables);
  return stay?.sponsorId === accountId || stay?.handedTo === accountId ? stay : undefined;
}

/** Where there is no stay of this address for somebody (`stayOf`): a colleague may have taken it over from them. */
export async function noGuest(
  c: PortalContext,
  { account: { accountId } }: Actor,
  { tables }: { tables: Tables },
  tools: PortalTools,
): Promise<Response> {
  const stay = await findStay(c.req.param('requestId') ?? '', tables);
  return stay?.formerSponsorId === accountId ? follow(c, '/sponsor', 'handed-on') : tools.error(c, 404);
}

/** How somebody is known here: by the address of the university, or the login. */
export async function knownAs(
  accountId: string | undefined,
  { tables }: { tables: Tables },
): Promise<string | undefined> {
  const account = accountId === undefined ? undefined : await findAccount(accountId, tables);
  return account && (account.mailAddress ?? account.login);
}

type Filled = Pick<Parameters<typeof GuestPage>[0], 'wrong' | 'typed' | 'errors'>;

/** The page of one guest; with what was typed where something is to be corrected. */
export async function guestPage(
  c: PortalContext,
  { account }: Actor,
  stay: Stay,
  filled: Filled,
  deps: DeskDeps,
  tools: PortalTools,
): Promise<Response> {
  const { university, now } = deps;
  const path = `/sponsor/guests/${stay.requestId}`;
  const today = dayOf(now(), university.timeZone);
  if (filled.errors) c.status(422);
  return c.html(
    <GuestPage
      view={tools.view(c, path)}
      guest={await guestView(stay, deps)}
      handedToMe={stay.sponsorId !== account.accountId}
      colleague={await knownAs(stay.handedTo, deps)}
      sponsor={await knownAs(stay.sponsorId, deps)}
      days={extensionDays(stay, today, university)}
      {...filled}
    />,
  );
}
