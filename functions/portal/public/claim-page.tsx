import type { ClaimError, ClaimField, Typed } from './claim-input.ts';
import { ErrorMessage, ErrorSummary, titleWith } from '../error-summary.tsx';
import type { Identity } from './identities.ts';
import { Back, Page, type View } from '../page.tsx';
import { TextField } from '../text-field.tsx';
import { texts } from '../texts.ts';

interface ClaimPageProps {
  readonly view: View;
  readonly identity: Identity;
  readonly fields: readonly ClaimField[];
  /** Makes one request of a form that is sent twice. */
  readonly form: string;
  readonly typed: Typed;
  readonly errors: readonly ClaimError[];
}

/** The form of one identity. Errors stand in a summary, at the field and in the tab; what was typed is kept. */
export function ClaimPage({ view, identity, fields, form, typed, errors }: ClaimPageProps) {
  const { say } = view;
  const title = say(identity.title);
  return (
    <Page view={view} title={titleWith(errors, title, view)}>
      <Back view={view} to="/first-time" />
      <ErrorSummary view={view} errors={errors} />
      <h1>{title}</h1>
      <p class="lead">{say(texts.formLead)}</p>
      <form method="post" action={`/first-time/${identity.slug}`} novalidate>
        <input type="hidden" name="form" value={form} />
        <TextField
          {...{ view, errors, field: 'number', label: identity.number, hint: identity.numberHint }}
          width="medium"
          autocomplete="off"
          value={typed.number}
        />
        <BirthDate {...{ view, typed, errors }} />
        {fields.includes('cvec') && (
          <TextField
            {...{ view, errors, field: 'cvec', label: texts.cvec, hint: texts.cvecHint }}
            width="medium"
            autocomplete="off"
            value={typed.cvec}
          />
        )}
        <TextField
          {...{ view, errors, field: 'address', label: texts.address, hint: texts.addressHint }}
          type="email"
          autocomplete="email"
          value={typed.address}
        />
        <button type="submit">{say(texts.send)}</button>
      </form>
    </Page>
  );
}

interface BirthDateProps {
  readonly view: View;
  readonly typed: Typed;
  readonly errors: readonly ClaimError[];
}

/** Three fields and no picker: a date that one knows by heart is typed fastest, on a phone as with a screen reader. */
function BirthDate({ view, typed, errors }: BirthDateProps) {
  const { say } = view;
  const parts = [
    { field: 'day', label: texts.birthDay },
    { field: 'month', label: texts.birthMonth },
    { field: 'year', label: texts.birthYear },
  ] as const;
  const wrong = errors.filter((error) => parts.some(({ field }) => field === error.field));
  return (
    <fieldset
      class={wrong.length > 0 ? 'field wrong' : 'field'}
      aria-describedby={wrong.length > 0 ? 'birth-hint birth-error' : 'birth-hint'}
    >
      <legend>{say(texts.birthDate)}</legend>
      <p class="hint" id="birth-hint">
        {say(texts.birthDateHint)}
      </p>
      {wrong.length > 0 && (
        <ErrorMessage view={view} id="birth-error">
          {wrong.map(({ text }) => say(text)).join('. ')}
        </ErrorMessage>
      )}
      <div class="date">
        {parts.map(({ field, label }) => (
          <div>
            <label for={field}>{say(label)}</label>
            <input
              class={field}
              id={field}
              name={field}
              type="text"
              inputmode="numeric"
              value={typed[field]}
              autocomplete={`bday-${field}`}
              {...(wrong.some((error) => error.field === field) && { 'aria-invalid': 'true' })}
            />
          </div>
        ))}
      </div>
    </fieldset>
  );
}
