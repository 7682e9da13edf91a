import { dayOf } from '../../account/account-dates.ts';
import type { Account } from '../../account/account.ts';
import { askForAccess } from '../../request/ask-for-access.ts';
import { servicesToAskFor } from '../../request/services-on-request.ts';
import { accessDays } from '../../request/stay-dates.ts';
import type { FieldError } from '../error-summary.tsx';
import { isFormId, readForm } from '../form.ts';
import type { PortalContext, Routes } from '../portal-env.ts';
import { AccessPage } from './access-page.tsx';
import { accessErrors } from './access-texts.ts';
import { heldSession, toSignIn } from './held-session.ts';

/** Somebody asks for a service from My account; the CRI decides. */
export const accessRoutes: Routes = (app, deps, { view, error }) => {
  const { university, newId, now } = deps;

  app.get('/account/access', async (c) => {
    const held = await heldSession(c, deps);
    return held ? page(c, held.account, newId(), { service: '', until: '', reason: '' }, []) : toSignIn(c);
  });
  app.post('/account/access', async (c) => {
    const sent = await readForm(c, ['form', 'until', 'reason'], ['service']);
    if (!sent || !isFormId(sent.form)) return error(c, 400);
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    const { form, service = '', until, reason } = sent;
    const asked = await askForAccess(held.account, { form, service, until, reason, language: c.get('language') }, deps);
    if (asked.outcome === 'asked') return c.redirect('/account#access', 303);
    c.status(422);
    return page(c, held.account, form, { service, until, reason }, accessErrors(asked.problems));
  });

  function page(
    c: PortalContext,
    account: Account,
    form: string,
    typed: { service: string; until: string; reason: string },
    errors: readonly FieldError[],
  ) {
    const services = servicesToAskFor(account, university);
    if (services.length === 0) return c.redirect('/account', 303);
    const days = accessDays(account, dayOf(now(), university.timeZone));
    return c.html(<AccessPage {...{ view: view(c), form, services, days, typed, errors }} />);
  }
};
