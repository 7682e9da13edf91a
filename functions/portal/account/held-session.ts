import { findSession, type FindSessionDeps, type SignedIn } from '../../session/find-session.ts';
import { forgetSession, rememberedSession, rememberNotice } from '../cookies.ts';
import type { PortalContext } from '../portal-env.ts';

export interface HeldSessionDeps extends Omit<FindSessionDeps, 'hmacKey'> {
  readonly hmacKey: () => Promise<string>;
}

/** Who is signed in with this browser, if anybody is: asked anew at every request (K-10, B-09). */
export async function heldSession(c: PortalContext, deps: HeldSessionDeps): Promise<SignedIn | undefined> {
  const token = rememberedSession(c);
  if (token === undefined) return undefined;
  return findSession(token, { ...deps, hmacKey: await deps.hmacKey() });
}

/** Where somebody goes who is signed in no more. No address comes along: there is no open redirect (E-07). */
export function toSignIn(c: PortalContext): Response {
  if (rememberedSession(c) !== undefined) {
    forgetSession(c);
    rememberNotice(c, 'session-over');
  }
  return c.redirect('/sign-in', 303);
}
