import { mayHavePassword } from '../../account/account-use.ts';
import type { Account } from '../../account/account.ts';
import { tokenBytes } from '../../link/link-token.ts';
import { getOperation } from '../../operation/operation-repository.ts';
import { acceptPassword, resultToken, triesAfterRefusal } from '../../password/accept-password.ts';
import { passwordTyped } from '../../password/password-shape.ts';
import { checkCurrentPassword } from '../../session/check-current-password.ts';
import { readSession, type SignedIn } from '../../session/find-session.ts';
import { type NewSession, type Session, sessionPut } from '../../session/session.ts';
import { aboutAccount } from '../password/about-account.ts';
import { accountTexts } from './account-texts.ts';
import { ChangePasswordPage } from './change-password-page.tsx';
import { rememberedSession, rememberLink, rememberSession } from '../cookies.ts';
import { currentErrors } from './current-errors.ts';
import { isFormId, readForm } from '../form.ts';
import { heldSession, toSignIn } from './held-session.ts';
import { tellWhichCounts } from '../link/choose-password.ts';
import { operationIdOf } from '../operation-id.ts';
import type { PasswordCheckDeps } from './password-check-routes.tsx';
import { passwordFields, readPassword } from '../password/password-fields.tsx';
import type { PortalContext, Routes } from '../portal-env.ts';
import { SignInAwayPage } from './sign-in-page.tsx';

/** Change of password: the current one, shown by a bind, is the proof, and the session is used up for it. */
export const changePasswordRoutes: Routes<PasswordCheckDeps> = (app, deps, { view, error }) => {
  const { tables, university, randomBytes, now } = deps;

  app.post('/account/password', async (c) => {
    const sent = await readForm(c, ['form', 'current', 'password'], passwordFields);
    if (!sent || !isFormId(sent.form)) return error(c, 400);
    const hmacKey = await deps.hmacKey();
    const before = await changedBefore(c, sent, hmacKey);
    if (before) return before;
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    const { account } = held;
    const again = (wrong: Partial<Parameters<typeof ChangePasswordPage>[0]>) => {
      c.status(422);
      return c.html(<ChangePasswordPage view={view(c)} login={account.login} form={sent.form} {...wrong} />);
    };

    // What the page can tell by itself comes before any directory is asked.
    const read = await readPassword(sent, await aboutAccount(account, tables), university);
    if ('broken' in read) return again(read);
    if (passwordTyped(sent.current) === read.password) {
      return again({ errors: [{ field: 'password', text: accountTexts.sameAsCurrent }] });
    }
    const checked = await checkCurrentPassword(account, sent.current, { ...deps, hmacKey });
    if (checked === 'away') {
      c.status(503);
      return c.html(<SignInAwayPage view={view(c)} to="/account/password" />);
    }
    if (checked !== 'right') return again({ errors: [{ field: 'current', text: currentErrors[checked] }] });
    return (await changed(c, held, sent.form, read.password, hmacKey)) ?? toSignIn(c);
  });

  /** @returns `undefined` when the account changed meanwhile: the session is dead then. */
  async function changed(
    c: PortalContext,
    { session, account }: SignedIn,
    form: string,
    password: string,
    hmacKey: string,
  ): Promise<Response | undefined> {
    if (!mayHavePassword(account, university, now())) return undefined;
    const operationId = operationIdOf('password', form, [account.accountId], hmacKey);
    const token = Buffer.from(randomBytes(tokenBytes)).toString('base64url');
    const { sessionHash } = session;
    const accepted = await acceptPassword(
      {
        ...{ operationId, purpose: 'change', account, password, triesLeft: triesAfterRefusal },
        language: c.get('language'),
        spend: [
          {
            table: 'sessions',
            update: { sessionHash },
            set: { spentBy: operationId },
            if: { equals: { accountId: account.accountId }, absent: ['spentBy'] },
          },
        ],
        // Whoever changes stays signed in, under another id and in the epoch that begins (E-02): every other session is dead.
        more: [sessionPut(sessionOf(account, session), token, { hmacKey, now })],
      },
      { ...deps, hmacKey },
    );
    if (accepted.outcome === 'proof-gone') return undefined;
    // Of the same form sent twice at once, the session of the other one was kept: its answer brings that to the browser.
    if (accepted.outcome === 'accepted') rememberSession(c, token);
    return follow(c, operationId, accepted.token);
  }

  /**
   * Of a form that was sent before, as by a double click: the page that follows what it asked for. It signs nobody in again.
   * @returns `undefined` for any other form.
   */
  async function changedBefore(
    c: PortalContext,
    { form, password }: { readonly form: string; readonly password: string },
    hmacKey: string,
  ): Promise<Response | undefined> {
    const session = await readSession(rememberedSession(c) ?? '', { tables, hmacKey });
    if (!session) return undefined;
    const operationId = operationIdOf('password', form, [session.accountId], hmacKey);
    const operation = await getOperation(operationId, 'password', { tables });
    // With the session that was used up for it, or with the one that took its place.
    const isOurs = session.spentBy === operationId || session.epoch === operation?.epoch;
    if (!operation || !isOurs) return undefined;
    tellWhichCounts(c, operation, password, hmacKey);
    return follow(c, operationId, resultToken(operationId, hmacKey));
  }

  /** The cookies first: when the engine is away, the page of the error has them, and sent again the form finds them. */
  async function follow(c: PortalContext, operationId: string, token: string): Promise<Response> {
    rememberLink(c, token);
    await deps.start.password(operationId, { operationId });
    return c.redirect('/result', 303);
  }

  function sessionOf(
    { accountId, credentialEpoch, sessionEpoch }: Account,
    { roles, rolesReadAt }: Session,
  ): NewSession {
    const read = roles && rolesReadAt !== undefined && { roles, rolesReadAt };
    return { accountId, epoch: credentialEpoch + 1, sessionEpoch, ...read };
  }
};
