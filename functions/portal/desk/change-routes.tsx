import { endStay, undoEnd } from '../../request/end-stay.ts';
import { extendStay } from '../../request/extend-stay.ts';
import { acceptHandOver, declineHandOver, handOver } from '../../request/hand-over.ts';
import { makeCard } from '../../request/make-card.ts';
import type { Stay } from '../../request/request.ts';
import { withdraw } from '../../request/withdraw.ts';
import { follow } from '../follow.ts';
import type { NoticeName } from '../notices.ts';
import type { PortalContext, PortalTools } from '../portal-env.ts';
import { CardPage } from './card-page.tsx';
import { changeErrors, errorsOf } from './change-errors.ts';
import type { Actor, Desk, DeskDeps } from './desk.tsx';
import { type DeskForm, deskForms } from './desk-forms.ts';
import { guestPage, noGuest, stayOf } from './show-guest.tsx';

/** What a sponsor changes of a stay. The rules are in functions/request; a page says what came of it. */
export function addChangeRoutes(sponsor: Desk, deps: DeskDeps, tools: PortalTools): void {
  sponsor.act(deskForms.extend, async (c, actor, sent) => {
    const stay = await stayOf(c, actor, deps);
    if (!stay) return noGuest(c, actor, deps, tools);
    const { until, reason } = sent;
    const by = actor.account;
    const extended = await extendStay(stay.requestId, { by, until: until.trim(), reason: reason.trim() }, deps);
    if (extended.outcome === 'refused') {
      const errors = errorsOf(extended.problems);
      return guestPage(c, actor, stay, { wrong: 'extend', typed: { until, reason }, errors }, deps, tools);
    }
    return toGuest(c, stay, extended.outcome === 'asked' ? 'extension-asked' : extended.outcome);
  });

  sponsor.act(deskForms.handOver, async (c, actor, sent) => {
    const stay = await stayOf(c, actor, deps);
    if (!stay) return noGuest(c, actor, deps, tools);
    const { colleague } = sent;
    const outcome = await handOver(stay.requestId, { by: actor.account, colleague: colleague.trim() }, deps);
    if (outcome === 'no-such-colleague') {
      const errors = [{ field: 'colleague', text: changeErrors.colleague }];
      return guestPage(c, actor, stay, { wrong: 'hand-over', typed: { colleague }, errors }, deps, tools);
    }
    return toGuest(c, stay, outcome);
  });

  /** A form of one button. */
  const button = (
    form: DeskForm<never, never>,
    change: (stay: Stay, actor: Actor) => Promise<Outcome>,
    to?: string,
  ): void => {
    sponsor.act(form, async (c, actor) => {
      const stay = await stayOf(c, actor, deps);
      if (!stay) return noGuest(c, actor, deps, tools);
      const outcome = await change(stay, actor);
      return toGuest(c, stay, outcome, outcome === 'changed' ? undefined : to);
    });
  };
  button(deskForms.end, ({ requestId }, { account }) => endStay(requestId, account, deps));
  button(deskForms.undo, ({ requestId }, { account }) => undoEnd(requestId, account, deps));
  button(deskForms.withdraw, ({ requestId }, { account }) => withdraw(requestId, account, deps));
  button(deskForms.accept, ({ requestId }, { account }) => acceptHandOver(requestId, account, deps));
  button(deskForms.refuse, ({ requestId }, { account }) => declineHandOver(requestId, account, deps), '/sponsor');
  button(deskForms.takeBack, async ({ requestId }, { account }) => {
    const outcome = await declineHandOver(requestId, account, deps);
    return outcome === 'declined' ? 'taken-back' : outcome;
  });

  sponsor.act(deskForms.card, async (c, actor) => {
    const stay = await stayOf(c, actor, deps);
    if (!stay) return noGuest(c, actor, deps, tools);
    const card = await makeCard(stay.requestId, actor.account, deps);
    if (card.outcome === 'not-yours') return tools.error(c, 404);
    if (card.outcome !== 'made') return toGuest(c, stay, `card-${card.outcome}`);
    const back = `/sponsor/guests/${stay.requestId}`;
    const name = `${stay.firstName} ${stay.lastName}`;
    return c.html(
      <CardPage view={tools.view(c, back)} name={name} back={back} typeAt={`${deps.publicUrl}/card`} card={card} />,
    );
  });

  /** Back to the guest, with what came of it. */
  function toGuest(
    c: PortalContext,
    { requestId }: Stay,
    outcome: Outcome,
    to = `/sponsor/guests/${requestId}`,
  ): Response | Promise<Response> {
    return outcome === 'not-yours' ? tools.error(c, 404) : follow(c, to, outcome);
  }
}

type Outcome = NoticeName | 'not-yours';
