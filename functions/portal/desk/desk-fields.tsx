import type { Child } from 'hono/jsx';
import type { Text } from '../../university/university.ts';
import { ErrorMessage, type FieldError } from '../error-summary.tsx';
import type { View } from '../page.tsx';

interface FieldProps {
  readonly view: View;
  /** Its name and its id. */
  readonly field: string;
  readonly label: Text;
  readonly hint?: Text;
  readonly errors: readonly FieldError[];
}

/** What a field is described by, and whether it is wrong. */
function about({ field, hint, errors }: Pick<FieldProps, 'field' | 'hint' | 'errors'>) {
  const error = errors.find((each) => each.field === field);
  const described = [hint && `${field}-hint`, error && `${field}-error`].filter((id) => id !== undefined).join(' ');
  return {
    error,
    attributes: {
      ...(described !== '' && { 'aria-describedby': described }),
      ...(error && { 'aria-invalid': 'true' as const }),
    },
  };
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

/** A day, by the browser's own calendar: it is sent as `YYYY-MM-DD`, and typed so where there is none. */
export function DayField({
  value,
  min,
  max,
  ...props
}: FieldProps & { value: string; min?: string | undefined; max?: string | undefined }) {
  const { error, attributes } = about(props);
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={props.field}>{props.view.say(props.label)}</label>
      <HintAndError {...props} />
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
        {...attributes}
      />
    </div>
  );
}

/** Several lines. */
export function LinesField({ value, rows, ...props }: FieldProps & { value: string; rows: number }) {
  const { error, attributes } = about(props);
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={props.field}>{props.view.say(props.label)}</label>
      <HintAndError {...props} />
      <textarea
        id={props.field}
        name={props.field}
        rows={rows}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        {...attributes}
      >
        {value}
      </textarea>
    </div>
  );
}

interface Choice {
  readonly value: string;
  readonly label: Child;
  readonly about?: string;
}

/** One of several. */
export function OneOf({ choices, value, ...props }: FieldProps & { choices: readonly Choice[]; value: string }) {
  const { view, field, label } = props;
  const { error, attributes } = about(props);
  return (
    <fieldset class={error ? 'field wrong' : 'field'} {...attributes}>
      <legend>{view.say(label)}</legend>
      <HintAndError {...props} />
      {choices.map((choice, index) => (
        <label class="box">
          <input
            type="radio"
            // The summary of what is to be corrected leads to the first one.
            id={index === 0 ? field : `${field}-${choice.value}`}
            name={field}
            value={choice.value}
            checked={choice.value === value}
          />
          <span>
            {choice.label}
            {choice.about !== undefined && <small>{choice.about}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Any of several: each is a field of its own, `<field>-<value>`. */
export function AnyOf({
  choices,
  values,
  ...props
}: FieldProps & { choices: readonly Choice[]; values: readonly string[] }) {
  const { view, field, label } = props;
  const { error, attributes } = about(props);
  return (
    <fieldset class={error ? 'field wrong' : 'field'} {...attributes}>
      <legend>{view.say(label)}</legend>
      <HintAndError {...props} />
      {choices.map((choice, index) => (
        <label class="box">
          <input
            type="checkbox"
            id={index === 0 ? field : `${field}-${choice.value}`}
            name={`${field}-${choice.value}`}
            value="on"
            checked={values.includes(choice.value)}
          />
          <span>
            {choice.label}
            {choice.about !== undefined && <small>{choice.about}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
