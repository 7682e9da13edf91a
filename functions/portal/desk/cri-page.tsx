import { Temporal } from 'temporal-polyfill';
import { dayOf } from '../../account/account-dates.ts';
import { isWaiting, type Request } from '../../request/request.ts';
import type { Text } from '../../university/university.ts';
import { Section } from '../account/account-section.tsx';
import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { writtenDay } from '../language.ts';
import { Back, Page, type View } from '../page.tsx';
import { TextField } from '../text-field.tsx';
import { criTexts as texts } from './cri-texts.ts';
import { deskTexts, kindTexts } from './desk-texts.ts';

/** Something of the desk, with the name of who it is about. */
export interface Waiting {
  readonly request: Request;
  /** A guest's name; of who asks for a service, the login. */
  readonly name: string;
}

interface CriPageProps {
  readonly view: View;
  readonly waiting: readonly Waiting[];
  readonly next?: string;
  /** How many nights are held. */
  readonly holds: number;
  readonly typed?: string;
  readonly errors?: readonly FieldError[];
}

/** Everything that waits for the CRI, the oldest first, and the way to one account. */
export function CriPage({ view, waiting, next, holds, typed = '', errors = [] }: CriPageProps) {
  const { say } = view;
  return (
    <Page view={view} title={titleWith(errors, say(texts.title), view)}>
      <Back view={view} to="/account" />
      <ErrorSummary view={view} errors={errors} />
      <h1>{say(texts.title)}</h1>
      {holds > 0 && (
        <article class="notice" aria-labelledby="nights">
          <p id="nights">{`${say(texts.nightsTitle)} (${holds})`}</p>
          <p class="links">
            <a role="button" href="/cri/nights">
              {say(texts.nightsSee)}
            </a>
          </p>
        </article>
      )}
      <Section id="waiting" title={say(texts.waitingTitle)}>
        {waiting.length === 0 ? <p>{say(texts.waitingNone)}</p> : <WaitingList view={view} waiting={waiting} />}
        {next !== undefined && (
          <p class="links">
            <a href={`/cri?after=${next}`}>{say(deskTexts.more)}</a>
          </p>
        )}
      </Section>
      <Section id="find" title={say(texts.findTitle)}>
        <form method="post" action="/cri/accounts" novalidate>
          <TextField
            view={view}
            field="name"
            label={texts.findLabel}
            value={typed}
            autocomplete="off"
            errors={errors}
          />
          <button type="submit">{say(texts.find)}</button>
        </form>
      </Section>
    </Page>
  );
}

function WaitingList({ view, waiting }: { view: View; waiting: readonly Waiting[] }) {
  const { say, language, university } = view;
  return (
    <ul class="choices">
      {waiting.map(({ request, name }) => {
        const asked = dayOf(Temporal.Instant.from(request.askedAt), university.timeZone);
        const what = request.kind === 'access' ? university.services[request.service] : kindTexts[request.kind].name;
        return (
          <li>
            <a href={`/cri/requests/${request.requestId}`}>
              <strong>{name}</strong>
              <span>{`${say(whatWaits(request))}, ${say(texts.askedOn)} ${writtenDay(asked, language)}`}</span>
              <span>{say(what)}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function whatWaits(request: Request): Text {
  if (request.kind === 'access') return texts.asksAccess;
  if (!isWaiting(request)) return texts.orphaned;
  return request.state === 'waiting' ? texts.asksStay : texts.asksExtension;
}
