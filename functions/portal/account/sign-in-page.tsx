import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { Back, Choices, Page, type View } from '../page.tsx';
import { signInTexts } from './sign-in-texts.ts';
import { TextField } from '../text-field.tsx';
import { texts } from '../texts.ts';

interface SignInPageProps {
  readonly view: View;
  readonly typed: string;
  readonly errors: readonly FieldError[];
  /** Says what may be wrong: the same for everybody (D-01). */
  readonly refused?: boolean;
}

export function SignInPage({ view, typed, errors, refused = false }: SignInPageProps) {
  const { say } = view;
  const all = refused ? [...errors, { field: 'name', text: signInTexts.refused }] : errors;
  return (
    <Page view={view} title={titleWith(all, say(signInTexts.title), view)}>
      <Back view={view} to="/" />
      <ErrorSummary view={view} errors={all} />
      <h1>{say(refused ? signInTexts.refusedTitle : signInTexts.title)}</h1>
      {refused ? (
        <ul>
          <li>{say(signInTexts.refusedTries)}</li>
          <li>{say(signInTexts.refusedRecover)}</li>
          <li>{say(signInTexts.refusedFresh)}</li>
          <li>{say(signInTexts.refusedOver)}</li>
        </ul>
      ) : (
        <p class="lead">{say(signInTexts.lead)}</p>
      )}
      <form method="post" action="/sign-in" novalidate>
        <TextField
          view={view}
          field="name"
          label={signInTexts.name}
          hint={signInTexts.nameHint}
          value={typed}
          autocomplete="username"
          errors={errors}
        />
        <TextField
          view={view}
          field="password"
          type="password"
          label={signInTexts.password}
          autocomplete="current-password"
          errors={errors}
        />
        <button type="submit">{say(signInTexts.submit)}</button>
      </form>
      <section aria-labelledby="else">
        <h2 id="else">{say(signInTexts.elseTitle)}</h2>
        <Choices
          choices={[
            { to: '/forgotten', title: say(signInTexts.forgotten), about: say(signInTexts.forgottenAbout) },
            { to: '/first-time', title: say(texts.firstTime), about: say(signInTexts.firstTimeAbout) },
          ]}
        />
      </section>
    </Page>
  );
}

/** Of the product, and not of the person: which directory was asked is not said. */
export function SignInAwayPage({ view, to }: { view: View; to: string }) {
  const { say } = view;
  return (
    <Page view={view} title={say(signInTexts.awayTitle)}>
      <h1>{say(signInTexts.awayTitle)}</h1>
      <p class="lead">{say(signInTexts.awayLead)}</p>
      <p class="links">
        <a role="button" href={to}>
          {say(signInTexts.tryAgain)}
        </a>
        <a href="/help">{say(texts.help)}</a>
      </p>
    </Page>
  );
}
