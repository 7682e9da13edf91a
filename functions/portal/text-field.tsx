import type { Text } from '../university/university.ts';
import { ErrorMessage, type FieldError } from './error-summary.tsx';
import type { View } from './page.tsx';

interface TextFieldProps {
  readonly view: View;
  /** Its name and its id. */
  readonly field: string;
  readonly label: Text;
  readonly hint?: Text;
  readonly type?: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly inputmode?: 'numeric';
  readonly width?: 'medium' | 'wide';
  /** What was typed; of a password, nothing ever comes back. */
  readonly value?: string;
  readonly errors: readonly FieldError[];
}

/** One line to type in, with its label, its hint and what is to be corrected. */
export function TextField({
  view,
  field,
  label,
  hint,
  width = 'wide',
  type = 'text',
  errors,
  ...input
}: TextFieldProps) {
  const error = errors.find((each) => each.field === field);
  const described = [hint && `${field}-hint`, error && `${field}-error`].filter((id) => id !== undefined).join(' ');
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={field}>{view.say(label)}</label>
      {hint && (
        <p class="hint" id={`${field}-hint`}>
          {view.say(hint)}
        </p>
      )}
      {error && (
        <ErrorMessage view={view} id={`${field}-error`}>
          {view.say(error.text)}
        </ErrorMessage>
      )}
      <input
        class={width}
        id={field}
        name={field}
        type={type}
        autocapitalize="off"
        autocorrect="off"
        spellcheck={false}
        {...input}
        {...(described !== '' && { 'aria-describedby': described })}
        {...(error && { 'aria-invalid': 'true' })}
      />
    </div>
  );
}
