import type { Account } from '../../account/account.ts';
import { Contact } from '../contacts.tsx';
import { linkTexts, unusableTexts } from './link-texts.ts';
import { Page, type View } from '../page.tsx';
import { officeFor, type Unusable } from './unusable.ts';

/** Of an account for which nothing can be done here: why, and whom to ask. */
export function UnusablePage({ view, reason, account }: { view: View; reason: Unusable; account: Account }) {
  const { say } = view;
  const { title, lead } = unusableTexts[reason];
  return (
    <Page view={view} title={say(title)}>
      <h1>{say(title)}</h1>
      <p class="lead">{say(lead)}</p>
      <p>
        {say(linkTexts.contact)} <Contact view={view} office={officeFor(reason, account)} />
      </p>
    </Page>
  );
}
