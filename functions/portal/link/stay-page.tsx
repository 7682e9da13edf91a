import type { Stay } from '../../request/request.ts';
import { endedOn } from '../../request/stay-dates.ts';
import { OneOf } from '../choice-field.tsx';
import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { writtenDay, writtenMoment } from '../language.ts';
import { Page, type View } from '../page.tsx';
import { TextField } from '../text-field.tsx';
import { stayDone, stayTexts as texts } from './stay-texts.ts';

interface StayPageProps {
  readonly view: View;
  readonly stay: Stay;
  /** Names the link in the form. */
  readonly mark: string;
  /** Whether it was ended or disowned, and that can be taken back: nothing else is offered then. */
  readonly undoable: boolean;
  readonly act: string;
  readonly errors: readonly FieldError[];
}

/** One guest behind the link of a mail: the way to the desk, and what works without signing in. Opening it does nothing (B-06). */
export function StayPage({ view, stay, mark, undoable, act, errors }: StayPageProps) {
  const { say, language, university } = view;
  const name = `${stay.firstName} ${stay.lastName}`;
  const { ended, orphanedAt } = stay;
  const choices = undoable
    ? [{ value: 'undo', label: say(texts.undo), about: say(texts.undoAbout) }]
    : [
        { value: 'end', label: say(texts.end), about: say(texts.endAbout) },
        ...(orphanedAt === undefined
          ? [{ value: 'not-mine', label: say(texts.notMine), about: say(texts.notMineAbout) }]
          : []),
      ];
  return (
    <Page view={view} title={titleWith(errors, name, view)}>
      <ErrorSummary view={view} errors={errors} />
      <h1>{name}</h1>
      <p class="lead">
        {orphanedAt !== undefined
          ? say(texts.disowned)
          : undoable && ended
            ? `${say(texts.endedUntil)} ${writtenMoment(ended.undoUntil, university.timeZone, language)}.`
            : say(texts.lead)}
      </p>
      <dl class="facts">
        <div>
          <dt>{say(ended ? texts.ended : texts.until)}</dt>
          <dd>{writtenDay(endedOn(stay, university) ?? stay.endsOn, language)}</dd>
        </div>
      </dl>
      <p class="links">
        <a role="button" href={`/sponsor/guests/${stay.requestId}`}>
          {say(texts.desk)}
        </a>
        <span>{say(stay.mail === undefined ? texts.deskAboutCard : texts.deskAbout)}</span>
      </p>
      <section aria-labelledby="without">
        <h2 id="without">{say(texts.actTitle)}</h2>
        <form method="post" action="/stay" novalidate>
          <input type="hidden" name="link" value={mark} />
          <OneOf
            view={view}
            field="act"
            label={texts.act}
            choices={choices}
            value={undoable ? 'undo' : act}
            errors={errors}
          />
          <TextField
            view={view}
            field="code"
            label={texts.code}
            hint={texts.codeHint}
            inputmode="numeric"
            width="medium"
            autocomplete="off"
            errors={errors}
          />
          <button type="submit">{say(texts.confirm)}</button>
        </form>
      </section>
    </Page>
  );
}

/** What was done, and the way back to the page of the link. */
export function StayDonePage({ view, done }: { view: View; done: keyof typeof stayDone }) {
  const { say } = view;
  const { title, lead } = stayDone[done];
  return (
    <Page view={view} title={say(title)}>
      <h1>{say(title)}</h1>
      <p class="lead">{say(lead)}</p>
      <p class="links">
        {done !== 'undone' && <a href="/stay">{say(texts.undo)}</a>}
        <a href="/sponsor">{say(texts.guests)}</a>
      </p>
    </Page>
  );
}

export function DeadStayPage({ view }: { view: View }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.deadTitle)}>
      <h1>{say(texts.deadTitle)}</h1>
      <p class="lead">{say(texts.deadLead)}</p>
      <p class="links">
        <a role="button" href="/sponsor">
          {say(texts.guests)}
        </a>
      </p>
    </Page>
  );
}
