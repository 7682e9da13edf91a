import type { Child } from 'hono/jsx';
import { servicesOnRequest } from '../../request/services-on-request.ts';
import type { StayKind } from '../../request/request.ts';
import type { Text } from '../../university/university.ts';
import { AnyOf, OneOf } from '../choice-field.tsx';
import { DayField } from '../day-field.tsx';
import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { LinesField } from '../lines-field.tsx';
import { Back, Page, type View } from '../page.tsx';
import { TextField } from '../text-field.tsx';
import type { TypedGroup, TypedGuest, TypedStay } from './ask-input.ts';
import { deskTexts as texts, kindTexts } from './desk-texts.ts';

interface AskPageProps<Typed extends TypedStay> {
  readonly view: View;
  /** Makes one request of a form that is sent twice. */
  readonly form: string;
  readonly typed: Typed;
  /** What this sponsor may ask for. */
  readonly kinds: readonly StayKind[];
  readonly today: string;
  readonly errors: readonly FieldError[];
}

/** One guest. */
export function AskPage(props: AskPageProps<TypedGuest>) {
  const { view, typed, errors } = props;
  return (
    <Frame {...props} action="/sponsor/ask" title={texts.askTitle} lead={texts.askLead}>
      <TextField
        view={view}
        field="firstName"
        label={texts.firstName}
        value={typed.firstName}
        autocomplete="off"
        errors={errors}
      />
      <TextField
        view={view}
        field="lastName"
        label={texts.lastName}
        value={typed.lastName}
        autocomplete="off"
        errors={errors}
      />
      <TextField
        view={view}
        field="mail"
        type="email"
        label={texts.mail}
        hint={texts.mailHint}
        value={typed.mail}
        autocomplete="off"
        errors={errors}
      />
      <div class="field">
        <label class="box">
          <input type="checkbox" id="card" name="card" value="on" checked={typed.card} />
          {view.say(texts.card)}
        </label>
      </div>
    </Frame>
  );
}

/** A group: a list that is pasted or typed. */
export function GroupPage(props: AskPageProps<TypedGroup>) {
  const { view, typed, errors } = props;
  return (
    <Frame {...props} action="/sponsor/group" title={texts.groupTitle} lead={texts.groupLead}>
      <LinesField
        view={view}
        field="people"
        label={texts.people}
        hint={texts.peopleHint}
        value={typed.people}
        rows={8}
        errors={errors}
      />
    </Frame>
  );
}

interface FrameProps extends AskPageProps<TypedStay> {
  readonly action: string;
  readonly title: Text;
  readonly lead: Text;
  /** Who: between the account and the dates. */
  readonly children: Child;
}

function Frame({ view, form, typed, kinds, today, errors, action, title, lead, children }: FrameProps) {
  const { say, university } = view;
  const onRequest = [...servicesOnRequest(university).keys()];
  return (
    <Page view={view} title={titleWith(errors, say(title), view)}>
      <Back view={view} to="/sponsor" />
      <ErrorSummary view={view} errors={errors} />
      <h1>{say(title)}</h1>
      <p class="lead">{say(lead)}</p>
      <form method="post" action={action} novalidate>
        <input type="hidden" name="form" value={form} />
        <OneOf
          view={view}
          field="kind"
          label={texts.kind}
          choices={kinds.map((value) => ({
            value,
            label: say(kindTexts[value].name),
            about: say(kindTexts[value].about),
          }))}
          value={typed.kind}
          errors={errors}
        />
        {children}
        <DayField view={view} field="from" label={texts.from} value={typed.from} min={today} errors={errors} />
        <DayField view={view} field="until" label={texts.until} value={typed.until} min={today} errors={errors} />
        <LinesField
          view={view}
          field="reason"
          label={texts.reason}
          hint={texts.reasonHint}
          value={typed.reason}
          rows={2}
          errors={errors}
        />
        {onRequest.length > 0 && (
          <AnyOf
            view={view}
            field="service"
            label={texts.services}
            hint={texts.servicesHint}
            choices={onRequest.map((value) => ({ value, label: say(university.services[value]) }))}
            values={typed.services}
            errors={errors}
          />
        )}
        <button type="submit">{say(texts.send)}</button>
      </form>
    </Page>
  );
}
