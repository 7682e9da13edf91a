import { services } from '../../university/university.ts';
import { writtenDay } from '../language.ts';
import { texts as pageTexts } from '../texts.ts';
import { accessTexts as texts } from './access-texts.ts';
import { Fact, Section, type Shown } from './account-section.tsx';

/** Services beside those of the files: what may be asked for, what waits, what is granted until when. */
export function AccessPart({ view, overview: { account, access } }: Shown) {
  const { say, university, language } = view;
  const granted = services.flatMap((service) => {
    const grant = account.grants?.[service];
    return grant ? [{ service, until: grant.until }] : [];
  });
  if (access.services.length === 0 && access.asked.length === 0 && granted.length === 0) return null;
  return (
    <Section id="access" title={say(texts.section)}>
      <p>{say(texts.about)}</p>
      <dl class="facts">
        {granted.map(({ service, until }) => (
          <Fact name={say(university.services[service])}>{`${say(texts.granted)} ${writtenDay(until, language)}`}</Fact>
        ))}
        {access.asked.map(({ service, state, decision }) => (
          <Fact name={say(university.services[service])}>
            {state === 'waiting'
              ? say(texts.waiting)
              : `${say(texts.declined)}${say(pageTexts.colon)} ${decision?.reason ?? ''}`}
          </Fact>
        ))}
      </dl>
      {access.services.length > 0 && (
        <p class="links">
          <a href="/account/access">{say(texts.ask)}</a>
        </p>
      )}
    </Section>
  );
}
