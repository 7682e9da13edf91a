import type { Child } from 'hono/jsx';
import type { Text } from '../university/university.ts';
import type { View } from './page.tsx';
import { texts } from './texts.ts';

/** What to correct, and the id of the field where. */
export interface FieldError {
  readonly field: string;
  readonly text: Text;
}

/** Takes the focus when the page opens, so that a keyboard or a screen reader starts there. */
export function ErrorSummary({ view, errors }: { view: View; errors: readonly FieldError[] }) {
  if (errors.length === 0) return null;
  return (
    <section class="error-summary" role="alert" aria-labelledby="problem" tabindex={-1} autofocus>
      <h2 id="problem">{view.say(texts.problem)}</h2>
      <ul>
        {errors.map(({ field, text }) => (
          <li>
            <a href={`#${field}`}>{view.say(text)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ErrorMessage({ view, id, children }: { view: View; id: string; children: Child }) {
  return (
    <p class="error" id={id}>
      <span class="unseen">{view.say(texts.error)}</span> {children}
    </p>
  );
}

/** The title in the tab, which says that something is to be corrected. */
export function titleWith(errors: readonly FieldError[], title: string, { say }: View): string {
  return `${errors.length > 0 ? say(texts.errorPrefix) : ''}${title}`;
}
