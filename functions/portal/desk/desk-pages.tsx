import type { Child } from 'hono/jsx';
import { CurrentPassword } from '../account/change-password-page.tsx';
import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { writtenDay } from '../language.ts';
import { Back, Page, type View } from '../page.tsx';
import { deskTexts as texts, kindTexts, standingTexts } from './desk-texts.ts';
import type { GuestView } from './guest-view.ts';
import { mayEnd } from './standing.ts';

/** Of somebody who is signed in and may not stand at this desk. */
export function NotYourDeskPage({ view, desk }: { view: View; desk: 'sponsor' | 'cri' }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.notYoursTitle)}>
      <h1>{say(texts.notYoursTitle)}</h1>
      <p class="lead">{say(desk === 'cri' ? texts.notYoursCri : texts.notYoursSponsor)}</p>
      <p class="links">
        <a role="button" href="/account">
          {say(texts.toAccount)}
        </a>
      </p>
    </Page>
  );
}

export function TooOftenPage({ view, back }: { view: View; back: string }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.tooOftenTitle)}>
      <h1>{say(texts.tooOftenTitle)}</h1>
      <p class="lead">{say(texts.tooOftenLead)}</p>
      <p class="links">
        <a role="button" href={back}>
          {say(texts.goBack)}
        </a>
      </p>
    </Page>
  );
}

interface ProofPageProps {
  readonly view: View;
  readonly action: string;
  readonly back: string;
  /** The form that waits: it comes along, so that nothing is typed twice. */
  readonly typed: Readonly<Record<string, string | undefined>>;
  readonly errors: readonly FieldError[];
}

/** Asks for the password before an act for others, when it was shown too long ago (E-03). */
export function ProofPage({ view, action, back, typed, errors }: ProofPageProps) {
  const { say } = view;
  return (
    <Page view={view} title={titleWith(errors, say(texts.proofTitle), view)}>
      <Back view={view} to={back} />
      <ErrorSummary view={view} errors={errors} />
      <h1>{say(texts.proofTitle)}</h1>
      <p class="lead">{say(texts.proofLead)}</p>
      <form method="post" action={action} novalidate>
        {Object.entries(typed).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <CurrentPassword view={view} errors={errors} />
        <button type="submit">{say(texts.goOn)}</button>
      </form>
    </Page>
  );
}

/** A form of one button. */
export function OneButton({
  action,
  secondary = false,
  children,
}: {
  action: string;
  secondary?: boolean;
  children: Child;
}) {
  return (
    <form method="post" action={action}>
      <button type="submit" {...(secondary && { class: 'secondary' })}>
        {children}
      </button>
    </form>
  );
}

/** Days until the last one, in words; nothing of a stay that is over, or that was never granted. */
export function left({ say }: View, { standing, daysLeft }: GuestView): string | undefined {
  if (!mayEnd(standing) || daysLeft < 0) return undefined;
  if (daysLeft === 0) return say(texts.lastDay);
  return daysLeft === 1 ? say(texts.oneDayLeft) : `${daysLeft} ${say(texts.daysLeft)}`;
}

/** Guests, each line one large link. */
export function GuestList({ view, guests }: { view: View; guests: readonly GuestView[] }) {
  const { say, language } = view;
  return (
    <ul class="choices">
      {guests.map((guest) => {
        const { stay, standing, lastDay } = guest;
        const days = left(view, guest);
        const until = `${say(texts.until2)} ${writtenDay(lastDay, language)}`;
        return (
          <li>
            <a href={`/sponsor/guests/${stay.requestId}`}>
              <strong>{`${stay.firstName} ${stay.lastName}`}</strong>
              <span>{`${say(kindTexts[stay.kind].name)}, ${until}`}</span>
              <span>{[say(standingTexts[standing]), days].filter((part) => part !== undefined).join(', ')}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
