import type { Days } from '../../request/stay-dates.ts';
import type { ServiceName } from '../../university/university.ts';
import { OneOf } from '../choice-field.tsx';
import { DayField } from '../day-field.tsx';
import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { LinesField } from '../lines-field.tsx';
import { Back, Page, type View } from '../page.tsx';
import { accessTexts as texts } from './access-texts.ts';

interface AccessPageProps {
  readonly view: View;
  readonly form: string;
  readonly services: readonly ServiceName[];
  /** Until when a service may be asked for. */
  readonly days: Days;
  readonly typed: { readonly service: string; readonly until: string; readonly reason: string };
  readonly errors: readonly FieldError[];
}

/** Somebody asks for a service that their account does not open. */
export function AccessPage({ view, form, services, days, typed, errors }: AccessPageProps) {
  const { say, university } = view;
  const choices = services.map((value) => ({ value, label: say(university.services[value]) }));
  return (
    <Page view={view} title={titleWith(errors, say(texts.title), view)}>
      <Back view={view} to="/account" />
      <ErrorSummary view={view} errors={errors} />
      <h1>{say(texts.title)}</h1>
      <p class="lead">{say(texts.about)}</p>
      <form method="post" action="/account/access" novalidate>
        <input type="hidden" name="form" value={form} />
        <OneOf
          {...{ view, errors, choices, field: 'service', label: texts.service }}
          value={typed.service === '' ? (services[0] ?? '') : typed.service}
        />
        <DayField
          {...{ view, errors, field: 'until', label: texts.until, hint: texts.untilHint, min: days.from, max: days.to }}
          value={typed.until}
        />
        <LinesField
          {...{ view, errors, field: 'reason', label: texts.reason, hint: texts.reasonHint, rows: 4 }}
          value={typed.reason}
        />
        <button type="submit">{say(texts.send)}</button>
      </form>
    </Page>
  );
}
