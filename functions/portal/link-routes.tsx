import { findAccount } from '../account/account-repository.ts';
import { getFile } from '../file/file-repository.ts';
import { findLink } from '../link/find-link.ts';
import { isLive } from '../link/link.ts';
import { isToken } from '../link/link-token.ts';
import { rememberedLink, rememberLink } from './cookies.ts';
import { DeadLinkPage } from './dead-link-page.tsx';
import type { PortalContext, Routes } from './portal-env.ts';
import { progressOf } from './progress.ts';
import { StatusPage } from './status-page.tsx';

/** What is behind a mailed link. */
export const linkRoutes: Routes = (app, deps, { view }) => {
  // The token leaves the address at once (B-11). Nothing is looked up or changed here (B-06).
  app.get('/l/:token', (c) => {
    const token = c.req.param('token');
    if (!isToken(token)) return deadLink(c);
    rememberLink(c, token);
    return c.redirect('/status', 303);
  });
  app.get('/status', async (c) => {
    const { tables, university, now } = deps;
    const token = rememberedLink(c) ?? '';
    const link = await findLink(token, { tables, hmacKey: await deps.hmacKey() });
    const account = link && (await findAccount(link.accountId, tables));
    const live = link && (isLive(link, account, 'status', now()) || isLive(link, account, 'activation', now()));
    const file = live && link.fileId !== undefined ? await getFile(link.fileId, tables) : undefined;
    // A link that was mailed to an address which the office has since corrected is dead.
    if (!link || !file || file.addressVersion !== link.addressVersion) return deadLink(c);
    const progress = progressOf(file, account, { mailedAt: link.mintedAt, university });
    return c.html(<StatusPage view={view(c)} progress={progress} />);
  });
  const deadLink = (c: PortalContext) => {
    c.status(410);
    return c.html(<DeadLinkPage view={view(c, '/status')} />);
  };
};
