import type { Child } from 'hono/jsx';
import type { Text } from '../university/university.ts';
import { ErrorMessage, type FieldError } from './error-summary.tsx';
import type { View } from './page.tsx';

export interface FieldProps {
  readonly view: View;
  /** Its name and its id. */
  readonly field: string;
  readonly label: Text;
  readonly hint?: Text;
  readonly errors: readonly FieldError[];
}

/** The attributes by which an input, or a group of them, says what it is described by and whether it is wrong. */
export function described({ field, hint, errors }: Pick<FieldProps, 'field' | 'hint' | 'errors'>) {
  const wrong = errors.some((each) => each.field === field);
  const by = [hint && `${field}-hint`, wrong && `${field}-error`].filter((id) => typeof id === 'string').join(' ');
  return {
    ...(by !== '' && { 'aria-describedby': by }),
    ...(wrong && { 'aria-invalid': 'true' as const }),
  };
}

/** One input with its label, its hint and what is to be corrected. */
export function Field({ children, ...props }: FieldProps & { children: Child }) {
  return (
    <div class={fieldClass(props)}>
      <label for={props.field}>{props.view.say(props.label)}</label>
      <HintAndError {...props} />
      {children}
    </div>
  );
}

/** Several inputs that are one question. */
export function FieldGroup({ children, ...props }: FieldProps & { children: Child }) {
  return (
    <fieldset class={fieldClass(props)} {...described(props)}>
      <legend>{props.view.say(props.label)}</legend>
      <HintAndError {...props} />
      {children}
    </fieldset>
  );
}

function fieldClass({ field, errors }: FieldProps): string {
  return errors.some((each) => each.field === field) ? 'field wrong' : 'field';
}

function HintAndError({ view, field, hint, errors }: FieldProps) {
  const error = errors.find((each) => each.field === field);
  return (
    <>
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
    </>
  );
}
