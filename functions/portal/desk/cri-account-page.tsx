import type { Account } from '../../account/account.ts';
import { Section } from '../account/account-section.tsx';
import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { LinesField } from '../lines-field.tsx';
import { Back, Page, type View } from '../page.tsx';
import { AccountFacts } from './account-facts.tsx';
import { criTexts as texts } from './cri-texts.ts';

interface CriAccountPageProps {
  readonly view: View;
  readonly account: Account;
  /** As the office or the sponsor gave it; nobody has one any more once the account is closed. */
  readonly name?: string;
  readonly typed?: string;
  readonly errors?: readonly FieldError[];
}

/** One account, to lock or to unlock with a reason. */
export function CriAccountPage({ view, account, name, typed = '', errors = [] }: CriAccountPageProps) {
  const { say } = view;
  const { accountId, login, lock, state } = account;
  const act = lock
    ? { slug: 'unlock', title: texts.unlockTitle, about: texts.unlockAbout, button: texts.unlock }
    : { slug: 'lock', title: texts.lockTitle, about: texts.lockAbout, button: texts.lock };
  return (
    <Page view={view} title={titleWith(errors, login, view)}>
      <Back view={view} to="/cri" />
      <ErrorSummary view={view} errors={errors} />
      <h1>{login}</h1>
      <AccountFacts view={view} account={account} {...(name && { name })} />
      {state !== 'closed' && (
        <Section id={act.slug} title={say(act.title)}>
          <p>{say(act.about)}</p>
          <form method="post" action={`/cri/accounts/${accountId}/${act.slug}`} novalidate>
            <LinesField
              view={view}
              field="reason"
              label={texts.reason}
              hint={texts.ownReasonHint}
              value={typed}
              rows={2}
              errors={errors}
            />
            <button type="submit">{say(act.button)}</button>
          </form>
        </Section>
      )}
    </Page>
  );
}
