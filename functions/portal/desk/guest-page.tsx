import type { Days } from '../../request/stay-dates.ts';
import { Section } from '../account/account-section.tsx';
import { DayField } from '../day-field.tsx';
import { ErrorSummary, type FieldError, titleWith } from '../error-summary.tsx';
import { writtenMoment } from '../language.ts';
import { LinesField } from '../lines-field.tsx';
import { Back, Page, type View } from '../page.tsx';
import { TextField } from '../text-field.tsx';
import { OneButton } from './desk-pages.tsx';
import { deskTexts as texts } from './desk-texts.ts';
import { GuestFacts } from './guest-facts.tsx';
import type { GuestView } from './guest-view.ts';
import { mayEnd } from './standing.ts';

/** The forms of the page, of which one may be shown with what was typed. */
type GuestForm = 'extend' | 'hand-over';

interface GuestPageProps {
  readonly view: View;
  readonly guest: GuestView;
  /** Whether it is handed over to who looks at it, who does not answer for it yet. */
  readonly handedToMe: boolean;
  readonly colleague?: string | undefined;
  /** Who answers for the guest. */
  readonly sponsor?: string | undefined;
  /** The last days that it can be extended to. */
  readonly days: Days;
  readonly wrong?: GuestForm;
  readonly typed?: Readonly<Partial<Record<'until' | 'reason' | 'colleague', string>>>;
  readonly errors?: readonly FieldError[];
}

/** One guest: what is known, and what the sponsor can do. */
export function GuestPage(props: GuestPageProps) {
  const { view, guest, handedToMe, colleague, sponsor, errors = [] } = props;
  const { stay } = guest;
  const name = `${stay.firstName} ${stay.lastName}`;
  return (
    <Page view={view} title={titleWith(errors, name, view)}>
      <Back view={view} to="/sponsor" />
      <ErrorSummary view={view} errors={errors} />
      <h1>{name}</h1>
      {handedToMe ? <Handed {...props} /> : <Notices {...props} />}
      <GuestFacts view={view} guest={guest} {...(handedToMe ? { sponsor } : { colleague })} />
      {!handedToMe && <Acts {...props} />}
    </Page>
  );
}

function Handed({ view, guest }: GuestPageProps) {
  const { say } = view;
  const path = `/sponsor/guests/${guest.stay.requestId}`;
  return (
    <>
      <p class="lead">{say(texts.handedLead)}</p>
      <div class="ways-out">
        <OneButton action={`${path}/accept`}>{say(texts.accept)}</OneButton>
        <OneButton action={`${path}/refuse`} secondary>
          {say(texts.refuse)}
        </OneButton>
      </div>
    </>
  );
}

/** What can be taken back, before all else. */
function Notices({ view, guest }: GuestPageProps) {
  const { say, university, language } = view;
  const { stay, standing } = guest;
  const path = `/sponsor/guests/${stay.requestId}`;
  if (standing !== 'ended-early' || !stay.ended) return null;
  return (
    <article class="notice" aria-labelledby="undo">
      <p id="undo">{`${say(texts.endedLead)} ${writtenMoment(stay.ended.undoUntil, university.timeZone, language)}.`}</p>
      <OneButton action={`${path}/undo`}>{say(texts.undo)}</OneButton>
    </article>
  );
}

function Acts(props: GuestPageProps) {
  const { view, guest, colleague } = props;
  const { say } = view;
  const { stay, standing } = guest;
  const path = `/sponsor/guests/${stay.requestId}`;
  const lives = mayEnd(standing);
  return (
    <>
      {(standing === 'waiting' || stay.wantedEnd !== undefined) && (
        <OneButton action={`${path}/withdraw`} secondary>
          {say(texts.withdraw)}
        </OneButton>
      )}
      {lives && stay.mail === undefined && (
        <Section id="card" title={say(texts.cardTitle)}>
          <p>{say(texts.cardAbout)}</p>
          <OneButton action={`${path}/card`} secondary>
            {say(texts.printCard)}
          </OneButton>
        </Section>
      )}
      {(lives || standing === 'ended') && stay.wantedEnd === undefined && <Extend {...props} />}
      {lives && (colleague === undefined ? <HandOver {...props} /> : null)}
      {(colleague !== undefined || stay.orphanedAt !== undefined) && (
        <OneButton action={`${path}/take-back`} secondary>
          {say(texts.takeBack)}
        </OneButton>
      )}
      {lives && (
        <Section id="end" title={say(texts.endTitle)}>
          <p>{say(texts.endAbout)}</p>
          <p class="links">
            <a href={`${path}/end`}>{say(texts.endPage)}</a>
          </p>
        </Section>
      )}
    </>
  );
}

function Extend({ view, guest, days, wrong, typed = {}, errors = [] }: GuestPageProps) {
  const { say } = view;
  const { stay } = guest;
  const own = wrong === 'extend' ? errors : [];
  return (
    <Section id="extend" title={say(texts.extendTitle)}>
      {stay.kind !== 'temporary-guest' && <p>{say(texts.extendCri)}</p>}
      <form method="post" action={`/sponsor/guests/${stay.requestId}/extend`} novalidate>
        <DayField
          view={view}
          field="until"
          label={texts.extendTo}
          value={typed.until ?? ''}
          min={days.from}
          max={days.to}
          errors={own}
        />
        <LinesField view={view} field="reason" label={texts.reason} value={typed.reason ?? ''} rows={2} errors={own} />
        <button type="submit">{say(texts.extend)}</button>
      </form>
    </Section>
  );
}

function HandOver({ view, guest, wrong, typed = {}, errors = [] }: GuestPageProps) {
  const { say } = view;
  const own = wrong === 'hand-over' ? errors : [];
  return (
    <Section id="hand-over" title={say(texts.handOverTitle)}>
      <p>{say(texts.handOverAbout)}</p>
      <form method="post" action={`/sponsor/guests/${guest.stay.requestId}/hand-over`} novalidate>
        <TextField
          view={view}
          field="colleague"
          label={texts.colleague}
          hint={texts.colleagueHint}
          value={typed.colleague ?? ''}
          autocomplete="off"
          errors={own}
        />
        <button type="submit">{say(texts.handOver)}</button>
      </form>
    </Section>
  );
}

/** Says what an end does, and asks once more. */
export function EndPage({ view, guest }: { view: View; guest: GuestView }) {
  const { say } = view;
  const path = `/sponsor/guests/${guest.stay.requestId}`;
  return (
    <Page view={view} title={say(texts.endConfirmTitle)}>
      <Back view={view} to={path} />
      <h1>{say(texts.endConfirmTitle)}</h1>
      <p class="lead">{`${guest.stay.firstName} ${guest.stay.lastName}`}</p>
      <EndingMeans view={view} />
      <OneButton action={`${path}/end`}>{say(texts.end)}</OneButton>
    </Page>
  );
}

/** What becomes of an account whose stay is ended. */
function EndingMeans({ view: { say } }: { view: View }) {
  return (
    <section aria-labelledby="what">
      <h2 id="what">{say(texts.endWhat)}</h2>
      <ul>
        <li>{say(texts.endWhatNow)}</li>
        <li>{say(texts.endWhatUndo)}</li>
        <li>{say(texts.endWhatLater)}</li>
      </ul>
    </section>
  );
}
