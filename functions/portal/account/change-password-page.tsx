import { accountTexts as texts } from './account-texts.ts';
import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { Back, Page, type View } from '../page.tsx';
import { PasswordFields, passwordErrors } from '../password/password-fields.tsx';
import type { PasswordRule } from '../../password/password-shape.ts';
import { TextField } from '../text-field.tsx';

interface ChangePasswordPageProps {
  readonly view: View;
  readonly login: string;
  readonly form: string;
  readonly errors?: readonly FieldError[];
  readonly broken?: readonly PasswordRule[];
  readonly mismatch?: boolean;
}

/** The current password and another one. */
export function ChangePasswordPage({
  view,
  login,
  form,
  errors = [],
  broken = [],
  mismatch = false,
}: ChangePasswordPageProps) {
  const { say } = view;
  const all = [...errors, ...passwordErrors(broken, mismatch)];
  return (
    <Page view={view} title={titleWith(all, say(texts.changeTitle), view)} choosesPassword>
      <Back view={view} to="/account" />
      <ErrorSummary view={view} errors={all} />
      <h1>{say(texts.changeTitle)}</h1>
      <p class="lead">{say(texts.changeLead)}</p>
      <form method="post" action="/account/password" novalidate>
        <input type="hidden" name="form" value={form} />
        <CurrentPassword view={view} errors={all} />
        <PasswordFields view={view} login={login} broken={broken} mismatch={mismatch} />
        <button type="submit">{say(texts.change)}</button>
      </form>
    </Page>
  );
}

/** The field in which somebody who is signed in proves it once more. */
export function CurrentPassword({ view, errors }: { view: View; errors: readonly FieldError[] }) {
  return (
    <TextField
      view={view}
      field="current"
      type="password"
      label={texts.current}
      autocomplete="current-password"
      errors={errors}
    />
  );
}
