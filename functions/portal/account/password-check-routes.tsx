import { askAddress } from '../../address/ask-address.ts';
import { readAddress } from '../../address/read-address.ts';
import type { PasswordDirectory } from '../../directory/password-directory.ts';
import { addressHealth } from '../../mail/address-health.ts';
import { comparableAddress } from '../../mail/comparable-address.ts';
import { checkCurrentPassword } from '../../session/check-current-password.ts';
import { signIn } from '../../session/sign-in.ts';
import { networks } from '../../throttle/client-bucket.ts';
import type { DirectoryName } from '../../university/university.ts';
import { accountTexts } from './account-texts.ts';
import { faultTexts } from '../link/activation-texts.ts';
import { ChangeAddressPage } from './change-address-page.tsx';
import { changePasswordRoutes } from './change-password-routes.tsx';
import {
  rememberAddress,
  rememberedAddress,
  rememberDevice,
  rememberedDevice,
  rememberedSession,
  rememberLanguage,
  rememberSession,
  takeWay,
} from '../cookies.ts';
import { currentErrors } from './current-errors.ts';
import type { FieldError } from '../error-summary.tsx';
import { isFormId, readForm } from '../form.ts';
import { heldSession, toSignIn } from './held-session.ts';
import { operationIdOf } from '../operation-id.ts';
import type { PortalContext, PortalDeps, Routes } from '../portal-env.ts';
import { SignInAwayPage, SignInPage } from './sign-in-page.tsx';
import { signInTexts } from './sign-in-texts.ts';

export interface PasswordCheckDeps extends PortalDeps {
  readonly passwordDirectory: (name: DirectoryName) => PasswordDirectory;
}

/** The forms on which a current password is typed: a bind shows whether it is the right one, and nothing else does. */
export const passwordCheckRoutes: Routes<PasswordCheckDeps> = (app, deps, tools) => {
  const { view, error } = tools;
  const { university } = deps;
  const campus = networks(university.campusRanges);

  app.post('/sign-in', async (c) => {
    const sent = await readForm(c, ['name', 'password']);
    if (!sent) return error(c, 400);
    const name = sent.name.trim();
    const missing = [
      ...(name === '' ? [{ field: 'name', text: signInTexts.nameMissing }] : []),
      ...(sent.password === '' ? [{ field: 'password', text: signInTexts.passwordMissing }] : []),
    ];
    if (missing.length > 0) {
      c.status(422);
      return c.html(<SignInPage view={view(c)} typed={name} errors={missing} />);
    }
    const { clientAddress } = c.env;
    const signed = await signIn(
      {
        ...{ name, password: sent.password, clientAddress },
        device: rememberedDevice(c),
        formerSession: rememberedSession(c),
      },
      { ...deps, campus, hmacKey: await deps.hmacKey() },
    );
    if (signed.outcome === 'signed-in') {
      rememberSession(c, signed.token);
      rememberDevice(c, signed.device);
      // Whoever has chosen one reads the mails in it, and finds the pages in it in every browser.
      if (signed.account.language) rememberLanguage(c, signed.account.language);
      return c.redirect(takeWay(c) ?? '/account', 303);
    }
    if (signed.outcome === 'away') {
      c.status(503);
      return c.html(<SignInAwayPage view={view(c)} to="/sign-in" />);
    }
    c.status(422);
    return c.html(<SignInPage view={view(c)} typed={name} errors={[]} refused />);
  });

  app.post('/account/address', async (c) => {
    const sent = await readForm(c, ['form', 'address', 'current']);
    if (!sent || !isFormId(sent.form)) return error(c, 400);
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    const { account } = held;
    const hmacKey = await deps.hmacKey();
    const retyped = (field: FieldError) => addressPage(c, { form: sent.form, typed: sent.address, error: field });

    // What is wrong with the address is told before a directory is asked.
    const read = readAddress(sent.address, account, university);
    if ('fault' in read) return retyped({ field: 'address', text: faultTexts[read.fault] });
    const isSame = comparableAddress(account.recovery?.address ?? '') === comparableAddress(read.address);
    // One that mail came back from is healed by a code that arrives there (G-05).
    if (isSame && (await addressHealth(read.address, deps)) === 'well') {
      return retyped({ field: 'address', text: accountTexts.sameAddress });
    }
    const checked = await checkCurrentPassword(account, sent.current, { ...deps, hmacKey });
    if (checked === 'away') return away(c, '/account/address');
    if (checked !== 'right') return retyped({ field: 'current', text: currentErrors[checked] });

    const operationId = operationIdOf('address', sent.form, [account.accountId, sent.address], hmacKey);
    const language = c.get('language');
    const asked = await askAddress(
      account,
      sent.address,
      { operationId, language, held: rememberedAddress(c) },
      { ...deps, hmacKey },
    );
    if (asked.outcome === 'refused') return retyped({ field: 'address', text: faultTexts[asked.fault] });
    rememberAddress(c, asked.token);
    return c.redirect('/account/code', 303);
  });

  function addressPage(c: PortalContext, filled: { form: string; typed: string; error: FieldError }) {
    c.status(422);
    return c.html(<ChangeAddressPage view={view(c)} {...filled} />);
  }
  function away(c: PortalContext, to: string) {
    c.status(503);
    return c.html(<SignInAwayPage view={view(c)} to={to} />);
  }

  changePasswordRoutes(app, deps, tools);
};
