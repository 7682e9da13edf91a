import { languages } from '../../university/university.ts';
import { dayIn, Fact, Section, type Shown } from './account-section.tsx';
import { accountTexts as texts } from './account-texts.ts';
import { EndPart } from './end-part.tsx';
import { eventText } from './event-texts.ts';
import { writtenMoment } from '../language.ts';

export function PasswordPart({ view, overview: { account } }: Shown) {
  const { say } = view;
  const { passwordChosenAt } = account;
  return (
    <Section id="password" title={say(texts.password)}>
      <p>
        {passwordChosenAt === undefined
          ? say(texts.passwordUnknown)
          : `${say(texts.passwordChosen)} ${dayIn(view, passwordChosenAt)}.`}{' '}
        {say(texts.passwordAdvice)}
      </p>
      <p class="links">
        <a role="button" href="/account/password">
          {say(texts.changePassword)}
        </a>
      </p>
    </Section>
  );
}

export function AddressPart({ view, overview: { account, health, waiting } }: Shown) {
  const { say } = view;
  const { recovery } = account;
  const meanwhile = waiting?.meanwhile;
  const until = !meanwhile
    ? say(texts.recoveryNowhere)
    : `${say(texts.recoveryUntilThen)} ${meanwhile.address}${meanwhile.health === 'well' ? '' : `, ${say(texts.recoveryNotThere)}`}`;
  return (
    <Section id="recovery" title={say(texts.recovery)}>
      <p>{say(texts.recoveryAbout)}</p>
      <dl class="facts">
        <Fact name={say(texts.recovery)}>
          {recovery?.address ?? say(texts.recoveryNone)}
          {recovery && health === 'well' && !waiting && (
            <>
              <br />
              {say(texts.recoveryWell)}
            </>
          )}
          {waiting && (
            <>
              <br />
              {`${say(texts.recoveryWaits)} ${writtenMoment(waiting.usableFrom, view.university.timeZone, view.language)}`}
              {`. ${until}`}
            </>
          )}
        </Fact>
      </dl>
      <p class="links">
        <a href="/account/address">{say(recovery ? texts.changeAddress : texts.giveAddress)}</a>
      </p>
    </Section>
  );
}

export function EventsPart({ view, overview: { events } }: Shown) {
  const { say, university, language } = view;
  return (
    <Section id="events" title={say(texts.events)}>
      {events.length === 0 ? (
        <p>{say(texts.eventsNone)}</p>
      ) : (
        <dl class="facts">
          {events.map(({ what, at }) => {
            const text = eventText(what);
            return text && <Fact name={writtenMoment(at, university.timeZone, language)}>{say(text)}</Fact>;
          })}
        </dl>
      )}
      <p>{say(texts.eventsAbout)}</p>
    </Section>
  );
}

export function LeavePart({ view, overview }: Shown) {
  const { say, language } = view;
  return (
    <Section id="leave" title={say(texts.leave)}>
      <form method="post" action="/account/language">
        <div class="field">
          <label for="language">{say(texts.language)}</label>
          <select id="language" name="language" class="medium" autocomplete="off">
            {languages.map((each) => (
              <option value={each} lang={each} selected={each === language}>
                {say(each === 'fr' ? texts.french : texts.english)}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" class="secondary">
          {say(texts.chooseLanguage)}
        </button>
      </form>
      <p class="links">
        <a href="/account/data.json">{say(texts.download)}</a>
      </p>
      <EndPart view={view} overview={overview} />
      <div class="ways-out">
        <form method="post" action="/sign-out">
          <button type="submit">{say(texts.signOut)}</button>
        </form>
        <form method="post" action="/account/sign-out-everywhere">
          <button type="submit" class="secondary" aria-describedby="everywhere">
            {say(texts.signOutEverywhere)}
          </button>
        </form>
      </div>
      <p class="hint" id="everywhere">
        {say(texts.signOutEverywhereAbout)}
      </p>
    </Section>
  );
}
