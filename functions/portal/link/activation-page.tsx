import type { Account } from '../../account/account.ts';
import { maskedAddress } from '../../mail/masked-address.ts';
import type { PasswordRule } from '../../password/password-shape.ts';
import { activationTexts as texts } from './activation-texts.ts';
import { ErrorMessage, ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { Page, type View } from '../page.tsx';
import { PasswordFields, passwordErrors } from '../password/password-fields.tsx';

/** Where an account is to be recovered from its activation on. */
export interface RecoveryChoice {
  readonly address: string;
  /** The operation that another address was confirmed by; absent for the one that is known already. */
  readonly operationId?: string;
  /** The one that is known already, which can be gone back to. */
  readonly known?: string;
}

/** Names the choice on the form, so that none is taken that the page did not show. */
export function choiceName(choice: RecoveryChoice | undefined): string {
  return choice ? (choice.operationId ?? 'known') : 'none';
}

interface ActivationPageProps {
  readonly view: View;
  readonly account: Account;
  /** Makes one request of a form that is sent twice. */
  readonly form: string;
  readonly mark: string;
  /** Where the account will be recovered: never shown whole (B-15). */
  readonly recovery: RecoveryChoice | undefined;
  readonly charterAccepted: boolean;
  /** Whether the person was handed a card: an address is welcome then, and not compulsory. */
  readonly byCard: boolean;
  readonly errors: readonly FieldError[];
  readonly broken: readonly PasswordRule[];
  readonly mismatch: boolean;
}

/** All that is decided at activation, on one page. What was chosen stays when something is to be corrected, but the password. */
export function ActivationPage(props: ActivationPageProps) {
  const { view, account, form, mark, recovery, charterAccepted, byCard, broken, mismatch } = props;
  const { say, university } = view;
  const errors = [...props.errors, ...passwordErrors(broken, mismatch)];
  const { login, mailAddress } = account;
  return (
    <Page view={view} title={titleWith(errors, say(texts.title), view)} choosesPassword>
      <ErrorSummary view={view} errors={errors} />
      <h1>{say(texts.title)}</h1>
      <p class="lead">{say(texts.lead)}</p>
      <dl class="facts">
        <div>
          <dt>{say(texts.login)}</dt>
          <dd>
            <code>{login}</code>
          </dd>
        </div>
        <div>
          <dt>{say(texts.mailAddress)}</dt>
          <dd>{mailAddress ?? say(texts.mailAddressNone)}</dd>
        </div>
      </dl>
      <Recovery {...{ view, recovery, byCard, errors, mark }} />
      <form method="post" action="/activate" novalidate>
        <input type="hidden" name="form" value={form} />
        <input type="hidden" name="link" value={mark} />
        <input type="hidden" name="recovery" value={choiceName(recovery)} />
        <section aria-labelledby="charter-title">
          <h2 id="charter-title">{say(texts.charter)}</h2>
          {university.charter.paragraphs.map((paragraph) => (
            <p>{say(paragraph)}</p>
          ))}
          <p class="hint">{`${say(texts.charterVersion)} ${university.charter.version}`}</p>
          <Charter view={view} accepted={charterAccepted} errors={errors} />
        </section>
        <section aria-labelledby="password-title">
          <h2 id="password-title">{say(texts.password)}</h2>
          <PasswordFields view={view} login={login} broken={broken} mismatch={mismatch} />
        </section>
        <button type="submit">{say(texts.activate)}</button>
      </form>
    </Page>
  );
}

interface PartProps {
  readonly view: View;
  readonly errors: readonly FieldError[];
}

function Charter({ view, accepted, errors }: PartProps & { accepted: boolean }) {
  const { say, university } = view;
  const error = errors.find(({ field }) => field === 'charter');
  return (
    <div class={error ? 'field wrong' : 'field'}>
      {error && (
        <ErrorMessage view={view} id="charter-error">
          {say(error.text)}
        </ErrorMessage>
      )}
      <label class="box">
        <input
          type="checkbox"
          id="charter"
          name="charter"
          value={university.charter.version}
          required
          checked={accepted}
          {...(error && { 'aria-invalid': 'true', 'aria-describedby': 'charter-error' })}
        />
        {say(texts.charterAccept)}
      </label>
    </div>
  );
}

function Recovery({
  view,
  recovery,
  byCard,
  errors,
  mark,
}: PartProps & Pick<ActivationPageProps, 'recovery' | 'byCard' | 'mark'>) {
  const { say } = view;
  const error = errors.find(({ field }) => field === 'recovery');
  return (
    <section aria-labelledby="recovery" class={error ? 'field wrong' : ''}>
      <h2 id="recovery">{say(texts.recovery)}</h2>
      <p>{say(texts.recoveryWhy)}</p>
      {error && (
        <ErrorMessage view={view} id="recovery-error">
          {say(error.text)}
        </ErrorMessage>
      )}
      {recovery ? (
        <p>
          {say(recovery.operationId === undefined ? texts.recoveryKept : texts.recoveryAnother)}{' '}
          <code>{maskedAddress(recovery.address)}</code>
        </p>
      ) : (
        <p>{say(byCard ? texts.recoveryByCard : texts.recoveryNone)}</p>
      )}
      <div class="links">
        <a href="/activate/address">{say(recovery ? texts.useAnother : texts.useOne)}</a>
        {recovery?.operationId !== undefined && recovery.known !== undefined && (
          <form method="post" action="/activate/address/keep">
            <input type="hidden" name="link" value={mark} />
            <button type="submit" class="quiet">
              {say(texts.keepFirst)}
            </button>
          </form>
        )}
      </div>
    </section>
  );
}
