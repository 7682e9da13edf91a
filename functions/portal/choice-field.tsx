import type { Child } from 'hono/jsx';
import { FieldGroup, type FieldProps } from './field.tsx';

interface Choice {
  readonly value: string;
  readonly label: Child;
  readonly about?: string;
}

interface ChoiceFieldProps extends FieldProps {
  readonly choices: readonly Choice[];
}

/** One of several. */
export function OneOf({ value, ...props }: ChoiceFieldProps & { value: string }) {
  const input = (choice: string) => ({ type: 'radio', name: props.field, value: choice, checked: choice === value });
  return <Choices {...props} input={input} />;
}

/** Any of several: each is a field of its own, `<field>-<value>`. */
export function AnyOf({ values, ...props }: ChoiceFieldProps & { values: readonly string[] }) {
  const input = (choice: string) => ({
    type: 'checkbox',
    name: `${props.field}-${choice}`,
    value: 'on',
    checked: values.includes(choice),
  });
  return <Choices {...props} input={input} />;
}

interface ChoicesProps extends ChoiceFieldProps {
  readonly input: (choice: string) => { type: string; name: string; value: string; checked: boolean };
}

function Choices({ choices, input, ...props }: ChoicesProps) {
  return (
    <FieldGroup {...props}>
      {choices.map(({ value, label, about }, index) => (
        <label class="box">
          {/* The summary of what is to be corrected leads to the first one. */}
          <input id={index === 0 ? props.field : `${props.field}-${value}`} {...input(value)} />
          <span>
            {label}
            {about !== undefined && <small>{about}</small>}
          </span>
        </label>
      ))}
    </FieldGroup>
  );
}
