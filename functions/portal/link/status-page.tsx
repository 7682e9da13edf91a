import type { Child } from 'hono/jsx';
import { Contact, Linked } from '../contacts.tsx';
import { Icon } from '../icon.tsx';
import { writtenDay } from '../language.ts';
import { unusableTexts } from './link-texts.ts';
import { Page, type View } from '../page.tsx';
import type { Light, Mark, Progress } from './progress.ts';
import { lightTexts, markTexts, rejectionTexts, statusTexts } from './status-texts.ts';
import { texts } from '../texts.ts';
import { officeFor } from './unusable.ts';

interface Shown {
  readonly view: View;
  readonly progress: Progress;
}

/**
 * A person's own page: what is done, what waits and for whom. `data-part` marks what the script replaces when it has
 * changed, so that a screen reader says just that.
 */
export function StatusPage({ view, progress }: Shown) {
  const { say } = view;
  const { running } = progress;
  return (
    <Page view={view} title={say(statusTexts.title)} refreshes={running}>
      <h1>{say(statusTexts.title)}</h1>
      <div aria-live="polite">
        <div data-part="lead" {...(running && { 'data-running': '' })}>
          {running && <p class="lead">{say(statusTexts.runs)}</p>}
        </div>
        <Steps view={view} progress={progress} />
        <div data-part="account">
          <AccountCard view={view} progress={progress} />
        </div>
        <div data-part="next">
          <Next view={view} progress={progress} />
        </div>
      </div>
      <p class="links">
        <a href="/status">{say(statusTexts.refresh)}</a>
      </p>
    </Page>
  );
}

function Steps({ view, progress }: Shown) {
  const { say, language, university } = view;
  const { office, receivedOn, file, account, broken, steps } = progress;
  // What a file lacks is mailed before anything else happens; of a complete one, the mail is the last step.
  const complete = file.state === 'complete';
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">{say(statusTexts.steps)}</h2>
      <ol class="steps">
        <Step view={view} part="received" mark="done" title={say(statusTexts.fileReceived)}>
          <p>{`${say(statusTexts.fileReceivedFrom)} ${say(university.offices[office].label)} (${writtenDay(receivedOn, language)})`}</p>
        </Step>
        <FileStep view={view} progress={progress} />
        {!complete && <MailStep view={view} progress={progress} />}
        <Step
          view={view}
          part="login"
          mark={steps.login}
          title={say(account ? statusTexts.loginReserved : statusTexts.login)}
        >
          {account && (
            <p>
              <code>{account.login}</code>
            </p>
          )}
        </Step>
        <Step view={view} part="directories" mark={steps.directories} title={say(statusTexts.directories)}>
          <Lights view={view} progress={progress} />
        </Step>
        {complete && <MailStep view={view} progress={progress} />}
      </ol>
      {broken && (
        <p>
          {say(statusTexts.broken)} <Contact view={view} office="cri" />
        </p>
      )}
    </section>
  );
}

function FileStep({ view, progress: { file, office, account } }: Shown) {
  const { say, university } = view;
  const contact = (
    <p>
      {say(statusTexts.contact)} <Contact view={view} office={office} />
    </p>
  );
  switch (file.state) {
    case 'complete':
      return <Step view={view} part="file" mark="done" title={say(statusTexts.fileComplete)} />;
    case 'incomplete':
      return (
        <Step view={view} part="file" mark="stopped" title={say(statusTexts.fileIncomplete)}>
          <p>{say(statusTexts.missing)}</p>
          <ul>
            {file.missing.map((name) => {
              const piece = university.pieces[name];
              return (
                <li>
                  <strong>{piece ? say(piece.label) : name}</strong>
                  {piece && say(texts.colon)} {piece && <Linked text={say(piece.remedy)} />}
                </li>
              );
            })}
          </ul>
          {contact}
          <p>{say(account ? statusTexts.missingThenOpen : statusTexts.missingThen)}</p>
        </Step>
      );
    case 'rejected':
      return (
        <Step view={view} part="file" mark="stopped" title={say(statusTexts.fileRejected)}>
          <p>{say(rejectionTexts[file.rejection])}</p>
          <p>{say(statusTexts.fileRejectedThen)}</p>
          {contact}
        </Step>
      );
  }
}

