import { auditEntry } from '../../audit/audit-entry.ts';
import { askedAddress, confirmCode } from '../../address/confirm-code.ts';
import { applyAddress } from '../../address/apply-address.ts';
import type { AddressOperation } from '../../operation/operation.ts';
import { RetryableError } from '../../step/errors.ts';
import { networks } from '../../throttle/client-bucket.ts';
import { accountData } from './account-data.ts';
import { accountOverview } from './account-overview.ts';
import { AccountPage } from './account-page.tsx';
import { codeErrors } from '../link/activation-address-routes.tsx';
import { CodePage } from '../link/address-pages.tsx';
import { ChangeAddressPage } from './change-address-page.tsx';
import { ChangePasswordPage } from './change-password-page.tsx';
import {
  forgetAddress,
  forgetLink,
  forgetSession,
  rememberedAddress,
  rememberedDevice,
  rememberLanguage,
} from '../cookies.ts';
import type { FieldError } from '../error-summary.tsx';
import { follow } from '../follow.ts';
import { ForgottenPage } from './forgotten-page.tsx';
import { isFormId, readForm } from '../form.ts';
import { heldSession, toSignIn } from './held-session.ts';
import { languageNamed } from '../language.ts';
import type { PortalContext, Routes } from '../portal-env.ts';
import { receiveRecovery } from './receive-recovery.ts';
import { SignInPage } from './sign-in-page.tsx';
import { signInTexts } from './sign-in-texts.ts';

/**
 * What somebody with an account does without typing a current password: the other forms are in password-check-routes.tsx,
 * which another function serves.
 */
export const accountRoutes: Routes = (app, deps, { view, error }) => {
  const { tables, start, newId, now } = deps;
  const campus = networks(deps.university.campusRanges);

  app.get('/sign-in', async (c) => {
    if (await heldSession(c, deps)) return c.redirect('/account', 303);
    return c.html(<SignInPage view={view(c)} typed="" errors={[]} />);
  });

  app.get('/forgotten', (c) => c.html(<ForgottenPage view={view(c)} form={newId()} typed="" errors={[]} />));
  app.post('/forgotten', async (c) => {
    const sent = await readForm(c, ['form', 'identifier']);
    if (!sent || !isFormId(sent.form)) return error(c, 400);
    const { form } = sent;
    const identifier = sent.identifier.trim();
    if (identifier === '') {
      c.status(422);
      const errors = [{ field: 'identifier', text: signInTexts.identifierMissing }];
      return c.html(<ForgottenPage view={view(c)} form={form} typed="" errors={errors} />);
    }
    const { clientAddress } = c.env;
    const asked = { form, language: c.get('language'), clientAddress, device: rememberedDevice(c) };
    await receiveRecovery(identifier, asked, { ...deps, campus });
    return c.redirect('/received', 303);
  });

  app.get('/account', async (c) => {
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    const { account, session } = held;
    return c.html(<AccountPage view={view(c)} overview={await accountOverview(account, deps)} roles={session.roles} />);
  });
  app.get('/account/data.json', async (c) => {
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    c.header('Content-Disposition', `attachment; filename="${held.account.login}.json"`);
    // To be read by people too.
    return c.body(JSON.stringify(await accountData(held.account, deps), null, 2), 200, {
      'Content-Type': 'application/json; charset=UTF-8',
    });
  });
  app.post('/account/language', async (c) => {
    const sent = await readForm(c, ['language']);
    const language = languageNamed(sent?.language);
    if (!language) return error(c, 400);
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    const { accountId, credentialEpoch } = held.account;
    const set = { language };
    await tables.write({ table: 'accounts', update: { accountId }, set, if: { equals: { credentialEpoch } } });
    rememberLanguage(c, language);
    return follow(c, '/account', 'language-chosen');
  });

  app.post('/sign-out', async (c) => {
    if (!(await readForm(c, []))) return error(c, 400);
    const held = await heldSession(c, deps);
    // The row goes, so that a copy of the cookie opens nothing either (E-02).
    if (held) await tables.write({ table: 'sessions', delete: { sessionHash: held.session.sessionHash } });
    leave(c);
    return follow(c, '/', 'signed-out');
  });
  app.post('/account/sign-out-everywhere', async (c) => {
    if (!(await readForm(c, []))) return error(c, 400);
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    const { accountId, sessionEpoch } = held.account;
    const { conflicts } = await tables.transact([
      {
        table: 'accounts',
        update: { accountId },
        add: { sessionEpoch: 1 },
        if: { equals: { sessionEpoch } },
      },
      auditEntry(accountId, 'signed-out-everywhere', newId(), now()),
    ]);
    // Somebody else has just raised it: every session has ended all the same.
    if (conflicts.includes(1)) throw new RetryableError('The sessions could not be ended');
    leave(c);
    return follow(c, '/', 'signed-out-everywhere');
  });

  app.get('/account/password', async (c) => {
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    return c.html(<ChangePasswordPage view={view(c)} login={held.account.login} form={newId()} />);
  });
  app.get('/account/address', async (c) => {
    if (!(await heldSession(c, deps))) return toSignIn(c);
    return c.html(<ChangeAddressPage view={view(c)} form={newId()} typed="" />);
  });

  app.get('/account/code', async (c) => {
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    const hmacKey = await deps.hmacKey();
    const asked = await askedAddress(rememberedAddress(c) ?? '', held.account, { ...deps, hmacKey });
    return asked ? codePage(c, asked) : c.redirect('/account/address', 303);
  });
  app.post('/account/code', async (c) => {
    const sent = await readForm(c, ['code']);
    if (!sent) return error(c, 400);
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    const { account } = held;
    const keyed = { ...deps, hmacKey: await deps.hmacKey() };
    const token = rememberedAddress(c) ?? '';
    const outcome = await confirmCode(token, account, sent.code, keyed);
    if (outcome !== 'confirmed') {
      c.status(422);
      return codePage(c, await askedAddress(token, account, keyed), { field: 'code', text: codeErrors[outcome] });
    }
    const asked = await askedAddress(token, account, keyed);
    if (asked) await applyAddress(account, asked, { ...keyed, start });
    forgetAddress(c);
    return follow(c, '/account', 'address-confirmed');
  });

  function codePage(c: PortalContext, asked: AddressOperation | undefined, wrong?: FieldError) {
    const filled = { view: view(c), ...(asked && { asked }), ...(wrong && { error: wrong }) };
    return c.html(<CodePage {...filled} action="/account/code" back="/account/address" />);
  }
};

/** What a browser holds of somebody goes with them: the next one may be somebody else. */
function leave(c: PortalContext): void {
  forgetSession(c);
  forgetLink(c);
  forgetAddress(c);
}
