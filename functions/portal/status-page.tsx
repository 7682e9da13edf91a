import type { Child } from 'hono/jsx';
import { writtenDay } from './language.ts';
import { Page, type View } from './page.tsx';
import { texts } from './texts.ts';
import type { Light, Progress } from './progress.ts';
import { lightTexts, rejectionTexts, stateTexts, statusTexts } from './status-texts.ts';

/** A person's own page: what is done, what waits and for whom. `data-part` marks what the script replaces. */
export function StatusPage({ view, progress }: { view: View; progress: Progress }) {
  const { say } = view;
  const { account, running } = progress;
  return (
    <Page view={view} title={say(statusTexts.title)} refreshes={running}>
      <h1>{say(statusTexts.title)}</h1>
      <div data-part="running" role="status" {...(running && { 'data-running': '' })}>
        {running && <p class="lead">{say(statusTexts.runs)}</p>}
      </div>
      <section aria-labelledby="steps">
        <h2 id="steps">{say(statusTexts.steps)}</h2>
        <div data-part="steps" aria-live="polite">
          <Steps view={view} progress={progress} />
        </div>
      </section>
      <div data-part="account" aria-live="polite">
        {account && <AccountCard view={view} account={account} />}
      </div>
      <div data-part="next" aria-live="polite">
        <Next view={view} progress={progress} />
      </div>
      <p class="links">
        <a href="/status">{say(statusTexts.refresh)}</a>
      </p>
    </Page>
  );
}

type Mark = 'done' | 'now' | 'later' | 'stopped';

function Steps({ view, progress }: { view: View; progress: Progress }) {
  const { say, language, university } = view;
  const { file, account, directories, office, receivedOn, mailedOn } = progress;
  const stopped = file.state !== 'complete';
  return (
    <ol class="steps">
      <Step mark="done" title={say(statusTexts.fileReceived)}>
        <p>
          {say(statusTexts.fileReceivedFrom)} {say(university.offices[office].label)} (
          {writtenDay(receivedOn, language)})
        </p>
      </Step>
      <FileStep view={view} progress={progress} />
      <Step mark={account ? 'done' : stopped ? 'later' : 'now'} title={say(statusTexts.loginReserved)}>
        {account ? (
          <p>
            <code>{account.login}</code>
          </p>
        ) : (
          stopped && <p>{say(statusTexts.loginWaits)}</p>
        )}
      </Step>
      <Step
        mark={directoriesMark(
          directories.map(({ light }) => light),
          stopped,
        )}
        title={say(statusTexts.directories)}
      >
        {directories.length === 0 ? (
          <p>{say(statusTexts.directoriesWait)}</p>
        ) : (
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
        )}
      </Step>
      <Step mark="done" title={say(statusTexts.mailSent)}>
        <p>
          {say(statusTexts.mailSentWith)} {writtenDay(mailedOn, language)}
        </p>
      </Step>
    </ol>
  );
}

const markOfLight = { verified: 'done', pending: 'now', refused: 'stopped' } as const satisfies Record<Light, Mark>;

function directoriesMark(lights: readonly Light[], stopped: boolean): Mark {
  if (lights.includes('refused')) return 'stopped';
  if (lights.length === 0) return stopped ? 'later' : 'now';
  return lights.includes('pending') ? 'now' : 'done';
}

function FileStep({ view, progress: { file, office } }: { view: View; progress: Progress }) {
  const { say, university } = view;
  const contact = (
    <p>
      {say(statusTexts.contact)} {say(university.offices[office].contact)}
    </p>
  );
  switch (file.state) {
    case 'complete':
      return <Step mark="done" title={say(statusTexts.fileComplete)} />;
    case 'incomplete':
      return (
        <Step mark="stopped" title={say(statusTexts.fileIncomplete)}>
          <p>{say(statusTexts.missing)}</p>
          <ul>
            {file.missing.map((name) => {
              const piece = university.pieces[name];
              return piece ? (
                <li>
                  <strong>{say(piece.label)}</strong>
                  {say(texts.colon)} {say(piece.remedy)}
                </li>
              ) : (
                <li>
                  <strong>{name}</strong>
                </li>
              );
            })}
          </ul>
          {contact}
          <p>{say(statusTexts.missingThen)}</p>
        </Step>
      );
    case 'rejected':
      return (
        <Step mark="stopped" title={say(statusTexts.fileRejected)}>
          <p>{say(rejectionTexts[file.rejection])}</p>
          <p>{say(statusTexts.fileRejectedThen)}</p>
          {contact}
        </Step>
      );
  }
}

function Step({ mark, title, children }: { mark: Mark; title: string; children?: Child }) {
  return (
    <li class={mark}>
      <Icon mark={mark} />
      <div>
        <h3>{title}</h3>
        {children}
      </div>
    </li>
  );
}

/** Shapes that differ without their colours; the words beside them say the same. */
const shapes = {
  done: 'M7 13l3 3 7-8',
  now: 'M12 7v5l3 3',
  later: 'M8 12h8',
  stopped: 'M12 7v6M12 16.5v.5',
} as const satisfies Record<Mark, string>;

function Icon({ mark }: { mark: Mark }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <circle cx="12" cy="12" r="11" />
      <path d={shapes[mark]} />
    </svg>
  );
}

function AccountCard({ view, account }: { view: View; account: NonNullable<Progress['account']> }) {
  const { say, language, university } = view;
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

function Next({ view: { say }, progress }: { view: View; progress: Progress }) {
  const { account, population } = progress;
  const state = account && stateTexts[account.state];
  return (
    <section aria-labelledby="next">
      <h2 id="next">{say(statusTexts.next)}</h2>
      <p>{say(state ?? (account ? statusTexts.nextPassword : statusTexts.nextPasswordLater))}</p>
      {population === 'phd' && <p>{say(statusTexts.twoAccounts)}</p>}
    </section>
  );
}
