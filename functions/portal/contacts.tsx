import { offices } from '../university/university.ts';
import type { View } from './page.tsx';
import { helpTexts } from './help-texts.ts';

/** Who to turn to: one line per office. */
export function Contacts({ view: { say, university } }: { view: View }) {
  return (
    <dl class="contacts">
      {offices.map((office) => (
        <div>
          <dt>{say(helpTexts.peopleOf[office])}</dt>
          <dd>{say(university.offices[office].contact)}</dd>
        </div>
      ))}
    </dl>
  );
}
