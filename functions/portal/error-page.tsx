import type { Text } from '../university/university.ts';
import { Page, type View } from './page.tsx';
import { texts } from './texts.ts';

/** What can be answered instead of a page, by status. */
const errors = {
  400: { title: texts.badRequestTitle, lead: texts.badRequestLead },
  403: { title: texts.forbiddenTitle, lead: texts.forbiddenLead },
  404: { title: texts.notFoundTitle, lead: texts.notFoundLead },
  405: { title: texts.notAllowedTitle, lead: texts.notAllowedLead },
  413: { title: texts.tooLargeTitle, lead: texts.tooLargeLead },
  500: { title: texts.brokenTitle, lead: texts.brokenLead },
  503: { title: texts.brokenTitle, lead: texts.brokenLead },
} as const satisfies Record<number, { title: Text; lead: Text }>;
export type ErrorStatus = keyof typeof errors;

/** Says what happened in general words; of a failure, only the reference under which the log has it (E-09). */
export function ErrorPage({ view, status, reference }: { view: View; status: ErrorStatus; reference?: string }) {
  const { say } = view;
  const { title, lead } = errors[status];
  return (
    <Page view={view} title={say(title)}>
      <h1>{say(title)}</h1>
      <p class="lead">{say(lead)}</p>
      {reference !== undefined && (
        <p>
          {say(texts.brokenReference)} <code>{reference}</code>
        </p>
      )}
      <p class="links">
        <a role="button" href="/">
          {say(texts.home)}
        </a>
        <a href="/help">{say(texts.help)}</a>
      </p>
    </Page>
  );
}
