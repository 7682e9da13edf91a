import { linkTexts } from './link-texts.ts';
import { Page, type View } from '../page.tsx';
import { texts } from '../texts.ts';

/** Of a form whose link is no longer the one that this browser holds. */
export function OtherLinkPage({ view }: { view: View }) {
  const { say } = view;
  return (
    <Page view={view} title={say(linkTexts.otherTitle)}>
      <h1>{say(linkTexts.otherTitle)}</h1>
      <p class="lead">{say(linkTexts.otherLead)}</p>
      <p class="links">
        <a href="/help">{say(texts.help)}</a>
      </p>
    </Page>
  );
}
