import { described, Field, type FieldProps } from './field.tsx';

interface TextFieldProps extends FieldProps {
  readonly type?: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly inputmode?: 'numeric';
  readonly width?: 'medium' | 'wide';
  /** What was typed; of a password, nothing ever comes back. */
  readonly value?: string;
}

/** One line to type in. */
export function TextField({
  view,
  field,
  label,
  hint,
  errors,
  width = 'wide',
  type = 'text',
  ...input
}: TextFieldProps) {
  const props = { view, field, label, errors, ...(hint && { hint }) };
  return (
    <Field {...props}>
      <input
        class={width}
        id={field}
        name={field}
        type={type}
        autocapitalize="off"
        autocorrect="off"
        spellcheck={false}
        {...input}
        {...described(props)}
      />
    </Field>
  );
}
