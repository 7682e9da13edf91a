import { linkTexts } from './link-texts.ts';
import { Page, type View } from '../page.tsx';
import { texts } from '../texts.ts';

/**
 * Of a link that does nothing any more.
 * @param form where it is known whose the link was: one button mails a fresh one to the address of that account.
 */
export function DeadLinkPage({ view, form }: { view: View; form?: { id: string; mark: string } }) {
  const { say } = view;
  return (
    <Page view={view} title={say(linkTexts.deadTitle)}>
      <h1>{say(linkTexts.deadTitle)}</h1>
      <p class="lead">{say(linkTexts.deadLead)}</p>
      {form === undefined ? (
        <>
          <p>{say(linkTexts.deadAskAgain)}</p>
          <p class="links">
            <a role="button" href="/first-time">
              {say(texts.deadButton)}
            </a>
            <a href="/help">{say(texts.help)}</a>
          </p>
        </>
      ) : (
        <>
          <p>{say(linkTexts.deadFresh)}</p>
          <form method="post" action="/l/fresh">
            <input type="hidden" name="form" value={form.id} />
            <input type="hidden" name="link" value={form.mark} />
            <button type="submit">{say(texts.deadButton)}</button>
          </form>
          <p class="links">
            <a href="/help">{say(texts.help)}</a>
          </p>
        </>
      )}
    </Page>
  );
}
