import type { Hold } from '../../cleanup/brake.ts';
import { OneOf } from '../choice-field.tsx';
import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { writtenDay } from '../language.ts';
import { LinesField } from '../lines-field.tsx';
import { Back, Page, type View } from '../page.tsx';
import { criTexts as texts } from './cri-texts.ts';

interface NightsPageProps {
  readonly view: View;
  readonly holds: readonly Hold[];
  readonly typed: { readonly hold: string; readonly reason: string };
  readonly errors: readonly FieldError[];
}

/** What the nightly sweep left to a person: too many ends of one population at once. */
export function NightsPage({ view, holds, typed, errors }: NightsPageProps) {
  const { say, language, university } = view;
  return (
    <Page view={view} title={titleWith(errors, say(texts.nightsTitle), view)}>
      <Back view={view} to="/cri" />
      <ErrorSummary view={view} errors={errors} />
      <h1>{say(texts.nightsTitle)}</h1>
      <p class="lead">{say(holds.length === 0 ? texts.nightsNone : texts.nightsLead)}</p>
      {holds.length > 0 && (
        <form method="post" action="/cri/nights" novalidate>
          <OneOf
            view={view}
            field="hold"
            label={texts.night}
            choices={holds.map((hold) => ({
              value: hold.holdId,
              label: `${writtenDay(hold.day, language)}, ${say(university.populations[hold.population].label)}`,
              about: `${hold.ends} ${say(texts.ends)} ${hold.total}`,
            }))}
            value={typed.hold}
            errors={errors}
          />
          <LinesField
            view={view}
            field="reason"
            label={texts.reason}
            hint={texts.nightReasonHint}
            value={typed.reason}
            rows={2}
            errors={errors}
          />
          <button type="submit">{say(texts.confirm)}</button>
        </form>
      )}
    </Page>
  );
}
