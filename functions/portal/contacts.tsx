import { type OfficeName, offices } from '../university/university.ts';
import { withLinks } from '../university/with-links.ts';
import { helpTexts } from './public/help-texts.ts';
import type { View } from './page.tsx';

/** Who to turn to: one line per office. */
export function Contacts({ view }: { view: View }) {
  return (
    <dl class="contacts">
      {offices.map((office) => (
        <div>
          <dt>{view.say(helpTexts.peopleOf[office])}</dt>
          <dd>
            <Contact view={view} office={office} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** How to reach an office. */
export function Contact({ view: { say, university }, office }: { view: View; office: OfficeName }) {
  return <Linked text={say(university.offices[office].contact)} />;
}

/** A text of our own, with the addresses in it as links. */
export function Linked({ text }: { text: string }) {
  return (
    <>
      {withLinks(text, (href) => (
        <a href={href}>{href.replace(/^https:\/\//, '').replace(/\/$/, '')}</a>
      ))}
    </>
  );
}
