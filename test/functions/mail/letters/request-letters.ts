import { accessNews, type AccessNewsKind } from '../../../../functions/mail/letters/access-news.tsx';
import { guestEnding } from '../../../../functions/mail/letters/guest-ending.tsx';
import { guestNews, type GuestNewsKind } from '../../../../functions/mail/letters/guest-news.tsx';
import { sponsorNews, type SponsorNewsKind } from '../../../../functions/mail/letters/sponsor-news.tsx';
import { ticket, type Ticket } from '../../../../functions/mail/letters/ticket.tsx';
import type { Letter } from '../../../../functions/mail/mail.ts';
import { uca as university } from '../../../../functions/university/uca.ts';

const portal = 'https://portal.example/';
type Write = (firstName: string, extra?: object) => Promise<Letter>;

const stay = { university, startsOn: '2026-10-01', endsOn: '2027-02-28' } as const;
const reference = '01K5M0Q7T8V9W0X1Y2Z3A4B5D6';
const reason = 'Le laboratoire est d’accord.';

const sponsor = (kind: SponsorNewsKind): Write => {
  return (firstName, extra) =>
    sponsorNews({
      ...{ ...extra, ...stay, firstName, kind, services: ['isima', 'limos'], guest: `${firstName} Hopper`, guests: 12 },
      ...{ wantedEnd: '2027-06-30', reason, link: portal, code: '012345' },
    });
};
const guest = (kind: GuestNewsKind): Write => {
  return (firstName, extra) =>
    guestNews({
      ...{ ...extra, ...stay, firstName, kind, sponsor: `${firstName} Curie` },
      ...{ wantedEnd: '2027-06-30', reason },
    });
};
const access = (kind: AccessNewsKind): Write => {
  return (firstName, extra) =>
    accessNews({
      ...{ ...extra, university, firstName, kind, service: 'isima', until: '2027-02-28', reason, reference },
      ...{ passwordAgain: true, portalUrl: portal },
    });
};
const ticketFor = (what: Ticket['what']): Write => {
  return (firstName, extra) =>
    ticket({
      ...{ ...extra, university, firstName, what, reference, population: 'guest', requests: 12 },
      ...{ services: ['isima'], until: '2027-02-28', link: portal },
    });
};

const ending: Write = (firstName, extra) =>
  guestEnding({
    ...{ ...extra, university, firstName, guest: `${firstName} Hopper`, lastDay: '2027-02-28', daysLeft: 7 },
    link: portal,
  });

/** The letters about stays and services, one kind of each. */
export const requestLetters: Readonly<Record<string, Write>> = {
  'sponsor-news': sponsor('granted'),
  'guest-news': guest('waiting'),
  'access-news': access('granted'),
  ticket: ticketFor('stay'),
};

/** Every kind of them: what a name may smuggle in does not depend on it, what is said does. */
export const everyKind: Readonly<Record<string, Write>> = Object.fromEntries([
  ...(
    [
      ...['waiting', 'granted', 'declined', 'extension-waiting', 'extended', 'extension-declined', 'ended', 'undone'],
      ...['offered', 'taken-over', 'handed-over', 'offer-declined', 'orphaned', 'disowned'],
    ] as SponsorNewsKind[]
  ).map((kind) => [`sponsor-news, ${kind}`, sponsor(kind)] as const),
  ...(
    [
      ...['waiting', 'declined', 'withdrawn', 'extension-waiting', 'extended', 'extension-declined'],
      ...['extension-withdrawn', 'ended', 'undone', 'taken-over'],
    ] as GuestNewsKind[]
  ).map((kind) => [`guest-news, ${kind}`, guest(kind)] as const),
  ...(['waiting', 'granted', 'declined'] as const).map((kind) => [`access-news, ${kind}`, access(kind)] as const),
  ['guest-ending, for who is asked to answer', ending],
  ...(['stay', 'extension', 'access'] as const).map((what) => [`ticket, ${what}`, ticketFor(what)] as const),
]);
