import { identities } from './identities.ts';
import { Back, Choices, Page, type View } from '../page.tsx';
import { texts } from '../texts.ts';

/** Asks who one is. */
export function FirstTimePage({ view }: { view: View }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.firstTime)}>
      <Back view={view} to="/" />
      <h1>{say(texts.whoTitle)}</h1>
      <p class="lead">{say(texts.whoLead)}</p>
      <Choices
        choices={[
          ...identities.map(({ slug, title, about }) => ({
            to: `/first-time/${slug}`,
            title: say(title),
            about: say(about),
          })),
          { to: '/card', title: say(texts.whoCard), about: say(texts.whoCardAbout) },
          { to: '/help#guest', title: say(texts.whoElse), about: say(texts.whoElseAbout) },
        ]}
      />
    </Page>
  );
}
