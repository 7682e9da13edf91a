import { Contacts } from '../contacts.tsx';
import { Page, type View } from '../page.tsx';
import { texts } from '../texts.ts';

/** The same for everybody, whatever was found (D-01). */
export function ReceivedPage({ view }: { view: View }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.receivedTitle)}>
      <h1>{say(texts.receivedTitle)}</h1>
      <p class="lead">{say(texts.receivedLead)}</p>
      <p>{say(texts.receivedMail)}</p>
      <p>{say(texts.receivedSame)}</p>
      <article>
        <h2>{say(texts.nothingTitle)}</h2>
        <ol>
          <li>{say(texts.nothingSpam)}</li>
          <li>{say(texts.nothingAgain)}</li>
          <li>{say(texts.nothingContact)}</li>
        </ol>
        <Contacts view={view} />
        <p class="links">
          <a href="/first-time">{say(texts.tryAgain)}</a> <a href="/forgotten">{say(texts.tryForgotten)}</a>{' '}
          <a href="/help">{say(texts.help)}</a>
        </p>
      </article>
    </Page>
  );
}
