import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf, endOfDay } from '../../account/account-dates.ts';
import type { Account } from '../../account/account.ts';
import { endEarly, undoEnd } from '../../account/end-early.ts';
import { day } from '../../file/file.ts';
import { guestsToAnswerFor } from '../../request/unit-contact.ts';
import type { FieldError } from '../error-summary.tsx';
import { readForm } from '../form.ts';
import type { PortalContext, Routes } from '../portal-env.ts';
import { EndPage } from './end-page.tsx';
import { endTexts } from './end-texts.ts';
import { heldSession, toSignIn } from './held-session.ts';

/** What is proposed: time to save what is in the mailbox. */
const daysProposed = 7;

/** Somebody ends their account before its day, or takes that back until then. */
export const endRoutes: Routes = (app, deps, { view, error }) => {
  const { university, start, newId, now } = deps;
  const today = () => dayOf(now(), university.timeZone);

  app.get('/account/end', async (c) => {
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    const { account } = held;
    if (account.endedEarly) return c.redirect('/account', 303);
    const proposed = Temporal.PlainDate.from(today()).add({ days: daysProposed }).toString();
    const typed = account.lastDay !== undefined && account.lastDay < proposed ? account.lastDay : proposed;
    return page(c, account, typed, []);
  });
  app.post('/account/end', async (c) => {
    const sent = await readForm(c, ['on']);
    if (!sent) return error(c, 400);
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    const { account } = held;
    const { success, data: on } = z.safeParse(day, sent.on);
    if (!success || on < today() || (account.lastDay !== undefined && on > account.lastDay)) {
      c.status(422);
      return page(c, account, sent.on, [{ field: 'on', text: endTexts.wrong }]);
    }
    const ended = await endEarly(account, { on, by: 'person', undoUntil: endOfDay(on, university.timeZone) }, deps);
    // That it was asked for is due to be told. The night does it otherwise, which an end of today would not wait for.
    if (ended === 'ended') await start.expiry(newId(), { accountId: account.accountId });
    return c.redirect('/account', 303);
  });
  app.post('/account/end/undo', async (c) => {
    if (!(await readForm(c, []))) return error(c, 400);
    const held = await heldSession(c, deps);
    if (!held) return toSignIn(c);
    // What a sponsor has ended is the sponsor's to undo.
    if (held.account.endedEarly?.by === 'person') await undoEnd(held.account, deps);
    return c.redirect('/account', 303);
  });

  async function page(c: PortalContext, account: Account, typed: string, errors: readonly FieldError[]) {
    const { accountId, lastDay } = account;
    const guests = (await guestsToAnswerFor(accountId, deps)).length;
    return c.html(<EndPage {...{ view: view(c), today: today(), lastDay, guests, typed, errors }} />);
  }
};
