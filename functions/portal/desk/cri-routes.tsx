import { findAccount } from '../../account/account-repository.ts';
import type { Account } from '../../account/account.ts';
import { confirmHold, listHolds } from '../../cleanup/hold.ts';
import { getFile } from '../../file/file-repository.ts';
import { lockAccount } from '../../lock/lock-account.ts';
import { unlockAccount } from '../../lock/unlock-account.ts';
import { comparableAddress } from '../../mail/comparable-address.ts';
import { saidReason } from '../../request/asked-stay.ts';
import { reasonProblems } from '../../request/form-problem.ts';
import { listDesk } from '../../request/list-desk.ts';
import { criDesk, type Request } from '../../request/request.ts';
import { accountIdNamed, accountOrNobody, signInName } from '../../session/find-by-name.ts';
import type { FieldError } from '../error-summary.tsx';
import { follow } from '../follow.ts';
import type { PortalContext, Routes } from '../portal-env.ts';
import { errorsOf } from './change-errors.ts';
import { CriAccountPage } from './cri-account-page.tsx';
import { CriPage, type Waiting } from './cri-page.tsx';
import { criTexts } from './cri-texts.ts';
import { addDecideRoutes } from './decide-routes.tsx';
import { desk, type DeskDeps, pageAfter } from './desk.tsx';
import { accountPath, deskForms } from './desk-forms.ts';
import { NightsPage } from './nights-page.tsx';

/** What the CRI decides: requests, locks, nights that are held. */
export const criRoutes: Routes<DeskDeps> = (app, deps, tools) => {
  const { tables, start } = deps;
  const cri = desk('cri', app, deps, tools);

  cri.page('/cri', (c) => deskPage(c));
  addDecideRoutes(cri, deps, tools);

  cri.act(deskForms.findAccount, async (c, _, { name }) => {
    // The address says an id, and never what was typed (B-12).
    const accountId = await accountIdNamed(signInName(comparableAddress(name)), tables);
    const account = await accountOrNobody(accountId, tables);
    if (account) return c.redirect(`/cri/accounts/${account.accountId}`, 303);
    c.status(422);
    return deskPage(c, { typed: name.trim(), errors: [{ field: 'name', text: criTexts.findNone }] });
  });
  cri.page(accountPath, async (c) => {
    const account = await accountOf(c);
    return account ? accountPage(c, account) : tools.error(c, 404);
  });
  cri.act(deskForms.lock, async (c, actor, { reason }) => {
    const account = await accountOf(c);
    if (!account) return tools.error(c, 404);
    const said = saidReason(reason);
    if (typeof said !== 'string') return unreasoned(c, account, reason);
    const outcome = await lockAccount(account, { reason: said, spend: [], by: actor.account.accountId }, deps);
    return follow(c, `/cri/accounts/${account.accountId}`, outcome === 'proof-gone' ? 'changed' : outcome);
  });
  cri.act(deskForms.unlock, async (c, actor, { reason }) => {
    const account = await accountOf(c);
    if (!account) return tools.error(c, 404);
    const said = saidReason(reason);
    if (typeof said !== 'string') return unreasoned(c, account, reason);
    // Locked by the CRI, whoever they are: another one of the CRI lifts it.
    if (account.personId === actor.account.personId)
      return follow(c, `/cri/accounts/${account.accountId}`, 'own-account');
    const outcome = await unlockAccount(account, { reason: said, by: actor.account.accountId }, deps);
    return follow(c, `/cri/accounts/${account.accountId}`, outcome);
  });

  cri.page('/cri/nights', (c) => nightsPage(c, { hold: '', reason: '' }, []));
  cri.act(deskForms.confirmHold, async (c, { account }, { hold = '', reason }) => {
    const held = (await listHolds(tables)).find(({ holdId }) => holdId === hold);
    const said = saidReason(reason);
    const errors = [
      ...(hold === '' ? [{ field: 'hold', text: criTexts.nightMissing }] : []),
      ...errorsOf(reasonProblems(said)),
    ];
    if (errors.length > 0 || typeof said !== 'string') return nightsPage(c, { hold, reason }, errors);
    if (!held) return follow(c, '/cri', 'gone');
    const { holdId, population } = held;
    const confirming = { holdId, population, by: account.accountId, reason: said };
    const outcome = await confirmHold(confirming, { ...deps, startCleanup: start.cleanup });
    return follow(c, '/cri', outcome);
  });

  async function deskPage(c: PortalContext, filled: { typed?: string; errors?: readonly FieldError[] } = {}) {
    const { requests, next } = await listDesk(criDesk, pageAfter(c), { tables });
    const waiting = await Promise.all(requests.map(named));
    const holds = (await listHolds(tables)).length;
    const props = { waiting, holds, ...(next !== undefined && { next }), ...filled };
    return c.html(<CriPage view={tools.view(c, '/cri')} {...props} />);
  }

  async function named(request: Request): Promise<Waiting> {
    if (request.kind !== 'access') return { request, name: `${request.firstName} ${request.lastName}` };
    return { request, name: (await findAccount(request.accountId, tables))?.login ?? '' };
  }

  function accountOf(c: PortalContext): Promise<Account | undefined> {
    return findAccount(c.req.param('accountId') ?? '', tables);
  }
  async function accountPage(
    c: PortalContext,
    account: Account,
    filled: { typed?: string; errors?: readonly FieldError[] } = {},
  ) {
    const file = await getFile(account.leadingFileId, tables);
    const name = file && `${file.firstName} ${file.lastName}`;
    const view = tools.view(c, `/cri/accounts/${account.accountId}`);
    return c.html(<CriAccountPage view={view} account={account} {...(name && { name })} {...filled} />);
  }
  function unreasoned(c: PortalContext, account: Account, typed: string) {
    c.status(422);
    return accountPage(c, account, { typed, errors: errorsOf(reasonProblems(saidReason(typed))) });
  }

  async function nightsPage(
    c: PortalContext,
    typed: Parameters<typeof NightsPage>[0]['typed'],
    errors: readonly FieldError[],
  ) {
    if (errors.length > 0) c.status(422);
    return c.html(<NightsPage view={tools.view(c)} holds={await listHolds(tables)} typed={typed} errors={errors} />);
  }
};