function MailStep({ view, progress: { steps, mailedOn } }: Shown) {
  const { say, language } = view;
  const sent = steps.mail === 'done';
  return (
    <Step view={view} part="mail" mark={steps.mail} title={say(sent ? statusTexts.mailSent : statusTexts.mail)}>
      {sent && <p>{`${say(statusTexts.mailSentOn)} ${writtenDay(mailedOn, language)}`}</p>}
      {steps.mail === 'later' && <p>{say(statusTexts.mailLater)}</p>}
    </Step>
  );
}

const markOfLight = { verified: 'done', pending: 'now', refused: 'stopped' } as const satisfies Record<Light, Mark>;

function Lights({ view: { say, university }, progress: { directories } }: Shown) {
  if (directories.length === 0) return null;
  return (
    <ul class="lights">
      {directories.map(({ directory, light }) => (
        <li class={light}>
          <Icon mark={markOfLight[light]} />
          <span>
            {say(university.directories[directory].label)}
            {say(texts.colon)} {say(lightTexts[light])}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface StepProps {
  readonly view: View;
  readonly part: string;
  readonly mark: Mark;
  readonly title: string;
  readonly children?: Child;
}

function Step({ view: { say }, part, mark, title, children }: StepProps) {
  return (
    <li class={mark} data-part={part}>
      <Icon mark={mark} />
      <div>
        <h3>
          {title} <span class="unseen">({say(markTexts[mark])})</span>
        </h3>
        {children}
      </div>
    </li>
  );
}

function AccountCard({ view, progress: { account } }: Shown) {
  const { say, language, university } = view;
  if (!account) return null;
  const { login, mailAddress, services, lastDay } = account;
  return (
    <article aria-labelledby="account">
      <h2 id="account">{say(statusTexts.account)}</h2>
      <dl class="facts">
        <div>
          <dt>{say(statusTexts.login)}</dt>
          <dd>
            <code>{login}</code>
          </dd>
        </div>
        <div>
          <dt>{say(statusTexts.mailAddress)}</dt>
          <dd>{mailAddress ?? say(statusTexts.mailAddressNone)}</dd>
        </div>
        <div>
          <dt>{say(statusTexts.services)}</dt>
          <dd>
            {services.length === 0
              ? say(statusTexts.servicesNone)
              : services.map((service) => say(university.services[service])).join(', ')}
          </dd>
        </div>
        <div>
          <dt>{say(statusTexts.until)}</dt>
          <dd>{lastDay === undefined ? say(statusTexts.untilNone) : writtenDay(lastDay, language)}</dd>
        </div>
      </dl>
    </article>
  );
}

function Next({ view, progress }: Shown) {
  const { say, university } = view;
  const { population } = progress;
  return (
    <section aria-labelledby="next">
      <h2 id="next">{say(statusTexts.next)}</h2>
      <NextStep view={view} progress={progress} />
      {population === 'phd' && <p>{say(university.twoAccounts)}</p>}
    </section>
  );
}

function NextStep({ view, progress: { account, next, office } }: Shown) {
  const { say } = view;
  switch (next) {
    case 'wait':
      return <p>{say(statusTexts.nextPasswordLater)}</p>;
    case 'activate':
      return (
        <>
          <p>{say(statusTexts.nextPassword)}</p>
          <p class="links">
            <a role="button" href="/activate">
              {say(statusTexts.activate)}
            </a>
          </p>
        </>
      );
    case 'activation-link':
      return (
        <>
          <p>{say(statusTexts.nextLink)}</p>
          <p class="links">
            <a role="button" href="/first-time">
              {say(texts.deadButton)}
            </a>
          </p>
        </>
      );
    case 'sign-in':
      return (
        <>
          <p>{say(account?.state === 'grace' ? statusTexts.nextGrace : statusTexts.nextActive)}</p>
          <p class="links">
            <a role="button" href="/sign-in">
              {say(statusTexts.signIn)}
            </a>
          </p>
        </>
      );
    case 'locked':
    case 'ended':
    case 'suspended':
    case 'closed':
      return (
        <p>
          {`${say(unusableTexts[next].title)}. ${say(unusableTexts[next].lead)} ${say(statusTexts.contact)} `}
          <Contact view={view} office={officeFor(next, { office })} />
        </p>
      );
  }
}
