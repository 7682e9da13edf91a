import { dayOf } from '../../account/account-dates.ts';
import type { Account } from '../../account/account.ts';
import type { StayKind } from '../../request/request.ts';
import { askForStays } from '../../request/ask-for-stays.ts';
import { problemsOfGuest, problemsTogether } from '../../request/asked-stay.ts';
import { kindsToAskFor } from '../../request/sponsor.ts';
import { services } from '../../university/university.ts';
import type { FieldError } from '../error-summary.tsx';
import { follow } from '../follow.ts';
import { isFormId } from '../form.ts';
import type { PortalContext, PortalTools } from '../portal-env.ts';
import {
  groupErrors,
  guestErrors,
  readGroup,
  readGuest,
  readTogether,
  refusalText,
  type TypedGroup,
  type TypedGuest,
  type TypedStay,
  withPeople,
} from './ask-input.ts';
import { AskPage, GroupPage } from './ask-page.tsx';
import type { Actor, Desk, DeskDeps } from './desk.tsx';
import { deskForms } from './desk-forms.ts';

/** A visitor of some days is what most come for, and needs nobody else's decision. */
const usualFirst = ['temporary-guest', 'guest', 'local'] as const satisfies readonly StayKind[];

/** Asks for one guest, or for a group. */
export function addAskRoutes(sponsor: Desk, deps: DeskDeps, tools: PortalTools): void {
  const { university, newId, now } = deps;
  const today = () => dayOf(now(), university.timeZone);

  sponsor.page('/sponsor/ask', (c, actor) => {
    const typed = { ...nothing(actor), firstName: '', lastName: '', mail: '', card: false };
    return askPage(c, actor, { form: newId(), typed, errors: [] });
  });
  sponsor.act(deskForms.ask, async (c, actor, sent) => {
    const { form, firstName, lastName, mail } = sent;
    if (!isFormId(form)) return tools.error(c, 400);
    const typed = { ...typedStay(sent), firstName, lastName, mail, card: sent.card !== undefined };
    const again = (errors: readonly FieldError[]) => askPage(c, actor, { form, typed, errors });
    const asked = await ask([readGuest(typed)], c, actor, form);
    if (asked.outcome === 'refused') return again(guestErrors(asked.problems));
    if (asked.outcome !== 'asked') return again([{ field: 'firstName', text: refusalText(asked) }]);
    const [requestId = ''] = asked.requestIds;
    return follow(c, `/sponsor/guests/${requestId}`, 'asked');
  });

  sponsor.page('/sponsor/group', (c, actor) => {
    return groupPage(c, actor, { form: newId(), typed: { ...nothing(actor), people: '' }, errors: [] });
  });
  sponsor.act(deskForms.askGroup, async (c, actor, sent) => {
    const { form, people } = sent;
    if (!isFormId(form)) return tools.error(c, 400);
    const typed = { ...typedStay(sent), people };
    const again = (errors: readonly FieldError[]) => groupPage(c, actor, { form, typed, errors });
    const read = readGroup(typed);
    const rules = { kinds: kindsToAskFor(actor.account, deps), today: today(), university };
    const together = problemsTogether(readTogether(typed), rules);
    if ('errors' in read) return again(withPeople(read.errors, together));
    if (read.odd.length > 0) {
      const ofAll = together.map((problem) => ({ row: 0, ...problem }));
      const ofEach = read.rows.flatMap((guest, row) =>
        problemsOfGuest(guest, rules).map((problem) => ({ row, ...problem })),
      );
      return again(groupErrors([...ofAll, ...ofEach], read));
    }
    const asked = await ask(read.rows, c, actor, form);
    if (asked.outcome === 'refused') return again(groupErrors(asked.problems, read));
    if (asked.outcome !== 'asked') return again([{ field: 'people', text: refusalText(asked) }]);
    return follow(c, '/sponsor', 'asked');
  });

  function ask(rows: Parameters<typeof askForStays>[0], c: PortalContext, { account }: Actor, form: string) {
    return askForStays(rows, { sponsor: account, form, language: c.get('language') }, deps);
  }

  function kindsOf(account: Account): readonly StayKind[] {
    const allowed = kindsToAskFor(account, deps);
    return usualFirst.filter((kind) => allowed.includes(kind));
  }

  /** A form as it opens: the first kind, from today. */
  function nothing({ account }: Actor): TypedStay {
    const [kind = ''] = kindsOf(account);
    return { kind, reason: '', from: today(), until: '', services: [] };
  }

  interface Filled<Typed> {
    readonly form: string;
    readonly typed: Typed;
    readonly errors: readonly FieldError[];
  }
  function askPage(c: PortalContext, { account }: Actor, filled: Filled<TypedGuest>) {
    if (filled.errors.length > 0) c.status(422);
    const kinds = kindsOf(account);
    return c.html(<AskPage view={tools.view(c)} kinds={kinds} today={today()} {...filled} />);
  }
  function groupPage(c: PortalContext, { account }: Actor, filled: Filled<TypedGroup>) {
    if (filled.errors.length > 0) c.status(422);
    const kinds = kindsOf(account);
    return c.html(<GroupPage view={tools.view(c)} kinds={kinds} today={today()} {...filled} />);
  }
}

type SentStay = Readonly<Record<'reason' | 'from' | 'until', string>> &
  Readonly<Partial<Record<'kind' | `service-${(typeof services)[number]}`, string>>>;

function typedStay(sent: SentStay): TypedStay {
  const { kind = '', reason, from, until } = sent;
  return {
    kind,
    reason,
    from,
    until,
    services: services.filter((service) => sent[`service-${service}`] !== undefined),
  };
}
