import { Section } from '../account/account-section.tsx';
import { Back, Page, type View } from '../page.tsx';
import { GuestList } from './desk-pages.tsx';
import { deskTexts as texts } from './desk-texts.ts';
import type { GuestView } from './guest-view.ts';
import { isPast } from './standing.ts';

interface SponsorPageProps {
  readonly view: View;
  /** Whose desk it is. */
  readonly accountId: string;
  readonly guests: readonly GuestView[];
  /** Where the list goes on. */
  readonly next?: string;
}

/** Everybody that a member of staff answers for, those first that wait for something. */
export function SponsorPage({ view, accountId, guests, next }: SponsorPageProps) {
  const { say } = view;
  const handed = guests.filter(({ stay }) => stay.handedTo === accountId);
  const own = guests.filter(({ stay }) => stay.handedTo !== accountId);
  const waiting = own.filter(({ standing }) => standing === 'waiting');
  const present = own
    .filter(({ standing }) => standing !== 'waiting' && !isPast(standing))
    .toSorted((a, b) => a.daysLeft - b.daysLeft);
  const past = own.filter(({ standing }) => isPast(standing));
  return (
    <Page view={view} title={say(texts.title)}>
      <Back view={view} to="/account" />
      <h1>{say(texts.title)}</h1>
      <p class="lead">{say(texts.lead)}</p>
      <p class="links">
        <a role="button" href="/sponsor/ask">
          {say(texts.askOne)}
        </a>
        <a href="/sponsor/group">{say(texts.askGroup)}</a>
      </p>
      {handed.length > 0 && (
        <Section id="handed" title={say(texts.handedTitle)}>
          <p>{say(texts.handedAbout)}</p>
          <GuestList view={view} guests={handed} />
        </Section>
      )}
      <Section id="present" title={say(texts.presentTitle)}>
        {present.length === 0 ? <p>{say(texts.presentNone)}</p> : <GuestList view={view} guests={present} />}
      </Section>
      {waiting.length > 0 && (
        <Section id="waiting" title={say(texts.waitingTitle)}>
          <GuestList view={view} guests={waiting} />
        </Section>
      )}
      {past.length > 0 && (
        <Section id="past" title={say(texts.pastTitle)}>
          <GuestList view={view} guests={past} />
        </Section>
      )}
      {next !== undefined && (
        <p class="links">
          <a href={`/sponsor?after=${next}`}>{say(texts.more)}</a>
        </p>
      )}
    </Page>
  );
}
