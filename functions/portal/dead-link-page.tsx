import { Page, type View } from './page.tsx';
import { texts } from './texts.ts';

export function DeadLinkPage({ view }: { view: View }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.deadTitle)}>
      <h1>{say(texts.deadTitle)}</h1>
      <p class="lead">{say(texts.deadLead)}</p>
      <p>{say(texts.deadFresh)}</p>
      <p class="links">
        <a role="button" href="/first-time">
          {say(texts.deadButton)}
        </a>
        <a href="/help">{say(texts.help)}</a>
      </p>
    </Page>
  );
}
