import { isLive } from '../../link/link.ts';
import { lockAccount } from '../../lock/lock-account.ts';
import { readForm } from '../form.ts';
import { deadLink, heldLink, type HeldLink, otherLink } from './held-link.tsx';
import { DeadNotMePage, LockedPage, NotMePage } from './not-me-pages.tsx';
import type { PortalContext, Routes } from '../portal-env.ts';

/** “This was not me”: locks an account, behind the link of the mail that told of a change. */
export const notMeRoutes: Routes = (app, deps, tools) => {
  const { tables, university, start, newId, now } = deps;

  app.get('/not-me', async (c) => {
    const held = await heldLink(c, deps);
    const { link, account, mark = '' } = held;
    if (link?.purpose !== 'not-me' || !account) return deadLink(c, held, deps, tools);
    if (account.lock) return c.html(<LockedPage view={tools.view(c)} />);
    return isLive(link, account, 'not-me', now())
      ? c.html(<NotMePage view={tools.view(c)} login={account.login} mark={mark} />)
      : dead(c);
  });

  app.post('/not-me', async (c) => {
    const sent = await readForm(c, ['link']);
    if (!sent) return tools.error(c, 400);
    const held = await heldLink(c, deps);
    const other = otherLink(c, held, sent, tools);
    if (other) return other;
    const { link, account } = held;
    if (link?.purpose !== 'not-me' || !account) return deadLink(c, held, deps, tools);
    // Of an account that is locked, the directories are told again: the engine may have been away the first time.
    if (!account.lock && !isLive(link, account, 'not-me', now())) return dead(c);
    const { tokenHash } = link;
    const usedBy = newId();
    const outcome = await lockAccount(
      account,
      {
        reason: 'not-me',
        spend: [{ table: 'links', update: { tokenHash }, set: { usedBy }, if: { absent: ['usedBy'] } }],
      },
      { tables, university, start, newId, now },
    );
    if (outcome === 'locked') return c.html(<LockedPage view={tools.view(c)} />);
    return isLockedNow(await heldLink(c, deps)) ? c.html(<LockedPage view={tools.view(c)} />) : dead(c);
  });

  const isLockedNow = ({ account }: HeldLink) => account?.lock !== undefined;

  function dead(c: PortalContext) {
    c.status(410);
    return c.html(<DeadNotMePage view={tools.view(c)} />);
  }
};
