import { Temporal } from 'temporal-polyfill';
import type { Account } from '../../account/account.ts';
import { isLive } from '../../link/link.ts';
import { getOperation } from '../../operation/operation-repository.ts';
import { aboutAccount } from '../password/about-account.ts';
import { choosePassword, openChoice } from './choose-password.ts';
import { isFormId, readForm } from '../form.ts';
import { deadLink, heldLink, type HeldLink } from './held-link.tsx';
import { passwordFields, readPassword } from '../password/password-fields.tsx';
import { endedOtherwise, passwordProgress } from './password-progress.ts';
import type { PortalContext, Routes } from '../portal-env.ts';
import { ResultPage } from './result-page.tsx';
import { whyUnusable } from './unusable.ts';
import { UnusablePage } from './unusable-page.tsx';

/** What a choice takes while nothing is away, and generously. */
const someSeconds = Temporal.Duration.from({ seconds: 30 });

/** What became of a password, in the browser that chose it, and another try after a refusal (B-05). */
export const resultRoutes: Routes = (app, deps, tools) => {
  const { tables, university, now, newId } = deps;

  app.get('/result', async (c) => {
    const held = await heldLink(c, deps);
    const result = await resultOf(held);
    if (!result) return deadLink(c, held, deps, tools);
    return unusable(c, result) ?? c.html(<ResultPage view={tools.view(c)} form={newId()} {...result} />);
  });

  app.post('/result', async (c) => {
    const sent = await readForm(c, ['form', 'link', 'password'], passwordFields);
    if (!sent || !isFormId(sent.form)) return tools.error(c, 400);
    const choice = await openChoice(c, sent, deps, tools);
    if (choice instanceof Response) return choice;
    const { held, operationId } = choice;
    const result = await resultOf(held);
    if (!result) return deadLink(c, held, deps, tools);
    const refused = unusable(c, result);
    if (refused) return refused;
    const { link, account, purpose, progress, triesLeft } = result;
    // Only a refusal by a directory gives another try.
    if (!endedOtherwise(progress) || !progress.another || triesLeft < 1) return c.redirect('/result', 303);

    const read = await readPassword(sent, await aboutAccount(account, tables), university);
    if ('broken' in read) {
      c.status(422);
      return c.html(<ResultPage view={tools.view(c)} form={sent.form} {...result} {...read} />);
    }
    const { password } = read;
    // Where one directory has taken the first password, the account is active.
    const again = purpose === 'activation' && account.state !== 'provisioned' ? 'change' : purpose;
    const chosen = await choosePassword(
      c,
      link,
      { operationId, purpose: again, account, password, triesLeft: triesLeft - 1 },
      deps,
    );
    return chosen ?? deadLink(c, await heldLink(c, deps), deps, tools);
  });

  /** What a live `result` link is about. In a newer epoch something newer holds, and the link is dead. */
  async function resultOf({ link, account, mark }: HeldLink) {
    if (!link || !account || mark === undefined || !isLive(link, account, 'result', now())) return undefined;
    const { operationId = '', tries: triesLeft = 0 } = link;
    const operation = await getOperation(operationId, 'password', { tables });
    if (!operation || operation.outcome === 'superseded') return undefined;
    const progress = passwordProgress(account, operation);
    const late = Temporal.Instant.compare(now(), Temporal.Instant.from(operation.askedAt).add(someSeconds)) > 0;
    return { link, account, mark, purpose: operation.purpose, progress, triesLeft, late };
  }

  function unusable(c: PortalContext, { account }: { account: Account }) {
    const reason = whyUnusable(account, university, now());
    if (!reason) return undefined;
    c.status(403);
    return c.html(<UnusablePage view={tools.view(c, '/')} reason={reason} account={account} />);
  }
};
