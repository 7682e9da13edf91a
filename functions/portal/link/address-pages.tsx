import { addressTexts as texts } from './activation-texts.ts';
import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { Back, Page, type View } from '../page.tsx';
import { writtenTime } from '../language.ts';
import { TextField } from '../text-field.tsx';
import type { AddressOperation } from '../../operation/operation.ts';
import type { Child } from 'hono/jsx';
import type { Temporal } from 'temporal-polyfill';
import { codeTimes } from '../../address/code.ts';

interface AddressPageProps {
  readonly view: View;
  /** Where the form goes. */
  readonly action: string;
  readonly back: string;
  readonly form: string;
  /** Of a page behind a link: names it (held-link.tsx). */
  readonly mark?: string;
  readonly typed: string;
  readonly error?: FieldError;
  /** More fields of the form, below the address. */
  readonly children?: Child;
}

/** Asks for another recovery address. */
export function AddressPage({ view, action, back, form, mark, typed, error, children }: AddressPageProps) {
  const { say } = view;
  const errors = error ? [error] : [];
  return (
    <Page view={view} title={titleWith(errors, say(texts.title), view)}>
      <Back view={view} to={back} />
      <ErrorSummary view={view} errors={errors} />
      <h1>{say(texts.title)}</h1>
      <p class="lead">{say(texts.lead)}</p>
      <form method="post" action={action} novalidate>
        <input type="hidden" name="form" value={form} />
        {mark !== undefined && <input type="hidden" name="link" value={mark} />}
        <TextField
          {...{ view, errors, field: 'address', label: texts.address, hint: texts.addressHint }}
          type="email"
          autocomplete="email"
          value={typed}
        />
        {children}
        <button type="submit">{say(texts.sendCode)}</button>
      </form>
    </Page>
  );
}

interface CodePageProps {
  readonly view: View;
  readonly action: string;
  /** The page on which another code is asked for. */
  readonly back: string;
  /** Of a page behind a link: names it (held-link.tsx). */
  readonly mark?: string;
  /** What the code is for, as long as it can be confirmed in this browser. */
  readonly asked?: AddressOperation;
  readonly error?: FieldError;
}

/** Asks for the code that was mailed. */
export function CodePage({ view, action, back, mark, asked, error }: CodePageProps) {
  const { say } = view;
  const errors = error ? [error] : [];
  return (
    <Page view={view} title={titleWith(errors, say(texts.codeTitle), view)}>
      <ErrorSummary view={view} errors={errors} />
      <h1>{say(texts.codeTitle)}</h1>
      <p class="lead">{say(texts.codeLead)}</p>
      <form method="post" action={action} novalidate>
        {mark !== undefined && <input type="hidden" name="link" value={mark} />}
        <TextField
          {...{ view, errors, field: 'code', label: texts.code, hint: texts.codeHint }}
          width="medium"
          inputmode="numeric"
          autocomplete="one-time-code"
          value=""
        />
        <button type="submit">{say(texts.confirm)}</button>
      </form>
      {asked && <CodeTimes view={view} asked={asked} />}
      <p class="links">
        <a href={back}>{say(texts.sendAnother)}</a>
      </p>
    </Page>
  );
}

/** When a code left, and from when on another one can: asked for before, none is sent. */
function CodeTimes({ view, asked }: { view: View; asked: AddressOperation }) {
  const { say, language, university } = view;
  const { left, next } = codeTimes(asked);
  const at = (instant: Temporal.Instant) => writtenTime(instant.toString(), university.timeZone, language);
  return (
    <p class="hint">
      {left ? `${say(texts.codeLeft)} ${at(left)}.` : say(texts.codeLeaves)} {`${say(texts.anotherFrom)} ${at(next)}.`}
    </p>
  );
}
