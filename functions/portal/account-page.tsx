import { Contacts } from './contacts.tsx';
import { Back, Page, type View } from './page.tsx';
import { texts } from './texts.ts';

/** Says what somebody with an account can do until signing in is possible here. */
export function AccountPage({ view }: { view: View }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.accountTitle)}>
      <Back view={view} to="/" />
      <h1>{say(texts.accountTitle)}</h1>
      <p class="lead">{say(texts.accountLead)}</p>
      <article>
        <h2>{say(texts.accountLink)}</h2>
        <p>{say(texts.accountLinkAbout)}</p>
        <p>
          <a role="button" href="/first-time">
            {say(texts.deadButton)}
          </a>
        </p>
      </article>
      <article>
        <h2>{say(texts.accountPassword)}</h2>
        <p>{say(texts.accountPasswordAbout)}</p>
        <Contacts view={view} />
      </article>
    </Page>
  );
}
