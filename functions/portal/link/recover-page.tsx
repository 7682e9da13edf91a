import type { Account } from '../../account/account.ts';
import type { PasswordRule } from '../../password/password-shape.ts';
import { ErrorSummary, titleWith } from '../error-summary.tsx';
import { Page, type View } from '../page.tsx';
import { PasswordFields, passwordErrors } from '../password/password-fields.tsx';
import { recoverTexts as texts } from './recover-texts.ts';

interface RecoverPageProps {
  readonly view: View;
  readonly account: Account;
  readonly form: string;
  readonly mark: string;
  readonly broken?: readonly PasswordRule[];
  readonly mismatch?: boolean;
}

/** A new password, for the account that the page names: who has two must see which one it is. */
export function RecoverPage({ view, account, form, mark, broken = [], mismatch = false }: RecoverPageProps) {
  const { say } = view;
  const errors = passwordErrors(broken, mismatch);
  return (
    <Page view={view} title={titleWith(errors, say(texts.title), view)} choosesPassword>
      <ErrorSummary view={view} errors={errors} />
      <h1>{say(texts.title)}</h1>
      <p class="lead">{say(texts.lead)}</p>
      <AccountFacts view={view} account={account} />
      <form method="post" action="/recover" novalidate>
        <input type="hidden" name="form" value={form} />
        <input type="hidden" name="link" value={mark} />
        <PasswordFields view={view} login={account.login} broken={broken} mismatch={mismatch} />
        <button type="submit">{say(texts.send)}</button>
      </form>
    </Page>
  );
}

function AccountFacts({ view, account }: { view: View; account: Account }) {
  const { say, university } = view;
  const { login, mailAddress, services, population } = account;
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{say(texts.login)}</dt>
          <dd>
            <code>{login}</code>
          </dd>
        </div>
        {mailAddress !== undefined && (
          <div>
            <dt>{say(texts.mailAddress)}</dt>
            <dd>{mailAddress}</dd>
          </div>
        )}
        <div>
          <dt>{say(texts.opens)}</dt>
          <dd>
            {services.length === 0
              ? say(texts.opensNone)
              : services.map((service) => say(university.services[service])).join(', ')}
          </dd>
        </div>
      </dl>
      {population === 'phd' && <p>{say(university.twoAccounts)}</p>}
    </>
  );
}

/** Of an account that is to be activated first. */
export function NotActivePage({ view }: { view: View }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.notActive)}>
      <h1>{say(texts.notActive)}</h1>
      <p class="lead">{say(texts.notActiveLead)}</p>
      <p class="links">
        <a role="button" href="/first-time">
          {say(texts.firstTime)}
        </a>
      </p>
    </Page>
  );
}
