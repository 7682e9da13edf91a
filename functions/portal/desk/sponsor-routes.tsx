import { listDesk } from '../../request/list-desk.ts';
import type { Routes } from '../portal-env.ts';
import { addAskRoutes } from './ask-routes.tsx';
import { addChangeRoutes } from './change-routes.tsx';
import { isStay } from '../../request/request-repository.ts';
import { desk, type DeskDeps, pageAfter } from './desk.tsx';
import { guestPath } from './desk-forms.ts';
import { EndPage } from './guest-page.tsx';
import { guestPage, noGuest, stayOf } from './show-guest.tsx';
import { guestView } from './guest-view.ts';
import { SponsorPage } from './sponsor-page.tsx';
import { mayEnd } from './standing.ts';

/** What a member of staff does for the guests that they answer for. */
export const sponsorRoutes: Routes<DeskDeps> = (app, deps, tools) => {
  const { tables } = deps;
  const sponsor = desk('sponsor', app, deps, tools);

  sponsor.page('/sponsor', async (c, { account }) => {
    const { requests, next } = await listDesk(account.accountId, pageAfter(c), { tables });
    const stays = requests.filter(isStay);
    const guests = await Promise.all(stays.map((stay) => guestView(stay, deps)));
    const props = { accountId: account.accountId, guests, ...(next !== undefined && { next }) };
    return c.html(<SponsorPage view={tools.view(c)} {...props} />);
  });
  addAskRoutes(sponsor, deps, tools);

  sponsor.page(guestPath, async (c, actor) => {
    const stay = await stayOf(c, actor, deps);
    return stay ? guestPage(c, actor, stay, {}, deps, tools) : noGuest(c, actor, deps, tools);
  });
  sponsor.page(`${guestPath}/end`, async (c, actor) => {
    const stay = await stayOf(c, actor, deps);
    if (stay?.sponsorId !== actor.account.accountId) return noGuest(c, actor, deps, tools);
    const guest = await guestView(stay, deps);
    if (!mayEnd(guest.standing)) return c.redirect(`/sponsor/guests/${stay.requestId}`, 303);
    return c.html(<EndPage view={tools.view(c)} guest={guest} />);
  });
  addChangeRoutes(sponsor, deps, tools);
};
