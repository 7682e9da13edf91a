import { described, Field, type FieldProps } from './field.tsx';

/** Several lines to type in. */
export function LinesField({ value, rows, ...props }: FieldProps & { value: string; rows: number }) {
  return (
    <Field {...props}>
      <textarea
        id={props.field}
        name={props.field}
        rows={rows}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        {...described(props)}
      >
        {value}
      </textarea>
    </Field>
  );
}
