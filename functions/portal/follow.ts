import { rememberNotice } from './cookies.ts';
import type { NoticeName } from './notices.ts';
import type { PortalContext } from './portal-env.ts';

/** To the page that shows what has become of it, which says first what was done. */
export function follow(c: PortalContext, path: string, done: NoticeName): Response {
  rememberNotice(c, done);
  return c.redirect(path, 303);
}
