import { Choices, Page, type View } from '../page.tsx';
import { texts } from '../texts.ts';

export function HomePage({ view }: { view: View }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.home)}>
      <h1>{say(texts.homeTitle)}</h1>
      <p class="lead">{say(texts.homeLead)}</p>
      <Choices
        choices={[
          { to: '/first-time', title: say(texts.firstTime), about: say(texts.firstTimeAbout) },
          { to: '/sign-in', title: say(texts.haveAccount), about: say(texts.haveAccountAbout) },
          { to: '/help', title: say(texts.help), about: say(texts.helpAbout) },
        ]}
      />
    </Page>
  );
}
