import type { Account, PasswordPurpose } from '../../account/account.ts';
import type { PasswordRule } from '../../password/password-shape.ts';
import { refusalTexts } from '../../password/refusal-texts.ts';
import { Contact, Linked } from '../contacts.tsx';
import { ErrorSummary, titleWith } from '../error-summary.tsx';
import { Icon } from '../icon.tsx';
import { Page, type View } from '../page.tsx';
import { PasswordFields, passwordErrors } from '../password/password-fields.tsx';
import { endedOtherwise, type PasswordLight, type PasswordProgress } from './password-progress.ts';
import type { Mark } from './progress.ts';
import { heldTexts, passwordLightTexts, resultStates, resultTexts as texts } from './result-texts.ts';
import type { Text } from '../../university/university.ts';
import { texts as pageTexts } from '../texts.ts';

interface ResultPageProps {
  readonly view: View;
  readonly account: Account;
  readonly purpose: PasswordPurpose;
  readonly progress: PasswordProgress;
  /** Passwords that may still be tried in this browser. */
  readonly triesLeft: number;
  /** Whether it takes longer than it does as a rule. */
  readonly late: boolean;
  readonly form: string;
  readonly mark: string;
  readonly broken?: readonly PasswordRule[];
  readonly mismatch?: boolean;
}

/** What became of a password that was chosen: where it holds, where it does not, and what to do. */
export function ResultPage(props: ResultPageProps) {
  const { view, account, progress, broken = [], mismatch = false } = props;
  const { say } = view;
  const { state } = progress;
  const running = state === 'running' || state === 'waiting';
  const activated = isActivated(props);
  const errors = passwordErrors(broken, mismatch);
  const title = say(activated ? texts.activatedTitle : resultStates[state].title);
  const lead = leadOf(props);
  return (
    <Page view={view} title={titleWith(errors, title, view)} refreshes={running} choosesPassword={asksAgain(props)}>
      <ErrorSummary view={view} errors={errors} />
      <div aria-live="polite">
        <div data-part="lead" {...(running && { 'data-running': '' })}>
          <h1>{title}</h1>
          <p class="lead">{say(lead)}</p>
        </div>
        {/* Always: who has two accounts must see which one it is. */}
        <p>
          {say(texts.loginIs)} <code>{account.login}</code>
        </p>
        <section aria-labelledby="directories">
          <h2 id="directories">{say(texts.directories)}</h2>
          <div data-part="lights">
            <Lights view={view} progress={progress} />
          </div>
        </section>
        <div data-part="next">
          <Next {...props} />
          {(activated || state === 'everywhere') && <FirstSteps {...props} />}
        </div>
      </div>
      <div data-part="refresh">
        {running && (
          <p class="links">
            <a href="/result">{say(texts.refresh)}</a>
          </p>
        )}
      </div>
    </Page>
  );
}

/** An account is active once one directory has its first password, whatever the others do. */
function isActivated({ account, purpose, progress: { state } }: ResultPageProps): boolean {
  return purpose === 'activation' && state !== 'running' && account.state !== 'provisioned';
}

function leadOf(props: ResultPageProps): Text {
  const { progress, purpose, late } = props;
  const { state } = progress;
  if (state === 'running' && late) return texts.lateLead;
  if (state === 'waiting' && isActivated(props)) return texts.activatedWaitingLead;
  if (state !== 'everywhere') return resultStates[state].lead;
  if (purpose === 'activation') return texts.activatedLead;
  // Whoever changes it stays signed in.
  return purpose === 'change' ? texts.changedLead : resultStates.everywhere.lead;
}

const marks = {
  verified: 'done',
  pending: 'now',
  refused: 'stopped',
  unchanged: 'later',
  clearing: 'stopped',
  cleared: 'stopped',
} as const satisfies Record<PasswordLight, Mark>;

function Lights({ view: { say, university }, progress }: Pick<ResultPageProps, 'view' | 'progress'>) {
  return (
    <ul class="lights">
      {progress.directories.map(({ directory, light, reason, holds }) => (
        <li class={marks[light]}>
          <Icon mark={marks[light]} />
          <span>
            {say(university.directories[directory].label)}
            {say(pageTexts.colon)} {say(passwordLightTexts[light])}
            {reason !== undefined && `${say(pageTexts.colon)} ${say(refusalTexts[reason])}`}.
            {/* While it is being written, nobody can say. */}
            {holds !== undefined && progress.state !== 'running' && ` ${say(heldTexts[holds])}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function asksAgain({ progress, triesLeft }: Pick<ResultPageProps, 'progress' | 'triesLeft'>): boolean {
  return progress.another && triesLeft > 0 && endedOtherwise(progress);
}

function Next(props: ResultPageProps) {
  const { view, account, progress, triesLeft, form, mark, broken = [], mismatch = false } = props;
  const { say } = view;
  if (!endedOtherwise(progress)) return null;
  if (!progress.another) {
    return (
      <p>
        {say(texts.noEntry)} <Contact view={view} office="cri" />
      </p>
    );
  }
  return (
    <section aria-labelledby="another">
      <h2 id="another">{say(texts.another)}</h2>
      {triesLeft > 0 ? (
        <form method="post" action="/result" novalidate>
          <p>{`${say(texts.triesLeft)} ${triesLeft}`}</p>
          <input type="hidden" name="form" value={form} />
          <input type="hidden" name="link" value={mark} />
          <PasswordFields view={view} login={account.login} broken={broken} mismatch={mismatch} />
          <button type="submit">{say(texts.send)}</button>
        </form>
      ) : (
        <form method="post" action="/l/fresh">
          <p>
            {say(texts.noTries)} <Contact view={view} office="cri" />
          </p>
          <input type="hidden" name="form" value={form} />
          <input type="hidden" name="link" value={mark} />
          <button type="submit">{say(texts.freshLink)}</button>
        </form>
      )}
    </section>
  );
}

/** B-09: nobody is signed in by a choice of password. */
function FirstSteps({ view, account, purpose }: ResultPageProps) {
  const { say, university } = view;
  const { services, population } = account;
  return (
    <section aria-labelledby="next-steps">
      {purpose === 'activation' && (
        <>
          <h2 id="next-steps">{say(texts.nextSteps)}</h2>
          <ul>
            {services.map((service) => (
              <li>
                <Linked text={say(university.firstUse[service])} />
              </li>
            ))}
          </ul>
          {population === 'phd' && <p>{say(university.twoAccounts)}</p>}
        </>
      )}
      <p class="links">
        <a
          role="button"
          href={purpose === 'change' ? '/account' : '/sign-in'}
          id={purpose === 'activation' ? undefined : 'next-steps'}
        >
          {say(purpose === 'change' ? texts.back : texts.goOn)}
        </a>
      </p>
    </section>
  );
}
