import { findAccount } from '../../account/account-repository.ts';
import { dayOf } from '../../account/account-dates.ts';
import { decideRequest } from '../../request/decide-request.ts';
import { handOver } from '../../request/hand-over.ts';
import { isWaiting, type Request, type Stay } from '../../request/request.ts';
import { findRequest, isStay } from '../../request/request-repository.ts';
import { accessDays, extensionDays, grantDays } from '../../request/stay-dates.ts';
import { services } from '../../university/university.ts';
import type { FieldError } from '../error-summary.tsx';
import { follow } from '../follow.ts';
import type { PortalContext, PortalTools } from '../portal-env.ts';
import { changeErrors, errorsOf } from './change-errors.ts';
import { criTexts } from './cri-texts.ts';
import { AccessKnown, type Decidable, DecidePage, StayKnown, type TypedDecision } from './decide-page.tsx';
import type { Actor, Desk, DeskDeps } from './desk.tsx';
import { deskForms, requestPath } from './desk-forms.ts';
import { guestView } from './guest-view.ts';
import { knownAs } from './show-guest.tsx';

/** One request, and the decision on it. */
export function addDecideRoutes(cri: Desk, deps: DeskDeps, tools: PortalTools): void {
  const { tables, university, now } = deps;

  cri.page(requestPath, async (c, actor) => {
    const request = await requestOf(c);
    return request ? page(c, actor, request) : tools.error(c, 404);
  });

  cri.act(deskForms.decide, async (c, actor, sent) => {
    const request = await requestOf(c);
    if (!request) return tools.error(c, 404);
    const { verdict = '', until, reason, version } = sent;
    const wanted = services.filter((service) => sent[`service-${service}`] !== undefined);
    const typed = { verdict, until, services: wanted, reason };
    const decided = await decideRequest(
      request.requestId,
      {
        ...{ by: actor.account, verdict, reason: reason.trim(), version: Number(version), until: until.trim() },
        services: wanted,
      },
      deps,
    );
    switch (decided.outcome) {
      case 'decided':
        return follow(c, '/cri', 'decided');
      case 'changed':
      case 'own-request':
        return follow(c, `/cri/requests/${request.requestId}`, 'changed');
      case 'not-found':
        return tools.error(c, 404);
      case 'refused':
        return page(c, actor, request, { typed, errors: errorsOf(decided.problems) });
    }
  });

  cri.act(deskForms.entrust, async (c, actor, { colleague }) => {
    const request = await requestOf(c);
    if (!request || !isStay(request)) return tools.error(c, 404);
    const by = actor.account;
    const outcome = await handOver(request.requestId, { by, colleague: colleague.trim(), cri: true }, deps);
    if (outcome === 'no-such-colleague') {
      const errors = [{ field: 'colleague', text: changeErrors.colleague }];
      return page(c, actor, request, { colleague, errors });
    }
    return follow(c, `/cri/requests/${request.requestId}`, outcome === 'offered' ? outcome : 'changed');
  });

  function requestOf(c: PortalContext): Promise<Request | undefined> {
    return findRequest(c.req.param('requestId') ?? '', tables);
  }

  interface Filled {
    readonly typed?: TypedDecision;
    readonly colleague?: string;
    readonly errors?: readonly FieldError[];
  }
  async function page(c: PortalContext, { account }: Actor, request: Request, filled: Filled = {}) {
    if (filled.errors) c.status(422);
    const path = `/cri/requests/${request.requestId}`;
    const view = tools.view(c, path);
    const props = { view, path, typed: askedFor(request), ...filled };
    const own = request.askedBy === account.accountId;
    if (isStay(request)) {
      const decidable = stayDecidable(request, own);
      const title = `${request.firstName} ${request.lastName}`;
      const guest = await guestView(request, deps);
      return c.html(
        <DecidePage {...props} title={title} decidable={decidable} entrusts={request.orphanedAt !== undefined}>
          <StayKnown view={view} guest={guest} sponsor={await knownAs(request.sponsorId, deps)} />
        </DecidePage>,
      );
    }
    const holder = await findAccount(request.accountId, tables);
    const decidable = {
      ...{ version: request.version, may: mayDecide(request, own), withServices: false },
      days: accessDays(holder ?? {}, dayOf(now(), university.timeZone)),
    };
    return c.html(
      <DecidePage {...props} title={view.say(criTexts.accessTitle)} decidable={decidable}>
        <AccessKnown view={view} access={request} account={holder} />
      </DecidePage>,
    );
  }

  function stayDecidable(stay: Stay, own: boolean): Decidable {
    const today = dayOf(now(), university.timeZone);
    const { version, wantedEnd } = stay;
    const days = wantedEnd === undefined ? grantDays(stay, today, university) : extensionDays(stay, today, university);
    return { version, days, may: mayDecide(stay, own), withServices: decidesServices(stay) };
  }
}

function mayDecide(request: Request, own: boolean): Decidable['may'] {
  if (!isWaiting(request)) return 'no';
  return own ? 'own' : 'yes';
}

/** A later end changes nothing of what the account opens. */
function decidesServices(request: Request): boolean {
  return request.kind !== 'access' && request.state === 'waiting';
}

/** The form as it opens: what was asked for, and no decision. */
function askedFor(request: Request): TypedDecision {
  const nothing = { verdict: '', reason: '' };
  return request.kind === 'access'
    ? { ...nothing, until: request.until, services: [] }
    : { ...nothing, until: request.wantedEnd ?? request.endsOn, services: request.services };
}
