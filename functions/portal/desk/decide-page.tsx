import type { Child } from 'hono/jsx';
import type { Account } from '../../account/account.ts';
import { servicesOnRequest } from '../../request/services-on-request.ts';
import type { Access } from '../../request/request.ts';
import type { Days } from '../../request/stay-dates.ts';
import { Fact, Section } from '../account/account-section.tsx';
import { AnyOf, OneOf } from '../choice-field.tsx';
import { DayField } from '../day-field.tsx';
import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { writtenDay } from '../language.ts';
import { LinesField } from '../lines-field.tsx';
import { Back, Page, type View } from '../page.tsx';
import { TextField } from '../text-field.tsx';
import { AccountFacts } from './account-facts.tsx';
import { criTexts as texts } from './cri-texts.ts';
import { deskTexts } from './desk-texts.ts';
import { GuestFacts } from './guest-facts.tsx';
import type { GuestView } from './guest-view.ts';

/** What is typed to decide, or what was asked for as long as nothing was. */
export interface TypedDecision {
  readonly verdict: string;
  readonly until: string;
  readonly services: readonly string[];
  readonly reason: string;
}

/** What a decision may be about. */
export interface Decidable {
  readonly version: number;
  /** `no`: nothing waits any more. `own`: who looks at it asked for it. */
  readonly may: 'yes' | 'no' | 'own';
  /** Whether the services of a stay are decided as well. */
  readonly withServices: boolean;
  /** The last days that may be granted. */
  readonly days: Days;
}

interface DecidePageProps {
  readonly view: View;
  readonly path: string;
  readonly title: string;
  readonly decidable: Decidable;
  readonly typed: TypedDecision;
  readonly errors?: readonly FieldError[];
  /** What is known, above the form. */
  readonly children: Child;
  /** Whether a guest can be handed over to somebody, whom the CRI names. */
  readonly entrusts?: boolean;
  readonly colleague?: string;
}

/** One request with everything that a decision needs. */
export function DecidePage(props: DecidePageProps) {
  const { view, path, title, decidable, errors = [], children, entrusts = false, colleague = '' } = props;
  const { say } = view;
  return (
    <Page view={view} title={titleWith(errors, title, view)}>
      <Back view={view} to="/cri" />
      <ErrorSummary view={view} errors={errors} />
      <h1>{title}</h1>
      {children}
      <Section id="decide" title={say(texts.decideTitle)}>
        {decidable.may === 'yes' ? (
          <DecisionForm {...props} />
        ) : (
          <p>{say(decidable.may === 'own' ? texts.ownRequest : texts.nothingWaits)}</p>
        )}
      </Section>
      {entrusts && (
        <Section id="entrust" title={say(texts.entrustTitle)}>
          <p>{say(texts.entrustAbout)}</p>
          <form method="post" action={`${path}/hand-over`} novalidate>
            <TextField
              view={view}
              field="colleague"
              label={deskTexts.colleague}
              hint={deskTexts.colleagueHint}
              value={colleague}
              autocomplete="off"
              errors={errors}
            />
            <button type="submit">{say(deskTexts.handOver)}</button>
          </form>
        </Section>
      )}
    </Page>
  );
}

function DecisionForm({ view, path, decidable, typed, errors = [] }: DecidePageProps) {
  const { say, university } = view;
  const { version, withServices, days } = decidable;
  const hint = {
    fr: `${texts.untilHint.fr} ${writtenDay(days.to, 'fr')}`,
    en: `${texts.untilHint.en} ${writtenDay(days.to, 'en')}`,
  };
  return (
    <form method="post" action={`${path}/decide`} novalidate>
      <input type="hidden" name="version" value={String(version)} />
      <OneOf
        view={view}
        field="verdict"
        label={texts.verdict}
        choices={[
          { value: 'granted', label: say(texts.granted) },
          { value: 'declined', label: say(texts.declined) },
        ]}
        value={typed.verdict}
        errors={errors}
      />
      <DayField
        view={view}
        field="until"
        label={texts.until}
        hint={hint}
        value={typed.until}
        min={days.from}
        max={days.to}
        errors={errors}
      />
      {withServices && (
        <AnyOf
          view={view}
          field="service"
          label={texts.services}
          choices={[...servicesOnRequest(university).keys()].map((value) => ({
            value,
            label: say(university.services[value]),
          }))}
          values={typed.services}
          errors={errors}
        />
      )}
      <LinesField
        view={view}
        field="reason"
        label={texts.reason}
        hint={texts.reasonHint}
        value={typed.reason}
        rows={3}
        errors={errors}
      />
      <button type="submit">{say(texts.record)}</button>
    </form>
  );
}

/** What is known of a stay that waits, and of who answers for it. */
export function StayKnown({ view, guest, sponsor }: { view: View; guest: GuestView; sponsor: string | undefined }) {
  return <GuestFacts view={view} guest={guest} sponsor={sponsor} />;
}

/** What is known of a service that somebody asks for, and of who asks. */
export function AccessKnown({ view, access, account }: { view: View; access: Access; account: Account | undefined }) {
  const { say, university, language } = view;
  return (
    <>
      <dl class="facts">
        <Fact name={say(texts.service)}>{say(university.services[access.service])}</Fact>
        <Fact name={say(texts.accessUntil)}>{writtenDay(access.until, language)}</Fact>
        <Fact name={say(deskTexts.reason)}>{access.reason}</Fact>
      </dl>
      {account && <AccountFacts view={view} account={account} />}
    </>
  );
}
