import { DayField } from '../day-field.tsx';
import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { Back, Page, type View } from '../page.tsx';
import { endTexts as texts, guestsText } from './end-texts.ts';

interface EndPageProps {
  readonly view: View;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly lastDay?: string | undefined;
  /** How many they answer for. */
  readonly guests: number;
  readonly typed: string;
  readonly errors: readonly FieldError[];
}

/** Somebody does not need their account any more. */
export function EndPage({ view, today, lastDay, guests, typed, errors }: EndPageProps) {
  const { say } = view;
  return (
    <Page view={view} title={titleWith(errors, say(texts.title), view)}>
      <Back view={view} to="/account" />
      <ErrorSummary view={view} errors={errors} />
      <h1>{say(texts.title)}</h1>
      <p class="lead">{say(texts.lead)}</p>
      <p>{say(texts.after)}</p>
      <p>{say(texts.other)}</p>
      {guests > 0 && (
        <p>
          {say(guestsText(guests))} <a href="/sponsor">{say(texts.toGuests)}</a>
        </p>
      )}
      <form method="post" action="/account/end" novalidate>
        <DayField {...{ view, errors, field: 'on', label: texts.on, min: today, max: lastDay }} value={typed} />
        <button type="submit">{say(texts.send)}</button>
      </form>
    </Page>
  );
}
