import { Contact } from '../contacts.tsx';
import { notMeTexts as texts } from './not-me-texts.ts';
import { Page, type View } from '../page.tsx';

/** Explains what locking does. Opening it locks nothing: scanners open links too (B-06). */
export function NotMePage({ view, login, mark }: { view: View; login: string; mark: string }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.title)}>
      <h1>{say(texts.title)}</h1>
      <p class="lead">{say(texts.lead)}</p>
      <dl class="facts">
        <div>
          <dt>{say(texts.login)}</dt>
          <dd>
            <code>{login}</code>
          </dd>
        </div>
      </dl>
      <section aria-labelledby="what">
        <h2 id="what">{say(texts.whatHappens)}</h2>
        <ul>
          <li>{say(texts.nobodyIn)}</li>
          <li>{say(texts.sessionsEnd)}</li>
          <li>{say(texts.criUnlocks)}</li>
        </ul>
      </section>
      <form method="post" action="/not-me">
        <input type="hidden" name="link" value={mark} />
        <button type="submit">{say(texts.lock)}</button>
      </form>
      <p>{say(texts.ifItWasYou)}</p>
    </Page>
  );
}

export function LockedPage({ view }: { view: View }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.lockedTitle)}>
      <h1>{say(texts.lockedTitle)}</h1>
      <p class="lead">{say(texts.lockedLead)}</p>
      <p>{say(texts.lockedNext)}</p>
      <Cri view={view} />
    </Page>
  );
}

export function DeadNotMePage({ view }: { view: View }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.deadTitle)}>
      <h1>{say(texts.deadTitle)}</h1>
      <p class="lead">{say(texts.deadLead)}</p>
      <Cri view={view} />
    </Page>
  );
}

function Cri({ view }: { view: View }) {
  return (
    <p>
      {view.say(texts.contact)} <Contact view={view} office="cri" />
    </p>
  );
}
