import type { ServiceName } from '../../university/university.ts';
import { Fact } from '../account/account-section.tsx';
import { writtenDay } from '../language.ts';
import type { View } from '../page.tsx';
import { left } from './desk-pages.tsx';
import { deskTexts as texts, kindTexts, standingTexts } from './desk-texts.ts';
import type { GuestView } from './guest-view.ts';
import { isOpen } from './standing.ts';

/** First and last day, and what is left; nothing of a stay that was ended before it began. */
function stayDays(view: View, guest: GuestView): string | undefined {
  const { language } = view;
  const { stay, lastDay } = guest;
  if (lastDay < stay.startsOn) return undefined;
  const days = `${writtenDay(stay.startsOn, language)} – ${writtenDay(lastDay, language)}`;
  const daysLeft = left(view, guest);
  return daysLeft === undefined ? days : `${days} (${daysLeft})`;
}

interface GuestFactsProps {
  readonly view: View;
  readonly guest: GuestView;
  /** Whom the guest is handed over to, as somebody is known here. */
  readonly colleague?: string | undefined;
  /** Who answers for the guest, for others than that person. */
  readonly sponsor?: string | undefined;
}

/** What is known of a guest. */
export function GuestFacts({ view, guest, colleague, sponsor }: GuestFactsProps) {
  const { say, university, language } = view;
  const { stay, account, standing, lastDay } = guest;
  // Of a request that came to nothing, nothing was opened; what has ended opens nothing any more.
  const services = isOpen(standing)
    ? new Set(account?.services ?? [...university.populations[stay.kind].services, ...stay.services])
    : new Set<ServiceName>();
  const days = stayDays(view, guest);
  return (
    <dl class="facts">
      <Fact name={say(texts.state)}>{say(standingTexts[standing])}</Fact>
      <Fact name={say(texts.kindOf)}>{say(kindTexts[stay.kind].name)}</Fact>
      {account && (
        <Fact name={say(texts.login)}>
          <code>{account.login}</code>
        </Fact>
      )}
      <Fact name={say(texts.mailKnown)}>{stay.mail ?? say(texts.mailNone)}</Fact>
      {days !== undefined && <Fact name={say(texts.stay)}>{days}</Fact>}
      {stay.ended && <Fact name={say(texts.endedOn)}>{writtenDay(lastDay, language)}</Fact>}
      {stay.wantedEnd !== undefined && <Fact name={say(texts.wanted)}>{writtenDay(stay.wantedEnd, language)}</Fact>}
      <Fact name={say(texts.reason)}>{stay.reason}</Fact>
      {services.size > 0 && (
        <Fact name={say(standing === 'waiting' ? texts.wouldOpen : texts.opens)}>
          {[...services].map((service) => say(university.services[service])).join(', ')}
        </Fact>
      )}
      {sponsor !== undefined && <Fact name={say(texts.sponsor)}>{sponsor}</Fact>}
      {colleague !== undefined && <Fact name={say(texts.handedTo)}>{`${colleague} (${say(texts.handedWaits)})`}</Fact>}
      {stay.decision && <Fact name={say(texts.decided)}>{stay.decision.reason}</Fact>}
    </dl>
  );
}
