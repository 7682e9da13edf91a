import { Temporal } from 'temporal-polyfill';
import { mayBeUsed } from '../../account/account-use.ts';
import type { Account } from '../../account/account.ts';
import { withoutWaiting } from '../../account/recovery-address.ts';
import { triesAfterRefusal } from '../../password/accept-password.ts';
import { aboutAccount } from '../password/about-account.ts';
import { choosePassword, openChoice } from './choose-password.ts';
import { isFormId, readForm } from '../form.ts';
import { deadLink, heldLink, openLink } from './held-link.tsx';
import { passwordFields, readPassword } from '../password/password-fields.tsx';
import type { PortalContext, Routes } from '../portal-env.ts';
import { NotActivePage, RecoverPage } from './recover-page.tsx';
import { whyUnusable } from './unusable.ts';
import { UnusablePage } from './unusable-page.tsx';

/** A new password behind a recovery link. */
export const recoverRoutes: Routes = (app, deps, tools) => {
  const { tables, university, now, newId } = deps;

  app.get('/recover', async (c) => {
    const held = await heldLink(c, deps);
    const open = await openLink(held, 'recovery', deps);
    if (!open) return held.link?.purpose === 'result' ? c.redirect('/result', 303) : deadLink(c, held, deps, tools);
    const { account, mark } = open;
    return unusable(c, account) ?? c.html(<RecoverPage {...{ view: tools.view(c), account, mark, form: newId() }} />);
  });

  app.post('/recover', async (c) => {
    const sent = await readForm(c, ['form', 'link', 'password'], passwordFields);
    if (!sent || !isFormId(sent.form)) return tools.error(c, 400);
    const choice = await openChoice(c, sent, deps, tools);
    if (choice instanceof Response) return choice;
    const { held, operationId } = choice;
    const open = await openLink(held, 'recovery', deps);
    if (!open) return deadLink(c, held, deps, tools);
    const { link, account, mark } = open;
    const refused = unusable(c, account);
    if (refused) return refused;

    const read = await readPassword(sent, await aboutAccount(account, tables), university);
    if ('broken' in read) {
      c.status(422);
      return c.html(<RecoverPage {...{ view: tools.view(c), account, mark, form: sent.form }} {...read} />);
    }
    const { password } = read;
    // Mailed while another address was waiting, the link went to the one before it: whoever holds that one decides, or who was
    // handed a card where there was none (B-17).
    const undoing = withoutWaiting(account, Temporal.Instant.from(link.mintedAt));
    const chosen = await choosePassword(
      c,
      link,
      {
        ...{ operationId, purpose: 'recovery', account, password, triesLeft: triesAfterRefusal },
        ...(undoing && {
          decided: undoing.set,
          remove: undoing.remove,
          more: undoing.more,
          formerAddress: undoing.undone,
        }),
      },
      deps,
    );
    return chosen ?? deadLink(c, await heldLink(c, deps), deps, tools);
  });

  /** At use as when the link was asked for. */
  function unusable(c: PortalContext, account: Account) {
    if (mayBeUsed(account, university, now())) return undefined;
    c.status(403);
    const reason = whyUnusable(account, university, now());
    const view = tools.view(c, '/');
    return c.html(
      reason ? <UnusablePage view={view} reason={reason} account={account} /> : <NotActivePage view={view} />,
    );
  }
};
