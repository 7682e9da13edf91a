import { described, Field, type FieldProps } from './field.tsx';

interface DayFieldProps extends FieldProps {
  readonly value: string;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** A day, by the browser's own calendar: it is sent as `YYYY-MM-DD`, and typed so where there is none. */
export function DayField({ value, min, max, ...props }: DayFieldProps) {
  return (
    <Field {...props}>
      <input
        class="medium"
        type="date"
        id={props.field}
        name={props.field}
        value={value}
        autocomplete="off"
        placeholder="AAAA-MM-JJ"
        {...(min !== undefined && { min })}
        {...(max !== undefined && { max })}
        {...described(props)}
      />
    </Field>
  );
}
