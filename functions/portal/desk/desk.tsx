import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Account } from '../../account/account.ts';
import type { PasswordDirectory } from '../../directory/password-directory.ts';
import type { Role } from '../../directory/role.ts';
import { maySponsor } from '../../request/sponsor.ts';
import { currentRoles } from '../../session/current-roles.ts';
import type { SignedIn } from '../../session/find-session.ts';
import { isProvenLately, proveAgain } from '../../session/recent-proof.ts';
import { id } from '../../step/id.ts';
import type { Tables } from '../../table/tables.ts';
import { countUse, type Limit } from '../../throttle/throttle.ts';
import type { DirectoryName } from '../../university/university.ts';
import type { StartWorkflow } from '../../workflow/start-workflow.ts';
import { currentErrors } from '../account/current-errors.ts';
import { heldSession, toSignIn } from '../account/held-session.ts';
import { SignInAwayPage } from '../account/sign-in-page.tsx';
import { rememberWay } from '../cookies.ts';
import { readForm } from '../form.ts';
import type { PageDeps, PortalApp, PortalContext, PortalTools } from '../portal-env.ts';
import type { DeskForm } from './desk-forms.ts';
import type { StartedByDesks } from './started-by-desks.ts';
import { NotYourDeskPage, ProofPage, TooOftenPage } from './desk-pages.tsx';

export interface DeskDeps extends PageDeps {
  readonly tables: Tables;
  readonly start: Readonly<Record<StartedByDesks, StartWorkflow>>;
  readonly hmacKey: () => Promise<string>;
  readonly passwordDirectory: (name: DirectoryName) => PasswordDirectory;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly now: () => Temporal.Instant;
  readonly newId: () => string;
}

/** By person: more than anybody decides by hand, and few enough that a stolen session empties no university. */
export const actsAtDesk: Limit = { uses: 100, windowSeconds: 10 * 60 };

/** Who acts for others, with the right to do so at this moment. */
export interface Actor {
  readonly account: Account;
  readonly roles: readonly Role[];
}

type Answer = Response | Promise<Response>;
type Sent<Required extends string, Optional extends string> = Readonly<Record<Required, string>> &
  Readonly<Partial<Record<Optional, string>>>;

type Run<Required extends string, Optional extends string> = (
  c: PortalContext,
  actor: Actor,
  sent: Sent<Required, Optional>,
) => Answer;

/** Who may stand at each desk: staff answer for guests; decisions are those of the CRI. */
const allowed = {
  sponsor: ({ account }, deps) => maySponsor(account, deps),
  cri: ({ roles }) => roles.includes('cri'),
} as const satisfies Record<string, (actor: Actor, deps: DeskDeps) => boolean>;

/** Where a page of a desk begins; the first one, for what is no place in it. */
export function pageAfter(c: PortalContext): { after?: string } {
  const { data: after } = z.safeParse(id, c.req.query('after'));
  return after === undefined ? {} : { after };
}

/**
 * Adds pages to a desk. All go through the same controls (D-12): the session, the role as the directory has it, and for what
 * changes something the form, how often, and a password that was shown lately (E-03).
 */
export function desk(name: keyof typeof allowed, app: PortalApp, deps: DeskDeps, tools: PortalTools) {
  const { tables, now } = deps;

  async function actorAt(c: PortalContext): Promise<{ actor: Actor; signedIn: SignedIn } | Response> {
    const signedIn = await heldSession(c, deps);
    if (!signedIn) {
      if (c.req.method === 'GET') rememberWay(c, c.req.path);
      return toSignIn(c);
    }
    const { account } = signedIn;
    const actor = { account, roles: await currentRoles(signedIn, deps) };
    if (allowed[name](actor, deps)) return { actor, signedIn };
    c.status(403);
    return c.html(<NotYourDeskPage view={tools.view(c, '/account')} desk={name} />);
  }

  return {
    page(path: string, show: (c: PortalContext, actor: Actor) => Answer): void {
      app.get(path, async (c) => {
        const at = await actorAt(c);
        return at instanceof Response ? at : show(c, at.actor);
      });
    },
    act<Required extends string, Optional extends string>(
      { path, required, optional, longest }: DeskForm<Required, Optional>,
      run: Run<Required, Optional>,
    ): void {
      app.post(path, async (c) => {
        const sent = await readForm<Required, Optional | 'current'>(c, required, [...optional, 'current'], longest);
        if (!sent) return tools.error(c, 400);
        const at = await actorAt(c);
        if (at instanceof Response) return at;
        const { actor, signedIn } = at;
        const hmacKey = await deps.hmacKey();
        if (!(await countUse(`desk#${actor.account.accountId}`, actsAtDesk, { tables, hmacKey, now }))) {
          c.status(429);
          return c.html(<TooOftenPage view={tools.view(c, `/${name}`)} back={`/${name}`} />);
        }
        if (isProvenLately(signedIn.session, now())) return run(c, actor, sent);
        const { current, ...typed } = sent;
        const checked = current === undefined ? undefined : await proveAgain(signedIn, current, { ...deps, hmacKey });
        if (checked === 'right') return run(c, actor, sent);
        if (checked === 'away') {
          c.status(503);
          return c.html(<SignInAwayPage view={tools.view(c, `/${name}`)} to={`/${name}`} />);
        }
        c.status(422);
        const errors = checked === undefined ? [] : [{ field: 'current', text: currentErrors[checked] }];
        const view = tools.view(c, `/${name}`);
        return c.html(<ProofPage view={view} action={c.req.path} back={`/${name}`} typed={typed} errors={errors} />);
      });
    },
  };
}
export type Desk = ReturnType<typeof desk>;
