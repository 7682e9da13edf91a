import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { Back, Page, type View } from '../page.tsx';
import { signInTexts } from './sign-in-texts.ts';
import { TextField } from '../text-field.tsx';

interface ForgottenPageProps {
  readonly view: View;
  readonly form: string;
  readonly typed: string;
  readonly errors: readonly FieldError[];
}

/** Asks for one name of the account, and nothing else. */
export function ForgottenPage({ view, form, typed, errors }: ForgottenPageProps) {
  const { say } = view;
  const title = say(signInTexts.forgotten);
  return (
    <Page view={view} title={titleWith(errors, title, view)}>
      <Back view={view} to="/sign-in" />
      <ErrorSummary view={view} errors={errors} />
      <h1>{title}</h1>
      <p class="lead">{say(signInTexts.forgottenLead)}</p>
      <form method="post" action="/forgotten" novalidate>
        <input type="hidden" name="form" value={form} />
        <TextField
          view={view}
          field="identifier"
          label={signInTexts.identifier}
          hint={signInTexts.identifierHint}
          value={typed}
          autocomplete="username"
          errors={errors}
        />
        <button type="submit">{say(signInTexts.send)}</button>
      </form>
    </Page>
  );
}
